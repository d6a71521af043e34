package sample

import (
	"slices"
	"testing"

	library "orangelab.cn/rightsdesk/app/policy"
	"orangelab.cn/rightsdesk/model/policy"
)

func TestTheSampleDeskHoldsAPublishedStatementAndTheNextOneDrafted(t *testing.T) {
	jing := signIn(t, open(t, &clock{now: noon}), "jing")
	l, err := library.Read(ctx, jing)
	if err != nil {
		t.Fatal(err)
	}
	newest, now := policy.Newest(l.Of(library.Statement)), l.InForce(library.Statement, l.Today)
	if now == nil || now.Label != "3.2" || newest.Label != "3.3" || l.State(newest) != policy.Draft {
		t.Fatalf("in force %+v, newest %+v", now, newest)
	}
	defects, err := library.Check(ctx, jing, newest.Version)
	if err != nil || len(policy.Blocking(defects)) > 0 {
		t.Errorf("the draft cannot be published: %+v, %v", defects, err)
	}
	changes, err := library.ReadChanges(ctx, jing, library.Statement, now.Number, newest.Number)
	if err != nil {
		t.Fatal(err)
	}
	var reduced, purpose, moved []string
	for _, c := range changes.List {
		if slices.Contains(c.Effects, policy.ReducesRights) {
			reduced = append(reduced, c.ID())
		}
		if slices.Contains(c.Effects, policy.ChangesPurpose) {
			purpose = append(purpose, c.ID())
		}
		if c.Moved {
			moved = append(moved, c.Key())
		}
	}
	if !slices.Equal(reduced, []string{"4.2"}) || !slices.Equal(purpose, []string{"3"}) ||
		!slices.Equal(moved, []string{"5→6"}) || len(changes.List) != 6 {
		t.Errorf("reduced %v, purpose %v, moved %v of %d", reduced, purpose, moved, len(changes.List))
	}
}
