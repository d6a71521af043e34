package notice_test

import (
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	campaign "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/app/policy"
	"orangelab.cn/rightsdesk/app/policy/paper"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	statement "orangelab.cn/rightsdesk/model/policy"
)

// The notice of a version begins with the changes as somebody saw and classed them; classed anew meanwhile, it is not
// begun, and nothing is kept.
func TestANoticeBeginsFromTheComparison(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, fang := d.Add(t, "jing", model.RoleLead), d.Add(t, "fang", model.RoleAgent)
	day := calendar.DateOf(fang.Now(), fang.Rules().Location())
	draft := func(label, text string, from calendar.Date) statement.Version {
		t.Helper()
		v, seen, _, err := policy.Look(ctx, fang, policy.Import{Label: label, From: from, Language: "en",
			Format: paper.Markdown, Data: []byte("# Statement\n\n## 1 Orders\n\n" + text + "\n")})
		if err == nil {
			v, err = policy.Draft(ctx, fang, v, seen)
		}
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	first := draft("3.2", "We keep orders for three years.", day)
	if err := policy.Publish(ctx, jing, first.Ref()); err != nil {
		t.Fatal(err)
	}
	next := draft("3.3", "We keep orders for five years.", day.Add(40))
	seen, err := policy.ReadChanges(ctx, fang, policy.Statement, first.Number, next.Number)
	if err != nil {
		t.Fatal(err)
	}
	classed, err := policy.Class(ctx, fang, seen, []statement.Class{{Change: seen.List[0].Class.Change,
		Triggers: []statement.Trigger{statement.ServiceModel}, Effects: []statement.Effect{statement.ReducesRights},
		Words: model.Text{"en": "Orders are kept for five years instead of three."}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := campaign.BeginUpdate(ctx, fang, seen); !errors.Is(err, policy.ErrMoved) {
		t.Errorf("changes that were classed meanwhile: %v", err)
	}
	if list, err := campaign.List(ctx, fang); err != nil || len(list) != 0 {
		t.Fatalf("%d notices, %v", len(list), err)
	}
	n, err := campaign.BeginUpdate(ctx, fang, classed)
	if err != nil {
		t.Fatal(err)
	}
	c := n.Content
	if c.Old != "3.2" || c.New != "3.3" || c.Effective != next.From || len(c.Changes) != 1 || !c.NeedsConsent() ||
		c.Changes[0].What["en"] != "Orders are kept for five years instead of three." {
		t.Errorf("begun as %+v", c)
	}
	list, err := campaign.List(ctx, fang)
	if got, told := campaign.Announcing(list, "V3.3"); err != nil || !told || got.ID != n.ID {
		t.Errorf("announced by %+v, %v, %v", got, told, err)
	}
	if _, told := campaign.Announcing(list, "3.2"); told {
		t.Error("the version before is announced by it")
	}
}
