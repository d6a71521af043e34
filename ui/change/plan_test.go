package change

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
	"orangelab.cn/rightsdesk/ui/work/worktest"
)

func planRow(seq int64, deletes bool, columns ...string) change.PlanRow {
	r := change.PlanRow{PlanLine: model.PlanLine{Seq: seq, Source: "shop", Collection: "customer", Deletes: deletes}}
	r.Change.Delete = deletes
	for _, c := range columns {
		r.Change.Before = append(r.Change.Before, value.Cell{Name: c, Value: "13912345678"})
		if !deletes {
			r.Change.After = append(r.Change.After, value.Cell{Name: c, Value: nil})
			r.Change.How = append(r.Change.How, dataset.NullRewrite)
		}
	}
	return r
}

func TestEveryWrittenColumnIsALineAndADeletedRowIsOne(t *testing.T) {
	lines := linesOf([]change.PlanRow{planRow(1, false, "name", "phone"), planRow(2, true, "name", "phone"),
		planRow(3, false, "email")})
	var got []string
	for _, l := range lines {
		got = append(got, l.column)
		if l.deletes != (l.row.Seq == 2) {
			t.Errorf("row %d: deleted %v", l.row.Seq, l.deletes)
		}
		if l.before == "13912345678" {
			t.Errorf("row %d shows a value unmasked", l.row.Seq)
		}
	}
	if want := []string{"name", "phone", "", "email"}; !slices.Equal(got, want) {
		t.Errorf("lines %q, want %q", got, want)
	}
}

func TestTheTableEndsWhereReadingEnds(t *testing.T) {
	test.NewTempApp(t)
	table := newPlanTable(&PlanView{})
	two := linesOf([]change.PlanRow{planRow(1, false, "name", "phone")})
	table.set("plan", []*planGroup{{source: model.PlanSource{Source: "crm"}, lines: two, whole: true},
		{source: model.PlanSource{Source: "shop"}, lines: two}, {source: model.PlanSource{Source: "usage"}}})
	count := func(what string, want int) {
		t.Helper()
		if got := table.table.Count(); got != want {
			t.Errorf("%s: %d rows, want %d", what, got, want)
		}
	}
	count("two sources, the second half read", 6)
	table.fold(0)
	count("the first folded", 4)
	table.set("plan", []*planGroup{{source: model.PlanSource{Source: "crm", State: model.WriteDone}},
		{source: model.PlanSource{Source: "shop"}}})
	count("the same plan after a source was written", 4)
	table.set("next plan",
		[]*planGroup{{source: model.PlanSource{Source: "crm"}}, {source: model.PlanSource{Source: "shop"}}})
	count("another plan", 2)
}

func TestAPlanIsApprovedOnlyWithItsRowsOnTheScreen(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(v *PlanView)
		yes  bool
	}{
		{"its rows show", func(*PlanView) {}, true},
		{"what is settled shows", func(v *PlanView) { v.settled = true }, false},
		{"no row is read yet", func(v *PlanView) { v.rows.groups[0].lines = nil }, false},
		{"the rows are those of before", func(v *PlanView) { v.drawn = "another" }, false},
		{"there is none", func(v *PlanView) { v.rows.groups = nil }, true},
		{"they came after it was drawn", func(v *PlanView) {
			lines := v.rows.groups[0].lines
			v.rows.groups[0].lines = nil
			v.drawPanel()
			v.rows.groups[0].lines = lines
		}, true},
	} {
		w := On(worktest.New(t))
		w.Request = model.Request{Kind: model.Deletion, Step: model.StepSignPlan, Status: model.Review,
			PreparedBy: "somebody else"}
		w.Plan, w.Digest, w.Sees = &change.Plan{
			Plan: model.Plan{Digest: "7f3a91c2", State: model.PlanReady}}, "seen", work.SeesPlan
		v := NewPlanView()
		v.work, v.drawn = w, "seen"
		v.rows.groups = []*planGroup{{source: model.PlanSource{Source: "crm"},
			lines: linesOf([]change.PlanRow{planRow(1, false, "name")})}}
		v.parts.Title = "Approve"
		w.Offer(&v.parts, work.Approval{Sees: w.Sees, Text: "Approve this plan", Look: "Look at the plan",
			Show: func() {}, Do: change.SignPlan})
		c.do(v)
		v.drawPanel()
		b := v.step.Primary
		if yes := b.Text == "Approve this plan" && !b.Disabled(); yes != c.yes {
			t.Errorf("%s: %q, locked %v", c.name, b.Text, b.Disabled())
		}
	}
}

func TestWhoApprovesAPlanHearsThatNobodySearchedForWhatItMisses(t *testing.T) {
	for _, c := range []struct {
		name     string
		kind     model.Kind
		searched bool
		said     bool
	}{{"an erasure, not searched", model.Deletion, false, true}, {"an erasure, searched", model.Deletion, true, false},
		{"a correction", model.Correction, false, false}} {
		w := On(worktest.New(t))
		w.Request = model.Request{Kind: c.kind, Step: model.StepSignPlan, Status: model.Review}
		v := NewPlanView()
		v.work, v.drawn = w, w.Digest
		v.rows.groups = []*planGroup{{lines: linesOf([]change.PlanRow{planRow(1, false, "name")})}}
		if c.searched {
			v.made.found.At = time.Now()
		}
		p := part.NextStepParts{Primary: work.Primary("Approve this plan", func() {})}
		v.signable(&p)
		if said := strings.Contains(p.Why, "Nobody has searched yet"); said != c.said ||
			(len(p.Others) == 1) != c.said {
			t.Errorf("%s: %q with %d buttons", c.name, p.Why, len(p.Others))
		}
	}
}

func TestTheFootOffersNoSearchBeforeAPlanThatIsWritten(t *testing.T) {
	for status, offers := range map[model.Status]bool{model.Working: true, model.Review: true, model.Running: false,
		model.Answering: false, model.Closed: false} {
		w := On(worktest.New(t))
		w.Request = model.Request{Kind: model.Deletion, Status: status}
		w.Results = &collect.Results{}
		v := NewPlanView()
		v.work = w
		v.drawFoot()
		if got := shows(v.foot, "Search now"); got != offers {
			t.Errorf("%s: offered %v, want %v", status, got, offers)
		}
	}
}

// shows reports whether a button with a text can be seen in o.
func shows(o fyne.CanvasObject, text string) bool {
	switch o := o.(type) {
	case *part.Button:
		return o.Text == text && o.Visible()
	case *fyne.Container:
		return slices.ContainsFunc(o.Objects, func(c fyne.CanvasObject) bool { return shows(c, text) })
	case fyne.Widget:
		return slices.ContainsFunc(test.WidgetRenderer(o).Objects(), func(c fyne.CanvasObject) bool {
			return shows(c, text)
		})
	}
	return false
}
