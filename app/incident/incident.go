// Package incident is what staff do about an incident: open it, write its record, fill the response team, score it,
// decide, report and close. A drill runs the same way and leaves the desk nowhere.
package incident

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incidents"
	"orangelab.cn/rightsdesk/store/setup"
)

// rules are those that the program carries; they pass their own tests, so that reading them cannot fail.
var rules = sync.OnceValue(func() *incident.Rules {
	r, err := incident.Read(assets.Incident)
	if err != nil {
		panic(err)
	}
	return r
})

// Rules are the rules that incidents are counted, scored and graded by.
func Rules() *incident.Rules { return rules() }

// Seen is an incident as somebody saw it, by the version that goes with every action.
type Seen struct {
	ID, Version int64
}

// SeenOf is how an incident was seen.
func SeenOf(i incident.Incident) Seen { return Seen{i.ID, i.Version} }

// ErrMovedOn says that somebody else wrote into the record of an incident meanwhile.
var ErrMovedOn = errors.New("the incident was written to meanwhile")

// List reads every incident and drill as it stands: the open ones first, incidents before drills, then the newest
// first.
func List(ctx context.Context, s *desk.Session) ([]incident.Standing, error) {
	return list(ctx, s, func(incident.Incident) bool { return true })
}

// ListOpen is List of those that are open.
func ListOpen(ctx context.Context, s *desk.Session) ([]incident.Standing, error) {
	return list(ctx, s, func(i incident.Incident) bool { return i.Closing == nil })
}

// ListNext is List of those in which something is to be done: they are open, and come before every request, or a task
// of theirs waits.
func ListNext(ctx context.Context, s *desk.Session) ([]incident.Standing, error) {
	return list(ctx, s, func(i incident.Incident) bool { return i.Closing == nil || len(i.Waiting(s.Now())) > 0 })
}

func list(ctx context.Context, s *desk.Session, is func(incident.Incident) bool) (list []incident.Standing, err error) {
	err = s.Read(ctx, model.ActReadIncident, func(v *store.View) error {
		found, err := incidents.All(v)
		if err != nil {
			return err
		}
		list = nil
		for _, i := range found {
			if !is(i) {
				continue
			}
			st, err := Rules().Stand(s.Rules(), i)
			if err != nil {
				return err
			}
			list = append(list, st)
		}
		return nil
	})
	slices.SortStableFunc(list, func(a, b incident.Standing) int { return rank(a) - rank(b) })
	return list, err
}

// rank is the place of an incident in the list.
func rank(s incident.Standing) int {
	switch {
	case s.Closing == nil && !s.Drill:
		return 0
	case s.Closing == nil:
		return 1
	}
	return 2
}

// Read reads one incident as it stands.
func Read(ctx context.Context, s *desk.Session, id int64) (st incident.Standing, err error) {
	err = s.Read(ctx, model.ActReadIncident, func(v *store.View) error {
		i, err := incidents.Read(v, id)
		if err != nil {
			return err
		}
		st, err = Rules().Stand(s.Rules(), i)
		return err
	})
	return st, err
}

// Open opens an incident, or a drill, with what is known of it. It is at the level "major" as every one, and its clocks
// run from facts.Aware. It fails with one of the errors of Facts.Check.
func Open(ctx context.Context, s *desk.Session, facts incident.Facts, drill bool) (st incident.Standing, err error) {
	err = s.Write(ctx, model.ActOpenIncident, func(tx *store.Tx, entry *model.Entry) error {
		first, err := incident.Incident{}.Next(Rules(),
			incident.Entry{At: s.Now(), By: s.Staff().ID, Kind: incident.Opened, Body: incident.Body{Facts: &facts}},
			nil)
		if err != nil {
			return err
		}
		i, err := incidents.Open(tx, drill, s.Now().In(s.Rules().Location()).Year(), first)
		if err != nil {
			return err
		}
		tell(entry, i)
		entry.Detail["level"] = incident.Level
		st, err = Rules().Stand(s.Rules(), i)
		return err
	})
	return st, err
}

