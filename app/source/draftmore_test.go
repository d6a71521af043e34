package source_test

import "orangelab.cn/rightsdesk/app/source/dataset"

// moreKinds are kinds of databases that a second round of unknown schemas brought.
var moreKinds = []draftKind{
	{
		name: "a letter before every table's name, and keys that are called by their thing alone", only: "SQLite",
		sql: `CREATE TABLE vusers (id INT PRIMARY KEY, login VARCHAR(40), firstname VARCHAR(40), lastname VARCHAR(40), mail VARCHAR(60), password VARCHAR(60));
CREATE TABLE vincidents (id INT PRIMARY KEY, user VARCHAR(20), title VARCHAR(100), description TEXT, state INT);
CREATE TABLE vmessages (id INT PRIMARY KEY, ticket INT, author INT, text TEXT);
CREATE TABLE vcategory (id INT PRIMARY KEY, name VARCHAR(40), number INT);
CREATE TABLE vgroups (id INT PRIMARY KEY, name VARCHAR(40), type INT);
CREATE TABLE vcompany (id INT PRIMARY KEY, name VARCHAR(40), address VARCHAR(60), city VARCHAR(40));
CREATE TABLE vpriority (id INT PRIMARY KEY, name VARCHAR(40), color VARCHAR(10));
CREATE TABLE vprojects (id INT PRIMARY KEY, name VARCHAR(40), state INT);
INSERT INTO vusers VALUES (7101, 'ines', 'Ines', 'Abel', 'ines@example.org', 'x'), (7102, 'otto', 'Otto', 'Berg', 'otto@example.org', 'x');
INSERT INTO vincidents VALUES (501, '7101', 'dark screen', 'it stays dark', 1), (502, '7102', 'no paper', 'it is empty', 1);
INSERT INTO vmessages VALUES (601, 501, 7101, 'please'), (602, 502, 7102, 'soon')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "vusers.login=user.account vusers.firstname=user.name.first vincidents.title=user.content vincidents.description=user.content vmessages.text=user.content",
		nothing:    "vcategory.name vcompany.name vcompany.address vcompany.city vprojects.name",
		identities: "vusers.mail",
		rows:       map[string]string{"vusers": "7101", "vincidents": "501", "vmessages": "601"},
	},
	{
		name: "e-mail addresses kept apart, behind rows that join them to people of several kinds",
		sql: `CREATE TABLE contacts (id VARCHAR(36) PRIMARY KEY, first_name VARCHAR(40), last_name VARCHAR(40), phone_mobile VARCHAR(30), assistant VARCHAR(40), assistant_phone VARCHAR(30), primary_address_state VARCHAR(40));
CREATE TABLE accounts (id VARCHAR(36) PRIMARY KEY, name VARCHAR(60), industry VARCHAR(40), phone_office VARCHAR(30), website VARCHAR(60));
CREATE TABLE email_addresses (id VARCHAR(36) PRIMARY KEY, email_address VARCHAR(60), opt_out INT);
CREATE TABLE email_rel (id VARCHAR(36) PRIMARY KEY, email_address_id VARCHAR(36), bean_id VARCHAR(36), bean_module VARCHAR(40));
CREATE TABLE cases (id VARCHAR(36) PRIMARY KEY, contact_created_by_id VARCHAR(36), account_id VARCHAR(36), description TEXT);
INSERT INTO contacts VALUES ('c-71', 'Ines', 'Abel', '+49 561 1', 'Ann', '+49 561 9', 'Hesse'), ('c-72', 'Otto', 'Berg', '+49 561 2', 'Bob', '+49 561 8', 'Saxony');
INSERT INTO accounts VALUES ('a-1', 'Works', 'Steel', '+49 561 5', 'http://works.example'), ('a-2', 'Mill', 'Food', '+49 561 6', 'http://mill.example');
INSERT INTO email_addresses VALUES ('e-71', 'ines@example.org', 0), ('e-72', 'otto@example.org', 0);
INSERT INTO email_rel VALUES ('r-71', 'e-71', 'c-71', 'Contacts'), ('r-72', 'e-72', 'c-72', 'Contacts');
INSERT INTO cases VALUES ('k-71', 'c-71', 'a-1', 'late'), ('k-72', 'c-72', 'a-2', 'broken')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "contacts.first_name=user.name.first contacts.assistant=user.name contacts.primary_address_state=user.contact.address cases.description=user.content",
		nothing:    "accounts.name accounts.phone_office accounts.website",
		identities: "contacts.phone_mobile email_addresses.email_address",
		rows: map[string]string{"contacts": `"c-71"`, "email_addresses": `"e-71"`, "email_rel": `"r-71"`,
			"cases": `"k-71"`},
	},
	{
		name: "relatives of an employee, numbers that are called so, and bytes", only: "SQLite",
		sql: `CREATE TABLE zz_employee (emp_number INT PRIMARY KEY, emp_lastname VARCHAR(40), emp_firstname VARCHAR(40), emp_mobile VARCHAR(30), emp_work_email VARCHAR(60), emp_passport_num VARCHAR(40), emp_marital_code VARCHAR(20), city_code VARCHAR(60));
CREATE TABLE zz_emp_children (emp_number INT, rc_seqno INT, rc_name VARCHAR(60), rc_date_of_birth DATE, PRIMARY KEY (emp_number, rc_seqno), FOREIGN KEY (emp_number) REFERENCES zz_employee (emp_number));
CREATE TABLE zz_emp_emergency_contacts (emp_number INT, seqno INT, name VARCHAR(60), home_no VARCHAR(30), mobile_no VARCHAR(30), PRIMARY KEY (emp_number, seqno), FOREIGN KEY (emp_number) REFERENCES zz_employee (emp_number));
CREATE TABLE zz_user (id INT PRIMARY KEY, emp_number INT, user_name VARCHAR(40), user_hash VARCHAR(60), FOREIGN KEY (emp_number) REFERENCES zz_employee (emp_number));
CREATE TABLE zz_attachment (id INT PRIMARY KEY, emp_number INT, attachment BLOB, file_size INT, FOREIGN KEY (emp_number) REFERENCES zz_employee (emp_number));
CREATE TABLE zz_customer (id INT PRIMARY KEY, name VARCHAR(60), description VARCHAR(100));
CREATE TABLE zz_gen_info (id INT PRIMARY KEY, name VARCHAR(60), phone VARCHAR(30), email VARCHAR(60), city VARCHAR(40));
CREATE TABLE zz_organization_gen_info (id INT PRIMARY KEY, name VARCHAR(60), phone VARCHAR(30), email VARCHAR(60), city VARCHAR(40));
INSERT INTO zz_employee VALUES (7101, 'Abel', 'Ines', '+49 561 1', 'ines@example.org', 'C01', 'single', 'Kassel'), (7102, 'Berg', 'Otto', '+49 561 2', 'otto@example.org', 'C02', 'married', 'Kiel');
INSERT INTO zz_emp_children VALUES (7101, 1, 'Mia Abel', '2015-01-02'), (7102, 1, 'Leo Berg', '2016-01-02');
INSERT INTO zz_emp_emergency_contacts VALUES (7101, 1, 'Ann Abel', '+49 561 3', '+49 561 4'), (7102, 1, 'Bob Berg', '+49 561 5', '+49 561 6');
INSERT INTO zz_user VALUES (171, 7101, 'ines', 'h1'), (172, 7102, 'otto', 'h2');
INSERT INTO zz_attachment VALUES (271, 7101, 'letter of hers', 14), (272, 7102, 'letter of his', 13);
INSERT INTO zz_organization_gen_info VALUES (1, 'Works', '+49 561 0', 'office@example.org', 'Kassel')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "zz_employee.emp_passport_num=user.government_id zz_employee.emp_marital_code=user.demographic zz_employee.city_code=user.contact.address zz_emp_children.rc_name=user.name zz_emp_emergency_contacts.mobile_no=user.contact.phone zz_user.user_hash=user.authorization zz_attachment.attachment=user.content",
		nothing:    "zz_customer.name zz_organization_gen_info.name zz_organization_gen_info.email zz_organization_gen_info.phone",
		identities: "zz_employee.emp_mobile zz_employee.emp_work_email",
		rows: map[string]string{"zz_employee": "7101", "zz_emp_children": "7101",
			"zz_emp_emergency_contacts": "7101", "zz_user": "171", "zz_attachment": "271"},
	},
	{
		name: "fields that an organisation makes, copies to search in, how far a mailing went, whose installation it is",
		sql: `CREATE TABLE members (uid INT PRIMARY KEY, email VARCHAR(60), nickname VARCHAR(40), family VARCHAR(40), given VARCHAR(40), lnickname VARCHAR(40), lfamily VARCHAR(40), lgiven VARCHAR(40), tenant_id INT);
CREATE TABLE memberfields (mfid INT PRIMARY KEY, fid1 TEXT, fid2 TEXT, tenant_id INT);
CREATE TABLE campaigns (id INT PRIMARY KEY, name VARCHAR(60), from_email VARCHAR(60), body TEXT, max_member_id INT, last_member_id INT, tenant_id INT);
CREATE TABLE tenants (id INT PRIMARY KEY, name VARCHAR(40), login_name VARCHAR(40), tenant_id INT);
CREATE TABLE colours (id INT PRIMARY KEY, label VARCHAR(40), tenant_id INT);
CREATE TABLE ledgers (id INT PRIMARY KEY, label VARCHAR(40), remark VARCHAR(100), tenant_id INT);
CREATE TABLE wx_sale_head (id INT PRIMARY KEY, member_id INT, remark VARCHAR(200), tenant_id INT);
CREATE TABLE wx_sale_item (id INT PRIMARY KEY, header_id INT, goods VARCHAR(40), tenant_id INT);
INSERT INTO members VALUES (7101, 'ines@example.org', 'Ines', 'Abel', 'Ines', 'ines', 'abel', 'ines', 1), (7102, 'otto@example.org', 'Otto', 'Berg', 'Otto', 'otto', 'berg', 'otto', 1);
INSERT INTO memberfields VALUES (7101, 'likes boats', 'Kassel', 1), (7102, 'likes tea', 'Kiel', 1);
INSERT INTO campaigns VALUES (1, 'Spring', 'news@example.org', 'hello', 7102, 7101, 1), (2, 'Fair', 'news@example.org', 'hi', 7102, 7102, 1);
INSERT INTO tenants VALUES (1, 'Works', 'works', 1);
INSERT INTO ledgers VALUES (1, 'Cash', 'in the drawer', 1), (2, 'Bank', 'elsewhere', 1);
INSERT INTO wx_sale_head VALUES (501, 7101, 'by noon', 1), (502, 7102, 'by night', 1);
INSERT INTO wx_sale_item VALUES (601, 501, 'tea', 1), (602, 502, 'cup', 1)`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "members.family=user.name.last members.lgiven=user.name.first members.lnickname=user.account memberfields.fid1=user memberfields.fid2=user",
		nothing:    "campaigns.name campaigns.from_email campaigns.body colours.label ledgers.label ledgers.remark",
		identities: "members.email",
		rows: map[string]string{"members": "7101", "memberfields": "7101", "campaigns": "", "wx_sale_head": "501",
			"wx_sale_item": "601"},
	},
	{
		name: "coupons of somebody, members of a group, keys elsewhere, flags and the label of a document",
		only: "SQLite",
		sql: `CREATE TABLE account_users (uid INT PRIMARY KEY, email VARCHAR(60), nickname VARCHAR(40), birth_year INT, public_flag_birth_year VARCHAR(10), steam_id VARCHAR(40), image_filename VARCHAR(60), location VARCHAR(60));
CREATE TABLE coupon_user (id INT PRIMARY KEY, uid INT, name VARCHAR(40));
CREATE TABLE club (club_id INT PRIMARY KEY, name VARCHAR(40), account_user_id INT);
CREATE TABLE club_member (id INT PRIMARY KEY, club_id INT, account_user_id INT);
CREATE TABLE score_record (board VARCHAR(20), owner_id INT, points INT, PRIMARY KEY (board, owner_id));
CREATE TABLE documents (id INT PRIMARY KEY, document VARCHAR(60), path VARCHAR(60));
INSERT INTO account_users VALUES (7101, 'ines@example.org', 'Ines', 1990, 'public', 'st-7101', 'i.png', 'Kassel'), (7102, 'otto@example.org', 'Otto', 1991, 'private', 'st-7102', 'o.png', 'Kiel');
INSERT INTO coupon_user VALUES (1, 7101, 'ten off'), (2, 7102, 'five off');
INSERT INTO club VALUES (31, 'Boats', 7101), (32, 'Tea', 7102);
INSERT INTO club_member VALUES (41, 31, 7101), (42, 31, 7102), (43, 32, 7102);
INSERT INTO score_record VALUES ('week', 7101, 5), ('week', 7102, 6)`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "account_users.birth_year=user.demographic account_users.steam_id=user.unique_id account_users.image_filename=user.content account_users.location=user.location",
		nothing:    "account_users.public_flag_birth_year coupon_user.name documents.document club.name",
		identities: "account_users.email",
		rows: map[string]string{"account_users": "7101", "coupon_user": "1", "club_member": "41",
			"score_record": `"week"`},
	},
	{
		name: "users whose key is what they log in by, and their addresses in another table",
		sql: `CREATE TABLE zq_users (uid VARCHAR(64) PRIMARY KEY, password VARCHAR(60));
CREATE TABLE zq_accounts_data (id INT PRIMARY KEY, uid VARCHAR(64), value VARCHAR(60));
CREATE TABLE zq_group_user (id INT PRIMARY KEY, gid VARCHAR(64), uid VARCHAR(64));
CREATE TABLE zq_groups (gid VARCHAR(64) PRIMARY KEY, displayname VARCHAR(60));
CREATE TABLE zq_authtoken (id INT PRIMARY KEY, uid VARCHAR(64), login_name VARCHAR(60));
CREATE TABLE zq_comments (id INT PRIMARY KEY, uid VARCHAR(64), children_count INT, html VARCHAR(200));
INSERT INTO zq_users VALUES ('ines', 'x'), ('otto', 'y');
INSERT INTO zq_accounts_data VALUES (1, 'ines', 'ines@example.org'), (2, 'otto', 'otto@example.org');
INSERT INTO zq_group_user VALUES (1, 'staff', 'ines'), (2, 'staff', 'otto');
INSERT INTO zq_groups VALUES ('staff', 'The staff');
INSERT INTO zq_authtoken VALUES (1, 'ines', 'ines'), (2, 'otto', 'otto');
INSERT INTO zq_comments VALUES (1, 'ines', 0, '<p>I came</p>'), (2, 'otto', 0, '<p>So did I</p>')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "zq_accounts_data.value=user.contact.email zq_comments.html=user.content",
		nothing:    "zq_groups.displayname zq_comments.children_count",
		identities: "zq_accounts_data.value",
		rows: map[string]string{"zq_users": `"ines"`, "zq_accounts_data": "1", "zq_group_user": "1",
			"zq_authtoken": "1", "zq_comments": "1"},
	},
	{
		name: "whose installation a few rows are, who made them by a key kept as text, and as whom newsletters are sent",
		sql: `CREATE TABLE zq_member (id INT PRIMARY KEY, mobile VARCHAR(20), nickname VARCHAR(40), creator VARCHAR(64), tenant_id INT);
CREATE TABLE zq_member_address (id INT PRIMARY KEY, member_id INT, receiver_name VARCHAR(40), creator VARCHAR(64), tenant_id INT);
CREATE TABLE zq_newsletters (id INT PRIMARY KEY, name VARCHAR(40), description VARCHAR(200), sender_name VARCHAR(40), sender_email VARCHAR(60));
CREATE TABLE zq_dict (id INT PRIMARY KEY, label VARCHAR(40));
CREATE TABLE zq_goods (id INT PRIMARY KEY, title VARCHAR(40));
INSERT INTO zq_member VALUES (1, '13900130071', 'ines', '1', 1), (2, '13900130072', 'otto', '1', 1), (3, '13900130073', 'mia', '1', 1);
INSERT INTO zq_member_address VALUES (1, 2, 'Otto', '1', 1), (2, 1, 'Ines', '1', 1), (3, 3, 'Mia', '1', 1);
INSERT INTO zq_newsletters VALUES (1, 'Weekly', 'What is new', 'The shop', 'news@example.org')`,
		ask:        dataset.Identities{"phone_number": {"13900130071"}},
		personal:   "zq_member.nickname=user.account zq_member_address.receiver_name=user.name",
		nothing:    "zq_member.creator zq_member_address.creator zq_newsletters.name zq_newsletters.sender_name zq_newsletters.sender_email",
		identities: "zq_member.mobile",
		rows:       map[string]string{"zq_member": "1", "zq_member_address": "2"},
	},
}
