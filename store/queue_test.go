package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/lists"
	"orangelab.cn/rightsdesk/store/storetest"
)

func keeps[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

// expected are the IDs a filter shows, in order.
func expected(all []model.Request, f lists.Filter) []int64 {
	var hits []model.Request
	for _, r := range all {
		letter := r.Step == model.StepApproveLetter || r.Step == model.StepApproveExtension
		mine := keeps(f.Holders, r.Holder)
		if f.For != "" {
			can := r.Status != model.Waiting && (r.LetterBy != f.For || r.Meanwhile != "") &&
				(r.Status != model.Review || r.PreparedBy != f.For)
			reads := letter && r.LetterBy != f.For && r.Status != model.Review // what somebody else wrote
			mine = mine && can || reads && (!mine || r.Status == model.Waiting)
		}
		if f.Second && !letter && r.Status != model.Review {
			continue
		}
		regimes := r.Regimes
		if len(regimes) == 0 {
			regimes = []string{""}
		}
		common := func(list []string, of ...string) bool {
			return len(list) == 0 || slices.ContainsFunc(of, func(v string) bool { return slices.Contains(list, v) })
		}
		if !keeps(f.Channels, r.Channel) || !keeps(f.Products, r.Product) || !common(f.Tags, r.Tags...) ||
			!common(f.Regimes, regimes...) ||
			!f.DueBefore.IsZero() && (r.Status == model.Closed || !r.NextDueAt.Before(f.DueBefore)) {
			continue
		}
		if keeps(f.Kinds, r.Kind) && keeps(f.Statuses, r.Status) && mine && (f.Closed || r.Status != model.Closed) {
			hits = append(hits, r)
		}
	}
	slices.SortFunc(hits, func(a, b model.Request) int {
		if f.Closed && f.DueBefore.IsZero() {
			a, b = b, a
			if c := a.ReceivedAt.Compare(b.ReceivedAt); c != 0 {
				return c
			}
			return int(a.ID - b.ID)
		}
		if c := a.NextDueAt.Compare(b.NextDueAt); c != 0 {
			return c
		}
		return int(a.ID - b.ID)
	})
	ids := make([]int64, len(hits))
	for i, r := range hits {
		ids[i] = r.ID
	}
	return ids
}

func TestPagingShowsEveryRequestOnceAndInOrderAndTheCountsAgree(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		var all []model.Request
		for i := range 150 {
			all = append(all, d.add(t, func(r *model.Request) {
				r.Kind, r.Status = model.Kinds[i%3], model.Statuses[i*7%len(model.Statuses)]
				r.Holder = []string{"", "fang", "jing"}[i*5%3]
				r.PreparedBy = []string{"", "fang", "jing", "lei"}[i*3%4]
				r.Step = []model.Step{model.StepCollect, model.StepApproveLetter, model.StepApproveExtension,
					model.StepTellExtension}[i*3%4]
				if r.Step == model.StepApproveLetter || r.Step == model.StepApproveExtension {
					r.LetterBy, r.Meanwhile = []string{"", "fang", "jing"}[i/4%3], []model.Step{"",
						model.StepCollect}[i%5%2]
				}
				r.NextDueAt = start.Add(time.Duration(i%11) * time.Hour) // many share an instant
				r.ReceivedAt = start.Add(-time.Duration(i%7) * time.Hour)
				r.Subject.Name = name("person", i)
				r.Channel, r.Product = model.Channels[i*3%4], []string{"", "Shop", "Music"}[i%3]
				r.Tags = [][]string{nil, {"press"}, {"press", "VIP"}, {"VIP shop"}}[i*7%4]
				r.Regimes = [][]string{nil, {"cn"}, {"cn", "eu"}, {"eu", "us_ca"}}[i*11%4]
			}))
		}
		some := func(list ...string) *rapid.Generator[[]string] {
			return rapid.OneOf(rapid.Just([]string(nil)),
				rapid.SliceOfNDistinct(rapid.SampledFrom(list), 1, 2, rapid.ID))
		}
		rapid.Check(t, func(t *rapid.T) {
			f := lists.Filter{
				Channels: rapid.SliceOfNDistinct(rapid.SampledFrom(model.Channels[:4]), 0, 2, rapid.ID).
					Draw(t, "channels"),
				Products:  some("", "Shop", "Music").Draw(t, "products"),
				Tags:      some("press", "VIP", "shop").Draw(t, "tags"),
				Regimes:   some("", "cn", "eu", "usxca", "us_ca").Draw(t, "regimes"),
				DueBefore: rapid.SampledFrom([]time.Time{{}, {}, start.Add(4 * time.Hour)}).Draw(t, "due before"),

				Kinds:    rapid.SliceOfNDistinct(rapid.SampledFrom(model.Kinds[:4]), 0, 3, rapid.ID).Draw(t, "kinds"),
				Statuses: rapid.SliceOfNDistinct(rapid.SampledFrom(model.Statuses), 0, 3, rapid.ID).Draw(t, "statuses"),
				Holders: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"", "fang", "nobody"}), 0, 2, rapid.ID).
					Draw(t, "holders"),
				Closed: rapid.Bool().Draw(t, "closed too"),
				Second: rapid.Bool().Draw(t, "for a second person"),

				For: rapid.SampledFrom([]string{"", "fang", "jing"}).Draw(t, "whose"),
			}
			limit := rapid.IntRange(1, 40).Draw(t, "limit")
			var got []int64
			var after model.Cursor
			for {
				var page []model.QueueRow
				if err := d.read(func(v *store.View) (err error) {
					page, err = lists.Queue(v, f, after, limit)
					return err
				}); err != nil {
					t.Fatal(err)
				}
				for _, row := range page {
					if want := name("person", int(row.ID-all[0].ID)); row.Name != want {
						t.Fatalf("%s is named %q, want %q", row.Reference, row.Name, want)
					}
					got = append(got, row.ID)
				}
				if len(page) < limit {
					break
				}
				after = page[len(page)-1].Cursor
			}
			want := expected(all, f)
			if !slices.Equal(got, want) {
				t.Fatalf("got  %v\nwant %v", got, want)
			}
			counted := int64(0)
			if err := d.read(func(v *store.View) (err error) {
				if !f.Counted() {
					counted, err = lists.CountQueue(v, f, 1000)
					return err
				}
				counts, err := lists.Counts(v)
				for _, c := range counts {
					if f.Of(c) {
						counted += c.N
					}
				}
				return err
			}); err != nil || counted != int64(len(want)) {
				t.Fatalf("%d are counted of %d, %v", counted, len(want), err)
			}
		})
	})
}

