package desk_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
)

// labelsOfTheDesk gives the desk products and tags.
func labelsOfTheDesk(t *testing.T, d *desktest.Desk) {
	t.Helper()
	o, err := d.Admin.Organisation(ctx)
	if err != nil {
		t.Fatal(err)
	}
	o.Products, o.Tags = []string{"Shop", "Music"}, []string{"press", "VIP"}
	if _, err := d.Admin.SaveOrganisation(ctx, o); err != nil {
		t.Fatal(err)
	}
}

func TestEveryFilterAndAnyTwoShowWhatBothAskAndTheCountAgrees(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			d := desktest.New(t, engine)
			labelsOfTheDesk(t, d)
			fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
			var ids []int64
			for i := range 12 {
				sub := desktest.Submission()
				sub.Kind, sub.Channel = []model.Kind{model.Export, model.Complaint}[i%2], []model.Channel{model.ByPhone,
					model.ByPortal, model.ByCounter}[i%3]
				r, err := intake.Take(ctx, fang, sub)
				if err != nil {
					t.Fatal(err)
				}
				if i%4 == 1 {
					if _, err := fang.SetLabels(ctx, desktest.Seen(t, fang, r.ID),
						model.Labels{Product: "Shop", Tags: []string{"VIP", "press"}[:1+i%2]}); err != nil {
						t.Fatal(err)
					}
				}
				if i%5 == 2 {
					if _, err := jing.SetRegimes(ctx, desktest.Seen(t, jing, r.ID),
						[]string{"seed", "cn", "eu"}); err != nil {
						t.Fatal(err)
					}
				}
				ids = append(ids, r.ID)
				d.Clock.Step(20 * time.Hour)
			}
			reads := func(r model.Request, n desk.Narrow) bool {
				of := func(any bool, list int) bool { return list == 0 || any }
				regimes := r.Regimes
				if len(regimes) == 0 {
					regimes = fang.Rules().Default
				}
				common := func(a, b []string) bool {
					return slices.ContainsFunc(a, func(v string) bool { return slices.Contains(b, v) })
				}
				holder := r.Holder
				return of(slices.Contains(n.Kinds, r.Kind), len(n.Kinds)) &&
					of(slices.Contains(n.Statuses, r.Status), len(n.Statuses)) &&
					of(slices.Contains(n.Channels, r.Channel), len(n.Channels)) &&
					of(slices.Contains(n.Products, r.Product), len(n.Products)) &&
					of(common(n.Tags, r.Tags), len(n.Tags)) && of(common(n.Regimes, regimes), len(n.Regimes)) &&
					(n.Holder == "" || holder == n.Holder) && (!n.Unclaimed || holder == "") &&
					(!n.Mine || holder == "" || holder == fang.Staff().ID) &&
					(n.Due != desk.DueLate || r.NextDueAt.Before(fang.Now()))
			}
			single := []desk.Narrow{{}, {Mine: true}, {Holder: jing.Staff().ID}, {Unclaimed: true},
				{Kinds: []model.Kind{model.Complaint}}, {Statuses: []model.Status{model.Received}},
				{Regimes: []string{"eu"}}, {Regimes: []string{"cn"}},
				{Channels: []model.Channel{model.ByPortal, model.ByCounter}}, {Products: []string{"Shop"}},
				{Tags: []string{"press"}}, {Due: desk.DueLate}}
			shown := 0
			for _, a := range single {
				for _, b := range single {
					n := both(a, b)
					for _, q := range []desk.Queue{desk.QueueAll, desk.QueueReceived, desk.QueueNext} {
						rows, err := fang.Page(ctx, q, n, model.Cursor{}, 100)
						if err != nil {
							t.Fatal(err)
						}
						total, err := fang.CountPage(ctx, q, n)
						if err != nil {
							t.Fatal(err)
						}
						var got, want []int64
						for _, r := range rows {
							got = append(got, r.ID)
						}
						for _, id := range ids {
							r, err := fang.Request(ctx, id)
							if err != nil {
								t.Fatal(err)
							}
							if q == desk.QueueNext && r.Holder != "" && r.Holder != fang.Staff().ID {
								continue
							}
							m := n
							if q == desk.QueueNext {
								m.Holder, m.Unclaimed = "", false // whose it is, this queue says
							}
							if reads(r, m) {
								want = append(want, id)
							}
						}
						slices.Sort(got)
						if !slices.Equal(got, want) || total != int64(len(want)) {
							t.Errorf("%s %+v shows %v and counts %d, want %v", q, n, got, total, want)
						}
						shown += len(want)
					}
				}
			}
			if shown < 200 {
				t.Errorf("only %d rows were compared", shown)
			}
		})
	}
}

// both asks what two filters ask.
func both(a, b desk.Narrow) desk.Narrow {
	a.Mine, a.Unclaimed = a.Mine || b.Mine, a.Unclaimed || b.Unclaimed
	if a.Mine {
		a.Holder, b.Holder, a.Unclaimed = "", "", false
	}
	if b.Holder != "" {
		a.Holder = b.Holder
	}
	if a.Holder != "" {
		a.Unclaimed = false
	}
	a.Kinds, a.Statuses, a.Channels = append(a.Kinds, b.Kinds...), append(a.Statuses, b.Statuses...), append(a.Channels,
		b.Channels...)
	a.Products, a.Tags, a.Regimes = append(a.Products, b.Products...), append(a.Tags, b.Tags...), append(a.Regimes,
		b.Regimes...)
	if b.Due != "" {
		a.Due = b.Due
	}
	return a
}

func TestARequestCarriesOnlyWordsOfTheDesk(t *testing.T) {
	d := desktest.New(t, "sqlite")
	labelsOfTheDesk(t, d)
	fang := d.Add(t, "fang", model.RoleAgent)
	r := d.Request(t, fang)
	for _, l := range []model.Labels{{Product: "Cinema"}, {Tags: []string{"press", "王小明"}}} {
		if _, err := fang.SetLabels(ctx, desktest.Seen(t, fang, r.ID), l); !errors.Is(err, model.ErrUnknownLabel) {
			t.Errorf("%+v: %v", l, err)
		}
	}
	got, err := fang.SetLabels(ctx, desktest.Seen(t, fang, r.ID),
		model.Labels{Product: "Shop", Tags: []string{"press", "VIP", "press"}})
	if err != nil || got.Product != "Shop" || !slices.Equal(got.Tags, []string{"VIP", "press"}) {
		t.Fatalf("%+v, %v", got.Labels, err)
	}
	log, err := fang.Log(ctx, r.ID, 0, 1)
	if err != nil || len(log) != 1 || log[0].Action != model.ActLabel || log[0].Detail["tags"] != "VIP,press" {
		t.Fatalf("%+v, %v", log, err)
	}
	if _, err := fang.SetLabels(ctx, r.Revision(), model.Labels{Product: "Music"}); err == nil {
		t.Error("a request was labelled that had changed since it was seen")
	}
}

func TestTheBeginningOfAReferenceIsSearchedWhateverItsCase(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	for range 3 {
		d.Request(t, fang)
	}
	for text, want := range map[string]int{"R-2026-00000": 3, " r-2026-000002": 1, "R-2025": 0, "r-": 3,
		"R-2026-0000021": 0} {
		rows, err := fang.Search(ctx, text)
		if err != nil || len(rows) != want {
			t.Errorf("%q finds %d, want %d; %v", text, len(rows), want, err)
		}
	}
}
