package result

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/papers"
)

// ErrNoRemain says that the search did not find what is to be settled.
var ErrNoRemain = errors.New("the newest search did not find this: look at it again")

// settlements are what second persons said of what remains, by certificate and place.
type settlements map[string]map[string]model.Settlement

// SettleRemain lets a second person say why something that the search still finds may be there: it is not the person's,
// or it is and will be gone by a day. Until then, and in the second case after it too, the request is fulfilled in
// part.
func SettleRemain(ctx context.Context, s *desk.Session, rev model.Revision, number, place string,
	as model.Settlement) (model.Request, error) {
	if err := s.Allow(ctx, model.ActSettleRemain); err != nil {
		return model.Request{}, err
	}
	as.Known, as.Reason = strings.TrimSpace(as.Known), strings.TrimSpace(as.Reason)
	switch {
	case as.Known == "":
		return model.Request{}, change.ErrKnown
	case as.Theirs && as.Reason == "":
		return model.Request{}, change.ErrResult
	case as.Theirs && !as.Until.After(s.Now()):
		return model.Request{}, change.ErrUntil
	}
	return s.Change(ctx, model.ActSettleRemain, rev, desk.ByAnyone, func(c *desk.Change) error {
		if c.Request.Status != model.Answering {
			return &model.TransitionError{From: c.Request.Status, On: model.Delivered}
		}
		kept, err := papers.Certificates(c.Tx.View, rev.Request)
		if err != nil {
			return err
		}
		if len(kept) == 0 || kept[0].Number != number {
			return ErrNoRemain
		}
		if me := s.Staff().ID; !model.SecondPerson(me, c.Request.PreparedBy) || !model.SecondPerson(me, kept[0].By) {
			return desk.ErrOwnWork
		}
		result, err := Of(c.Tx.View, c.Request)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(result.Search.Remains, func(r model.Remain) bool { return r.Place() == place }) {
			return ErrNoRemain
		}
		all := settlements{}
		if _, err := casefile.Part(c.Tx.View, rev.Request, casefile.PartSettlements, &all); err != nil {
			return err
		}
		if all[number] == nil {
			all[number] = map[string]model.Settlement{}
		}
		if !as.Theirs {
			as.Until, as.Reason = time.Time{}, ""
		}
		as.By, as.At = s.Staff().ID, s.Now()
		all[number][place] = as
		c.Detail["number"], c.Detail["place"], c.Detail["theirs"] = number, place, as.Theirs
		return casefile.SavePart(c.Tx, rev.Request, casefile.PartSettlements, all)
	})
}