// carried is a filter with what requests carry of it, as every list is read.
func (d *desk) carried(tb testing.TB, f lists.Filter) lists.Filter {
	tb.Helper()
	if err := d.read(func(v *store.View) (err error) { f, err = f.Carried(v); return err }); err != nil {
		tb.Fatal(err)
	}
	return f
}

// plan is SQLite's plan of a queue page, one step a line.
func plan(tb testing.TB, d *desk, f lists.Filter, after model.Cursor) string {
	tb.Helper()
	query, args := d.carried(tb, f).SQL(after, 50)
	rows, err := d.Raw().Raw("EXPLAIN QUERY PLAN "+query, args...).Rows()
	if err != nil {
		tb.Fatal(err)
	}
	defer rows.Close()
	var b strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			tb.Fatal(err)
		}
		fmt.Fprintln(&b, detail)
	}
	return b.String()
}

// someYears makes n copies of the first request: nine of ten are closed. What is sealed does not matter to a plan.
func someYears(tb testing.TB, d *desk, n int) {
	tb.Helper()
	changed := map[string]string{
		"id":          "100 + i",
		"product":     "CASE i % 3 WHEN 0 THEN 'Shop' ELSE '' END",
		"tags":        "CASE i % 50 WHEN 0 THEN 'press' ELSE '' END",
		"regimes":     "CASE i % 40 WHEN 0 THEN 'cn,eu' ELSE '' END",
		"channel":     "CASE i % 3 WHEN 0 THEN 'mail' WHEN 1 THEN 'portal' ELSE 'phone' END",
		"reference":   "'R-2025-' || (1000000 + i)",
		"kind":        "CASE i % 4 WHEN 0 THEN 'access' WHEN 1 THEN 'deletion' ELSE 'export' END",
		"status":      "CASE WHEN i % 10 <> 0 THEN 'closed' WHEN i % 3 <> 0 THEN 'received' ELSE 'working' END",
		"holder":      "'staff ' || (i % 5)",
		"received_at": "received_at + i",
		"due_at":      "due_at + i",
		"next_due_at": "next_due_at + i % 5000",
		"intake_hash": "NULL",
	}
	var columns []string
	from := "SELECT name FROM pragma_table_info('request')"
	if d.Raw().Name() == "postgres" {
		from =
			"SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'request'"
	}
	if err := d.Raw().Raw(from).Scan(&columns).Error; err != nil {
		tb.Fatal(err)
	}
	values := slices.Clone(columns)
	for i, c := range columns {
		if v, ok := changed[c]; ok {
			values[i] = v
		}
	}
	d.raw(tb,
		"WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO request ("+
			strings.Join(columns, ", ")+") SELECT "+strings.Join(values,
			", ")+" FROM n, request WHERE id = (SELECT MIN(id) FROM request)", n)
}

