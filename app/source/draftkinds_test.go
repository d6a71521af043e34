package source_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/draft"
)

// draftKind is a database of one kind with what its draft must say, unedited.
type draftKind struct {
	name       string
	sql        string
	only       string // engine; empty means all
	ask        dataset.Identities
	personal   string // table.column=category …, of each the beginning
	nothing    string // table.column … that are about nobody
	identities string // table.column … all of them
	// table → keys of the rows that the person is reached by; tables left out are not looked at
	rows map[string]string
}

var draftKinds = []draftKind{
	{
		name: "a shop whose tables have a prefix and no foreign keys",
		sql: `CREATE TABLE xy_customer (id INT PRIMARY KEY, first_name VARCHAR(40), last_name VARCHAR(40), email VARCHAR(60), tel01 VARCHAR(20), email_verified INT, password VARCHAR(60));
CREATE TABLE xy_order (id INT PRIMARY KEY, customer_id INT, email VARCHAR(60), ship_name VARCHAR(40), address_1 VARCHAR(60), address_format VARCHAR(60), store_name VARCHAR(40), note VARCHAR(200));
CREATE TABLE xy_order_item (id INT PRIMARY KEY, order_id INT, product_id INT, name VARCHAR(40));
CREATE TABLE xy_product (id INT PRIMARY KEY, name VARCHAR(40), description VARCHAR(200));
CREATE TABLE xy_review (id INT PRIMARY KEY, product_id INT, customer_id INT, author VARCHAR(40), content VARCHAR(200));
CREATE TABLE xy_store (id INT PRIMARY KEY, name VARCHAR(40), address VARCHAR(60), phone VARCHAR(20), comment VARCHAR(60));
CREATE TABLE xy_city (id INT PRIMARY KEY, city VARCHAR(40));
INSERT INTO xy_customer VALUES (71, 'Ines', 'Abel', 'ines@example.org', '1', 1, 'x'), (72, 'Otto', 'Berg', 'otto@example.org', '2', 1, 'x');
INSERT INTO xy_order VALUES (801, 71, 'ines@example.org', 'Ines', 'A 1', 'f', 's', 'n'), (802, 0, 'ines@example.org', 'Ines', 'A 1', 'f', 's', 'n'), (803, 72, 'otto@example.org', 'Otto', 'B 2', 'f', 's', 'n');
INSERT INTO xy_order_item VALUES (1, 801, 5, 'Tea'), (2, 802, 5, 'Tea'), (3, 803, 5, 'Tea');
INSERT INTO xy_review VALUES (1, 5, 71, 'I', 'good'), (2, 5, 72, 'O', 'bad')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "xy_customer.first_name=user.name xy_customer.tel01=user.contact.phone xy_customer.password=user.authorization xy_order.ship_name=user.name xy_order.address_1=user.contact.address xy_order.note=user.content xy_review.author=user.name xy_review.content=user.content",
		nothing:    "xy_customer.email_verified xy_order.address_format xy_order.store_name xy_order_item.name xy_product.name xy_product.description xy_store.name xy_store.address xy_store.phone xy_store.comment xy_city.city",
		identities: "xy_customer.email xy_customer.tel01 xy_order.email",
		rows: map[string]string{"xy_customer": "71", "xy_order": "801 802", "xy_order_item": "1 2",
			"xy_review": "1"},
	},
	{
		name: "posts, what others remark on them, logs by account and numbers as text",
		sql: `CREATE TABLE b_users (id INT PRIMARY KEY, login_name VARCHAR(40), email VARCHAR(60), password VARCHAR(60));
CREATE TABLE b_posts (id INT PRIMARY KEY, post_author INT, post_title VARCHAR(60), post_content VARCHAR(200));
CREATE TABLE b_comments (id INT PRIMARY KEY, post_id INT, user_id INT, content VARCHAR(200));
CREATE TABLE b_logs (id INT PRIMARY KEY, who VARCHAR(40), ip VARCHAR(40), happened VARCHAR(100));
CREATE TABLE b_sessions (id INT PRIMARY KEY, session_key VARCHAR(40), session_value VARCHAR(200));
CREATE TABLE b_usermeta (id INT PRIMARY KEY, user_id INT, meta_key VARCHAR(40), meta_value VARCHAR(200));
INSERT INTO b_users VALUES (7101, 'ines', 'ines@example.org', 'x'), (7102, 'otto', 'otto@example.org', 'x');
INSERT INTO b_posts VALUES (501, 7101, 't', 'c'), (502, 7102, 't', 'c');
INSERT INTO b_comments VALUES (1, 502, 7101, 'of a'), (2, 501, 7102, 'of b');
INSERT INTO b_logs VALUES (1, 'ines', '192.0.2.1', 'x'), (2, 'otto', '192.0.2.2', 'x');
INSERT INTO b_sessions VALUES (1, '7101', 'x'), (2, '7102', 'y');
INSERT INTO b_usermeta VALUES (1, 7101, 'billing_phone', '1'), (2, 7102, 'billing_phone', '2')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "b_users.login_name=user.account b_posts.post_title=user.content b_posts.post_content=user.content b_comments.content=user.content b_logs.who=user.account b_logs.ip=user.device b_sessions.session_value=user b_usermeta.meta_value=user",
		nothing:    "b_usermeta.meta_key",
		identities: "b_users.email",
		rows: map[string]string{"b_users": "7101", "b_posts": "501", "b_comments": "1", "b_logs": "1",
			"b_sessions": "1", "b_usermeta": "1"},
	},
	{
		name: "notes on one of several tables, as their kind says",
		sql: `CREATE TABLE person (id INT PRIMARY KEY, full_name VARCHAR(40), email VARCHAR(60));
CREATE TABLE payment (id INT PRIMARY KEY, person_id INT, amount INT);
CREATE TABLE note (id INT PRIMARY KEY, object_type VARCHAR(20), object_id INT, content VARCHAR(100));
INSERT INTO person VALUES (71, 'Ines', 'ines@example.org'), (72, 'Otto', 'otto@example.org'), (8, 'Uta', 'uta@example.org');
INSERT INTO payment VALUES (8, 71, 1), (71, 72, 1);
INSERT INTO note VALUES (1, 'person', 71, 'hers'), (2, 'payment', 71, 'of his payment'), (3, 'payment', 8, 'of her payment'), (4, 'person', 8, 'of another')`,
		ask:        dataset.Identities{"email": {"ines@example.org"}},
		personal:   "person.full_name=user.name note.content=user.content",
		nothing:    "payment.amount note.object_type",
		identities: "person.email",
		rows:       map[string]string{"person": "71", "payment": "8", "note": "1 3"},
	},
	{
		name: "comments in Chinese say what short names do not", only: "MySQL",
		sql: `CREATE TABLE t_a (id INT PRIMARY KEY, f1 VARCHAR(40) COMMENT '真实姓名', f2 VARCHAR(20) COMMENT '手机号码：登录用', f3 VARCHAR(40) COMMENT '是否默认地址', f4 VARCHAR(60) COMMENT '身份证号') COMMENT='会员表';
CREATE TABLE t_b (id INT PRIMARY KEY, a INT, a_id INT COMMENT '会员表的ID', c VARCHAR(100) COMMENT '收货详细地址', d VARCHAR(100) COMMENT '商品图片地址') COMMENT='收货地址表';
INSERT INTO t_a VALUES (71, '示例', '13900130071', '1', 'x'), (72, '示范', '13900130072', '1', 'y');
INSERT INTO t_b VALUES (1, 1, 71, 'x', 'x'), (2, 2, 72, 'y', 'y')`,
		ask:        dataset.Identities{"phone_number": {"13900130071"}},
		personal:   "t_a.f1=user.name t_a.f2=user.contact.phone t_a.f4=user.government_id t_b.c=user.contact.address",
		nothing:    "t_a.f3 t_b.d t_b.a",
		identities: "t_a.f2",
		rows:       map[string]string{"t_a": "71", "t_b": "1"},
	},
	{
		name: "comments of PostgreSQL", only: "PostgreSQL",
		sql: `CREATE TABLE t_a (id INT PRIMARY KEY, f1 VARCHAR(40), f2 VARCHAR(60));
COMMENT ON TABLE t_a IS '会员表';
COMMENT ON COLUMN t_a.f1 IS 'Full name of the person';
COMMENT ON COLUMN t_a.f2 IS 'e-mail address';
INSERT INTO t_a VALUES (71, 'x', 'ines@example.org')`,
		ask: dataset.Identities{"email": {"ines@example.org"}}, personal: "t_a.f2=user.contact.email",
		identities: "t_a.f2", rows: map[string]string{"t_a": "71"},
	},
	{
		name: "the text that made a table of SQLite", only: "SQLite",
		sql: `CREATE TABLE t_a (id INT PRIMARY KEY, -- the key
  f1 TEXT, -- 姓名
  f2 TEXT /* e-mail address */);
INSERT INTO t_a VALUES (71, 'x', 'ines@example.org')`,
		ask: dataset.Identities{"email": {"ines@example.org"}}, personal: "t_a.f1=user.name t_a.f2=user.contact.email",
		identities: "t_a.f2", rows: map[string]string{"t_a": "71"},
	},
	{
		name: "names in initials of pinyin, in French and in German",
		sql: `CREATE TABLE xsb (xh VARCHAR(20) PRIMARY KEY, xm VARCHAR(40), xb VARCHAR(10), sfzh VARCHAR(20), lxdh VARCHAR(20), zz INT);
CREATE TABLE cjb (id INT PRIMARY KEY, xh VARCHAR(20), fs INT);
CREATE TABLE kunden (id INT PRIMARY KEY, vorname VARCHAR(40), nachname VARCHAR(40), strasse VARCHAR(60), plz VARCHAR(10), ort VARCHAR(40), emailadresse VARCHAR(60));
CREATE TABLE adherents (id_adh INT PRIMARY KEY, nom_adh VARCHAR(40), prenom_adh VARCHAR(40), ville_adh VARCHAR(40), date_naissance_adh VARCHAR(10));
INSERT INTO xsb VALUES ('s71', 'x', 'x', 'x', '13900130071', 1), ('s72', 'y', 'y', 'y', '13900130072', 1);
INSERT INTO cjb VALUES (1, 's71', 90), (2, 's72', 80)`,
		ask:        dataset.Identities{"phone_number": {"13900130071"}},
		personal:   "xsb.xm=user.name xsb.xb=user.demographic xsb.sfzh=user.government_id xsb.lxdh=user.contact.phone kunden.vorname=user.name kunden.strasse=user.contact.address kunden.plz=user.contact.address kunden.ort=user.contact.address adherents.nom_adh=user.name.last adherents.prenom_adh=user.name.first adherents.ville_adh=user.contact.address adherents.date_naissance_adh=user.demographic",
		nothing:    "xsb.zz cjb.fs",
		identities: "xsb.lxdh kunden.emailadresse",
		rows:       map[string]string{"xsb": `"s71"`, "cjb": "1"},
	},
}

