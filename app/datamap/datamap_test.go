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
	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/draft/guess"
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

func TestADraftConfirmedAsItIsFindsThePerson(t *testing.T) {
	d := desktest.New(t, "sqlite")
	lead := d.Add(t, "jing", model.RoleLead)
	address := shop(t)
	if tested, err := datamap.Test(ctx, lead, address); err != nil || len(tested.Readable) != 2 ||
		len(tested.Denied) != 0 {
		t.Fatalf("%+v, %v", tested, err)
	}
	text, err := datamap.Draft(ctx, lead, "shop", address, "en")
	if err != nil {
		t.Fatal(err)
	}
	text = guess.Confirm(text, guess.Lines(text)...)
	if err := datamap.Save(ctx, lead, model.Source{Key: "shop", Address: address, Dataset: text}); err != nil {
		t.Fatal(err)
	}
	found, err := datamap.Try(ctx, lead, model.Subject{Email: "mary@example.com"})
	if err != nil || found["shop:customer"] != 1 || found["shop:orders"] != 2 {
		t.Fatalf("%v %v", found, err)
	}
}

const (
	works  = "dataset:\n  - fides_key: shop\n    collections:\n      - name: customer\n        fields:\n          - {name: email, fides_meta: {identity: email}}\n          - {name: id, fides_meta: {primary_key: true}}\n"
	broken = "dataset:\n  - fides_key: shop\n    collections:\n      - name: customer\n        fields:\n          - {name: email, fides_meta: {identity: email, data_type: shoe}}\n"
	torn   = "dataset:\n  - fides_key: shop\n    collections: [\n"
)

// entryOf is a source as the data map lists it.
func entryOf(t *testing.T, s *desk.Session, key string) datamap.Entry {
	t.Helper()
	list, err := datamap.List(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if e.Key == key {
			return e
		}
	}
	t.Fatalf("no source %s", key)
	return datamap.Entry{}
}

func TestABrokenDataMapIsNotSavedOverAWorkingOne(t *testing.T) {
	for name, text := range map[string]string{"a value that is not allowed": broken, "no YAML": torn} {
		t.Run(name, func(t *testing.T) {
			d := desktest.New(t, "sqlite")
			lead := d.Add(t, "jing", model.RoleLead)
			if err := datamap.Save(ctx, lead, model.Source{Key: "shop", Address: shop(t), Dataset: works}); err != nil {
				t.Fatal(err)
			}
			src := entryOf(t, lead, "shop").Source
			src.Dataset, src.Owner = text, "somebody"
			var kept *datamap.DraftError
			if err := datamap.Save(ctx, lead, src); !errors.As(err, &kept) || len(kept.Errors) == 0 {
				t.Fatalf("saved: %v", err)
			}
			e := entryOf(t, lead, "shop")
			if e.Dataset != works || e.Draft != text || e.Owner != "somebody" || e.Problems.Err() != nil ||
				e.DraftProblems.Err() == nil {
				t.Fatalf("%+v", e)
			}
			if found, err := datamap.Try(ctx, lead, model.Subject{Email: "mary@example.com"}); err != nil ||
				found["shop:customer"] != 1 {
				t.Errorf("what works does not work any more: %v %v", found, err)
			}
			src = e.Source
			src.Dataset = works + "# mended\n"
			if err := datamap.Save(ctx, lead, src); err != nil {
				t.Fatal(err)
			}
			if e = entryOf(t, lead, "shop"); e.Draft != "" || e.Dataset != src.Dataset {
				t.Errorf("mended: %+v", e)
			}
		})
	}
}

func TestANewSourceWithABrokenDataMapStopsNothing(t *testing.T) {
	d := desktest.New(t, "sqlite")
	lead := d.Add(t, "jing", model.RoleLead)
	if err := datamap.Save(ctx, lead, model.Source{Key: "shop", Address: shop(t), Dataset: works}); err != nil {
		t.Fatal(err)
	}
	second := strings.ReplaceAll(broken, "shop", "usage")
	var kept *datamap.DraftError
	if err := datamap.Save(ctx, lead, model.Source{Key: "usage", Address: shop(t), Dataset: second}); !errors.As(err,
		&kept) || kept.Errors[0].Line != 6 || kept.Errors[0].File != "usage.yml" {
		t.Fatalf("saved: %v", err)
	}
	if e := entryOf(t, lead, "usage"); !e.Unused() || e.Problems.Err() != nil {
		t.Errorf("%+v", e)
	}
	m, err := datamap.Open(ctx, lead)
	if err != nil {
		t.Fatalf("the data map does not open any more: %v", err)
	}
	defer m.Close()
	if len(m.All) != 1 {
		t.Errorf("a source that is not in use is read: %v", m.All)
	}
}

