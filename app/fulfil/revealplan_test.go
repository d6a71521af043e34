package fulfil_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

func TestWhoeverSignsAPlanSeesWhatStandsThereAndWhatWill(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, eraseHeld)
	o.leaveShared(t, r.ID)
	if err := change.MakePlan(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := review.SendToReview(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err != nil {
		t.Fatal(err)
	}
	rows, err := change.PlanRows(ctx, o.lead, r.ID, model.PlanFilter{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	find := func(collection string) change.PlanRow {
		i := slices.IndexFunc(rows, func(p change.PlanRow) bool { return p.Collection == collection })
		if i < 0 {
			t.Fatalf("no row of %s", collection)
		}
		return rows[i]
	}
	for _, tt := range []struct {
		collection string
		columns    []string
		want       []change.Revealed
		err        error
	}{
		{"customer", []string{"name", "email"},
			[]change.Revealed{{Column: "name", Before: "王小明", After: "gone"},
				{Column: "email", Before: "wang.ming@163.com"}}, nil},
		{"login", []string{"provider"}, []change.Revealed{{Column: "provider", Before: "wechat"}}, nil}, // the row goes
		{"customer", []string{"name", "no_such"}, nil, store.ErrNotFound},
		{"customer", nil, nil, store.ErrNotFound},
	} {
		before, err := o.lead.Log(ctx, r.ID, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		got, err := change.RevealPlan(ctx, o.lead, desktest.Seen(t, o.lead, r.ID), find(tt.collection).Seen(),
			tt.columns, model.RevealReasons[0])
		if !errors.Is(err, tt.err) || !slices.Equal(got, tt.want) {
			t.Errorf("%s %v: %+v, %v", tt.collection, tt.columns, got, err)
		}
		log, err := o.lead.Log(ctx, r.ID, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if (len(log) > len(before)) != (tt.err == nil) {
			t.Errorf("%s %v: %d entries more", tt.collection, tt.columns, len(log)-len(before))
		}
		if tt.err == nil && (log[0].Action != model.ActReveal ||
			log[0].Detail["column"] != strings.Join(tt.columns, " ")) {
			t.Errorf("the entry is %s %v", log[0].Action, log[0].Detail)
		}
	}
}

func TestAnEmptiedDocumentIsShownAsEmptyAndOneEmptiedInPartIsNot(t *testing.T) {
	for _, tt := range []struct {
		want, how string
		after     any
	}{
		{"", "null_rewrite", map[string]any{"a": nil, "b": []any{nil}}},
		{"", "null_rewrite", nil},
		{"masked", change.EmptiedInPart, map[string]any{"a": nil, "b": "stays"}},
	} {
		row := plannedDocument(tt.after)
		if got := row.After(0); (got == "") != (tt.want == "") || strings.Contains(got, "stays") {
			t.Errorf("%v is shown as %q", tt.after, got)
		}
		if got := row.How(0); got != tt.how {
			t.Errorf("%v comes about by %q", tt.after, got)
		}
	}
}

// plannedDocument is a row of a plan that empties something of a document.
func plannedDocument(after any) (r change.PlanRow) {
	r.Change.Before = value.Row{{Name: "preferences", Value: value.JSON{Value: map[string]any{"a": "x"}}}}
	r.Change.After = value.Row{{Name: "preferences", Value: value.JSON{Value: after}}}
	r.Change.How = []string{dataset.NullRewrite}
	return r
}