// tell completes the entry of the audit log.
func tell(entry *model.Entry, i incident.Incident) {
	entry.Detail["incident"], entry.Detail["entry"] = i.Reference, i.Version
	if i.Drill {
		entry.Detail["drill"] = true
	}
}

// Note writes an action into the record, with the time at which it was done.
func Note(ctx context.Context, s *desk.Session, seen Seen, text string, done time.Time) (incident.Standing, error) {
	return write(ctx, s, model.ActNoteIncident, seen, kind(incident.Noted), incident.Body{Text: text, Done: done})
}

// State keeps changed facts as the newest version. What clocks begin or end to apply by it stands in Standing.Turned.
func State(ctx context.Context, s *desk.Session, seen Seen, facts incident.Facts) (incident.Standing, error) {
	return write(ctx, s, model.ActStateIncident, seen, kind(incident.Stated), incident.Body{Facts: &facts})
}

// Score keeps the factors of the severity.
func Score(ctx context.Context, s *desk.Session, seen Seen, factors incident.Factors) (incident.Standing, error) {
	return write(ctx, s, model.ActScoreIncident, seen, kind(incident.Scored), incident.Body{Factors: &factors})
}

// Seat gives a seat of the response team to somebody, or says why it stays empty.
func Seat(ctx context.Context, s *desk.Session, seen Seen, seating incident.Seating) (incident.Standing, error) {
	return write(ctx, s, model.ActSeatIncident, seen, kind(incident.Seated), incident.Body{Seat: &seating})
}

// Decide writes a decision down with its reason.
func Decide(ctx context.Context, s *desk.Session, seen Seen, what, reason string) (incident.Standing, error) {
	return write(ctx, s, model.ActDecideIncident, seen, kind(incident.Decided),
		incident.Body{Decision: &incident.Decision{What: what, Reason: reason}})
}

// Waive writes down the decision not to do what a clock asks for, with its reason: a lead's.
func Waive(ctx context.Context, s *desk.Session, seen Seen, clock, reason string) (incident.Standing, error) {
	c, _ := Rules().Clock(clock)
	return write(ctx, s, model.ActWaiveIncident, seen, kind(incident.Decided),
		incident.Body{Decision: &incident.Decision{What: "not to tell: " + c.Title["en"], Reason: reason,
			Clock: clock}})
}

// Begin returns what a draft for a clock begins with in a language. It fails with incident.ErrForm where no form is
// known.
func Begin(ctx context.Context, s *desk.Session, st incident.Standing, clock,
	lang string) (d incident.Draft, err error) {
	err = s.Read(ctx, model.ActDraftIncident, func(v *store.View) error {
		form, ok := Rules().FormOf(clock)
		if !ok {
			return incident.ErrForm
		}
		o, err := setup.Organisation(v)
		d = st.Begin(form, clock, o, lang, s.Rules().Location())
		return err
	})
	return d, err
}

// Draft keeps a report to an authority as somebody wrote it. What its form asks for and it lacks, Approve names.
func Draft(ctx context.Context, s *desk.Session, seen Seen, draft incident.Draft) (incident.Standing, error) {
	return write(ctx, s, model.ActDraftIncident, seen, kind(incident.Written), incident.Body{Draft: &draft})
}

// Approve approves the newest draft for a clock, as it was seen: a lead's who did not write it. It fails with an
// *incident.LackError while the draft lacks something.
func Approve(ctx context.Context, s *desk.Session, seen Seen, draft incident.Drafted) (incident.Standing, error) {
	return write(ctx, s, model.ActApproveIncident, seen, kind(incident.Approved),
		incident.Body{Approval: &incident.Approval{Draft: draft.Number}})
}

