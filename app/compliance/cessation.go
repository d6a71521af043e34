package compliance

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	kept "orangelab.cn/rightsdesk/store/compliance"
	"orangelab.cn/rightsdesk/store/notices"
)

// Errors of the tasks of a service that ends.
var (
	ErrNoCessation = errors.New("this is no approved notice that a service ends")
	ErrStopLate    = errors.New("collecting stops on the day on which the service ends, or before it")
	ErrEraseEarly  = errors.New("what was collected is deleted on or after the day on which collecting stops")
	ErrNoSources   = errors.New("choose the sources of the service")
)

// The tasks of each source when a service ends (statement, “Learn in advance …”).
const (
	TaskStop  = "stop"
	TaskErase = "erase"
)

// Ending are the dates and sources of a service that ends.
type Ending struct {
	Notice       string   // its reference
	Sources      []string // keys
	Stop, Erased calendar.Date
}

// Cessations lists the approved notices that a service ends, the newest first.
func Cessations(ctx context.Context, s *desk.Session) (list []notice.Notice, err error) {
	err = s.Read(ctx, model.ActReadCompliance, func(v *store.View) (err error) {
		list, err = cessations(v)
		return err
	})
	return list, err
}

func cessations(v *store.View) (list []notice.Notice, err error) {
	all, err := notices.All(v)
	if err != nil {
		return nil, err
	}
	for _, n := range all {
		if n.Content.Kind != notice.Cessation || n.State == notice.Draft || n.State == notice.Stopped {
			continue
		}
		if _, err := outbox.ApprovedNotice(v, n); errors.Is(err, store.ErrNotApproved) {
			continue
		} else if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, nil
}

// Cease makes the tasks of a service that ends from its approved notice: for each source one to stop collecting and one
// to delete or anonymise what was collected. Tasks that are there are not made twice.
func Cease(ctx context.Context, s *desk.Session, e Ending) (made int, err error) {
	err = s.Write(ctx, model.ActKeepRecord, func(tx *store.Tx, entry *model.Entry) error {
		made = 0
		list, err := cessations(tx.View)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(n notice.Notice) bool { return n.Reference == e.Notice })
		switch {
		case i < 0:
			return ErrNoCessation
		case len(e.Sources) == 0:
			return ErrNoSources
		case e.Stop == (calendar.Date{}) || list[i].Content.Effective.Before(e.Stop):
			return ErrStopLate
		case e.Erased == (calendar.Date{}) || e.Erased.Before(e.Stop):
			return ErrEraseEarly
		}
		there, err := kept.Records(tx.View, compliance.Cessations)
		if err != nil {
			return err
		}
		kind, _ := gate.Kinds().Kind(compliance.Cessations)
		for _, source := range e.Sources {
			for task, by := range map[string]calendar.Date{TaskStop: e.Stop, TaskErase: e.Erased} {
				if slices.ContainsFunc(there, func(r compliance.Record) bool {
					return r.Open() && r.Values["notice"] == e.Notice && r.Values["source"] == source &&
						r.Values["task"] == task
				}) {
					continue
				}
				values, err := kind.Tidy(map[string]string{"notice": e.Notice, "source": source, "task": task,
					"by": by.String()})
				if err != nil {
					return fmt.Errorf("tasks of %s: %w", e.Notice, err)
				}
				if err := known(tx, kind, values); err != nil {
					return err
				}
				r := compliance.Record{Kind: kind.ID, Values: values, Prepared: s.Staff().ID, SavedAt: s.Now(),
					SavedBy: s.Staff().ID}
				if _, err := kept.Add(tx, r); err != nil {
					return err
				}
				made++
			}
		}
		if made == 0 {
			return ErrNothingMade
		}
		entry.Detail["kind"], entry.Detail["records"], entry.Detail["notice"] = kind.ID, made, e.Notice
		return nil
	})
	return made, moved(err)
}