func TestEveryQueuePageWalksAnIndexAndSortsNothingLarge(t *testing.T) {
	d := newDesk(t, "sqlite")
	d.add(t, nil)
	someYears(t, d, 60000)
	for _, statistics := range []struct {
		when string
		take func()
	}{
		{"before any statistics", func() {}},
		{"after PRAGMA optimize", func() { d.raw(t, "PRAGMA optimize(0x10002)") }},
		{"after an administrator's full ANALYZE", func() {
			d.raw(t, "PRAGMA analysis_limit = 0")
			d.raw(t, "ANALYZE")
			if stat := column[string](t, d,
				"SELECT stat FROM sqlite_stat1 WHERE idx = 'request_all'"); !strings.HasPrefix(stat, "60001 ") {
				t.Fatalf("the statistics are not of every row: %s", stat)
			}
		}},
	} {
		statistics.take()
		when := statistics.when
		if p := plan(t, d, lists.Filter{Second: true},
			model.Cursor{At: start.UnixMilli(), ID: 40}); !strings.Contains(p, "request_letter_waits") {
			t.Errorf("%s: letters that wait are looked for among all requests:\n%s", when, p)
		}
		for _, kinds := range [][]model.Kind{nil, {model.Export}, {model.Access, model.Export}} {
			for _, statuses := range [][]model.Status{nil, {model.Received}, {model.Received, model.Working}} {
				for _, holders := range [][]string{nil, {"staff 1"}, {"staff 1", ""}} {
					for _, closed := range []bool{false, true} {
						for _, after := range []model.Cursor{{}, {At: start.UnixMilli(), ID: 40}} {
							f := lists.Filter{Kinds: kinds, Statuses: statuses, Holders: holders, Closed: closed}
							if len(holders) > 1 {
								f.For = holders[0]
							}
							if closed && holders != nil {
								continue // nobody lists closed requests by who held them
							}
							for _, line := range strings.Split(plan(t, d, f, after), "\n") {
								if strings.Contains(line, "request ") && !strings.Contains(line, "INDEX") {
									t.Errorf("%s, %+v %+v: walks the table: %s", when, f, after, line)
								}
								if strings.Contains(line, "ANY(") {
									t.Errorf("%s, %+v %+v: skips through an index: %s", when, f, after, line)
								}
							}
							if one := len(kinds) <= 1 && len(statuses) <= 1 && len(holders) <= 1; one &&
								strings.Contains(plan(t, d, f, after), "TEMP B-TREE") {
								t.Errorf("%s, %+v %+v: sorts:\n%s", when, f, after, plan(t, d, f, after))
							}
						}
					}
				}
			}
		}
	}
}

func TestAQueueSaysWhatAPersonWithoutANameIsKnownByAndWhoPassedAMailOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		passed := d.add(t, func(r *model.Request) {
			r.Status, r.Subject = model.Received, model.Subject{Email: "wang@example.cn"}
		})
		d.add(t, func(r *model.Request) { r.Status, r.Subject = model.Received, model.Subject{Name: "Ann"} })
		d.must(t, func(tx *store.Tx) error {
			return casefile.SavePart(tx, passed.ID, casefile.PartArrival,
				model.Arrival{ForwardedBy: "fang@shop.example"})
		})
		var rows []model.QueueRow
		if err := d.read(func(v *store.View) (err error) {
			rows, err = lists.Queue(v, lists.Filter{}, model.Cursor{}, 10)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if len(rows) != 2 {
			t.Fatalf("%+v", rows)
		}
		for _, r := range rows {
			want := [2]string{"", ""}
			if r.ID == passed.ID {
				want = [2]string{"w***@example.cn", "fang@shop.example"}
			}
			if [2]string{r.KnownBy, r.ForwardedBy} != want {
				t.Errorf("%s: %q, %q, want %q", r.Name, r.KnownBy, r.ForwardedBy, want)
			}
		}
	})
}