func TestADraftOfEachKindOfDatabaseFindsThePersonAndNobodyElse(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		if db.engine == "SQLite" {
			db.exec(t, "DROP TABLE _here")
		}
		for _, k := range slices.Concat(draftKinds, widerKinds, moreKinds, keyKinds, softKinds) {
			if k.only != "" && k.only != db.engine {
				continue
			}
			t.Run(k.name, func(t *testing.T) { k.run(t, db) })
		}
	})
}

func (k draftKind) run(t *testing.T, db *testDB) {
	db.exec(t, k.sql)
	defer func() {
		for _, table := range strings.Fields(db.tables(k.sql)) {
			db.exec(t, "DROP TABLE "+table)
		}
	}()
	text, err := draft.Propose(context.Background(), opened(t, db), "m")
	if err != nil {
		t.Fatal(err)
	}
	maps := linked(t, text)
	said, identities := map[string]string{}, []string{}
	for _, c := range maps[0].Collections {
		for _, f := range c.Fields {
			said[c.Name+"."+f.Name] = strings.Join(f.Categories, ",")
			if f.Identity != "" {
				identities = append(identities, c.Name+"."+f.Name)
			}
		}
	}
	for _, want := range strings.Fields(k.personal) {
		if at, category, _ := strings.Cut(want, "="); !strings.HasPrefix(said[at], category) {
			t.Errorf("%s is %q, want %s", at, said[at], category)
		}
	}
	for _, at := range strings.Fields(k.nothing) {
		if strings.HasPrefix(said[at], "user") {
			t.Errorf("%s is %s, and is about nobody", at, said[at])
		}
	}
	wanted := strings.Fields(k.identities)
	slices.Sort(wanted)
	slices.Sort(identities)
	if !slices.Equal(identities, wanted) {
		t.Errorf("searches begin in %v, want %v", identities, wanted)
	}
	got := accessed(t, db, maps, k.ask)
	for table, want := range k.rows {
		key := maps[0].Collection(table).PrimaryKey()[0].Name
		if keys := strings.Join(valuesOf(got["m:"+table], key), " "); keys != want {
			t.Errorf("of %s %q is reached, want %q", table, keys, want)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}

// tables returns the names of the tables that a script makes.
func (d *testDB) tables(script string) string {
	var out []string
	for _, line := range strings.Split(script, "\n") {
		if rest, ok := strings.CutPrefix(line, "CREATE TABLE "); ok {
			name, _, _ := strings.Cut(rest, " ")
			out = append(out, name)
		}
	}
	return strings.Join(out, " ")
}
