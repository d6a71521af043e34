package collect

import (
	"context"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/requests"
)

// OpenLinked opens a deletion that follows from a request, within the request's own transaction: of the lines given, of
// everything where there are none. Its subject is known and proven, so it begins in work. It is opened once for a
// cause.
func OpenLinked(c *desk.Change, why model.Cause, only []string) error {
	links, err := casefile.Links(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	for _, l := range links {
		if l.Opened && l.Why == why {
			return nil
		}
	}
	who, _, err := proven.Subject(c.Tx.View, c.Request)
	if err != nil {
		return err
	}
	opened, err := OpenByDesk(c.Tx, c.Session,
		Opening{who, c.Request.LevelReached, why, only, c.Request.Holder, c.Request.Regimes})
	if err != nil {
		return err
	}
	c.Detail["opened"] = opened.Reference
	return casefile.AddLink(c.Tx, c.Request.ID, opened.ID, why)
}

// Opening is a deletion that the desk owes without being asked.
type Opening struct {
	Who    model.Subject
	Level  model.Level
	Why    model.Cause
	Only   []string // keys of scope lines; none: everything
	holder string   // whoever works on the request it follows from; may be empty
	// regimes are those of the request it follows from; none: those of the desk.
	regimes []string
}

// OpenByDesk opens a request that the desk makes of its own accord, at the level that it needs.
func OpenByDesk(tx *store.Tx, s *desk.Session, o Opening) (model.Request, error) {
	now := s.Now()
	reference, err := requests.NextReference(tx, now.In(s.Rules().Location()).Year())
	if err != nil {
		return model.Request{}, err
	}
	r := model.Request{Reference: reference, Kind: model.Deletion, Status: model.Working, Channel: model.ByDesk,
		RequesterKind: model.Self,
		LevelNeeded:   o.Level, LevelReached: o.Level, ReceivedAt: now, VerifiedAt: now, Subject: o.Who, Cause: o.Why,
		Holder: o.holder, Regimes: o.regimes, Step: model.StepCollect}
	if err := desk.Begin(tx, s, &r); err != nil {
		return r, err
	}
	if r, err = requests.Create(tx, r, ""); err != nil {
		return r, err
	}
	if len(o.Only) > 0 {
		if err := casefile.SavePart(tx, r.ID, casefile.PartScope, model.Scope{Only: o.Only}); err != nil {
			return r, err
		}
	}
	tx.Append(model.Entry{At: now, Staff: s.Staff().ID, Action: model.ActOpenLinked, RequestID: r.ID,
		Detail: map[string]any{"reference": reference, "cause": string(o.Why), "limited": len(o.Only) > 0}})
	return r, nil
}

// Links lists what a request led to and what led to it.
func Links(ctx context.Context, s *desk.Session, request int64) (list []model.Link, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		list, err = casefile.Links(v, request)
		return err
	})
	return list, err
}