func TestAFileThatTakesAwayWhatOthersNeedIsADraftToo(t *testing.T) {
	d := desktest.New(t, "sqlite")
	if err := datamap.Save(ctx, d.Admin, model.Source{Key: "shop", Address: shop(t), Dataset: works}); err != nil {
		t.Fatal(err)
	}
	refers :=
		"dataset:\n  - fides_key: usage\n    collections:\n      - name: customer\n        fields:\n          - {name: id, fides_meta: {references: [{dataset: shop, field: customer.id, direction: from}]}}\n"
	if err := datamap.Save(ctx, d.Admin, model.Source{Key: "usage", Address: shop(t), Dataset: refers}); err != nil {
		t.Fatal(err)
	}
	src := entryOf(t, d.Admin, "shop").Source
	src.Dataset = strings.ReplaceAll(works, "name: id,", "name: other,")
	var kept *datamap.DraftError
	if err := datamap.Save(ctx, d.Admin, src); !errors.As(err, &kept) || kept.Errors[0].File != "usage.yml" {
		t.Fatalf("saved: %v", err)
	}
	var needed *datamap.NeededError
	if err := datamap.Delete(ctx, d.Admin, "shop"); !errors.As(err, &needed) {
		t.Errorf("taken out: %v", err)
	}
	if err := datamap.Delete(ctx, d.Admin, "usage"); err != nil {
		t.Error(err)
	}
	if err := datamap.Delete(ctx, d.Admin, "shop"); err != nil {
		t.Error(err)
	}
}

func TestWhoMayChangeTheMap(t *testing.T) {
	d := desktest.New(t, "sqlite")
	agent := d.Add(t, "fang", model.RoleAgent)
	if err := datamap.Save(ctx, agent, model.Source{Key: "x", Owner: "o"}); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("save: %v", err)
	}
	if _, err := datamap.Test(ctx, agent, shop(t)); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("test: %v", err)
	}
	for _, src := range []model.Source{{Key: "a b", Owner: "o"}, {Key: "x"}, {Key: "x", Address: "ftp://x"}} {
		if err := datamap.Save(ctx, d.Admin, src); err == nil {
			t.Errorf("%+v was saved", src)
		}
	}
}

func TestTwoWhoChangeASourceAtOnceDoNotOverwriteOneAnother(t *testing.T) {
	d := desktest.New(t, "sqlite")
	if err := datamap.Save(ctx, d.Admin, model.Source{Key: "archive", Owner: "A"}); err != nil {
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

func TestASourceOfEveryEngineIsKept(t *testing.T) {
	d := desktest.New(t, "sqlite")
	for _, e := range source.Engines() {
		if err := datamap.Save(ctx, d.Admin,
			model.Source{Key: e.Key, Owner: "A", Address: e.Schemes[0] + "://x"}); err != nil {
			t.Errorf("%s: %v", e.Name, err)
		}
	}
}

// TestAnAddressThatIsNoneIsSaidAsSuch: it was called a fault to tell an administrator of, who typed it.
func TestAnAddressThatIsNoneIsSaidAsSuch(t *testing.T) {
	d := desktest.New(t, "sqlite")
	for _, address := range []string{"/srv/shop.db", "oracle://server/db", ""} {
		if _, err := datamap.Draft(ctx, d.Admin, "shop", address, "en"); !errors.Is(err, datamap.ErrEngine) {
			t.Errorf("draft of %q: %v", address, err)
		}
		if _, err := datamap.Test(ctx, d.Admin, address); !errors.Is(err, datamap.ErrEngine) {
			t.Errorf("test of %q: %v", address, err)
		}
		if err := datamap.TestWriting(ctx, d.Admin, address); !errors.Is(err, datamap.ErrEngine) {
			t.Errorf("test of writing to %q: %v", address, err)
		}
	}
}
