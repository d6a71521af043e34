package datamap_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/source/draft/because"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mapreview"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
	"orangelab.cn/rightsdesk/store/storetest"
)

// club is a database of a home-made program, at its address.
func club(t *testing.T) (address string, do func(statements ...string)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "club.sqlite")
	do = func(statements ...string) {
		t.Helper()
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		for _, s := range statements {
			if _, err := db.Exec(s); err != nil {
				t.Fatalf("%s: %v", s, err)
			}
		}
	}
	do("CREATE TABLE member (id INTEGER PRIMARY KEY, email VARCHAR(80), full_name VARCHAR(60), status TINYINT)",
		"CREATE TABLE visit (id INTEGER PRIMARY KEY, member_id INTEGER, ip_address VARCHAR(40), place VARCHAR(40))",
		"INSERT INTO member VALUES (3011, 'wang@person.test', '王小明', 1), (3012, 'li@person.test', '李伟', 0)",
		"INSERT INTO visit VALUES (1, 3011, '192.0.2.7', 'hall'), (2, 3012, '192.0.2.8', 'hall')")
	return "sqlite:" + path, do
}

// stocked is a desk with the club as a source of which stock was taken.
func stocked(t *testing.T, src model.Source) (*desktest.Desk, *desk.Session, datamap.Review) {
	t.Helper()
	return stockedOn(t, "sqlite", src)
}

func stockedOn(t *testing.T, engine string, src model.Source) (*desktest.Desk, *desk.Session, datamap.Review) {
	t.Helper()
	d := desktest.New(t, engine)
	lead := d.Add(t, "jing", model.RoleLead)
	if err := datamap.Save(ctx, lead, src); err != nil {
		t.Fatal(err)
	}
	return d, lead, stock(t, lead)
}

func stock(t *testing.T, s *desk.Session) datamap.Review {
	t.Helper()
	if err := datamap.TakeStock(ctx, s, entryOf(t, s, "club").Source, "en"); err != nil {
		t.Fatal(err)
	}
	return reviewed(t, s)
}

