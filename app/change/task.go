package change

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/runs"
)

// Errors of ending a task.
var (
	ErrKnown   = errors.New("write down how you know what came of it")
	ErrResult  = errors.New("write down what the person is told as the reason")
	ErrTaskEnd = errors.New("say whether it is done, not done, or not theirs to do")
	ErrUntil   = errors.New("say by which day it will be done: a day that is still to come")
	ErrDone    = errors.New("a reason or a day belongs to what is not done: choose that, or take them away")
)

// taskDays is how long somebody outside the desk has for a task where nothing says otherwise.
const taskDays = 5

// taskOwners gives every source that the desk cannot write to its owner: a manual one, and one without write credential
// in which something is to be written.
func taskOwners(c *desk.Change, plan model.Plan, sources []datamap.Entry) error {
	for _, src := range plan.Sources {
		entry := entryOf(sources, src.Source)
		byHand := src.State == model.WriteHanded ||
			(src.State == model.WriteUnwritable && src.Updates+src.Deletes > 0 && entry.Owner != "")
		if !byHand {
			continue
		}
		if err := addOwnerTask(c, entry, ""); err != nil {
			return err
		}
	}
	return nil
}

func entryOf(sources []datamap.Entry, key string) datamap.Entry {
	for _, e := range sources {
		if e.Key == key {
			return e
		}
	}
	return datamap.Entry{Source: model.Source{Key: key, Name: key}}
}

// addOwnerTask asks the owner of a source to do by hand what the plan says of it, or all of it where it is a manual
// one.
func addOwnerTask(c *desk.Change, entry datamap.Entry, reason string) error {
	what := entry.Name
	if reason != "" {
		what += " (" + reason + ")"
	}
	_, err := casefile.AddTask(c.Tx, c.Request.ID,
		model.Task{Kind: c.Request.Kind.Means().Owner, Who: entry.Owner, Source: entry.Key, What: what,
			DueAt: c.Session.Now().AddDate(0, 0, max(entry.Days, taskDays))})
	return err
}

// stopTasks asks the owners to do nothing but keep what is left under "stop processing only" (PIPL 47 (2)).
func stopTasks(c *desk.Change, scope model.Scope, sources []datamap.Entry) error {
	by := map[string][]string{}
	var order []string
	for _, l := range scope.Lines {
		if l.Way != model.WayStop {
			continue
		}
		if by[l.Source] == nil {
			order = append(order, l.Source)
		}
		by[l.Source] = append(by[l.Source], l.Collection+" ("+l.About()+")")
	}
	for _, key := range order {
		entry := entryOf(sources, key)
		if _, err := casefile.AddTask(c.Tx, c.Request.ID,
			model.Task{Kind: model.TaskStop, Who: entry.Owner, Source: key, What: strings.Join(by[key], ", "),
				DueAt: c.Session.Now().AddDate(0, 0, taskDays)}); err != nil {
			return err
		}
	}
	return nil
}

// tellRecipients gives a task for each recipient who was given a value that is corrected (statement COR-5), and for
// each supplementary statement that an owner must keep beside a value that stays.
func tellRecipients(c *desk.Change, sources []datamap.Entry) error {
	var all model.Corrections
	if _, err := casefile.Part(c.Tx.View, c.Request.ID, casefile.PartCorrections, &all); err != nil {
		return err
	}
	reg, err := RegisterIn(c.Tx.View)
	if err != nil {
		return err
	}
	due := c.Session.Now().AddDate(0, 0, taskDays)
	told := map[string]bool{}
	for _, item := range all.Items {
		if item.Supplement != "" {
			if err := keepSupplement(c, item, sources, due); err != nil {
				return err
			}
			continue
		}
		for _, recipient := range RecipientsOf(reg, item.Category) {
			if told[recipient["en"]+item.Category] {
				continue
			}
			told[recipient["en"]+item.Category] = true
			if _, err := casefile.AddTask(c.Tx, c.Request.ID,
				model.Task{Kind: model.TaskTell, Who: recipient.In(c.Request.Subject.Language), What: item.Category,
					DueAt: due}); err != nil {
				return err
			}
		}
	}
	return nil
}