// Report writes down that what a clock asks for was done. Of a drill it is only played: nothing of it leaves the desk.
func Report(ctx context.Context, s *desk.Session, seen Seen, report incident.Report) (incident.Standing, error) {
	report.Mail = "" // that is the sender's to say
	return write(ctx, s, model.ActReportIncident, seen, func(i incident.Incident) incident.EntryKind {
		if i.Drill {
			return incident.Played
		}
		return incident.Reported
	}, incident.Body{Report: &report})
}

// Close closes an incident with cause, loss and lessons. It fails with incident.ErrOpenDuty while a clock runs that was
// neither reported nor waived, and with incident.ErrEmpty while a seat is empty.
func Close(ctx context.Context, s *desk.Session, seen Seen, closing incident.Closing) (incident.Standing, error) {
	return write(ctx, s, model.ActCloseIncident, seen, kind(incident.Closed), incident.Body{Closing: &closing})
}

// Noticed writes down, in the record of an incident as it was seen, that a notice to people was begun, within the
// transaction that begins it.
func Noticed(tx *store.Tx, seen Seen, by string, at time.Time,
	begin func(incident.Incident) (incident.Noticing, error)) (i incident.Incident, err error) {
	if i, err = incidents.Read(tx.View, seen.ID); err != nil {
		return i, err
	}
	if i.Version != seen.Version {
		return i, ErrMovedOn
	}
	n, err := begin(i)
	if err != nil {
		return i, err
	}
	e, err := i.Next(Rules(), incident.Entry{At: at, By: by, Kind: incident.Noticed, Body: incident.Body{Notice: &n}},
		nil)
	if err != nil {
		return i, err
	}
	return incidents.AddEntry(tx, i, e)
}

func kind(k incident.EntryKind) func(incident.Incident) incident.EntryKind {
	return func(incident.Incident) incident.EntryKind { return k }
}

// write writes the next entry into the record of an incident as it was seen, and returns how it stands then.
func write(ctx context.Context, s *desk.Session, action model.Action, seen Seen,
	kind func(incident.Incident) incident.EntryKind, body incident.Body) (incident.Standing, error) {
	return change(ctx, s, action, seen, func(tx *store.Tx, i incident.Incident) (incident.Incident, error) {
		return add(tx, s, i, kind(i), body)
	})
}

// add writes the next entry of an incident.
func add(tx *store.Tx, s *desk.Session, i incident.Incident, kind incident.EntryKind,
	body incident.Body) (incident.Incident, error) {
	e, err := i.Next(Rules(), incident.Entry{At: s.Now(), By: s.Staff().ID, Kind: kind, Body: body},
		Rules().Reckon(s.Rules(), i.Facts, i.Told()))
	if err != nil {
		return i, err
	}
	return incidents.AddEntry(tx, i, e)
}

// change goes on with an incident as it was seen, in one transaction, and returns how it stands then.
func change(ctx context.Context, s *desk.Session, action model.Action, seen Seen,
	do func(*store.Tx, incident.Incident) (incident.Incident, error)) (st incident.Standing, err error) {
	err = s.Write(ctx, action, func(tx *store.Tx, entry *model.Entry) error {
		i, err := incidents.Read(tx.View, seen.ID)
		if err != nil {
			return err
		}
		if i.Version != seen.Version {
			return ErrMovedOn
		}
		if i, err = do(tx, i); err != nil {
			return err
		}
		tell(entry, i)
		st, err = Rules().Stand(s.Rules(), i)
		return err
	})
	return st, err
}

// SetTask writes down something that remains to be done.
func SetTask(ctx context.Context, s *desk.Session, seen Seen, task incident.Task) (incident.Standing, error) {
	return write(ctx, s, model.ActNoteIncident, seen, kind(incident.Tasked), incident.Body{Task: &task})
}

// TickOff writes down that a first action or a task was done, with its hour. It fails with incident.ErrTick where it
// was already.
func TickOff(ctx context.Context, s *desk.Session, seen Seen, tick incident.Tick) (incident.Standing, error) {
	return write(ctx, s, model.ActNoteIncident, seen, kind(incident.Ticked), incident.Body{Tick: &tick})
}
