package fulfil_test

import (
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
)

// What the desk knows something by is for the file; the person reads the reason alone.
func TestWhatTheDeskKnowsItByNeverReachesThePerson(t *testing.T) {
	const secret = "Mr Hu of the archive, on the telephone at 10:40"
	o := newOffice(t, "sqlite")
	r, tasks := o.ownersTask(t)
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
	cert, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil)
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
