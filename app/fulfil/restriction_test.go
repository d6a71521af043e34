package fulfil_test

import (
	"fmt"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
)

// Who asks to keep the data and leave them alone loses none of them, even of a use whose end would otherwise erase
// them.
func TestARestrictionStopsEveryUseAndErasesNothing(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Restriction)
	o.step(t, r.ID, model.StepPurposes)
	if _, err := change.SetPurposes(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		[]string{"all_processing", "location"}); err != nil {
		t.Fatal(err)
	}
	before := o.dump(t)
	o.signed(t, r.ID)
	if links, err := collect.Links(ctx, o.agent, r.ID); err != nil || len(links) != 0 {
		t.Errorf("a restriction opens %+v, %v", links, err)
	}
	tasks, err := change.Tasks(ctx, o.agent, r.ID)
	if err != nil || len(tasks) != 2 || tasks[0].Kind != model.TaskStop {
		t.Errorf("the owners are asked for %+v, %v", tasks, err)
	}
	o.endTasks(t, r.ID)
	if closed := o.closed(t, r.ID); closed.Outcome != model.Fulfilled {
		t.Errorf("closed as %s", closed.Outcome)
	}
	if got := o.dump(t); fmt.Sprint(got) != fmt.Sprint(before) {
		t.Errorf("wrote\n%v\nwant\n%v", got, before)
	}
}
