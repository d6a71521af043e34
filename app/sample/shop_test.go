package sample

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
)

// datasets parses and links the data map of the sample.
func datasets(tb testing.TB) []*dataset.Dataset {
	tb.Helper()
	var all []*dataset.Dataset
	for _, key := range Sources {
		text, err := Dataset(key)
		if err != nil {
			tb.Fatal(err)
		}
		found, problems := dataset.Parse(key+".yml", []byte(text))
		if len(problems) > 0 {
			tb.Fatal(problems)
		}
		all = append(all, found...)
	}
	if problems := dataset.Link(all); len(problems) > 0 {
		tb.Fatal(problems)
	}
	return all
}

// opened opens the sources at addresses by key.
func opened(tb testing.TB, addresses map[string]string) map[string]*sqldb.Source {
	tb.Helper()
	out := map[string]*sqldb.Source{}
	for key, at := range addresses {
		src, err := source.Open(context.Background(), at)
		if err != nil {
			tb.Fatal(err)
		}
		tb.Cleanup(func() {
			if err := src.Close(); err != nil {
				tb.Error(err)
			}
		})
		out[key] = src
	}
	return out
}

func sqliteShop(tb testing.TB) map[string]*sqldb.Source {
	tb.Helper()
	dir := tb.TempDir()
	if err := LoadShop(context.Background(), dir); err != nil {
		tb.Fatal(err)
	}
	at := map[string]string{}
	for _, key := range Sources {
		at[key] = "sqlite:" + filepath.Join(dir, key+".sqlite")
	}
	return opened(tb, at)
}

// serverShop loads the shop into databases of their own on the server that an environment variable names, nil without.
func serverShop(tb testing.TB, engine, variable string) map[string]*sqldb.Source {
	tb.Helper()
	server := os.Getenv(variable)
	if server == "" {
		tb.Skipf("%s names no server", variable)
	}
	ctx := context.Background()
	u, err := url.Parse(server)
	if err != nil {
		tb.Fatal(err)
	}
	admin, err := dialects[engine].open(server)
	if err != nil {
		tb.Fatal(err)
	}
	at := map[string]string{}
	what, end := "DATABASE", ""
	if engine == "postgres" {
		what, end = "SCHEMA", " CASCADE"
	}
	for _, key := range Sources {
		name := fmt.Sprintf("sample_%s_%d", key, os.Getpid())
		if _, err := admin.ExecContext(ctx, "CREATE "+what+" "+name); err != nil {
			tb.Fatal(err)
		}
		tb.Cleanup(func() { drop(tb, admin, "DROP "+what+" "+name+end) })
		own := *u
		if engine == "postgres" {
			q := own.Query()
			q.Set("search_path", name)
			own.RawQuery = q.Encode()
		} else {
			own.Path = "/" + name
		}
		at[key] = own.String()
		if err := LoadInto(ctx, engine, at[key], key); err != nil {
			tb.Fatal(err)
		}
	}
	return opened(tb, at)
}

func drop(tb testing.TB, admin *sql.DB, statement string) {
	if _, err := admin.Exec(statement); err != nil {
		tb.Error(err)
	}
}

func (p Person) subject() model.Subject {
	return model.Subject{Name: p.Name, Email: p.Email, Phone: p.Phone, Account: p.AccountNo, IDNumber: p.IDNumber}
}

// found gives everything the sources hold of a person, as text for comparing.
func found(tb testing.TB, all []*dataset.Dataset, sources map[string]*sqldb.Source, p Person) map[string]string {
	tb.Helper()
	rows, _, err := trial.Access(context.Background(),
		search.Options{Datasets: all, Sources: sources, Identities: p.subject().Identities()})
	if err != nil {
		tb.Fatal(err)
	}
	out := map[string]string{}
	for at, list := range rows {
		raw, err := json.Marshal(list)
		if err != nil {
			tb.Fatal(err)
		}
		out[at] = string(raw)
	}
	return out
}

