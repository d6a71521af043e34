package fulfil_test

import (
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
)

// What the desk knows something by is for the file; the person reads the reason alone.
func TestWhatTheDeskKnowsItByNeverReachesThePerson(t *testing.T) {
	const secret = "Mr Hu of the archive, on the telephone at 10:40"
	o := newOffice(t, "sqlite")
	list, err := datamap.List(ctx, o.lead)
	if err != nil {
		t.Fatal(err)
	}
	src := list[0].Source
	src.WriteAddress = ""
	if err := datamap.Save(ctx, o.lead, src); err != nil {
		t.Fatal(err)
	}
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, eraseHeld)
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	tasks, err := change.Tasks(ctx, o.agent, r.ID)
	if err != nil || len(tasks) != 1 {
		t.Fatal(tasks, err)
	}
	until := o.Clock.Now().AddDate(0, 0, 27)
	for _, tt := range []struct {
		ending change.TaskEnding
		want   error
	}{
		{change.TaskEnding{End: model.TaskNotDone, Told: "The archive is being moved.", Until: until}, change.ErrKnown},
		{change.TaskEnding{End: model.TaskNotDone, Known: secret, Until: until}, change.ErrResult},
		{change.TaskEnding{End: model.TaskNotTheirs, Known: secret, Told: " "}, change.ErrResult},
		{change.TaskEnding{End: model.TaskNotDone, Known: secret, Told: "The archive is being moved.", Until: until}, nil},
	} {
		if _, err := change.EndTask(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), tasks[0].ID, tt.ending); !errors.Is(err, tt.want) {
			t.Errorf("%+v: %v", tt.ending, err)
		}
	}
	cert, err := fulfil.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, lang := range letter.Languages {
		paper, err := cert.Paper(lang)
		if err != nil {
			t.Fatal(err)
		}
		says(t, "the certificate", paper.Text(), nil, []string{"Mr Hu", "telephone at"})
		says(t, "the letter", o.letters(t, r.ID, "")[i].Text(), []string{"The archive is being moved\\."}, []string{"Mr Hu", "telephone at"})
	}
	if tasks, err = change.Tasks(ctx, o.agent, r.ID); err != nil || tasks[0].Known != secret {
		t.Errorf("the file holds %+v, %v", tasks, err)
	}
}
