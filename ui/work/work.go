// Package work is an open request as every screen that carries it out has it: what was read of it, what may be done
// with it now, and how an action, a dialog or a long job on it goes; it holds none of the rules.
package work

import (
	"context"
	"errors"
	"slices"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
)

// Work is an open request as the screens see it: what was read about it, and what they call when they
// have changed it or want another screen.
type Work struct {
	*frame.Frame
	frame.Opened
	Sees         Sight  // what of the request is on the screen
	Done         func() // the request was changed
	Again        func() // it is to be read again
	ShowWhat     func()
	ShowFindings func()
	ShowPlan     func()
	ShowDraft    func(kind letter.Kind, lang string) // opens the draft of a letter
	Correct      func(at model.Place)                // asks for the right value of a column
}

// Sight is the part of an open request that is on the screen.
type Sight uint8

// What is on the screen. Whoever approves says yes to what they see: each approval needs one of these.
const (
	SeesElse     Sight = iota
	SeesWhat           // what is asked, and how it is answered or refused
	SeesFindings       // every row that goes out
	SeesPlan           // every row that is written
)

// Change does one thing to the request and shows what came of it. Where the request has moved on, the person is told
// how and sees it anew.
func (w Work) Change(do func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error)) {
	w.ChangeThen(do, w.Done)
}

// ChangeThen is Change where something else than Done shows what came of it.
func (w Work) ChangeThen(do func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error),
	done func()) {
	session := w.Session
	w.Act(w.Opened, func(ctx context.Context, rev model.Revision) error { _, err := do(ctx, session, rev); return err },
		func(err error) {
			if err != nil {
				w.Failed(err)
				return
			}
			done()
		})
}

// Disclose reads something for which the log keeps who saw it, and goes on with it.
func (w Work) Disclose(read func(ctx context.Context) error, then func()) {
	w.Try(w.Held(read), func(err error) {
		if err != nil {
			w.Failed(err)
			return
		}
		then()
	})
}

// Failed shows why something could not be done; a request that moved on is read again.
func (w Work) Failed(err error) {
	w.Fail(err)
	var moved *desk.MovedOnError
	if errors.As(err, &moved) && w.Again != nil {
		w.Again()
	}
}

// Prepares reports whether the signed-in member of staff may settle and prepare the request now.
func (w Work) Prepares(act model.Action) bool {
	return w.Request.Status == model.Working && w.Mine(w.Request) && w.May(act)
}

// Failing are the sources that refused the plan, or hold a row that changed since the preview.
func (w Work) Failing() (list []model.PlanSource) {
	if w.Plan == nil {
		return nil
	}
	for _, src := range w.Plan.Sources {
		if src.State == model.WriteFailed || src.State == model.WriteChanged {
			list = append(list, src)
		}
	}
	return list
}

// WaitsFor reports whether the owner of a source still has a task.
func (w Work) WaitsFor(src model.PlanSource) bool {
	return slices.ContainsFunc(w.Tasks, func(t model.Task) bool { return t.Source == src.Source && t.Open() })
}

// OpenTask is the task that is waited for first.
func (w Work) OpenTask() (model.Task, bool) {
	i := slices.IndexFunc(w.Tasks, model.Task.Open)
	if i < 0 {
		return model.Task{}, false
	}
	return w.Tasks[i], true
}
