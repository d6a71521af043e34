// Package upkeep is what a desk does by itself with its own data.
package upkeep

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/setup"
)

// purgedAtOnce is how many closed requests one run of the job looks at in one transaction.
const purgedAtOnce = 100

// Jobs are those that a desk does for its own upkeep.
var Jobs = []desk.Job{
	{Name: "move the keys of requests", Every: 30 * time.Minute, Needs: model.ActSignIn, Do: MoveKeys},
	{Name: "purge closed requests", Every: time.Hour, Needs: model.ActPurge,
		Do: func(ctx context.Context, s *desk.Session) error { _, err := Purge(ctx, s); return err }},
}

// ErrNotPurged says that closed requests whose time is over cannot be purged because somebody changed them outside the
// program.
var ErrNotPurged = errors.New(
	"closed requests that were changed outside the program are not purged: restore a back-up, and ask who changed them")

// ErrClock says that by the log the clock of this computer may be wrong, or that the desk was not used for long: by a
// clock that is years ahead everything would be over at once.
var ErrClock = errors.New("the clock of this computer is far from the days of the log: set it right; after a long pause nothing is purged until the desk was used on some days")

// A clock is believed where the log was written on so many different days within so long before now, and between these
// and now on no other. Each entry bears the clock of whoever wrote it: one that is ahead is alone with its days until
// it was used on as many.
const (
	daysUsed   = 4
	lookedBack = 60 * 24 * time.Hour
	ahead      = 24 * time.Hour
)

// clockFits compares the clock with the newest entries of the log.
func clockFits(ctx context.Context, s *desk.Session) error {
	return s.Read(ctx, model.ActPurge, func(v *store.View) error {
		days, now := map[string]bool{}, s.Now()
		for before := int64(0); ; {
			entries, err := v.Entries(0, before, 1000)
			if err != nil {
				return err
			}
			for _, e := range entries {
				before = e.Seq
				if e.At.Before(now.Add(-lookedBack)) || e.At.After(now.Add(ahead)) {
					return ErrClock
				}
				if days[e.At.In(s.Rules().Location()).Format(time.DateOnly)] = true; len(days) >= daysUsed {
					return nil
				}
			}
			if len(entries) < 1000 {
				return ErrClock
			}
		}
	})
}

// recordOfRequests is the duty of the rule pack to keep the record of a request, and recordRegime the regime it is of.
const (
	recordOfRequests = "request_record"
	recordRegime     = "us_ca"
)

// Purge destroys the closed requests whose time is over by the organisation's facts, each with an entry of its own in
// the log, and says how many. None goes where the organisation says no time, and none under which something waits.
func Purge(ctx context.Context, s *desk.Session) (n int, err error) {
	org, err := keeps(ctx, s)
	if err != nil || org.KeepMonths == 0 {
		return 0, err
	}
	var changed []error
	for above, fits := int64(0), false; ; {
		var list []casefile.Ended
		if err := s.Read(ctx, model.ActPurge, func(v *store.View) (err error) {
			// months have 28 to 31 days: purgeable counts them
			list, err = casefile.EndedRequests(v, s.Now().AddDate(0, -org.KeepMonths, 3), above, purgedAtOnce)
			return err
		}); err != nil {
			return n, err
		}
		for _, e := range list {
			above = e.ID
			if purgeable(s, e, org).After(s.Now()) {
				continue
			}
			if !fits {
				if err := clockFits(ctx, s); err != nil {
					return n, err
				}
				fits = true
			}
			switch err := purge(ctx, s, e); {
			case errors.Is(err, store.ErrTampered):
				changed = append(changed, fmt.Errorf("%w: %w", ErrNotPurged, err))
			case err != nil && !errors.Is(err, store.ErrConflict) && !errors.Is(err, store.ErrNotFound):
				return n, err
			case err == nil:
				n++
			}
		}
		if len(list) < purgedAtOnce {
			break
		}
	}
	if n > 0 {
		changed = append(changed, casefile.Scrub(s.Desk().Store(), ctx))
	}
	return n, errors.Join(changed...)
}

// keeps are the organisation's facts, read as somebody who may purge.
func keeps(ctx context.Context, s *desk.Session) (o model.Organisation, err error) {
	err = s.Read(ctx, model.ActPurge, func(v *store.View) (err error) {
		o, err = setup.Organisation(v)
		return err
	})
	return o, err
}

// purgeable is the moment from which a request may go: so many months after it was closed, and not before the record of
// a request must be kept no longer.
func purgeable(s *desk.Session, e casefile.Ended, org model.Organisation) time.Time {
	rules := s.Rules()
	end := e.ClosedAt.In(rules.Location()).AddDate(0, org.KeepMonths, 0)
	if duty, ok := rules.Hold(recordOfRequests); ok && slices.Contains(e.Regimes, recordRegime) {
		if until := duty.Until(e.ClosedAt, rules.Location()); until.After(end) {
			return until
		}
	}
	return end
}

// purge destroys one request, after looking again whether nothing waits under it.
func purge(ctx context.Context, s *desk.Session, e casefile.Ended) error {
	return s.Write(ctx, model.ActPurge, func(tx *store.Tx, entry *model.Entry) error {
		again, err := casefile.EndedRequests(tx.View, s.Now(), e.ID-1, 1)
		if err != nil {
			return err
		}
		if len(again) == 0 || again[0].ID != e.ID {
			return store.ErrConflict
		}
		entry.RequestID = e.ID
		rows, err := casefile.Purge(tx, e.ID)
		entry.Detail["rows"] = rows
		entry.Detail["closed"] = e.ClosedAt.UTC().Format(time.RFC3339)
		return err
	})
}