// keepSupplement asks the owner of the source to keep a statement beside the value that stays.
func keepSupplement(c *desk.Change, item model.CorrectionItem, sources []datamap.Entry, due time.Time) error {
	run, err := runs.LatestRun(c.Tx.View, c.Request.ID)
	if err != nil {
		return collect.ErrNoRun
	}
	f, err := FindingAt(c.Tx.View, c.Request.ID, run.ID, item.Places[0].Seq)
	if err != nil {
		return err
	}
	entry := entryOf(sources, f.Source)
	_, err = casefile.AddTask(c.Tx, c.Request.ID,
		model.Task{Kind: model.TaskSupplement, Who: entry.Owner, Source: entry.Key, What: item.Supplement, DueAt: due})
	return err
}

// RecipientsOf are those whom the register names for a category, wherever it is held.
func RecipientsOf(reg model.Register, category string) (list []model.Text) {
	for _, p := range reg.Everywhere(category) {
		if p.Recipients == nil {
			continue
		}
		for _, r := range *p.Recipients {
			if !slices.ContainsFunc(list, func(o model.Text) bool { return maps.Equal(o, r) }) {
				list = append(list, r)
			}
		}
	}
	return list
}

// Tasks lists what people outside the desk must do for a request.
func Tasks(ctx context.Context, s *desk.Session, request int64) (list []model.Task, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		list, err = casefile.Tasks(v, request)
		return err
	})
	return list, err
}

// TaskEnding is what came of a task, as who was asked says.
type TaskEnding struct {
	End   model.TaskEnd
	Known string    // how the desk knows: by whom, when, by which means; it never reaches the person
	Told  string    // why it is not done, as the person is told in the letter; empty of one that is done
	Until time.Time // by when it will be done, of one that is not; zero of every other
}

func (e *TaskEnding) check(now time.Time) error {
	e.Known, e.Told = strings.TrimSpace(e.Known), strings.TrimSpace(e.Told)
	switch {
	case !slices.Contains(model.TaskEnds, e.End):
		return ErrTaskEnd
	case e.Known == "":
		return ErrKnown
	case e.End != model.TaskDone && e.Told == "":
		return ErrResult
	case e.End == model.TaskNotDone && !e.Until.After(now):
		return ErrUntil
	case e.End != model.TaskNotDone && !e.Until.IsZero(), e.End == model.TaskDone && e.Told != "":
		return ErrDone
	}
	return nil
}

// EndTask takes down what came of a task. Only "done" counts as done, in the outcome and in every letter.
func EndTask(ctx context.Context, s *desk.Session, rev model.Revision, task string,
	ending TaskEnding) (model.Request, error) {
	if err := s.Allow(ctx, model.ActTask); err != nil {
		return model.Request{}, err
	}
	if err := ending.check(s.Now()); err != nil {
		return model.Request{}, err
	}
	return s.Change(ctx, model.ActTask, rev, desk.ByHolder, func(c *desk.Change) error {
		t, err := taskOf(c, task)
		if err != nil {
			return err
		}
		if err := endTask(c, t, ending); err != nil {
			return err
		}
		return written(c)
	})
}

// taskOf reads a task of the request; store.ErrNotFound where it has none of this ID.
func taskOf(c *desk.Change, id string) (model.Task, error) {
	list, err := casefile.Tasks(c.Tx.View, c.Request.ID)
	if err != nil {
		return model.Task{}, err
	}
	i := slices.IndexFunc(list, func(t model.Task) bool { return t.ID == id })
	if i < 0 {
		return model.Task{}, store.ErrNotFound
	}
	return list[i], nil
}

// endTask keeps what came of an open task, and what follows from it for the source that was handed to its owner.
func endTask(c *desk.Change, task model.Task, ending TaskEnding) error {
	now := c.Session.Now()
	if err := casefile.EndTask(c.Tx, c.Request.ID,
		model.Task{ID: task.ID, End: ending.End, Known: ending.Known, Result: ending.Told, Until: ending.Until,
			DoneBy: c.Session.Staff().ID, DoneAt: now}); err != nil {
		return err
	}
	c.Detail["task"], c.Detail["source"], c.Detail["end"] = task.Kind, task.Source, string(ending.End)
	if ending.End == model.TaskDone {
		return handed(c, task, model.WriteHanded, model.WriteByOwner, now)
	}
	return nil
}

// handed moves the source of an owner's task from one state to the other, where it was handed over.
func handed(c *desk.Change, task model.Task, from, to model.WriteState, at time.Time) error {
	if task.Kind != c.Request.Kind.Means().Owner || task.Source == "" {
		return nil
	}
	plan, err := runs.Plan(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	for _, src := range plan.Sources {
		if src.Source == task.Source && src.State == from {
			src.State, src.EndedAt = to, at
			return runs.SetPlanSource(c.Tx, plan.ID, src)
		}
	}
	return nil
}
