package collect

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/source/residue"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work/worktest"
)

// What the search did not go by stands on the screen of what it found, and only identifiers that are surely the
// person's are offered.
func TestWhatTheSearchDidNotGoByIsSaid(t *testing.T) {
	mail := model.Carried{Kind: "email", Value: "wang@example.cn", Dataset: "shop", Collection: "account",
		Field: "email", Rows: 1}
	doubtful := model.Carried{Kind: "phone_number", Value: "+8613800000003", Dataset: "shop", Collection: "order",
		Field: "phone", Rows: 1, Shared: true}
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
		{"rows that nothing reads", nil,
			collect.Notes{Near: []collect.NearRows{{Dataset: "shop", Collection: "order",
				Near: search.Near{Field: "phone", Rows: 2}}}}, nil, 1},
		{"rows of others", nil,
			collect.Notes{Others: []collect.NearRows{
				{Dataset: "club", Collection: "member", Near: search.Near{Field: "email", Rows: 2}}}}, nil, 1},
		{"all", []model.Carried{mail, doubtful},
			collect.Notes{Near: []collect.NearRows{{Dataset: "shop", Collection: "order",
				Near: search.Near{Field: "phone", Rows: 2}}}}, []string{"R-2026-000075"}, 4},
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

// Whatever kind of identifier it is, taking it asks first, with all of them in the list and none ticked; and nothing
// ticked is nothing taken. One that was not in the list was searched by, and one that stood alone was taken without a
// question.
func TestEveryIdentifierIsListedAndNoneIsTicked(t *testing.T) {
	all := []model.Carried{{Kind: "account", Value: "ming7"}, {Kind: "phone_number", Value: "+8613812341234"},
		{Kind: "email", Value: "wang@example.cn"}}
	for _, list := range [][]model.Carried{all, all[:2], all[:1], all[1:2], all[2:]} {
		w := On(worktest.New(t))
		w.Window = test.NewTempWindow(t, part.Space(1, 1))
		w.Results = &collect.Results{OpenCarried: list}
		w.Request.Status = model.Working
		var take func()
		w.StepCarried(&part.NextStepParts{}, func(_ string, tap func()) { take = tap }, func(string, func()) {})
		take()
		dialog := w.Window.Canvas().Overlays().Top()
		if dialog == nil {
			t.Errorf("%+v: taken without a question", list)
			continue
		}
		var checks []*part.Check
		for _, o := range test.LaidOutObjects(dialog) {
			if c, ok := o.(*part.Check); ok {
				checks = append(checks, c)
			}
		}
		if len(checks) != len(list) {
			t.Errorf("%+v: %d are listed", list, len(checks))
		}
		for i, c := range checks {
			if c.Checked || c.Text != frame.CarriedName(list[i]) {
				t.Errorf("%q, ticked %v, for %+v", c.Text, c.Checked, list[i])
			}
		}
		w.Window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if w.Window.Canvas().Overlays().Top() != dialog {
			t.Errorf("%+v: nothing is ticked, and the dialog goes on", list)
		}
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

// TestAColumnThatTheCopyGivesIsNotCalledLeftOut: one without a category goes out where the data map names it.
func TestAColumnThatTheCopyGivesIsNotCalledLeftOut(t *testing.T) {
	w := On(worktest.New(t))
	w.ShowSource = func(string, string) {}
	v := NewFindings()
	for _, c := range []struct {
		named bool
		says  string
	}{{true, "A copy gives the column as it is"}, {false, "stays out of the copy"}} {
		w.Results = &collect.Results{Notes: collect.Notes{Uncategorised: []residue.Residue{{Dataset: "shop",
			Collection: "customer", Column: "note", Kind: "email", Declared: c.named, Rows: 1}}}}
		v.work = w
		list := v.uncategorised()
		if len(list) != 1 || len(list[0].Actions) != 1 || !strings.Contains(list[0].Text, c.says) {
			t.Errorf("named %v: %+v", c.named, list)
		}
	}
}
