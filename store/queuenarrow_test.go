package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/lists"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/storetest"
)

// narrowings are filters by what no index begins with, alone and together with the others.
func narrowings() (list []lists.Filter) {
	for _, closed := range []bool{false, true} {
		for _, f := range []lists.Filter{
			{Channels: []model.Channel{model.ByMail}},
			{Products: []string{"Shop", ""}},
			{Tags: []string{"press"}},
			{Regimes: []string{"eu", ""}},
			{Regimes: []string{"eu"}, Tags: []string{"press", "VIP"},
				Channels: []model.Channel{model.ByMail, model.ByPortal}, Products: []string{"Shop"}},
			{Kinds: []model.Kind{model.Export}, Tags: []string{"press"}},
			{Statuses: []model.Status{model.Received}, Products: []string{"Shop"}},
			{Holders: []string{"staff 1", ""}, Channels: []model.Channel{model.ByMail}},
			{Kinds: []model.Kind{model.Export, model.Access}, Statuses: []model.Status{model.Received},
				Holders: []string{"staff 1"}, Regimes: []string{"eu"}, DueBefore: start},
		} {
			f.Closed = closed
			list = append(list, f)
		}
	}
	return list
}

func TestAnyCombinationIsFoundInTheIndexOfAllListsAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		r := d.add(t, nil)
		someYears(t, d, 6000)
		if engine == "postgres" {
			d.raw(t, "VACUUM ANALYZE request")
		} else {
			d.raw(t, "ANALYZE")
		}
		for _, f := range narrowings() {
			for _, after := range []model.Cursor{{}, {At: start.UnixMilli(), ID: r.ID}} {
				steps := planOn(t, d, engine, f, after)
				want := map[string]string{"sqlite": "COVERING INDEX request_", "postgres": "Index Only Scan"}[engine]
				if !strings.Contains(steps, want) || strings.Contains(steps, "Seq Scan on request ") {
					t.Errorf("%+v %+v is not found in an index alone:\n%s", f, after, steps)
				}
				// the one sorts the page that was found
				if engine == "sqlite" && strings.Count(steps, "TEMP B-TREE") > 1 {
					t.Errorf("%+v %+v sorts what it finds:\n%s", f, after, steps)
				}
			}
		}
	})
}

// What few of a million carry must not cost a walk along all of them.
func TestWhatFewCarryHasAnIndexOfItsOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		d.add(t, nil)
		someYears(t, d, 6000)
		if engine == "postgres" {
			d.raw(t, "VACUUM ANALYZE request")
		}
		for index, f := range map[string]lists.Filter{
			"request_product": {Closed: true, Products: []string{"Shop", "Bank"},
				Channels: []model.Channel{model.ByMail}},
			"request_tagged": {Closed: true, Tags: []string{"press"}, Kinds: []model.Kind{model.Export}},

			"request_all_holder": {Closed: true, Holders: []string{"staff who left"}},

			"request_open_product": {Products: []string{"Shop"}, Statuses: []model.Status{model.Received}},
			"request_open_tagged": {Tags: []string{"press"}, Kinds: []model.Kind{model.Export},
				Products: []string{"Shop"}},
			"request_open_regimes": {Regimes: []string{"eu"}, Holders: []string{"staff 1", ""}},
		} {
			for _, analysed := range []bool{false, true} {
				if analysed && engine == "sqlite" {
					d.raw(t, "ANALYZE")
				}
				if steps := planOn(t, d, engine, f, model.Cursor{}); !strings.Contains(steps, index) {
					t.Errorf("%+v, analysed %t:\n%s", f, analysed, steps)
				}
			}
		}
	})
}

// planOn is the plan of a queue page on either engine, one step a line.
func planOn(t *testing.T, d *desk, engine string, f lists.Filter, after model.Cursor) string {
	t.Helper()
	if engine == "sqlite" {
		return plan(t, d, f, after)
	}
	query, args := d.carried(t, f).SQL(after, 50)
	var lines []string
	if err := d.Raw().Raw("EXPLAIN "+query, args...).Scan(&lines).Error; err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

func TestTheBeginningOfAReferenceFindsTheNewestThatHaveIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		for _, ref := range []string{"R-2025-000123", "R-2026-000123", "R-2026-000124", "R-2026-000200",
			"R-2026-1000123"} {
			d.must(t, func(tx *store.Tx) error {
				r := newRequest()
				r.Reference = ref
				_, err := requests.Create(tx, r, "")
				return err
			})
		}
		for prefix, want := range map[string]string{"R-2026-00012": "[R-2026-000124 R-2026-000123]",
			"R-2025": "[R-2025-000123]", "R-2026-1": "[R-2026-1000123]", "R-2026-9": "[]",
			"R-": "[R-2026-1000123 R-2026-000200 R-2026-000124 R-2026-000123 R-2025-000123]"} {
			var got []string
			err := d.read(func(v *store.View) error {
				ids, err := lists.ReferencesFrom(v, prefix)
				for _, id := range ids {
					r, err := requests.Read(v, id)
					if err != nil {
						return err
					}
					got = append(got, r.Reference)
				}
				return err
			})
			if err != nil || fmt.Sprint(got) != want {
				t.Errorf("%s finds %v, want %s; %v", prefix, got, want, err)
			}
		}
		if engine == "postgres" {
			d.raw(t, "SET enable_seqscan = off") // on five rows it would be quicker
			var steps []string
			if err := d.Raw().
				Raw(`EXPLAIN SELECT id FROM request WHERE reference >= 'R-2026-0001' AND reference < 'R-2026-0001~' ORDER BY reference DESC LIMIT 50`).Scan(&steps).Error; err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(strings.Join(steps, "\n"), "request_reference_key") {
				t.Errorf("the beginning of a reference walks the table:\n%s", strings.Join(steps, "\n"))
			}
		}
	})
}

func TestWhatIsLateIsWhatItsClockSays(t *testing.T) {
	d := newDesk(t, "sqlite")
	d.add(t, func(r *model.Request) { r.NextDueAt = start })
	for before, want := range map[time.Time]int64{start: 0, start.Add(time.Millisecond): 1} {
		var n int64
		if err := d.read(func(v *store.View) (err error) {
			n, err = lists.CountQueue(v, lists.Filter{DueBefore: before}, 10)
			return err
		}); err != nil || n != want {
			t.Errorf("%d are late before %s, want %d; %v", n, before, want, err)
		}
	}
}
