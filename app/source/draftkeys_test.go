package source_test

import "orangelab.cn/rightsdesk/app/source/dataset"

// keyKinds are databases that refer to people by other keys than the primary one, or call keys in other ways.
var keyKinds = []draftKind{
	{
		name: "people known by a name of theirs beside the key, and prefixes of two letters",
		sql: `CREATE TABLE k_member (mb_no INT PRIMARY KEY, mb_id VARCHAR(20), mb_password VARCHAR(60), mb_name VARCHAR(40), mb_email VARCHAR(60), mb_tel VARCHAR(20));
CREATE TABLE k_answer (aw_id INT PRIMARY KEY, mb_id VARCHAR(20), aw_name VARCHAR(40), aw_content VARCHAR(200), aw_hits INT, aw_ip VARCHAR(40));
CREATE TABLE k_letter (le_id INT PRIMARY KEY, le_recv_mb_id VARCHAR(20), le_send_mb_id VARCHAR(20), le_memo VARCHAR(200), le_hits INT);
CREATE TABLE k_wish (wi_id INT PRIMARY KEY, mb_id VARCHAR(20), ware INT, wi_ip VARCHAR(40));
INSERT INTO k_member VALUES (1, 'ines', 'x', 'Ines', 'ines@example.org', '1'), (2, 'otto', 'y', 'Otto', 'otto@example.org', '2');
INSERT INTO k_answer VALUES (11, 'ines', 'Ines', 'a', 1, '192.0.2.1'), (12, 'otto', 'Otto', 'b', 1, '192.0.2.2');
INSERT INTO k_letter VALUES (21, 'otto', 'ines', 'a', 1), (22, 'otto', 'otto', 'b', 1);
INSERT INTO k_wish VALUES (31, 'ines', 7, '192.0.2.1'), (32, 'otto', 7, '192.0.2.2')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "k_answer.aw_name=user.name k_answer.aw_content=user.content k_letter.le_memo=user.content k_wish.wi_ip=user.device",
		identities: "k_member.mb_email k_member.mb_tel",
		rows:       map[string]string{"k_member": "1", "k_answer": "11", "k_letter": "21", "k_wish": "31"},
	},
	{
		name: "patients by a number that is not the key of their table",
		sql: `CREATE TABLE patient_data (id INT PRIMARY KEY, pid INT, fname VARCHAR(40), lname VARCHAR(40), email VARCHAR(60));
CREATE TABLE lists (id INT PRIMARY KEY, pid INT, diagnosis VARCHAR(40));
CREATE TABLE notes (id INT PRIMARY KEY, pid INT, body VARCHAR(200));
CREATE TABLE prescriptions (id INT PRIMARY KEY, patient_id INT, dosage VARCHAR(60));
CREATE TABLE documents (id INT PRIMARY KEY, foreign_id INT, url VARCHAR(90));
INSERT INTO patient_data VALUES (1, 4101, 'Ines', 'Abel', 'ines@example.org'), (2, 4102, 'Otto', 'Berg', 'otto@example.org'), (3, 4103, 'Uta', 'Cohn', 'uta@example.org');
INSERT INTO lists VALUES (1, 4102, 'x'), (2, 4101, 'y');
INSERT INTO notes VALUES (1, 4102, 'x'), (2, 4101, 'y');
INSERT INTO prescriptions VALUES (1, 4102, 'x'), (2, 4101, 'y');
INSERT INTO documents VALUES (1, 4102, 'x'), (2, 4101, 'y')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "lists.diagnosis=user.health notes.body=user.content prescriptions.dosage=user.health",
		identities: "patient_data.email",
		rows: map[string]string{"patient_data": "1", "lists": "2", "notes": "2", "prescriptions": "2",
			"documents": "2"},
	},
	{
		name: "organisations that use one program beside each other, with their own mailboxes",
		sql: `CREATE TABLE accounts (id INT PRIMARY KEY, name VARCHAR(40), support_email VARCHAR(60));
CREATE TABLE contacts (id INT PRIMARY KEY, account_id INT, name VARCHAR(40), email VARCHAR(60));
CREATE TABLE agents (id INT PRIMARY KEY, account_id INT, name VARCHAR(40), email VARCHAR(60), password VARCHAR(60));
CREATE TABLE campaigns (id INT PRIMARY KEY, account_id INT, title VARCHAR(60), message VARCHAR(200));
CREATE TABLE snippets (id INT PRIMARY KEY, account_id INT, content VARCHAR(200));
CREATE TABLE letters (id INT PRIMARY KEY, account_id INT, contact_id INT, content VARCHAR(200));
CREATE TABLE senders (id INT PRIMARY KEY, server VARCHAR(60), port INT, username VARCHAR(60), password VARCHAR(60), from_address VARCHAR(60));
INSERT INTO accounts VALUES (1, 'Works', 'help@works.example'), (2, 'Works Two', 'help@two.example');
INSERT INTO contacts VALUES (71, 1, 'Ines', 'ines@example.org'), (72, 1, 'Otto', 'otto@example.org');
INSERT INTO agents VALUES (91, 1, 'Uta', 'uta@works.example', 'x');
INSERT INTO campaigns VALUES (1, 1, 'Sale', 'Buy'), (2, 2, 'Fair', 'Come');
INSERT INTO snippets VALUES (1, 1, 'Hello'), (2, 2, 'Bye');
INSERT INTO letters VALUES (1, 1, 71, 'a'), (2, 1, 72, 'b');
INSERT INTO senders VALUES (1, 's.example', 25, 'a@works.example', 'x', 'a@works.example'), (2, 's.example', 25, 'b@works.example', 'y', 'b@works.example')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "letters.content=user.content",
		nothing:    "accounts.name campaigns.title campaigns.message snippets.content senders.username senders.password",
		identities: "agents.email contacts.email",
		rows:       map[string]string{"contacts": "71", "letters": "1", "campaigns": ""},
	},
	{
		name: "keys glued to what they are of, notes by a kind in the plural, and a guest book",
		sql: `CREATE TABLE an_clienti (idcliente INT PRIMARY KEY, nome VARCHAR(40), cognome VARCHAR(40), email VARCHAR(60));
CREATE TABLE co_documenti (id INT PRIMARY KEY, idcliente INT, numero INT, note VARCHAR(200));
CREATE TABLE co_righe (id INT PRIMARY KEY, iddocumento INT, testo INT);
CREATE TABLE co_seguiti (id INT PRIMARY KEY, types VARCHAR(30), types_id INT, content VARCHAR(200));
CREATE TABLE co_guestbook (gb_id INT PRIMARY KEY, gb_name VARCHAR(40), gb_text VARCHAR(200), gb_ip_address VARCHAR(40), created_by INT);
INSERT INTO an_clienti VALUES (7101, 'Ines', 'Abel', 'ines@example.org'), (7102, 'Otto', 'Berg', 'otto@example.org');
INSERT INTO co_documenti VALUES (501, 7101, 1, 'a'), (502, 7102, 2, 'b');
INSERT INTO co_righe VALUES (1, 501, 3), (2, 502, 4);
INSERT INTO co_seguiti VALUES (1, 'an_clienti', 7101, 'a'), (2, 'an_clienti', 7102, 'b'), (3, 'altro', 7101, 'c');
INSERT INTO co_guestbook VALUES (1, 'Ines', 'a', '192.0.2.1', 7101), (2, 'Otto', 'b', '192.0.2.2', 7102)`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "co_documenti.note=user.content co_seguiti.content=user.content co_guestbook.gb_name=user.name co_guestbook.gb_text=user.content co_guestbook.gb_ip_address=user.device",
		identities: "an_clienti.email",
		rows: map[string]string{"an_clienti": "7101", "co_documenti": "501", "co_righe": "1", "co_seguiti": "1",
			"co_guestbook": "1"},
	},
	{
		name: "a conversation held with a customer, keys beside a flag, and fields in Korean",
		sql: `CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR(40), email VARCHAR(60), identifier VARCHAR(40), hp VARCHAR(20));
CREATE TABLE staff (id INT PRIMARY KEY, name VARCHAR(40), email VARCHAR(60));
CREATE TABLE conversations (id INT PRIMARY KEY, customer_id INT, state INT);
CREATE TABLE messages (id INT PRIMARY KEY, conversation_id INT, staff_id INT, content VARCHAR(200));
CREATE TABLE offline_user_session (user_session_id VARCHAR(36), offline_flag VARCHAR(4), customer_id INT, PRIMARY KEY (user_session_id, offline_flag));
CREATE TABLE offline_client_session (user_session_id VARCHAR(36), client VARCHAR(36), PRIMARY KEY (user_session_id, client));
CREATE TABLE inquiry (id INT PRIMARY KEY, customer_id INT, 제목 VARCHAR(90), 내용 VARCHAR(200), 휴대폰번호 VARCHAR(20), 상태 VARCHAR(10));
INSERT INTO customers VALUES (7101, 'Ines', 'ines@example.org', 'cust-0001', '1'), (7102, 'Otto', 'otto@example.org', 'cust-0002', '2');
INSERT INTO staff VALUES (91, 'Uta', 'uta@works.example');
INSERT INTO conversations VALUES (501, 7101, 1), (502, 7102, 1);
INSERT INTO messages VALUES (1, 501, 0, 'a'), (2, 501, 91, 'answer'), (3, 502, 0, 'b');
INSERT INTO offline_user_session VALUES ('0000-aaaa-1111-2222', '0', 7101), ('0000-bbbb-1111-2222', '0', 7102);
INSERT INTO offline_client_session VALUES ('0000-aaaa-1111-2222', 'shop'), ('0000-bbbb-1111-2222', 'shop');
INSERT INTO inquiry VALUES (1, 7101, 'a', 'b', '1', 'new'), (2, 7102, 'c', 'd', '2', 'new')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "customers.identifier=user.unique_id customers.hp=user.contact.phone messages.content=user.content inquiry.내용=user.content inquiry.휴대폰번호=user.contact.phone",
		nothing:    "inquiry.상태",
		identities: "customers.email customers.hp staff.email inquiry.휴대폰번호",
		rows:       map[string]string{"conversations": "501", "messages": "1 2", "inquiry": "1"},
	},
	{
		name: "notes glued to what they are for, who suggested something, and the card of a library",
		sql: `CREATE TABLE borrowers (borrowernumber INT PRIMARY KEY, surname VARCHAR(40), email VARCHAR(60), userid VARCHAR(40), password VARCHAR(60), cardnumber VARCHAR(20), opacnote VARCHAR(200), altcontactfirstname VARCHAR(40));
CREATE TABLE suggestions (suggestionid INT PRIMARY KEY, suggestedby INT, patronreason VARCHAR(200), weight INT);
CREATE TABLE vitals (id INT PRIMARY KEY, borrowernumber INT, bps INT, weight INT);
INSERT INTO borrowers VALUES (7101, 'Abel', 'ines@example.org', 'ines', 'x', '23529', 'a', 'Uta'), (7102, 'Berg', 'otto@example.org', 'otto', 'y', '23530', 'b', 'Ute');
INSERT INTO suggestions VALUES (1, 7101, 'a', 3), (2, 7102, 'b', 4);
INSERT INTO vitals VALUES (1, 7101, 60, 70), (2, 7102, 61, 71)`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "borrowers.userid=user.account borrowers.cardnumber=user.account borrowers.opacnote=user.content borrowers.altcontactfirstname=user.name suggestions.patronreason=user.content vitals.weight=user.health",
		nothing:    "suggestions.weight",
		identities: "borrowers.email",
		rows:       map[string]string{"borrowers": "7101", "suggestions": "1", "vitals": "1"},
	},
	{
		name: "addresses of the network that stand apart, names of courses and of fields",
		sql: `CREATE TABLE q_user (id INT PRIMARY KEY, firstname VARCHAR(40), email VARCHAR(60), description TEXT);
CREATE TABLE q_user_info_field (id INT PRIMARY KEY, shortname VARCHAR(40), name VARCHAR(40), datatype VARCHAR(20));
CREATE TABLE q_course (id INT PRIMARY KEY, fullname VARCHAR(40), shortname VARCHAR(20));
CREATE TABLE q_ip_address (id INT PRIMARY KEY, ip_address VARCHAR(45));
CREATE TABLE q_hit (id INT PRIMARY KEY, user_id INT, ip_address_id INT, referer VARCHAR(200));
INSERT INTO q_user VALUES (7101, 'Ines', 'ines@example.org', 'a'), (7102, 'Otto', 'otto@example.org', 'b');
INSERT INTO q_user_info_field VALUES (1, 'size', 'Size', 'text'), (2, 'shoe', 'Shoe', 'text');
INSERT INTO q_course VALUES (1, 'Maths One', 'M1'), (2, 'Maths Two', 'M2');
INSERT INTO q_ip_address VALUES (8101, '192.0.2.1'), (8102, '192.0.2.2');
INSERT INTO q_hit VALUES (1, 7101, 8101, 'http://a.example/'), (2, 7102, 8102, 'http://b.example/')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "q_user.description=user.content q_ip_address.ip_address=user.device q_hit.referer=user.behavior",
		nothing:    "q_user_info_field.name q_user_info_field.shortname q_course.fullname",
		identities: "q_user.email",
		rows:       map[string]string{"q_user": "7101", "q_ip_address": "8101", "q_hit": "1", "q_course": ""},
	},
}