func TestEveryPersonHasTheSameRowsOnEveryEngine(t *testing.T) {
	all := datasets(t)
	lite := sqliteShop(t)
	for _, other := range []struct{ engine, variable string }{{"postgres", "RIGHTSDESK_TEST_POSTGRES"},
		{"mysql", "RIGHTSDESK_TEST_MYSQL"}} {
		t.Run(other.engine, func(t *testing.T) {
			sources := serverShop(t, other.engine, other.variable)
			for _, p := range People() {
				want, got := found(t, all, lite, p), found(t, all, sources, p)
				if len(want["shop:account"]) < 10 || len(got) != len(want) {
					t.Fatalf("%s: %d collections on sqlite, %d here; account %s", p.Name, len(want), len(got),
						want["shop:account"])
				}
				for at := range want {
					if got[at] != want[at] {
						t.Fatalf("%s, %s:\nsqlite %s\n%s %s", p.Name, at, want[at], other.engine, got[at])
					}
				}
			}
		})
	}
}

func TestTheShopIsLargeAndOnePersonHasHundredsOfRows(t *testing.T) {
	rows := 0
	for _, key := range Sources {
		list, err := tables(key)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range list {
			rows += len(table.rows)
			for _, row := range table.rows {
				if len(row) != len(table.columns) {
					t.Fatalf("%s: %d values for %d columns", table.name, len(row), len(table.columns))
				}
			}
		}
	}
	if rows < 2000 {
		t.Errorf("%d rows in all", rows)
	}
	mine := 0
	for _, list := range found(t, datasets(t), sqliteShop(t), person(busy)) {
		mine += strings.Count(list, `{"id":`) + strings.Count(list, `{"order_id":`)
	}
	if mine < 300 {
		t.Errorf("the busy customer has %d rows", mine)
	}
}

func TestThePeopleAreInventedAndWhole(t *testing.T) {
	seen := map[string]string{}
	under14, under18 := 0, 0
	for _, p := range People() {
		for what, value := range map[string]string{"name": p.Name, "e-mail": p.Email, "phone": p.Phone,
			"account": p.AccountNo} {
			if value == "" || seen[what+value] != "" {
				t.Errorf("%s %q of %s is empty or also that of %s", what, value, p.Name, seen[what+value])
			}
			seen[what+value] = p.Name
		}
		if email, err := identifier.NormaliseEmail(p.Email); err != nil ||
			!strings.Contains(email[strings.IndexByte(email, '@'):], "example") {
			t.Errorf("%s: %q lies in no domain kept for examples: %v", p.Name, p.Email, err)
		}
		if _, err := identifier.NormalisePhone(p.Phone); err != nil || !strings.Contains(p.Phone, "0000") {
			t.Errorf("%s: %q: %v", p.Name, p.Phone, err)
		}
		if p.IDNumber != "" {
			if birth, problems := identifier.CheckID18(p.IDNumber); len(problems) > 0 || !birth.Equal(p.Birth) {
				t.Errorf("%s: identity number %s says %s, %v", p.Name, p.IDNumber, birth, problems)
			}
		}
		age := identifier.Age(p.Birth, time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
		if (age < 18) != (p.Guardian != "") {
			t.Errorf("%s is %d and has the guardian %q", p.Name, age, p.Guardian)
		}
		switch {
		case age < 14:
			under14++
		case age < 18:
			under18++
		}
	}
	if under14 != children || under18 != teenagers {
		t.Errorf("%d children and %d teenagers", under14, under18)
	}
}

func TestTheWalkthroughsFactsAreInTheSources(t *testing.T) {
	rows := found(t, datasets(t), sqliteShop(t), person(walker))
	w := Walkthrough
	for at, values := range map[string][]string{"shop:account": {w.Account, w.Email, w.Phone, w.Nickname},
		"shop:profile":      {w.Name, w.IDNumber, w.BirthDate},
		"shop:address":      {w.City, w.District, w.Street, person(friend).Street},
		"shop:payment_card": {cardOf(walker), cardOf(husband)},
		"support:message":   {w.Email, w.Phone}} {
		for _, v := range values {
			if !strings.Contains(rows[at], v) {
				t.Errorf("%s has no %q: %s", at, v, rows[at])
			}
		}
	}
}

func TestLoadingTwiceIsRefused(t *testing.T) {
	dir := t.TempDir()
	if err := LoadShop(context.Background(), dir); err != nil {
		t.Fatal(err)
	}
	if err := LoadShop(context.Background(), dir); err == nil {
		t.Error("the files were loaded a second time")
	}
	if err := LoadInto(context.Background(), "oracle", "x", "shop"); err == nil {
		t.Error("an unknown engine was accepted")
	}
	if err := LoadInto(context.Background(), "sqlite", "sqlite:"+filepath.Join(dir, "x.sqlite"),
		"nothing"); err == nil {
		t.Error("an unknown source was accepted")
	}
}
