package change

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/runs"
)

// Errors of cancelling an account.
var (
	ErrNoBlocker = errors.New("this does not stand in the way any more")
	ErrWaiver    = errors.New("write down how the person gave it up: by which means, when, in which words")
	ErrChoice    = errors.New("the person chooses whether the data are deleted or anonymised (statement, How we use)")
	ErrClauses   = errors.New("read out every consequence first; the person confirms each")
	ErrNoLetter  = errors.New("write the letter that tells the person what to do first")
	ErrHow       = errors.New("write down how the person confirmed: a recorded call, a mail, at the counter")
)

// ReadBlockers reads what stands in the way of cancelling, as of the last search of the sources.
func ReadBlockers(ctx context.Context, s *desk.Session, request int64) (b model.Blockers, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		if err := collect.CheckProven(v, request); err != nil {
			return err
		}
		b, err = desk.Blockers(v, request)
		return err
	})
	return b, err
}

// Waive takes down that the person explicitly gives something up: the balance, the role, the share. It counts once a
// second member of staff agrees.
func Waive(ctx context.Context, s *desk.Session, rev model.Revision, which model.OpenBlocker,
	how string) (model.Request, error) {
	if err := s.Allow(ctx, model.ActWaive); err != nil {
		return model.Request{}, err
	}
	how = strings.TrimSpace(how)
	if how == "" {
		return model.Request{}, ErrWaiver
	}
	return changeBlocker(ctx, s, model.ActWaive, desk.ByHolder, rev, which,
		func(_ *desk.Change, b *model.OpenBlocker) error {
			b.Waiver, b.WaivedBy, b.AgreedBy = how, s.Staff().ID, ""
			return nil
		})
}

// AgreeWaiver lets a second member of staff agree that the person gave something up.
func AgreeWaiver(ctx context.Context, s *desk.Session, rev model.Revision,
	which model.OpenBlocker) (model.Request, error) {
	return changeBlocker(ctx, s, model.ActAgreeWaiver, desk.ByAnyone, rev, which,
		func(c *desk.Change, b *model.OpenBlocker) error {
			if *b != which {
				return ErrReviewChanged // another waiver than the one that was read
			}
			if b.Waiver == "" {
				return ErrWaiver
			}
			if !model.SecondPerson(s.Staff().ID, b.WaivedBy) {
				return desk.ErrOwnWork
			}
			b.AgreedBy = s.Staff().ID
			return c.AgreeWaiver(*b)
		})
}

// clearing is settling for a request that waits until nothing stands in its way.
func clearing(c *desk.Change) error {
	if !c.Request.Kind.Clears() {
		return fmt.Errorf("a request of kind %s has nothing to clear out of its way", c.Request.Kind)
	}
	return settling(c, model.SettlesScope)
}

func changeBlocker(ctx context.Context, s *desk.Session, act model.Action, whose desk.Whose, rev model.Revision,
	which model.OpenBlocker, change func(*desk.Change, *model.OpenBlocker) error) (model.Request, error) {
	return s.Change(ctx, act, rev, whose, func(c *desk.Change) error {
		if err := clearing(c); err != nil {
			return err
		}
		all, err := desk.Blockers(c.Tx.View, rev.Request)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all.List, which.Same)
		if i < 0 || all.List[i].Detail != which.Detail {
			return ErrNoBlocker
		}
		c.Detail["blocker"] = which.Kind
		if err := change(c, &all.List[i]); err != nil {
			return err
		}
		return casefile.SavePart(c.Tx, rev.Request, casefile.PartBlockers, all)
	})
}

// PersonAnswered takes a waiting request up again; answered is false where the time passed without an answer. What the
// sources held before is read anew, for what stands in the way may be gone.
func PersonAnswered(ctx context.Context, s *desk.Session, rev model.Revision, answered bool) (model.Request, error) {
	return s.Change(ctx, model.ActPersonAnswered, rev, desk.ByHolder, func(c *desk.Change) error {
		return goOn(c, answered)
	})
}

// goOn takes a waiting request up again.
func goOn(c *desk.Change, answered bool) error {
	c.Detail["answered"] = answered
	event := model.PersonAnswered
	if !answered {
		event = model.LimitPassed
	}
	if err := c.Move(event); err != nil {
		return err
	}
	if c.Request.Kind.Changes() {
		return runs.DropRuns(c.Tx, c.Request.ID)
	}
	return nil
}

// Confirm takes down that the person knows the consequences of cancelling and chose between deleting and anonymising
// (statement CAN-2, USE-4). The scope is proposed anew from the choice.
func Confirm(ctx context.Context, s *desk.Session, rev model.Revision, conf model.Confirmation) (model.Request, error) {
	if err := s.Allow(ctx, model.ActConfirm); err != nil {
		return model.Request{}, err
	}
	conf.How = strings.TrimSpace(conf.How)
	switch {
	case conf.How == "":
		return model.Request{}, ErrHow
	case conf.Choice != model.WayDelete && conf.Choice != model.WayAnonymise:
		return model.Request{}, ErrChoice
	}
	for _, clause := range s.Rules().Consequences {
		if !slices.Contains(conf.Clauses, clause.ID) {
			return model.Request{}, ErrClauses
		}
	}
	return s.Change(ctx, model.ActConfirm, rev, desk.ByHolder, func(c *desk.Change) error {
		if err := clearing(c); err != nil {
			return err
		}
		conf.At, conf.By = s.Now(), s.Staff().ID
		c.Detail["choice"], c.Detail["clauses"] = string(conf.Choice), conf.Clauses
		if err := casefile.DropPart(c.Tx, rev.Request, casefile.PartScope); err != nil {
			return err
		}
		return casefile.SavePart(c.Tx, rev.Request, casefile.PartConfirmation, conf)
	})
}

// ReadConfirmation reads what the person confirmed and chose; a zero time where they have not yet.
func ReadConfirmation(ctx context.Context, s *desk.Session, request int64) (conf model.Confirmation, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		_, err := casefile.Part(v, request, casefile.PartConfirmation, &conf)
		return err
	})
	return conf, err
}
