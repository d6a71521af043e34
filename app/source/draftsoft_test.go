package source_test

import "orangelab.cn/rightsdesk/app/source/dataset"

// softKinds are databases whose references neither a foreign key nor the name of a table says, only the values.
var softKinds = []draftKind{
	{
		name: "tables under the very keys of people, called as their own",
		sql: `CREATE TABLE zq_contactdetails (contactid INT PRIMARY KEY, contact_no VARCHAR(20), firstname VARCHAR(40), lastname VARCHAR(40), email VARCHAR(60));
CREATE TABLE zq_contactaddress (contactaddressid INT PRIMARY KEY, mailingcity VARCHAR(40), mailingstreet VARCHAR(60));
CREATE TABLE zq_contactsubdetails (contactsubscriptionid INT PRIMARY KEY, homephone VARCHAR(20), birthday DATE);
CREATE TABLE zq_contactcf (contactid INT PRIMARY KEY, cf_851 VARCHAR(40));
CREATE TABLE zq_portalinfo (id INT PRIMARY KEY, user_name VARCHAR(40), user_password VARCHAR(60));
CREATE TABLE zq_salesorder (salesorderid INT PRIMARY KEY, subject VARCHAR(60), contactid INT);
CREATE TABLE zq_contactgroup (contactgroupid INT PRIMARY KEY, title VARCHAR(40));
INSERT INTO zq_contactdetails VALUES (202, 'CON1', 'Ines', 'Abel', 'ines@example.org'), (203, 'CON2', 'Otto', 'Berg', 'otto@example.org'), (205, 'CON3', 'Uta', 'Cohn', 'uta@example.org'), (208, 'CON4', 'Per', 'Dahl', 'per@example.org'), (209, 'CON5', 'Eva', 'Ehn', 'eva@example.org');
INSERT INTO zq_contactaddress VALUES (202, 'Halle', 'A 1'), (203, 'Jena', 'B 1'), (205, 'Gera', 'C 1'), (208, 'Suhl', 'D 1'), (209, 'Ulm', 'E 1');
INSERT INTO zq_contactsubdetails VALUES (202, '13900130001', '1980-01-01'), (203, '13900130002', '1980-01-01'), (205, '13900130003', '1980-01-01'), (208, '13900130004', '1980-01-01'), (209, '13900130005', '1980-01-01');
INSERT INTO zq_contactcf VALUES (202, 'a'), (203, 'b'), (205, 'c'), (208, 'd'), (209, 'e');
INSERT INTO zq_portalinfo VALUES (202, 'ines', 'x'), (203, 'otto', 'x'), (205, 'uta', 'x'), (208, 'per', 'x'), (209, 'eva', 'x');
INSERT INTO zq_salesorder VALUES (302, 'hers', 202), (303, 'his', 203), (304, 'his', 208);
INSERT INTO zq_contactgroup VALUES (202, 'Old'), (203, 'New')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "zq_contactaddress.mailingcity=user.contact.address zq_contactsubdetails.homephone=user.contact.phone zq_contactsubdetails.birthday=user.demographic zq_contactdetails.contact_no=user.account",
		identities: "zq_contactdetails.email zq_contactsubdetails.homephone",
		rows: map[string]string{"zq_contactdetails": "202", "zq_contactaddress": "202", "zq_contactsubdetails": "202",
			"zq_contactcf": "202", "zq_portalinfo": "202", "zq_salesorder": "302", "zq_contactgroup": ""},
	},
	{
		name: "rows of a document that name their whole and its kind, and keys of text called a name",
		sql: `CREATE TABLE zq_customer (name VARCHAR(80) PRIMARY KEY, customer_name VARCHAR(80), email_id VARCHAR(60));
CREATE TABLE zq_sales_order (name VARCHAR(80) PRIMARY KEY, customer VARCHAR(80), contact_mobile VARCHAR(20));
CREATE TABLE zq_sales_order_item (name VARCHAR(80) PRIMARY KEY, item_code VARCHAR(80), parent VARCHAR(80), parentfield VARCHAR(40), parenttype VARCHAR(40));
CREATE TABLE zq_dynamic_link (name VARCHAR(80) PRIMARY KEY, link_doctype VARCHAR(80), link_name VARCHAR(80), link_title VARCHAR(80));
CREATE TABLE zq_article (name VARCHAR(80) PRIMARY KEY, description VARCHAR(200));
INSERT INTO zq_customer VALUES ('Ines Abel', 'Ines Abel', 'ines@example.org'), ('Otto Berg', 'Otto Berg', 'otto@example.org');
INSERT INTO zq_sales_order VALUES ('SAL-ORD-2024-00001', 'Ines Abel', '13900130001'), ('SAL-ORD-2024-00002', 'Otto Berg', '13900130002');
INSERT INTO zq_sales_order_item VALUES ('9a1b2c3d01', 'tea', 'SAL-ORD-2024-00001', 'items', 'Sales Order'), ('9a1b2c3d02', 'tea', 'SAL-ORD-2024-00002', 'items', 'Sales Order'), ('9a1b2c3d03', 'tea', 'SAL-ORD-2024-00001', 'items', 'Quotation');
INSERT INTO zq_dynamic_link VALUES ('7a1b2c3d01', 'Customer', 'Ines Abel', 'a'), ('7a1b2c3d02', 'Customer', 'Otto Berg', 'b'), ('7a1b2c3d03', 'Supplier', 'Ines Abel', 'of a firm')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		nothing:    "zq_sales_order.name zq_sales_order_item.name zq_dynamic_link.name zq_article.name zq_article.description",
		personal:   "zq_customer.customer_name=user.name zq_sales_order.contact_mobile=user.contact.phone",
		identities: "zq_customer.email_id zq_sales_order.contact_mobile",
		rows: map[string]string{"zq_customer": `"Ines Abel"`, "zq_sales_order": `"SAL-ORD-2024-00001"`,
			"zq_sales_order_item": `"9a1b2c3d01"`, "zq_dynamic_link": `"7a1b2c3d01"`},
	},
	{
		name: "whoever sends says by a kind, keys called by what was done, and addresses that are switches",
		sql: `CREATE TABLE contacts (id INT PRIMARY KEY, name VARCHAR(40), email VARCHAR(60), phone VARCHAR(20));
CREATE TABLE messages (id INT PRIMARY KEY, content VARCHAR(200), sender_type VARCHAR(40), sender_id INT);
CREATE TABLE vouchers_sent (id INT PRIMARY KEY, contact_id_sent INT, emailed_to VARCHAR(60), code VARCHAR(20));
CREATE TABLE ip_addresses (id INT PRIMARY KEY, ip_address VARCHAR(40), details VARCHAR(60));
CREATE TABLE contact_ips_xref (contact_id INT, ip_id INT, PRIMARY KEY (contact_id, ip_id));
CREATE TABLE notices (id INT PRIMARY KEY, contact_id INT, email VARCHAR(60), body VARCHAR(200));
CREATE TABLE branches (id INT PRIMARY KEY, title VARCHAR(40), admin_mail VARCHAR(60));
INSERT INTO contacts VALUES (7101, 'Ines', 'ines@example.org', '13900130001'), (7102, 'Otto', 'otto@example.org', '13900130002');
INSERT INTO messages VALUES (1, 'hers', 'Contact', 7101), (2, 'his', 'Contact', 7102), (3, 'of a robot', 'Robot', 7101);
INSERT INTO vouchers_sent VALUES (1, 7101, 'a@friend.example', 'A'), (2, 7102, 'b@friend.example', 'B');
INSERT INTO ip_addresses VALUES (501, '192.0.2.1', 'x'), (502, '192.0.2.2', 'y');
INSERT INTO contact_ips_xref VALUES (7101, 501), (7102, 502);
INSERT INTO notices VALUES (1, 7101, 'Y', 'dear her'), (2, 7102, 'N', 'dear him');
INSERT INTO branches VALUES (1, 'North', 'north@works.example'), (2, 'South', 'south@works.example')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "messages.content=user.content ip_addresses.ip_address=user.device",
		nothing:    "notices.email",
		identities: "contacts.email contacts.phone",
		rows: map[string]string{"contacts": "7101", "messages": "1", "vouchers_sent": "1", "ip_addresses": "501",
			"notices": "1"},
	},
	{
		name: "keys of text that are no primary ones: a ticket to answer with, the name to log in by",
		sql: `CREATE TABLE zq_tokens_77 (tid INT PRIMARY KEY, firstname VARCHAR(40), lastname VARCHAR(40), email VARCHAR(60), token VARCHAR(40));
CREATE TABLE zq_answers_77 (id INT PRIMARY KEY, token VARCHAR(40), ipaddr VARCHAR(40), q1 VARCHAR(200));
CREATE TABLE zq_user (id VARCHAR(40) PRIMARY KEY, username VARCHAR(40), realname VARCHAR(40), email VARCHAR(60), password VARCHAR(60));
CREATE TABLE zq_user_agent (id VARCHAR(40) PRIMARY KEY, user_name VARCHAR(40), agent_user_name VARCHAR(40), status VARCHAR(4));
CREATE TABLE zq_review (id INT PRIMARY KEY, nickname VARCHAR(40), title VARCHAR(60), review VARCHAR(200));
INSERT INTO zq_tokens_77 VALUES (1, 'Ines', 'Abel', 'ines@example.org', 'w3kq9zt1m7'), (2, 'Otto', 'Berg', 'otto@example.org', 'p0xv4rn8c2');
INSERT INTO zq_answers_77 VALUES (11, 'w3kq9zt1m7', '192.0.2.1', 'yes'), (12, 'p0xv4rn8c2', '192.0.2.2', 'no');
INSERT INTO zq_user VALUES ('1500000000000000071', 'ines.abel', 'Ines Abel', 'ines@example.org', 'x'), ('1500000000000000072', 'otto.berg', 'Otto Berg', 'otto@example.org', 'x');
INSERT INTO zq_user_agent VALUES ('1600000000000000001', 'ines.abel', 'otto.berg', '1'), ('1600000000000000002', 'otto.berg', 'ines.abel', '1')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "zq_answers_77.ipaddr=user.device",
		identities: "zq_tokens_77.email zq_user.email",
		rows: map[string]string{"zq_tokens_77": "1", "zq_answers_77": "11", "zq_user": `"1500000000000000071"`,
			"zq_user_agent": `"1600000000000000001"`},
	},
	{
		name: "people whose addresses stand apart, what nobody is to do, and keys of whatever",
		sql: `CREATE TABLE zq_customers (id INT PRIMARY KEY, first_name VARCHAR(40), last_name VARCHAR(40), phones VARCHAR(40), do_not_phone INT, background VARCHAR(200));
CREATE TABLE zq_email (id INT PRIMARY KEY, customer_id INT, email VARCHAR(60), on_hold INT);
CREATE TABLE zq_channel (id INT PRIMARY KEY, customer_id INT, channel INT, channel_id VARCHAR(40));
CREATE TABLE zq_value_volunteer_7 (id INT PRIMARY KEY, entity_id INT, emergency_phone_14 VARCHAR(20));
CREATE TABLE zq_note (id INT PRIMARY KEY, entity_table VARCHAR(40), entity_id INT, note VARCHAR(200));
CREATE TABLE zq_audit (id INT PRIMARY KEY, entity_table VARCHAR(40), entity_id INT, seen INT);
CREATE TABLE zq_documents (id INT PRIMARY KEY, customer_id INT, document_number VARCHAR(20));
INSERT INTO zq_customers VALUES (7101, 'Ines', 'Abel', '+49301234501', 1, 'met in May'), (7102, 'Otto', 'Berg', '+49301234502', 0, 'a friend');
INSERT INTO zq_email VALUES (11, 7101, 'ines@example.org', 0), (12, 7102, 'otto@example.org', 0);
INSERT INTO zq_channel VALUES (21, 7101, 1, 'chan77341'), (22, 7102, 1, 'chan77342');
INSERT INTO zq_value_volunteer_7 VALUES (31, 7101, '+49301234511'), (32, 7102, '+49301234512');
INSERT INTO zq_note VALUES (41, 'zq_customers', 7101, 'of her'), (42, 'zq_customers', 7102, 'of him'), (43, 'zq_cases', 7101, 'of a case');
INSERT INTO zq_documents VALUES (51, 7101, 'INV-1'), (52, 7102, 'INV-2')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "zq_customers.background=user.content zq_note.note=user.content",
		nothing:    "zq_customers.do_not_phone zq_documents.document_number",
		identities: "zq_customers.phones zq_email.email",
		rows: map[string]string{"zq_customers": "7101", "zq_email": "11", "zq_channel": "21", "zq_note": "41",
			"zq_documents": "51"},
	},
	{
		name: "people of whom nothing is known but what stands in two tables beside them",
		sql: `CREATE TABLE zq_contact (id INT PRIMARY KEY, display_name VARCHAR(40), birth_date DATE);
CREATE TABLE zq_email (id INT PRIMARY KEY, contact_id INT, email VARCHAR(60));
CREATE TABLE zq_phone (id INT PRIMARY KEY, contact_id INT, phone VARCHAR(20));
CREATE TABLE zq_gift (id INT PRIMARY KEY, contact_id INT, source VARCHAR(20));
INSERT INTO zq_contact VALUES (7101, 'Ines Abel', '1980-01-01'), (7102, 'Otto Berg', '1981-01-01');
INSERT INTO zq_email VALUES (11, 7101, 'ines@example.org'), (12, 7102, 'otto@example.org');
INSERT INTO zq_phone VALUES (21, 7101, '+49301234501'), (22, 7102, '+49301234502');
INSERT INTO zq_gift VALUES (31, 7101, 'a'), (32, 7102, 'b')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		identities: "zq_email.email zq_phone.phone",
		rows:       map[string]string{"zq_contact": "7101", "zq_email": "11", "zq_phone": "21", "zq_gift": "31"},
	},
}
