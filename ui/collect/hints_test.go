package collect

import (
	"testing"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/work/worktest"
)

// What the search did not go by stands on the screen of what it found, and only identifiers that are surely the person's are
// offered.
func TestWhatTheSearchDidNotGoByIsSaid(t *testing.T) {
	mail := model.Carried{Kind: "email", Value: "wang@example.cn", Dataset: "shop", Collection: "account", Field: "email", Rows: 1}
	doubtful := model.Carried{Kind: "phone_number", Value: "+8613800000003", Dataset: "shop", Collection: "order", Field: "phone", Rows: 1, Shared: true}
	for _, c := range []struct {
		name  string
		open  []model.Carried
		notes collect.Notes
		same  []string
		want  int
	}{
		{"nothing", nil, collect.Notes{}, nil, 0},
		{"an identifier", []model.Carried{mail}, collect.Notes{}, nil, 1},
		{"one that may be another's", []model.Carried{mail, doubtful}, collect.Notes{}, nil, 2},
		{"another request", nil, collect.Notes{}, []string{"R-2026-000075"}, 1},
		{"rows that nothing reads", nil, collect.Notes{Near: []collect.NearRows{{Dataset: "shop", Collection: "order", Near: search.Near{Field: "phone", Rows: 2}}}}, nil, 1},
		{"rows of others", nil, collect.Notes{Others: []collect.NearRows{{Dataset: "club", Collection: "member", Near: search.Near{Field: "email", Rows: 2}}}}, nil, 1},
		{"all", []model.Carried{mail, doubtful}, collect.Notes{Near: []collect.NearRows{{Dataset: "shop", Collection: "order", Near: search.Near{Field: "phone", Rows: 2}}}}, []string{"R-2026-000075"}, 4},
	} {
		w := On(worktest.New(t))
		w.Results = &collect.Results{OpenCarried: c.open, Notes: c.notes, Same: c.same}
		w.Request.Status = model.Working
		v := NewFindings()
		v.work = w
		v.drawScan()
		if n := len(v.scan.Objects); n != c.want {
			t.Errorf("%s: %d banners, want %d", c.name, n, c.want)
		}
		v.flipHints() // what must be settled stays
		if n := len(v.scan.Objects); n != len(c.open) {
			t.Errorf("%s: %d banners stay where hints are put away, want %d", c.name, n, len(c.open))
		}
	}
}

// What systems number people by is taken only where somebody has ticked it.
func TestAnAccountIsTakenWhereItIsTicked(t *testing.T) {
	On(worktest.New(t))
	l := newLooking([]model.Carried{{Kind: "account", Value: "ming7"}, {Kind: "id_number", Value: "11010519491231002X"}})
	if got := l.taken(); got != nil {
		t.Errorf("%+v are taken before anybody ticked one", got)
	}
	l.checks[1].SetChecked(true)
	if got := l.taken(); len(got) != 1 || got[0].Kind != "id_number" {
		t.Errorf("%+v", got)
	}
}

// The rows take the room of what is put away.
func TestTheTableGrowsWhereHintsArePutAway(t *testing.T) {
	w := On(worktest.New(t))
	w.Results = &collect.Results{Same: []string{"R-2026-000075"}}
	v := NewFindings()
	v.work = w
	v.drawScan()
	v.middle.Resize(fyne.NewSize(630, 460))
	before := v.table.Size().Height
	v.flipHints()
	if after := v.table.Size().Height; after <= before {
		t.Errorf("the table is %v high, and was %v", after, before)
	}
}