func reviewed(t *testing.T, s *desk.Session) datamap.Review {
	t.Helper()
	r, err := datamap.ReadReview(ctx, s, "club")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func column(t *testing.T, r datamap.Review, table, name string) datamap.ReviewedColumn {
	t.Helper()
	for _, tb := range r.Tables {
		for _, c := range tb.Columns {
			if tb.Name == table && c.Name == name {
				return c
			}
		}
	}
	t.Fatalf("no column %s.%s in %+v", table, name, r.Tables)
	return datamap.ReviewedColumn{}
}

func settle(t *testing.T, s *desk.Session, list ...datamap.Settling) []datamap.Settling {
	t.Helper()
	r := reviewed(t, s)
	for i := range list {
		if list[i].Said == "" {
			list[i].Said = column(t, r, list[i].Table, list[i].Column).Said
		}
	}
	undo, err := datamap.Settle(ctx, s, "club", list)
	if err != nil {
		t.Fatal(err)
	}
	return undo
}

// all accepts everything that is open.
func all(r datamap.Review) (list []datamap.Settling) {
	for _, tb := range r.Tables {
		for _, c := range tb.Columns {
			if !c.State.Settled() {
				list = append(list, datamap.Settling{Table: tb.Name, Column: c.Name, Said: c.Said,
					State: mapreview.Accepted})
			}
		}
	}
	return list
}

func TestADraftIsSettledColumnByColumnAndThenPutIntoUse(t *testing.T) {
	storetest.Each(t, settledAndUsed)
}

func settledAndUsed(t *testing.T, engine string) {
	address, _ := club(t)
	_, lead, r := stockedOn(t, engine, model.Source{Key: "club", Address: address, Owner: "somebody"})
	if !r.Begun || r.InUse || r.Coverage != (mapreview.Coverage{Settled: 0, Columns: 8}) || len(r.Tables) != 2 {
		t.Fatalf("%+v", r)
	}
	for _, line := range entryOf(t, lead, "club").Bare() {
		said := strings.Split(entryOf(t, lead, "club").Text(), "\n")[line-1]
		if name := strings.TrimSpace(said); name != "- name: status" && name != "- name: place" {
			t.Errorf("line %d has no category: %s", line, said)
		}
	}
	if e := column(t, r, "member", "email"); !slices.Equal(e.Categories, []string{"user.contact.email"}) ||
		e.Identity != "email" || len(e.Reasons) == 0 {
		t.Errorf("%+v", e)
	}
	if v := column(t, r, "visit", "member_id"); !slices.Equal(v.References, []string{"member.id"}) ||
		!slices.ContainsFunc(v.Reasons,
			func(r because.Reason) bool { return r.Code == because.NamedLikeTable && r.Found }) {
		t.Errorf("%+v", v)
	}
	if got := r.Reach; len(got.Steps) != 2 || !slices.Equal(got.Steps[1], []string{"visit"}) || len(got.Lines) != 1 ||
		len(got.Lost) != 0 {
		t.Errorf("%+v", got)
	}
	var left *datamap.UnsettledError
	if err := datamap.PutInUse(ctx, lead, r.Source); !errors.As(err, &left) || left.Columns != 8 || left.Tables != 2 {
		t.Errorf("unsettled: %v", err)
	}
	settle(t, lead, datamap.Settling{Table: "member", Column: "full_name", State: mapreview.NotPersonal},
		datamap.Settling{Table: "visit", Column: "place", State: mapreview.Changed, Category: "user.location"})
	r = reviewed(t, lead)
	if c := column(t, r, "member", "full_name"); c.State != mapreview.NotPersonal || c.By != lead.Staff().ID ||
		len(c.Categories) != 0 {
		t.Errorf("%+v", c)
	}
	if c := column(t, r, "visit", "place"); c.State != mapreview.Changed ||
		!slices.Equal(c.Categories, []string{"user.location"}) {
		t.Errorf("%+v", c)
	}
	if r.Coverage.Settled != 2 || r.Coverage.Percent() != 25 {
		t.Errorf("%+v", r.Coverage)
	}
	settle(t, lead, all(r)...)
	r = reviewed(t, lead)
	if !r.Coverage.Whole() {
		t.Fatalf("%+v", r)
	}
	if err := datamap.PutInUse(ctx, lead, r.Source); err != nil {
		t.Fatal(err)
	}
	e := entryOf(t, lead, "club")
	if e.Draft != "" || strings.Contains(e.Dataset, "# confirm:") || strings.Contains(e.Dataset, "user.name") ||
		!strings.Contains(e.Dataset, "user.location") || e.Problems.Err() != nil {
		t.Errorf("%s\n%v", e.Dataset, e.Problems)
	}
	if r = reviewed(t, lead); !r.InUse || !r.Coverage.Whole() {
		t.Errorf("in use: %+v", r.Coverage)
	}
	log, err := lead.Log(ctx, 0, 0, 4)
	if err != nil || log[0].Detail["used"] != true || log[1].Action != model.ActSettleMap ||
		log[1].Detail["columns"] != float64(6) {
		t.Errorf("the log says %+v, %v", log, err)
	}
}

func TestAMisspeltCategoryIsNotSettled(t *testing.T) {
	address, _ := club(t)
	_, lead, r := stockedOn(t, "sqlite", model.Source{Key: "club", Address: address, Owner: "somebody"})
	say := func(category string) error {
		c := column(t, r, "visit", "place")
		_, err := datamap.Settle(ctx, lead, "club",
			[]datamap.Settling{{Table: "visit", Column: "place", Said: c.Said, State: mapreview.Changed,
				Category: category}})
		return err
	}
	for _, wrong := range []string{"user.contact.adress", "user.contact.", "User.contact", "contact", "user contact",
		"user.contact.email # x"} {
		if err := say(wrong); !errors.Is(err, datamap.ErrCategory) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if err := say("user.contact.address"); err != nil {
		t.Error(err)
	}
}

func TestWhatIsSettledIsUndone(t *testing.T) {
	address, _ := club(t)
	_, lead, r := stocked(t, model.Source{Key: "club", Address: address, Owner: "somebody"})
	before := entryOf(t, lead, "club").Draft
	for _, state := range []mapreview.State{mapreview.Accepted, mapreview.NotPersonal} {
		undo := settle(t, lead, datamap.Settling{Table: "visit", Column: "member_id", State: state})
		if now := entryOf(t, lead, "club").Draft; now == before {
			t.Errorf("%s changed nothing", state)
		}
		if _, err := datamap.Settle(ctx, lead, "club", undo); err != nil {
			t.Fatal(err)
		}
		if now := entryOf(t, lead, "club").Draft; now != before {
			t.Errorf("%s undone:\n%s\nbefore\n%s", state, now, before)
		}
		if got := reviewed(t, lead); got.Coverage != r.Coverage {
			t.Errorf("%+v", got.Coverage)
		}
	}
}

func TestWhatWasSettledHoldsForWhatWasSeen(t *testing.T) {
	address, _ := club(t)
	_, lead, r := stocked(t, model.Source{Key: "club", Address: address, Owner: "somebody"})
	seen := column(t, r, "member", "email")
	settle(t, lead, datamap.Settling{Table: "member", Column: "email", State: mapreview.Changed,
		Category: "user.contact"})
	if _, err := datamap.Settle(ctx, lead, "club",
		[]datamap.Settling{{Table: "member", Column: "email", Said: seen.Said, State: mapreview.Accepted}}); !errors.Is(
		err, store.ErrConflict) {
		t.Errorf("what somebody changed meanwhile is accepted: %v", err)
	}
	// Somebody writes another thing into the file by hand: they vouch for that, and the rest stays as it was.
	e := entryOf(t, lead, "club").Source
	e.Dataset = strings.Replace(e.Draft, "data_categories: [user.contact]", "data_categories: [user.contact.email]", 1)
	var kept *datamap.GuessError
	if err := datamap.Save(ctx, lead, e); !errors.As(err, &kept) {
		t.Fatal(err)
	}
	if c := column(t, reviewed(t, lead), "member", "email"); c.State != mapreview.Written || c.By != lead.Staff().ID {
		t.Errorf("%+v", c)
	}
}

func TestAForgedAcceptanceCountsForNobody(t *testing.T) {
	address, _ := club(t)
	d, lead, r := stocked(t, model.Source{Key: "club", Address: address, Owner: "somebody"})
	settle(t, lead, datamap.Settling{Table: "member", Column: "email", State: mapreview.Accepted})
	// A colleague who has a password and a client of the database can write rows that fit the tally, in their own name.
	li := d.Add(t, "li", model.RoleLead)
	said := column(t, r, "member", "full_name").Said
	if err := li.Write(ctx, model.ActSettleMap, func(tx *store.Tx, _ *model.Entry) error {
		list, err := setup.Reviews(tx.View, "club")
		if err != nil {
			return err
		}
		for _, tb := range list {
			tb.Settle(lead.Staff().ID,
				mapreview.Mark{Column: "full_name", State: mapreview.Accepted, Said: said, At: d.Now().UnixMilli()})
			if err := setup.SaveReview(tx, tb); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if r = reviewed(t, lead); column(t, r, "member", "full_name").State.Settled() || r.Coverage.Settled != 0 {
		t.Errorf("what somebody said in another's name counts: %+v", r)
	}
}

func TestWhatIsNewInASourceIsADifferenceToSettle(t *testing.T) {
	address, do := club(t)
	_, lead, r := stocked(t, model.Source{Key: "club", Address: address, Owner: "somebody"})
	settle(t, lead, all(r)...)
	if err := datamap.PutInUse(ctx, lead, reviewed(t, lead).Source); err != nil {
		t.Fatal(err)
	}
	if r = stock(t, lead); !r.InUse || !r.Coverage.Whole() {
		t.Fatalf("nothing changed, and yet %+v", r)
	}
	do("ALTER TABLE member ADD COLUMN phone VARCHAR(20)", "UPDATE member SET phone = '13812341234'",
		"ALTER TABLE visit DROP COLUMN place",
		"CREATE TABLE newsletter (id INTEGER PRIMARY KEY, email VARCHAR(80))")
	strange := func(n int) {
		t.Helper()
		m, err := datamap.Open(ctx, lead)
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		want := []datamap.Strange{{Source: "club", Table: "member", Column: "phone", Difference: mapreview.New},
			{Source: "club", Table: "newsletter", Difference: mapreview.New}}
		if got := m.Strange(ctx); !slices.Equal(got, want[:n]) {
			t.Errorf("strange: %+v", got)
		}
	}
	strange(2)
	r = stock(t, lead)
	strange(2) // as long as nobody settled it
	if c := column(t, r, "member", "phone"); c.Difference != mapreview.New || c.State.Settled() || !c.Doubt ||
		!slices.Equal(c.Categories, []string{"user.contact.phone_number"}) {
		t.Errorf("%+v", c)
	}
	if c := column(t, r, "visit", "place"); c.Difference != mapreview.Missing || c.State.Settled() {
		t.Errorf("%+v", c)
	}
	if c := column(t, r, "newsletter", "email"); c.Difference != mapreview.New || c.Identity != "email" {
		t.Errorf("%+v", c)
	}
	if got := r.Coverage; got.Columns-got.Settled != 4 || r.InUse {
		t.Errorf("%+v", got)
	}
	e := entryOf(t, lead, "club")
	if e.DraftProblems.Err() != nil || strings.Contains(e.Dataset, "newsletter") {
		t.Errorf("%v\n%s", e.DraftProblems, e.Draft)
	}
	settle(t, lead, all(r)...)
	if r = reviewed(t, lead); !r.Coverage.Whole() || strings.Contains(entryOf(t, lead, "club").Draft, "place") {
		t.Errorf("%+v\n%s", r.Coverage, entryOf(t, lead, "club").Draft)
	}
	strange(2) // as long as no request goes by it
	if err := datamap.PutInUse(ctx, lead, r.Source); err != nil {
		t.Fatal(err)
	}
	strange(0)
}

// TestWhatADraftKnewNothingOfIsNobodysWord: saved as it was drafted, such a column is as open as its guesses.
func TestWhatADraftKnewNothingOfIsNobodysWord(t *testing.T) {
	address, _ := club(t)
	d := desktest.New(t, "sqlite")
	lead := d.Add(t, "jing", model.RoleLead)
	text, err := datamap.Draft(ctx, lead, "club", address, "en")
	if err != nil {
		t.Fatal(err)
	}
	var kept *datamap.GuessError
	if err := datamap.Save(ctx, lead, model.Source{Key: "club", Address: address, Owner: "somebody",
		Dataset: text}); !errors.As(err, &kept) {
		t.Fatal(err)
	}
	if r := stock(t, lead); r.Coverage != (mapreview.Coverage{Settled: 0, Columns: 8}) {
		t.Errorf("nobody settled anything, and the coverage is %+v", r.Coverage)
	}
}

func TestAMapThatSomebodyWroteIsSettledButForWhatItLacks(t *testing.T) {
	address, _ := club(t)
	written :=
		"dataset:\n  - fides_key: club\n    name: club\n    collections:\n      - name: member\n        # people\n        fields:\n          - name: id\n            fides_meta: {primary_key: true}\n" +
			"          - name: email   # how they log in\n            data_categories: [user.contact.email]\n            fides_meta: {identity: email}\n"
	_, lead, r := stocked(t, model.Source{Key: "club", Address: address, Owner: "somebody", Dataset: written})
	if c := column(t, r, "member", "email"); c.State != mapreview.Written || c.By != lead.Staff().ID {
		t.Errorf("%+v", c)
	}
	if r.Coverage != (mapreview.Coverage{Settled: 2, Columns: 8}) {
		t.Errorf("%+v", r.Coverage)
	}
	e := entryOf(t, lead, "club")
	if e.Dataset != written || !strings.HasPrefix(e.Draft, written) || e.DraftProblems.Err() != nil {
		t.Errorf("%v\n%s", e.DraftProblems, e.Draft)
	}
}

func TestSamplesAreMasked(t *testing.T) {
	address, _ := club(t)
	_, lead, _ := stocked(t, model.Source{Key: "club", Address: address, Owner: "somebody"})
	by, err := datamap.Samples(ctx, lead, "club", "member")
	if err != nil {
		t.Fatal(err)
	}
	if e := by["email"]; !slices.Equal(e.Masked, []string{"w***@person.test", "l***@person.test"}) {
		t.Errorf("%+v", e)
	}
	if n := by["full_name"]; !slices.Equal(n.Masked, []string{"**明", "*伟"}) {
		t.Errorf("%+v", n)
	}
	settle(t, lead, datamap.Settling{Table: "member", Column: "full_name", State: mapreview.NotPersonal})
	if by, err = datamap.Samples(ctx, lead, "club", "member"); err != nil || by["full_name"].Hidden != 2 ||
		len(by["full_name"].Masked) != 0 {
		t.Errorf("%+v, %v", by["full_name"], err)
	}
}
