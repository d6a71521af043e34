package fulfil

import (
	"context"
	"fmt"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// openLinked opens a deletion that follows from a request, within the request's own transaction: of the lines given, of
// everything where there are none. Its subject is known and proven, so it begins in work. It is opened once for a cause.
func openLinked(c *desk.Change, why model.Cause, only []string) error {
	links, err := c.Tx.Links(c.Request.ID)
	if err != nil {
		return err
	}
	for _, l := range links {
		if l.Opened && l.Why == why {
			return nil
		}
	}
	opened, err := openByDesk(c.Tx, c.Session, opening{c.Request.Subject, c.Request.LevelReached, why, only, c.Request.Holder})
	if err != nil {
		return err
	}
	c.Detail["opened"] = opened.Reference
	return c.Tx.AddLink(c.Request.ID, opened.ID, why)
}

// opening is a deletion that the desk owes without being asked.
type opening struct {
	who    model.Subject
	level  model.Level
	why    model.Cause
	only   []string // keys of scope lines; none: everything
	holder string   // whoever works on the request it follows from; may be empty
}

func openByDesk(tx *store.Tx, s *desk.Session, o opening) (model.Request, error) {
	now := s.Now()
	reference, err := tx.NextReference(now.In(s.Rules().Location()).Year())
	if err != nil {
		return model.Request{}, err
	}
	r := model.Request{Reference: reference, Kind: model.Deletion, Status: model.Working, Channel: model.ByDesk, RequesterKind: model.Self,
		LevelNeeded: o.level, LevelReached: o.level, ReceivedAt: now, VerifiedAt: now, Subject: o.who, Cause: o.why, Holder: o.holder, Step: model.StepCollect}
	r.DueAt, r.NextDueAt = s.Rules().FinalDue(r).Due, s.Rules().NearestDue(r)
	if r, err = tx.CreateRequest(r, ""); err != nil {
		return r, err
	}
	if len(o.only) > 0 {
		if err := tx.SavePart(r.ID, store.PartScope, model.Scope{Only: o.only}); err != nil {
			return r, err
		}
	}
	tx.Append(store.Entry{At: now, Staff: s.Staff().ID, Action: model.ActOpenLinked, RequestID: r.ID,
		Detail: map[string]any{"reference": reference, "cause": string(o.why), "limited": len(o.only) > 0}})
	return r, nil
}

// Links lists what a request led to and what led to it.
func Links(ctx context.Context, s *desk.Session, request int64) (list []store.Link, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		list, err = v.Links(request)
		return err
	})
	return list, err
}

// returnHolds brings the parts whose duty to keep has ended back as deletions; each comes back once.
func returnHolds(ctx context.Context, s *desk.Session) error {
	var ended []store.Hold
	if err := s.Read(ctx, model.ActReturnHold, func(v *store.View) (err error) {
		ended, err = v.EndedHolds(s.Now(), 50)
		return err
	}); err != nil {
		return err
	}
	for _, h := range ended {
		what, err := openHeld(h)
		if err != nil {
			return err
		}
		if err := s.Write(ctx, model.ActReturnHold, func(tx *store.Tx, entry *store.Entry) error {
			if err := tx.ReturnHold(h.ID, s.Now()); err != nil {
				return err
			}
			r, err := openByDesk(tx, s, opening{who: what.Subject, level: what.Level, why: model.CauseHoldEnded, only: what.Lines})
			if err != nil {
				return err
			}
			entry.Detail["rule"], entry.Detail["reference"], entry.Detail["opened"] = h.Rule, h.Reference, r.Reference
			if h.RequestID != 0 {
				return tx.AddLink(h.RequestID, r.ID, model.CauseHoldEnded)
			}
			return nil
		}); err != nil && !isConflict(err) {
			return fmt.Errorf("the part of %s whose duty to keep ended: %w", h.Reference, err)
		}
	}
	return nil
}
