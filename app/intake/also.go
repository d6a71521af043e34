package intake

import (
	"context"
	"errors"
	"slices"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/requests"
)

// ErrAlso says that a request cannot be taken apart so: a kind is named that it is itself, or that was opened of it
// before, or none.
var ErrAlso = errors.New("name at least one kind of request that is not among those the person asked for already")

// AskAlso makes of a request that asks for several things one for each: a request of each kind given, by the same
// person in the same words, received at the same moment, each with a clock of its own. They are tied to each other;
// what proves who asks is brought forward once for all of them. It fails with ErrAlso, and with a
// *model.TransitionError once the request is in review or later.
func AskAlso(ctx context.Context, s *desk.Session, rev model.Revision,
	kinds []model.Kind) (opened []model.Request, err error) {
	if err := s.Allow(ctx, model.ActAskAlso); err != nil {
		return nil, err
	}
	_, err = s.Change(ctx, model.ActAskAlso, rev, desk.ByHolder, func(c *desk.Change) error {
		opened = nil
		switch c.Request.Status {
		case model.Received, model.Verifying, model.Working:
		default:
			return &model.TransitionError{From: c.Request.Status, On: model.Triaged}
		}
		links, err := casefile.Links(c.Tx.View, c.Request.ID)
		if err != nil {
			return err
		}
		family, asked := []int64{c.Request.ID}, []model.Kind{c.Request.Kind}
		for _, l := range links {
			if l.Why == model.TieAlso {
				family, asked = append(family, l.Request), append(asked, l.Kind)
			}
		}
		var references []string
		for _, kind := range kinds {
			if !kind.Valid() || slices.Contains(asked, kind) {
				return ErrAlso
			}
			asked = append(asked, kind)
			r, err := openAlso(c, kind)
			if err != nil {
				return err
			}
			for _, other := range family {
				if err := errors.Join(casefile.AddLink(c.Tx, other, r.ID, model.TieAlso),
					casefile.AddLink(c.Tx, r.ID, other, model.TieAlso)); err != nil {
					return err
				}
			}
			family, opened, references = append(family, r.ID), append(opened, r), append(references, r.Reference)
		}
		if len(opened) == 0 {
			return ErrAlso
		}
		c.Detail["opened"] = references
		for _, r := range opened {
			if err := c.Other(r.ID, model.ActIdentity, func(o *desk.Change) (bool, error) {
				return identity.Take(o, c.Request)
			}); err != nil {
				return err
			}
		}
		return nil
	})
	return opened, err
}

// openAlso opens a request of another kind beside the one that is changed.
func openAlso(c *desk.Change, kind model.Kind) (model.Request, error) {
	s, first := c.Session, c.Request
	reference, err := requests.NextReference(c.Tx, first.ReceivedAt.In(s.Rules().Location()).Year())
	if err != nil {
		return first, err
	}
	r := model.Request{Reference: reference, Kind: kind, Status: model.Received, Channel: first.Channel,
		RequesterKind: first.RequesterKind,
		ReceivedAt:    first.ReceivedAt, Subject: first.Subject, Requester: first.Requester, Body: first.Body,
		Regimes: first.Regimes, Labels: first.Labels,
		Holder: first.Holder, LevelNeeded: levelOf(s.Rules(), kind, false, first.RequesterKind, first.Subject, s.Now())}
	if first.Status != model.Received {
		if r.Status, err = r.Next(model.Triaged); err != nil {
			return r, err
		}
		if r.LevelNeeded == model.Level(0) { // what needs no proof waits for none
			if r.Status, err = r.Next(model.LevelReached); err != nil {
				return r, err
			}
		}
	}
	if err := desk.Begin(c.Tx, s, &r); err != nil {
		return r, err
	}
	r.Step = model.NextStep(r, model.Facts{})
	if r, err = requests.Create(c.Tx, r, ""); err != nil {
		return r, err
	}
	var a model.Arrival
	if there, err := casefile.Part(c.Tx.View, first.ID, casefile.PartArrival, &a); err != nil {
		return r, err
	} else if there {
		a.Attachments, a.Joined = nil, nil // what came with it lies with the first
		if err := casefile.SavePart(c.Tx, r.ID, casefile.PartArrival, a); err != nil {
			return r, err
		}
	}
	detail := map[string]any{"reference": reference, "kind": string(kind), "from": first.Reference}
	if err := desk.NoteTwins(c.Tx, r, detail); err != nil {
		return r, err
	}
	c.Tx.Append(model.Entry{At: s.Now(), Staff: s.Staff().ID, Action: model.ActAskAlso, RequestID: r.ID,
		Detail: detail})
	return r, nil
}
