package fulfil

import (
	"testing"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/model"
)

// What the search did not go by stands on the screen of what it found, and only identifiers that are surely the person's are
// offered.
func TestWhatTheSearchDidNotGoByIsSaid(t *testing.T) {
	mail := collect.Carried{Kind: "email", Value: "wang@example.cn", Dataset: "shop", Collection: "account", Field: "email", Rows: 1}
	doubtful := collect.Carried{Kind: "phone_number", Value: "+8613800000003", Dataset: "shop", Collection: "order", Field: "phone", Rows: 1, Shared: true}
	for _, c := range []struct {
		name  string
		notes collect.Notes
		same  []string
		want  int
	}{
		{"nothing", collect.Notes{}, nil, 0},
		{"an identifier", collect.Notes{Carried: []collect.Carried{mail}}, nil, 1},
		{"one that may be another's", collect.Notes{Carried: []collect.Carried{mail, doubtful}}, nil, 2},
		{"another request", collect.Notes{}, []string{"R-2026-000075"}, 1},
		{"rows that nothing reads", collect.Notes{Near: []collect.NearRows{{Dataset: "shop", Collection: "order", Near: search.Near{Field: "phone", Rows: 2}}}}, nil, 1},
		{"all", collect.Notes{Carried: []collect.Carried{mail, doubtful}, Near: []collect.NearRows{{Dataset: "shop", Collection: "order", Near: search.Near{Field: "phone", Rows: 2}}}}, []string{"R-2026-000075"}, 4},
	} {
		w := newWork(t)
		w.Results = &collect.Results{Notes: c.notes, Same: c.same}
		w.Request.Status = model.Working
		v := NewFindings()
		v.work = w
		v.drawScan()
		if n := len(v.scan.Objects); n != c.want {
			t.Errorf("%s: %d banners, want %d", c.name, n, c.want)
		}
	}
}

// What systems number people by is taken only where somebody has ticked it.
func TestAnAccountIsTakenWhereItIsTicked(t *testing.T) {
	newWork(t)
	l := newLooking([]collect.Carried{{Kind: "account", Value: "ming7"}, {Kind: "id_number", Value: "11010519491231002X"}})
	if got := l.taken(); got != nil {
		t.Errorf("%+v are taken before anybody ticked one", got)
	}
	l.checks[1].SetChecked(true)
	if got := l.taken(); len(got) != 1 || got[0].Kind != "id_number" {
		t.Errorf("%+v", got)
	}
}
