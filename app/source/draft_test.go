package source_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/draft"
	"orangelab.cn/rightsdesk/app/source/trial"
)

func TestADraftLoadsAsItIsAndFindsThePerson(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, `CREATE TABLE address (id INT PRIMARY KEY, street VARCHAR(50), city VARCHAR(50));
CREATE TABLE customers (id INT PRIMARY KEY, email VARCHAR(50), name VARCHAR(50), shouji VARCHAR(20), billing_address_id INT);
CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT, ship_to INT, contact_blob VARCHAR(60), total DECIMAL(9,2), FOREIGN KEY (ship_to) REFERENCES address(id));
CREATE TABLE order_line (order_id INT, no INT, qty INT, PRIMARY KEY (order_id, no));
CREATE TABLE lonely (x INT);
INSERT INTO address VALUES (1, 'One', 'A'), (2, 'Two', 'B'), (3, 'Three', 'C');
INSERT INTO customers VALUES (1, 'a@example.com', 'A', '13900138000', 1), (2, 'b@example.com', 'B', '13900138001', 3);
INSERT INTO orders VALUES (10, 1, 2, 'x@example.com', 1), (11, 2, 1, 'y@example.com', 1);
INSERT INTO order_line VALUES (10, 1, 5), (11, 1, 6)`)
		src := opened(t, db)
		text, err := draft.Propose(context.Background(), src, "my-shop")
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range []string{
			"# Drafted from a " + db.engine,
			"- fides_key: \"my-shop\"",
			"data_categories: [user.contact.email] # confirm: values look like e-mail addresses",
			"data_categories: [user.contact.phone_number] # confirm: named like shouji",
			"data_categories: [user.name] # confirm: name in a table of people",
			"identity: email # confirm",
			"identity: phone_number # confirm",
			"# confirm: foreign key",
			"# confirm: named like it",
		} {
			if !strings.Contains(text, line) {
				t.Errorf("the draft lacks %q", line)
			}
		}
		if strings.Contains(text, "@example.com") || strings.Contains(text, "139001") {
			t.Error("the draft repeats values")
		}
		datasets := linked(t, text)
		if db.engine == "SQLite" {
			db.exec(t, "DROP TABLE _here")
			datasets[0].Collections = datasets[0].Collections[1:]
		}
		got := accessed(t, db, datasets, dataset.Identities{"email": {"a@example.com"}})
		for at, keys := range map[string]string{"my-shop:customers": "1", "my-shop:orders": "10",
			"my-shop:order_line": "10", "my-shop:address": "1 2", "my-shop:lonely": ""} {
			name := "id"
			if strings.HasSuffix(at, "order_line") {
				name = "order_id"
			}
			if found := strings.Join(valuesOf(got[at], name), " "); found != keys {
				t.Errorf("%s has %q, want %q: %s\n%s", at, found, keys, got[at], text)
			}
		}
	})
}

func TestTheCommandPrintsTheDraftThatTheDeskProposes(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t, "CREATE TABLE customer (id INT PRIMARY KEY, email TEXT)")
	want, err := draft.Propose(context.Background(), opened(t, db), "shop")
	if err != nil {
		t.Fatal(err)
	}
	var out, errOut strings.Builder
	if status := trial.Draft(context.Background(), []string{"shop=" + db.dsn}, &out, &errOut); status != 0 ||
		errOut.Len() > 0 || out.String() != want {
		t.Errorf("status %d, prints %q and %q, want %q", status, out.String(), errOut.String(), want)
	}
}

func TestDraftQuotesWhateverTablesAreCalled(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t,
		"CREATE TABLE \"a: #b\nc\" (\"no\" INTEGER PRIMARY KEY, \"é\"\"\\ 姓名\" TEXT, \"null\" TEXT, \"0x1\" TEXT)")
	text, err := draft.Propose(context.Background(), opened(t, db), "k")
	if err != nil {
		t.Fatal(err)
	}
	for _, ds := range linked(t, text) {
		names := []string{}
		for _, c := range ds.Collections {
			for _, f := range c.Fields {
				names = append(names, c.Name+"|"+f.Name)
			}
		}
		want := "_here|x,a: #b\nc|no,a: #b\nc|é\"\\ 姓名,a: #b\nc|null,a: #b\nc|0x1"
		if got := strings.Join(names, ","); got != want {
			t.Errorf("got %q, want %q\n%s", got, want, text)
		}
	}
}

func TestADraftFindsWhatIsCalledByBlanksAndMarks(t *testing.T) {
	db := sqliteDB(t)
	names := []string{" lead", "trail ", "\u202eresu", "\u200b", "\U000e0041x", "a\nb", "- x: {", "\x1b[31m", "=1+1",
		"-"}
	for _, name := range names {
		db.exec(t, fmt.Sprintf(`CREATE TABLE "t%s" (id INTEGER PRIMARY KEY, "%s" TEXT, email TEXT)`, name, name))
		db.exec(t, fmt.Sprintf(`INSERT INTO "t%s" VALUES (1, 'x', 'ines@example.org')`, name))
	}
	text, err := draft.Propose(context.Background(), opened(t, db), "k")
	if err != nil {
		t.Fatal(err)
	}
	if at := strings.IndexFunc(text, func(r rune) bool {
		return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r))
	}); at >= 0 {
		t.Errorf("%q stands in the draft as it is", text[at:at+10])
	}
	got := accessed(t, db, linked(t, text), dataset.Identities{"email": {"ines@example.org"}})
	for _, name := range names {
		if !strings.Contains(got["k:t"+name], "ines@example.org") {
			t.Errorf("nothing is found in %q", "t"+name)
		}
	}
}

func TestATableThatIsTakenAwayMeanwhileCostsNoOther(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, "CREATE TABLE zq_stays (id INT PRIMARY KEY)")
		db.exec(t, "INSERT INTO zq_stays VALUES (1)")
		src := opened(t, db)
		session, err := src.Begin(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := session.End(); err != nil {
				t.Error(err)
			}
		}()
		why, err := src.Apart(context.Background(), session.Tx, func() error {
			_, err := session.Tx.Query("SELECT 1 FROM zq_gone")
			return err
		})
		if err != nil || why == "" {
			t.Fatalf("%q, %v", why, err)
		}
		var n int
		if err := session.Tx.QueryRow("SELECT COUNT(*) FROM zq_stays").Scan(&n); err != nil || n != 1 {
			t.Errorf("%d, %v", n, err)
		}
	})
}
