package source_test

import "orangelab.cn/rightsdesk/app/source/dataset"

// widerKinds are kinds of databases that were met when schemas were measured that nobody had written rules for.
var widerKinds = []draftKind{
	{
		name: "names that all begin with the same letters, with no sign behind them", only: "MySQL",
		sql: `CREATE TABLE zquser (ZQID VARCHAR(32) PRIMARY KEY, ZQUSERNAME VARCHAR(60), ZQPASSWORD VARCHAR(60), ZQFNAME VARCHAR(40), ZQLNAME VARCHAR(40), ZQSTREETNR VARCHAR(10), ZQPRIVFON VARCHAR(20));
CREATE TABLE zqorder (ZQID VARCHAR(32) PRIMARY KEY, ZQUSERID VARCHAR(32), ZQBILLEMAIL VARCHAR(60), ZQBILLZIP VARCHAR(10), ZQREMARK VARCHAR(100), ZQTRACKCODE VARCHAR(20));
CREATE TABLE zquserbaskets (ZQID VARCHAR(32) PRIMARY KEY, ZQUSERID VARCHAR(32), ZQPUBLIC INT);
CREATE TABLE zqshops (ZQID VARCHAR(32) PRIMARY KEY, ZQNAME VARCHAR(40), ZQSTREET VARCHAR(40), ZQFNAME VARCHAR(40), ZQORDEREMAIL VARCHAR(60));
CREATE TABLE zqarticles (ZQID VARCHAR(32) PRIMARY KEY, ZQTITLE VARCHAR(40), ZQQUESTIONEMAIL VARCHAR(60));
CREATE TABLE zqgroups (ZQID VARCHAR(32) PRIMARY KEY, ZQTITLE VARCHAR(40));
CREATE TABLE zqlinks (ZQID VARCHAR(32) PRIMARY KEY, ZQURL VARCHAR(80));
CREATE TABLE zqobjects (ZQID VARCHAR(32) PRIMARY KEY, ZQOBJECTID VARCHAR(32), ZQTEXT VARCHAR(80));
INSERT INTO zquser VALUES ('u71', 'ines@example.org', 'x', 'Ines', 'Abel', '1', '1'), ('u72', 'otto@example.org', 'x', 'Otto', 'Berg', '2', '2');
INSERT INTO zqorder VALUES ('o1', 'u71', 'ines@example.org', '1', 'r', 't'), ('o2', 'u72', 'otto@example.org', '2', 'r', 't');
INSERT INTO zquserbaskets VALUES ('b1', 'u71', 1), ('b2', 'u72', 1);
INSERT INTO zqshops VALUES ('1', 'Shop', 'Market 1', 'Ann', 'shop@example.org');
INSERT INTO zqobjects VALUES ('x1', 'u71', 'of hers'), ('x2', 'u72', 'of his')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "zquser.ZQUSERNAME=user.contact.email zquser.ZQFNAME=user.name.first zquser.ZQSTREETNR=user.contact.address zquser.ZQPRIVFON=user.contact.phone zqorder.ZQBILLZIP=user.contact.address zqorder.ZQREMARK=user.content zqobjects.ZQTEXT=user.content",
		nothing:    "zqorder.ZQTRACKCODE zqshops.ZQNAME zqshops.ZQSTREET zqshops.ZQORDEREMAIL zqarticles.ZQTITLE zqarticles.ZQQUESTIONEMAIL zqgroups.ZQTITLE zqlinks.ZQURL",
		identities: "zquser.ZQUSERNAME zquser.ZQPRIVFON zqorder.ZQBILLEMAIL",
		rows: map[string]string{"zquser": `"u71"`, "zqorder": `"o1"`, "zquserbaskets": `"b1"`,
			"zqobjects": `"x1"`},
	},
	{
		name: "more of members kept apart under their key, long keys as text, and what things are called",
		sql: `CREATE TABLE zq_club_member (uid INT PRIMARY KEY, email VARCHAR(60), username VARCHAR(40), mfasecret VARCHAR(40));
CREATE TABLE zq_club_member_status (uid INT PRIMARY KEY, regip VARCHAR(40), lastvisit INT, residecity VARCHAR(40));
CREATE TABLE zq_club_member_count (uid INT PRIMARY KEY, friends INT);
CREATE TABLE zq_parcel (parcel_id INT PRIMARY KEY, uid INT, link_man VARCHAR(40), shipping_id INT, shipping_name VARCHAR(40), recipient_name VARCHAR(40));
CREATE TABLE zq_room (rid INT PRIMARY KEY, name VARCHAR(40), display_name VARCHAR(40));
CREATE TABLE zq_visitor (id VARCHAR(26) PRIMARY KEY, email VARCHAR(60), display_name VARCHAR(40));
CREATE TABLE zq_drawing (id VARCHAR(26) PRIMARY KEY, owner_ref VARCHAR(26), owner VARCHAR(26));
INSERT INTO zq_club_member VALUES (7101, 'ines@example.org', 'ines', 'x'), (7102, 'otto@example.org', 'otto', 'x');
INSERT INTO zq_club_member_status VALUES (7101, '192.0.2.1', 1, 'Kassel'), (7102, '192.0.2.2', 1, 'Kiel');
INSERT INTO zq_parcel VALUES (1, 7101, 'Ines', 4, 'Swift', 'Ines'), (2, 7102, 'Otto', 5, 'Slow', 'Otto');
INSERT INTO zq_room VALUES (1, 'hall', 'The hall'), (2, 'yard', 'The yard');
INSERT INTO zq_visitor VALUES ('01hzx3k8m5q7w9e2r4t6y8u0aa', 'ines@example.org', 'Ines'), ('01hzx3k8m5q7w9e2r4t6y8u0bb', 'otto@example.org', 'Otto');
INSERT INTO zq_drawing VALUES ('01hzx3k8m5q7w9e2r4t6y8u1aa', '-', '01hzx3k8m5q7w9e2r4t6y8u0aa'), ('01hzx3k8m5q7w9e2r4t6y8u1bb', '-', '01hzx3k8m5q7w9e2r4t6y8u0bb')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "zq_club_member.mfasecret=user.authorization zq_club_member_status.regip=user.device.ip_address zq_club_member_status.residecity=user.contact.address.city zq_parcel.link_man=user.name zq_parcel.recipient_name=user.name zq_visitor.display_name=user.name",
		nothing:    "zq_parcel.shipping_name zq_room.name zq_room.display_name",
		identities: "zq_club_member.email zq_visitor.email",
		rows: map[string]string{"zq_club_member": "7101", "zq_club_member_status": "7101", "zq_parcel": "1",
			"zq_visitor": `"01hzx3k8m5q7w9e2r4t6y8u0aa"`, "zq_drawing": `"01hzx3k8m5q7w9e2r4t6y8u1aa"`},
	},
	{
		name: "whoever looks after people leads to none of them, and initials name whose a column is",
		sql: `CREATE TABLE zq_partner (id INT PRIMARY KEY, name VARCHAR(60), email VARCHAR(60), user_id INT, create_uid INT);
CREATE TABLE zq_users (id INT PRIMARY KEY, login VARCHAR(60), password VARCHAR(60));
CREATE TABLE zq_lead (id INT PRIMARY KEY, partner_id INT, email_from VARCHAR(60), contact_name VARCHAR(40), user_id INT);
CREATE TABLE zq_discussion (id INT PRIMARY KEY, partner_id INT, title VARCHAR(200));
CREATE TABLE zq_jtcy (id INT PRIMARY KEY, partner_id INT, cyxm VARCHAR(40), lxdh VARCHAR(20));
INSERT INTO zq_partner VALUES (5101, 'Ines Abel', 'ines@example.org', 71, 71), (5102, 'Otto Berg', 'otto@example.org', 71, 71), (5103, 'Mia Cerny', 'mia@example.org', 71, 71), (5104, 'Leo Dahl', 'leo@example.org', 71, 71);
INSERT INTO zq_users VALUES (71, 'sven', 'x'), (72, 'tilda', 'x');
INSERT INTO zq_lead VALUES (1, 5101, 'ines@example.org', 'Ines Abel', 71), (2, 5102, 'otto@example.org', 'Otto Berg', 71), (3, 5103, 'mia@example.org', 'Mia Cerny', 71), (4, 5104, 'leo@example.org', 'Leo Dahl', 71);
INSERT INTO zq_discussion VALUES (1, 5101, 'Where is it'), (2, 5102, 'When');
INSERT INTO zq_jtcy VALUES (1, 5101, 'Ada', '13900130001'), (2, 5102, 'Bela', '13900130002')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "zq_partner.name=user.name zq_lead.contact_name=user.name zq_discussion.title=user.content zq_jtcy.cyxm=user.name zq_jtcy.lxdh=user.contact.phone",
		identities: "zq_partner.email zq_lead.email_from",
		rows:       map[string]string{"zq_partner": "5101", "zq_lead": "1", "zq_discussion": "1", "zq_jtcy": "1"},
	},
	{
		name: "values that say what names do not, and keys called by an initial or in another language",
		sql: `CREATE TABLE zq_customers (id INT PRIMARY KEY, name VARCHAR(40), email VARCHAR(60), pw_hash VARCHAR(60));
CREATE TABLE zq_t01 (id INT PRIMARY KEY, customer_id INT, c1 VARCHAR(40), c2 VARCHAR(40));
CREATE TABLE zq_profiles (id INT PRIMARY KEY, cid INT, v VARCHAR(200), w VARCHAR(200));
CREATE TABLE zq_bewertungen (id INT PRIMARY KEY, kunde INT, sterne INT, kommentar VARCHAR(200));
CREATE TABLE zq_orders (id INT PRIMARY KEY, customer_id INT, ship_to VARCHAR(80), gift_for VARCHAR(40), kids INT);
INSERT INTO zq_customers VALUES (5101, 'Ines Abel', 'ines@example.org', 'x'), (5102, 'Otto Berg', 'otto@example.org', 'x');
INSERT INTO zq_t01 VALUES (1, 5101, 'DE89 3704 0044 0532 0130 00', 'AB12'), (2, 5102, 'GB82WEST12345698765432', 'AB13');
INSERT INTO zq_profiles VALUES (1, 5101, '{"email": "ines@example.org", "kids": [{"name": "Lina"}]}', '{"a": 1}'), (2, 5102, '{"email": "otto@example.org"}', '{"a": 2}');
INSERT INTO zq_bewertungen VALUES (1, 5101, 5, 'gut'), (2, 5102, 4, 'gut');
INSERT INTO zq_orders VALUES (1, 5101, 'Domstr. 1, 50667 Cologne', 'Anna Mueller', 2), (2, 5102, 'Am Markt 2, 24103 Kiel', 'Bela Mueller', 1)`,
		ask: dataset.Identities{"email": {"ines@example.org"}},
		personal: "zq_customers.pw_hash=user.authorization zq_t01.c1=user.financial.bank_account zq_profiles.v=user zq_bewertungen.kommentar=user.content " +
			"zq_orders.ship_to=user.contact.address zq_orders.gift_for=user.name",
		nothing:    "zq_t01.c2 zq_profiles.w zq_bewertungen.sterne zq_orders.kids",
		identities: "zq_customers.email",
		rows: map[string]string{"zq_customers": "5101", "zq_t01": "1", "zq_profiles": "1", "zq_bewertungen": "1",
			"zq_orders": "1"},
	},
	{
		name: "machines, firms, a page of settings and pairs of names with values are nobody",
		sql: `CREATE TABLE users (id INT PRIMARY KEY, username VARCHAR(40), email VARCHAR(60), passwd VARCHAR(60));
CREATE TABLE user_settings (id INT PRIMARY KEY, user_id INT, name VARCHAR(40), value VARCHAR(100));
CREATE TABLE hosts (id INT PRIMARY KEY, name VARCHAR(40), hostname VARCHAR(60), ip VARCHAR(40), username VARCHAR(40), password VARCHAR(40), address VARCHAR(60));
CREATE TABLE checks (id INT PRIMARY KEY, host_id INT, name VARCHAR(40), username VARCHAR(40), password VARCHAR(40), url VARCHAR(80));
CREATE TABLE insurers (id INT PRIMARY KEY, nome VARCHAR(40), cnpj VARCHAR(20), email VARCHAR(60), telefone VARCHAR(20));
CREATE TABLE baseinfo (id INT PRIMARY KEY, company_name VARCHAR(40), manager VARCHAR(40), email VARCHAR(60), tel01 VARCHAR(20));
CREATE TABLE goods (id INT PRIMARY KEY, name VARCHAR(40), parent_id INT, detail_mobile_html VARCHAR(100), stock_text VARCHAR(40));
INSERT INTO users VALUES (7101, 'ines', 'ines@example.org', 'x'), (7102, 'otto', 'otto@example.org', 'x');
INSERT INTO user_settings VALUES (1, 7101, 'theme', 'dark'), (2, 7102, 'theme', 'light');
INSERT INTO hosts VALUES (1, 'web', 'web.example.org', '192.0.2.1', 'root', 'x', 'Rack 1');
INSERT INTO baseinfo VALUES (1, 'Firm', 'Ann', 'info@example.org', '1')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "users.username=user.account user_settings.value=user",
		nothing:    "user_settings.name hosts.name hosts.ip hosts.username hosts.password hosts.address checks.name checks.username checks.password checks.url insurers.nome insurers.email insurers.telefone baseinfo.company_name baseinfo.email baseinfo.tel01 goods.name goods.detail_mobile_html goods.stock_text",
		identities: "users.email",
		rows:       map[string]string{"users": "7101", "user_settings": "1"},
	},
	{
		name: "references that are not called keys, and what every row keeps",
		sql: `CREATE TABLE visitor (visitor_id INT PRIMARY KEY, visitor_name VARCHAR(40), visitor_email VARCHAR(60), visitor_password VARCHAR(60));
CREATE TABLE actor (actor_id INT PRIMARY KEY, actor_visitor INT, actor_kind INT);
CREATE TABLE revision (rev_id INT PRIMARY KEY, rev_actor INT, rev_length INT);
CREATE TABLE picture (pic_id INT PRIMARY KEY, pic_actor INT, pic_width INT);
CREATE TABLE note (id INT PRIMARY KEY, note_type VARCHAR(20), note_id INT, content VARCHAR(80), creator INT);
CREATE TABLE attachment (id INT PRIMARY KEY, note_id INT, creator INT, filename VARCHAR(40));
CREATE TABLE kind (id INT PRIMARY KEY, label VARCHAR(20), creator INT);
CREATE TABLE colour (id INT PRIMARY KEY, label VARCHAR(20), creator INT);
CREATE TABLE size (id INT PRIMARY KEY, label VARCHAR(20), creator INT);
CREATE TABLE local_graph (id INT PRIMARY KEY, label VARCHAR(20), creator INT);
CREATE TABLE visitor_graph (id INT PRIMARY KEY, visitor_id INT, label VARCHAR(20));
CREATE TABLE graph_line (id INT PRIMARY KEY, other_graph_id INT, creator INT);
INSERT INTO visitor VALUES (7101, 'Ines', 'ines@example.org', 'x'), (7102, 'Otto', 'otto@example.org', 'x');
INSERT INTO actor VALUES (171, 7101, 1), (172, 7102, 1);
INSERT INTO revision VALUES (1, 171, 5), (2, 172, 5);
INSERT INTO kind VALUES (1, 'a', 7101), (2, 'b', 7101)`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "visitor.visitor_name=user.name",
		nothing:    "kind.label colour.label",
		identities: "visitor.visitor_email",
		rows:       map[string]string{"visitor": "7101", "actor": "171", "revision": "1", "kind": "", "graph_line": ""},
	},
	{
		name: "kinds of rows by the names of classes, whatever parts them", only: "MySQL",
		sql: `CREATE TABLE Users (id INT PRIMARY KEY, RealName VARCHAR(40), EmailAddress VARCHAR(60));
CREATE TABLE Tickets (id INT PRIMARY KEY, Creator INT, Subject VARCHAR(60));
CREATE TABLE Transactions (id INT PRIMARY KEY, ObjectType VARCHAR(30), ObjectId INT, Creator INT, Data VARCHAR(60));
CREATE TABLE Attachments (id INT PRIMARY KEY, TransactionId INT, Creator INT, Content VARCHAR(100));
INSERT INTO Users VALUES (7101, 'Ines', 'ines@example.org'), (7102, 'Otto', 'otto@example.org');
INSERT INTO Tickets VALUES (501, 7101, 'hers'), (502, 7102, 'his');
INSERT INTO Transactions VALUES (601, 'RT::Ticket', 501, 7101, 'x'), (602, 'RT::Ticket', 502, 7102, 'y'), (603, 'RT::Ticket', 501, 7102, 'an answer to her'), (604, 'RT::Queue', 501, 7102, 'of a queue');
INSERT INTO Attachments VALUES (1, 601, 7101, 'hers'), (2, 602, 7102, 'his'), (3, 603, 7102, 'of the answer')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "Users.RealName=user.name Tickets.Subject=user.content Attachments.Content=user.content",
		nothing:    "Transactions.ObjectType",
		identities: "Users.EmailAddress",
		rows: map[string]string{"Users": "7101", "Tickets": "501", "Transactions": "601 603",
			"Attachments": "1 3"},
	},
	{
		name: "whose name a name is, and comments that say first where a column belongs", only: "MySQL",
		sql: `CREATE TABLE dtb_customer (customer_id INT PRIMARY KEY, name01 VARCHAR(40), email VARCHAR(60), c1 VARCHAR(20) COMMENT 'Billing info: Phone number', c2 VARCHAR(20) COMMENT 'Billing info: US State id (states)');
CREATE TABLE dtb_review (review_id INT PRIMARY KEY, product_id INT, reviewer_name VARCHAR(40), reviewer_url VARCHAR(80), category_name VARCHAR(40), comment VARCHAR(200), customer_id INT);
CREATE TABLE shipto (id INT PRIMARY KEY, shiptoname VARCHAR(40), shiptoaddress1 VARCHAR(60), shiptophone VARCHAR(20), shiptoemail VARCHAR(60));
INSERT INTO dtb_customer VALUES (71, 'Ines', 'ines@example.org', '1', '2'), (72, 'Otto', 'otto@example.org', '1', '2');
INSERT INTO dtb_review VALUES (1, 1, 'I', 'u', 'c', 'good', 71), (2, 1, 'O', 'u', 'c', 'bad', 72);
INSERT INTO shipto VALUES (1, 'Ines', 'A 1', '1', 'ines@example.org'), (2, 'Otto', 'B 1', '2', 'otto@example.org')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "dtb_customer.c1=user.contact.phone dtb_review.reviewer_name=user.name dtb_review.reviewer_url=user.contact.url dtb_review.comment=user.content shipto.shiptoname=user.name shipto.shiptoaddress1=user.contact.address",
		nothing:    "dtb_review.category_name",
		identities: "dtb_customer.email dtb_customer.c1 shipto.shiptoemail shipto.shiptophone",
		rows:       map[string]string{"dtb_customer": "71", "dtb_review": "1", "shipto": "1"},
	},
	{
		name: "names in Portuguese and Spanish with their head first, and in German",
		sql: `CREATE TABLE paciente (id INT PRIMARY KEY, nome VARCHAR(40), cpf VARCHAR(14), email VARCHAR(60), logradouro VARCHAR(60), numero VARCHAR(10), complemento VARCHAR(20), numero_carteirinha VARCHAR(20), prescricao VARCHAR(100), data_nascimento VARCHAR(10));
CREATE TABLE fatura (id INT PRIMARY KEY, paciente_id INT, numero VARCHAR(10), nome_titular VARCHAR(40), numero_cartao VARCHAR(20));
CREATE TABLE empleados (id INT PRIMARY KEY, nombre VARCHAR(40), numero_seguridad_social VARCHAR(20), numero_empleados INT);
CREATE TABLE schueler (id INT PRIMARY KEY, vorname VARCHAR(40), nachname VARCHAR(40), ortsteil VARCHAR(40), austrittsgrund VARCHAR(100), schueler_nr VARCHAR(10));
INSERT INTO paciente VALUES (71, 'Ines', '1', 'ines@example.org', 'A', '1', 'x', '7', 'p', 'd'), (72, 'Otto', '2', 'otto@example.org', 'B', '2', 'y', '8', 'q', 'd');
INSERT INTO fatura VALUES (1, 71, 'f1', 'Ines', '4'), (2, 72, 'f2', 'Otto', '5')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "paciente.cpf=user.government_id paciente.numero=user.contact.address paciente.complemento=user.contact.address paciente.numero_carteirinha=user.account paciente.prescricao=user.health fatura.nome_titular=user.name fatura.numero_cartao=user.financial empleados.numero_seguridad_social=user.government_id schueler.ortsteil=user.contact.address schueler.austrittsgrund=user.content schueler.schueler_nr=user.account",
		nothing:    "fatura.numero empleados.numero_empleados",
		identities: "paciente.email",
		rows:       map[string]string{"paciente": "71", "fatura": "1"},
	},
	{
		name: "shops and what they sell are not their keeper's, and numbers are no persons",
		sql: `CREATE TABLE members (member_key VARCHAR(20) PRIMARY KEY, fname VARCHAR(40), lname VARCHAR(40), email VARCHAR(60), pwd_hash VARCHAR(60), legacypassword VARCHAR(40), position VARCHAR(40), state VARCHAR(20));
CREATE TABLE shop_detail (shop_id INT PRIMARY KEY, member_key VARCHAR(20), shop_name VARCHAR(40), intro VARCHAR(200), tel VARCHAR(20));
CREATE TABLE prod (prod_id INT PRIMARY KEY, shop_id INT, title VARCHAR(60), content VARCHAR(200), description VARCHAR(200));
CREATE TABLE bookings (booking_id INT PRIMARY KEY, member_key VARCHAR(20), title VARCHAR(60), description VARCHAR(200), max_participants INT, subscribers INT, order_num INT, trigger_state VARCHAR(20));
CREATE TABLE bookings_room (id INT PRIMARY KEY, booking_id INT, room_no INT);
CREATE TABLE addresses (id INT PRIMARY KEY, member_key VARCHAR(20), city VARCHAR(40), area VARCHAR(40), street VARCHAR(40));
CREATE TABLE sms_log (id INT PRIMARY KEY, member_key VARCHAR(20), verify_code VARCHAR(10), response_code VARCHAR(10));
INSERT INTO members VALUES ('m71', 'Ines', 'Abel', 'ines@example.org', 'x', 'x', 'Head', 's'), ('m72', 'Otto', 'Berg', 'otto@example.org', 'x', 'x', 'Head', 's');
INSERT INTO shop_detail VALUES (1, 'm71', 'Tea', 'We sell tea', '1'), (2, 'm72', 'Bread', 'We bake', '2');
INSERT INTO prod VALUES (11, 1, 'Tea', 'green', 'good'), (12, 2, 'Loaf', 'brown', 'good');
INSERT INTO bookings VALUES (501, 'm71', 'a visit', 'of hers', 1, 1, 1, 'on'), (502, 'm72', 'a visit', 'of his', 2, 2, 2, 'on');
INSERT INTO sms_log VALUES (1, 'm71', '1', '200'), (2, 'm72', '2', '200');
INSERT INTO addresses VALUES (1, 'm71', 'Halle', 'North', 'A'), (2, 'm72', 'Jena', 'South', 'B')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "members.pwd_hash=user.authorization members.legacypassword=user.authorization members.position=user.job_title bookings.title=user.content bookings.description=user.content addresses.area=user.contact.address sms_log.verify_code=user.authorization",
		nothing:    "members.state shop_detail.intro prod.title prod.content prod.description bookings.trigger_state bookings.max_participants bookings.subscribers sms_log.response_code",
		identities: "members.email",
		rows: map[string]string{"members": `"m71"`, "shop_detail": "1", "prod": "", "bookings": "501",
			"addresses": "1"},
	},
	{
		name: "accounts whose addresses are apart, what maps attributes, and kinds of any stem",
		sql: `CREATE TABLE users (id INT PRIMARY KEY, login VARCHAR(40), hashed_password VARCHAR(40), firstname VARCHAR(40), lastname VARCHAR(40), registration_ip_address VARCHAR(45));
CREATE TABLE email_addresses (id INT PRIMARY KEY, user_id INT, address VARCHAR(60));
CREATE TABLE auth_sources (id INT PRIMARY KEY, name VARCHAR(40), account VARCHAR(40), account_password VARCHAR(40), attr_firstname VARCHAR(30), attr_mail VARCHAR(30));
CREATE TABLE user_options (user_id INT PRIMARY KEY, time_zone VARCHAR(30), theme INT);
CREATE TABLE issues (id INT PRIMARY KEY, author_id INT, subject VARCHAR(100), description TEXT, raw_email TEXT);
CREATE TABLE members (id INT PRIMARY KEY, user_id INT, project_id INT);
CREATE TABLE member_roles (id INT PRIMARY KEY, member_id INT, role_id INT);
CREATE TABLE comments (id INT PRIMARY KEY, commented_type VARCHAR(30), commented_id INT, author_id INT, content TEXT);
CREATE TABLE journals (id INT PRIMARY KEY, journalized_type VARCHAR(30), journalized_id INT, notes TEXT);
CREATE TABLE tokens (id INT PRIMARY KEY, user_id INT, value VARCHAR(40));
CREATE TABLE goods (id INT PRIMARY KEY, title VARCHAR(40), description TEXT, client INT);
INSERT INTO users VALUES (7101, 'ines', 'x', 'Ines', 'Abel', '192.0.2.7'), (7102, 'otto', 'x', 'Otto', 'Berg', '192.0.2.8'), (1, 'root', 'x', 'Sam', 'Rep', '192.0.2.9');
INSERT INTO email_addresses VALUES (1, 7101, 'ines@example.org'), (2, 7102, 'otto@example.org');
INSERT INTO issues VALUES (501, 7101, 's', 'd', 'r'), (502, 7102, 's', 'd', 'r');
INSERT INTO journals VALUES (1, 'Issue', 501, 'of hers'), (2, 'Issue', 502, 'of his');
INSERT INTO tokens VALUES (1, 7101, 't'), (2, 7102, 'u');
INSERT INTO goods VALUES (1, 'Tea', 'green', 1), (2, 'Loaf', 'brown', 1)`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "users.login=user.account users.registration_ip_address=user.device email_addresses.address=user.contact.email user_options.time_zone=user issues.subject=user.content issues.description=user.content issues.raw_email=user comments.content=user.content journals.notes=user.content tokens.value=user",
		nothing:    "auth_sources.name auth_sources.attr_firstname auth_sources.attr_mail goods.title goods.description",
		identities: "email_addresses.address",
		rows: map[string]string{"users": "7101", "email_addresses": "1", "issues": "501", "journals": "1",
			"tokens": "1", "goods": "", "auth_sources": ""},
	},
	{
		name: "tables that keys name for short",
		sql: `CREATE TABLE zz_societe (rowid INT PRIMARY KEY, nom VARCHAR(60), email VARCHAR(60), phone VARCHAR(20), siret VARCHAR(20), client INT, code_client VARCHAR(20));
CREATE TABLE zz_commande (rowid INT PRIMARY KEY, fk_soc INT, note_public VARCHAR(100));
CREATE TABLE zz_facture (rowid INT PRIMARY KEY, fk_soc INT, note_public VARCHAR(100));
CREATE TABLE zz_billet (rowid INT PRIMARY KEY, fk_soc INT, message VARCHAR(100));
CREATE TABLE zz_social (rowid INT PRIMARY KEY, label VARCHAR(20));
INSERT INTO zz_societe VALUES (71, 'Abel', 'ines@example.org', '1', '1', 1, 'C1'), (72, 'Berg', 'otto@example.org', '2', '2', 1, 'C2');
INSERT INTO zz_commande VALUES (801, 71, 'hers'), (802, 72, 'his');
INSERT INTO zz_facture VALUES (901, 71, 'hers'), (902, 72, 'his');
INSERT INTO zz_social VALUES (1, 'a')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "zz_societe.nom=user zz_commande.note_public=user.content zz_billet.message=user.content",
		nothing:    "zz_social.label",
		identities: "zz_societe.email zz_societe.phone",
		rows:       map[string]string{"zz_societe": "71", "zz_commande": "801", "zz_facture": "901"},
	},
}
