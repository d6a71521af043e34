package fulfil_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/remark"
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
		{change.TaskEnding{End: model.TaskNotDone, Known: secret, Told: "The archive is being moved.", Until: until},
			nil},
	} {
		if _, err := change.EndTask(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), tasks[0].ID,
			tt.ending); !errors.Is(err, tt.want) {
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
		says(t, "the letter", o.letters(t, r.ID, "")[i].Text(), []string{"The archive is being moved\\."},
			[]string{"Mr Hu", "telephone at"})
	}
	if tasks, err = change.Tasks(ctx, o.agent, r.ID); err != nil || tasks[0].Known != secret {
		t.Errorf("the file holds %+v, %v", tasks, err)
	}
}

// An answer that contradicts itself was recorded as done, and what was typed of the reason was thrown away.
func TestAnEndThatContradictsItselfIsNotRecorded(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.dropWriteAddress(t)
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	tasks, err := change.Tasks(ctx, o.agent, r.ID)
	if err != nil || len(tasks) != 1 {
		t.Fatal(tasks, err)
	}
	until := o.Clock.Now().AddDate(0, 0, 20)
	for _, wrong := range []change.TaskEnding{
		{End: model.TaskDone, Known: "by mail", Told: "The archive is being moved."},
		{End: model.TaskDone, Known: "by mail", Until: until},
		{End: model.TaskNotTheirs, Known: "by mail", Told: "They hold nothing.", Until: until},
	} {
		if _, err := change.EndTask(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), tasks[0].ID, wrong); !errors.Is(err,
			change.ErrDone) {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
}

// What was recorded wrongly of an owner is recorded anew while no answer is out: the log has both, and the certificate
// that told the old end is made again. Once the answer is out, it stays.
func TestAnEndIsRecordedAnewUntilTheAnswerGoesOut(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.dropWriteAddress(t)
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	tasks, err := change.Tasks(ctx, o.agent, r.ID)
	if err != nil || len(tasks) != 1 {
		t.Fatal(tasks, err)
	}
	task := tasks[0].ID
	done := change.TaskEnding{End: model.TaskDone, Known: "Zhao said so by mail"}
	not := change.TaskEnding{End: model.TaskNotDone, Known: "Zhao said so on the telephone",
		Told: "The archive is being moved.", Until: o.Clock.Now().AddDate(0, 0, 20)}
	again := func(s *desk.Session, e change.TaskEnding) error {
		_, err := change.CorrectTask(ctx, s, desktest.Seen(t, s, r.ID), task, e)
		return err
	}
	if err := again(o.agent, not); !errors.Is(err, change.ErrTaskOpen) {
		t.Errorf("corrected before anything was recorded: %v", err)
	}
	if _, err := change.EndTask(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), task, done); err != nil {
		t.Fatal(err)
	}
	first, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := again(o.lead, not); err == nil {
		t.Error("somebody else than its holder corrected it")
	}
	if err := again(o.agent, not); err != nil {
		t.Fatal(err)
	}
	if tasks, err = change.Tasks(ctx, o.agent, r.ID); err != nil || tasks[0].End != model.TaskNotDone ||
		tasks[0].Result != not.Told || tasks[0].Until.IsZero() {
		t.Errorf("%+v, %v", tasks, err)
	}
	log, err := o.agent.Log(ctx, r.ID, 0, 100)
	if err != nil || !slices.ContainsFunc(log, func(e model.Entry) bool {
		return e.Action == model.ActTask && e.Detail["end"] == "not_done" && e.Detail["end_was"] == "done"
	}) {
		t.Errorf("the log lacks old and new: %v", err)
	}
	remarks, err := remark.Comments(ctx, o.agent, r.ID)
	if err != nil || !slices.ContainsFunc(remarks,
		func(c model.Comment) bool { return strings.Contains(c.Text, done.Known) }) {
		t.Errorf("what was written before is gone: %+v, %v", remarks, err)
	}
	o.step(t, r.ID, model.StepCertify)
	second, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil)
	if err != nil || second.Number == first.Number || second.Result.Outcome() == model.Fulfilled {
		t.Errorf("the certificate tells the old end: %s, %s, %v", second.Number, second.Result.Outcome(), err)
	}
	w, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		fulfil.Ask{Kind: letter.PartlyFulfilled, Lang: letter.English})
	if err != nil || !strings.Contains(w.Text(), not.Told) {
		t.Errorf("the letter: %s, %v", w.Text(), err)
	}
	if sent, err := fulfil.ReadSent(ctx, o.agent, r.ID); err != nil || sent.Answered {
		t.Errorf("answered %v, %v", sent.Answered, err)
	}
}
