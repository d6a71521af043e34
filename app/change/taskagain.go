package change

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/mailing"
	"orangelab.cn/rightsdesk/store/papers"
)

// Errors of putting right what was recorded.
var (
	ErrTaskOpen = errors.New("nothing was recorded of this task yet")
	ErrAnswered = errors.New("the answer went out: what it tells the person can no longer be recorded otherwise")
)

// CorrectTask records anew what came of a task, where it was recorded wrongly and no answer has gone out. The log has
// the old end and the new one, the remarks of the request what was said before. A certificate of erasure told the old
// one: the search is made again.
func CorrectTask(ctx context.Context, s *desk.Session, rev model.Revision, task string,
	ending TaskEnding) (model.Request, error) {
	if err := s.Allow(ctx, model.ActTask); err != nil {
		return model.Request{}, err
	}
	if err := ending.check(s.Now()); err != nil {
		return model.Request{}, err
	}
	return s.Change(ctx, model.ActTask, rev, desk.ByHolder, func(c *desk.Change) error {
		if c.Request.Status != model.Running && c.Request.Status != model.Answering {
			return &model.TransitionError{From: c.Request.Status, On: model.TaskCorrected}
		}
		if out, err := AnswerOut(c.Tx.View, c.Request.ID); err != nil || out {
			return errors.Join(err, ErrAnswered)
		}
		was, err := taskOf(c, task)
		if err != nil {
			return err
		}
		if err := reopenTask(c, was); err != nil {
			return err
		}
		if err := endTask(c, was, ending); err != nil {
			return err
		}
		c.Detail["end_was"] = string(was.End)
		if c.Request.Status == model.Answering && c.Request.Kind.Erases() {
			return c.Move(model.TaskCorrected)
		}
		return nil
	})
}

// reopenTask takes back what was recorded of a task; its words go to the remarks.
func reopenTask(c *desk.Change, was model.Task) error {
	if was.Open() {
		return ErrTaskOpen
	}
	if err := casefile.ReopenTask(c.Tx, c.Request.ID, was.ID); err != nil {
		return err
	}
	if err := handed(c, was, model.WriteByOwner, model.WriteHanded, time.Time{}); err != nil {
		return err
	}
	words := strings.Join(slices.DeleteFunc([]string{was.Known, was.Result}, func(s string) bool { return s == "" }),
		" / ")
	if words == "" {
		return nil
	}
	_, err := casefile.AddComment(c.Tx, c.Request.ID, c.Session.Staff().ID, c.Session.Now(), words)
	return err
}

// AnswerOut reports whether an answer to a request, a copy or its password has gone out, or can still go out by mail.
func AnswerOut(v *store.View, request int64) (bool, error) {
	sent, err := papers.Deliveries(v, request)
	if err != nil {
		return false, err
	}
	mails, err := mailing.Of(v, request)
	if err != nil {
		return false, err
	}
	for _, o := range mails {
		if o.State.OnTheWay() {
			sent = append(sent, model.Delivery{What: o.What, Letter: o.Letter})
		}
	}
	for _, d := range sent {
		if d.What != model.DeliveredLetter || d.Letter == "" {
			if d.What == dispatch.Code {
				continue
			}
			return true, nil
		}
		l, err := papers.ReadLetter(v, request, d.Letter)
		if err != nil {
			return false, err
		}
		if letter.Kind(l.Kind).Answers() {
			return true, nil
		}
	}
	return false, nil
}
