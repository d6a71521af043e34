package holds

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
)

// held is what a hold keeps: whose it is and which lines of the scope, so that the deletion can come back by itself.
type held struct {
	Subject model.Subject `json:"subject"`
	Level   model.Level   `json:"level"`
	Lines   []string      `json:"lines"`
	Rows    int64         `json:"rows"`
	// when the duty ends for the last of it; zero: when all of it comes back
	Last time.Time `json:"last,omitzero"`
}

func openHeld(h casefile.Hold) (what held, err error) {
	if err := json.Unmarshal(h.What, &what); err != nil {
		return what, fmt.Errorf("hold of %s: %w", h.Reference, err)
	}
	return what, nil
}

// Record keeps the duties of a signed scope, one for each rule and the day on which its part comes back. Of a line
// whose rows are kept each for its own time, that is when the first of them may go; days tells of a line how many rows
// were completed when.
func Record(c *desk.Change, scope model.Scope, days func(model.ScopeLine) (map[calendar.Date]int64, error)) error {
	type duty struct {
		rule  string
		until time.Time
	}
	who, _, err := proven.Subject(c.Tx.View, c.Request)
	if err != nil {
		return err
	}
	kept := map[duty]*held{}
	var order []duty
	for _, l := range scope.Lines {
		if l.Way != model.WayHold {
			continue
		}
		d := duty{l.Hold, l.Until}
		if l.After != "" {
			counted, err := days(l)
			if err != nil {
				return err
			}
			if over, known := Of(c.Session.Rules(), l.Hold); known && len(counted) > 0 {
				d.until = over.Next(counted, c.Session.Now())
			}
		}
		if kept[d] == nil {
			kept[d] = &held{Subject: who, Level: c.Request.LevelReached}
			order = append(order, d)
		}
		kept[d].Lines = append(kept[d].Lines, l.Key())
		kept[d].Rows = max(kept[d].Rows, l.Rows-l.Past)
		if l.Until.After(kept[d].Last) {
			kept[d].Last = l.Until
		}
	}
	old, err := casefile.Holds(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	for _, d := range order {
		if slices.ContainsFunc(old, func(h casefile.Hold) bool { return h.Rule == d.rule && h.Until.Equal(d.until) }) {
			continue // a later version of the plan keeps what an earlier one did
		}
		raw, err := json.Marshal(kept[d])
		if err != nil {
			return fmt.Errorf("keep the hold: %w", err)
		}
		if err := casefile.AddHold(c.Tx,
			casefile.Hold{RequestID: c.Request.ID, Reference: c.Request.Reference, Rule: d.rule, Until: d.until,
				ConfirmedBy: c.Session.Staff().ID, What: raw}); err != nil {
			return err
		}
	}
	return nil
}

// Part is what a request left under a duty to keep. Until is when the desk takes it up again, Last when the duty ends
// for the last of it.
type Part struct {
	casefile.Hold
	Lines []string
	Rows  int64
	Last  time.Time
}

// List lists what a request left under duties to keep.
func List(ctx context.Context, s *desk.Session, request int64) (list []Part, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		kept, err := casefile.Holds(v, request)
		for _, h := range kept {
			what, err := openHeld(h)
			if err != nil {
				return err
			}
			if what.Last.IsZero() {
				what.Last = h.Until
			}
			list = append(list, Part{h, what.Lines, what.Rows, what.Last})
		}
		return err
	})
	return list, err
}

// Return brings the parts whose duty to keep has ended back as deletions; each comes back once.
func Return(ctx context.Context, s *desk.Session) error {
	var ended []casefile.Hold
	if err := s.Read(ctx, model.ActReturnHold, func(v *store.View) (err error) {
		ended, err = casefile.EndedHolds(v, s.Now(), 50)
		return err
	}); err != nil {
		return err
	}
	for _, h := range ended {
		what, err := openHeld(h)
		if err != nil {
			return err
		}
		if err := s.Write(ctx, model.ActReturnHold, func(tx *store.Tx, entry *model.Entry) error {
			if err := casefile.ReturnHold(tx, h.ID, s.Now()); err != nil {
				return err
			}
			r, err := collect.OpenByDesk(tx, s,
				collect.Opening{Who: what.Subject, Level: what.Level, Why: model.CauseHoldEnded, Only: what.Lines})
			if err != nil {
				return err
			}
			entry.Detail["rule"], entry.Detail["reference"], entry.Detail["opened"] = h.Rule, h.Reference, r.Reference
			if h.RequestID != 0 {
				return casefile.AddLink(tx, h.RequestID, r.ID, model.CauseHoldEnded)
			}
			return nil
		}); err != nil && !errors.Is(err, store.ErrConflict) {
			return fmt.Errorf("the part of %s whose duty to keep ended: %w", h.Reference, err)
		}
	}
	return nil
}
