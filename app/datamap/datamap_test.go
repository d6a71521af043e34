package datamap_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // the driver of the source

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

var ctx = context.Background()

func shop(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "shop.sqlite")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, email TEXT, phone TEXT);
		CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer (id), total TEXT);
		INSERT INTO customer VALUES (1, 'Mary', 'mary@example.com', '13812341234'), (2, 'John', 'john@example.com', NULL);
		INSERT INTO orders VALUES (10, 1, '1'), (11, 1, '2'), (12, 2, '3')`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

func TestADraftSavedAsItIsFindsThePerson(t *testing.T) {
	d := desktest.New(t, "sqlite")
	lead := d.Add(t, "jing", model.RoleLead)
	address := shop(t)
	if tables, err := datamap.Test(ctx, lead, address); err != nil || tables != 2 {
		t.Fatalf("%d tables, %v", tables, err)
	}
	draft, err := datamap.Draft(ctx, lead, "shop", address)
	if err != nil {
		t.Fatal(err)
	}
	if err := datamap.Save(ctx, lead, store.Source{Key: "shop", Address: address, Dataset: draft}); err != nil {
		t.Fatal(err)
	}
	found, err := datamap.Try(ctx, lead, model.Subject{Email: "mary@example.com"})
	if err != nil || found["shop:customer"] != 1 || found["shop:orders"] != 2 {
		t.Fatalf("%v %v", found, err)
	}
}

func TestProblemsNameTheLineAndStopCollectingOnly(t *testing.T) {
	d := desktest.New(t, "sqlite")
	lead := d.Add(t, "jing", model.RoleLead)
	broken := "dataset:\n  - fides_key: shop\n    collections:\n      - name: customer\n        fields:\n          - {name: email, fides_meta: {identity: email, data_type: shoe}}\n"
	if err := datamap.Save(ctx, lead, store.Source{Key: "shop", Address: shop(t), Dataset: broken}); err != nil {
		t.Fatal(err)
	}
	list, err := datamap.List(ctx, lead)
	if err != nil || len(list) != 1 || list[0].Problems.Err() == nil || list[0].Problems[0].Line != 6 {
		t.Fatalf("%+v %v", list, err)
	}
	if _, err := datamap.Open(ctx, lead); err == nil || !strings.Contains(err.Error(), "shop.yml:6") {
		t.Errorf("a broken data map opened: %v", err)
	}
}

func TestWhoMayChangeTheMap(t *testing.T) {
	d := desktest.New(t, "sqlite")
	agent := d.Add(t, "fang", model.RoleAgent)
	if err := datamap.Save(ctx, agent, store.Source{Key: "x", Owner: "o"}); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("save: %v", err)
	}
	if _, err := datamap.Test(ctx, agent, shop(t)); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("test: %v", err)
	}
	for _, src := range []store.Source{{Key: "a b", Owner: "o"}, {Key: "x"}, {Key: "x", Address: "ftp://x"}} {
		if err := datamap.Save(ctx, d.Admin, src); err == nil {
			t.Errorf("%+v was saved", src)
		}
	}
}

func TestTwoWhoChangeASourceAtOnceDoNotOverwriteOneAnother(t *testing.T) {
	d := desktest.New(t, "sqlite")
	if err := datamap.Save(ctx, d.Admin, store.Source{Key: "archive", Owner: "A"}); err != nil {
		t.Fatal(err)
	}
	list, err := datamap.List(ctx, d.Admin)
	if err != nil {
		t.Fatal(err)
	}
	first, second := list[0].Source, list[0].Source
	first.Owner, second.Owner = "B", "C"
	if err := datamap.Save(ctx, d.Admin, first); err != nil {
		t.Fatal(err)
	}
	if err := datamap.Save(ctx, d.Admin, second); !errors.Is(err, store.ErrConflict) {
		t.Errorf("the second change: %v", err)
	}
}
