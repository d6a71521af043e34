package fulfil

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
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

// findBlockers reads from the findings what stands in the way of cancelling, by the rules of the data map, and which
// log-ins through somebody else are linked.
func findBlockers(v *store.View, s *desk.Session, request int64, run string, datasets []*dataset.Dataset) (model.Blockers, error) {
	found := model.Blockers{At: s.Now()}
	for _, d := range datasets {
		for _, c := range d.Collections {
			if c.Blocker == nil && c.Logins == "" {
				continue
			}
			err := eachFinding(v, request, run, store.FindingFilter{Dataset: d.Key, Collection: c.Name}, func(f Finding) error {
				if f.Shared > 0 && f.Decision == model.LeaveOut {
					return nil // somebody else's
				}
				if c.Blocker != nil && blocks(*c.Blocker, f) {
					found.List = append(found.List, model.OpenBlocker{Kind: c.Blocker.Kind, Collection: d.Key + ":" + c.Name, Key: f.Found.Key, Detail: blockerDetail(*c.Blocker, f)})
				}
				if provider := strings.ToLower(f.Text(c.Logins)); c.Logins != "" && provider != "" && !slices.Contains(found.Logins, provider) {
					found.Logins = append(found.Logins, provider)
				}
				return nil
			})
			if err != nil {
				return found, err
			}
		}
	}
	return found, nil
}

func blocks(b dataset.Blocker, f Finding) bool {
	if b.Field == "" {
		return true
	}
	text := strings.TrimSpace(f.Text(b.Field))
	if b.When == dataset.WhenPositive {
		n, ok := new(big.Rat).SetString(text)
		return ok && n.Sign() > 0
	}
	return text != ""
}

func blockerDetail(b dataset.Blocker, f Finding) string {
	var parts []string
	if n, ok := new(big.Rat).SetString(strings.TrimSpace(f.Text(b.Field))); ok && b.Per > 0 {
		places := len(fmt.Sprint(b.Per)) - 1
		parts = append(parts, strings.TrimSpace(n.Quo(n, big.NewRat(int64(b.Per), 1)).FloatString(places)+" "+b.Currency))
	}
	for _, name := range b.Show {
		if text := f.Text(name); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, " · ")
}

// keepBlockers keeps what stands in the way now; what was waived stays waived while it is the same thing.
func keepBlockers(c *desk.Change, found model.Blockers) error {
	old, err := desk.Blockers(&c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	for i, b := range found.List {
		for _, o := range old.List {
			if o.Same(b) && o.Detail == b.Detail {
				found.List[i].Waiver, found.List[i].WaivedBy, found.List[i].AgreedBy = o.Waiver, o.WaivedBy, o.AgreedBy
			}
		}
	}
	c.Detail["blockers"] = found.Open()
	return c.Tx.SavePart(c.Request.ID, store.PartBlockers, found)
}

// ReadBlockers reads what stands in the way of cancelling, as of the last search of the sources.
func ReadBlockers(ctx context.Context, s *desk.Session, request int64) (b model.Blockers, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		if err := seen(v, request); err != nil {
			return err
		}
		b, err = desk.Blockers(v, request)
		return err
	})
	return b, err
}

// Waive takes down that the person explicitly gives something up: the balance, the role, the share. It counts once a
// second member of staff agrees.
func Waive(ctx context.Context, s *desk.Session, rev model.Revision, which model.OpenBlocker, how string) (model.Request, error) {
	if err := s.Allow(ctx, model.ActWaive); err != nil {
		return model.Request{}, err
	}
	how = strings.TrimSpace(how)
	if how == "" {
		return model.Request{}, ErrWaiver
	}
	return changeBlocker(ctx, s, model.ActWaive, desk.ByHolder, rev, which, func(_ *desk.Change, b *model.OpenBlocker) error {
		b.Waiver, b.WaivedBy, b.AgreedBy = how, s.Staff().ID, ""
		return nil
	})
}

// AgreeWaiver lets a second member of staff agree that the person gave something up.
func AgreeWaiver(ctx context.Context, s *desk.Session, rev model.Revision, which model.OpenBlocker) (model.Request, error) {
	return changeBlocker(ctx, s, model.ActAgreeWaiver, desk.ByAnyone, rev, which, func(c *desk.Change, b *model.OpenBlocker) error {
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

func changeBlocker(ctx context.Context, s *desk.Session, act model.Action, whose desk.Whose, rev model.Revision, which model.OpenBlocker, change func(*desk.Change, *model.OpenBlocker) error) (model.Request, error) {
	return s.Change(ctx, act, rev, whose, func(c *desk.Change) error {
		if !c.Request.Kind.Clears() {
			return fmt.Errorf("a request of kind %s has nothing to clear out of its way", c.Request.Kind)
		}
		if err := settling(c, model.SettlesScope); err != nil {
			return err
		}
		all, err := desk.Blockers(&c.Tx.View, rev.Request)
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
		return c.Tx.SavePart(rev.Request, store.PartBlockers, all)
	})
}

// AskPerson lets a request wait for the person: to settle what stands in the way, to send evidence, to make clear what is
// meant. The letter that asks must have gone out first.
func AskPerson(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
	return s.Change(ctx, model.ActAskPerson, rev, desk.ByHolder, func(c *desk.Change) error {
		letters, err := c.Tx.Letters(rev.Request)
		if err != nil {
			return err
		}
		if len(letters) == 0 {
			return ErrNoLetter
		}
		sent, err := c.Tx.Deliveries(rev.Request)
		if err != nil {
			return err
		}
		if !told(sent, letters[0].ID) {
			return ErrUntold
		}
		c.Detail["letter"] = letters[0].Kind
		return c.Move(model.AskedPerson)
	})
}

// PersonAnswered takes a waiting request up again; answered is false where the time passed without an answer. What the
// sources held before is read anew, for what stands in the way may be gone.
func PersonAnswered(ctx context.Context, s *desk.Session, rev model.Revision, answered bool) (model.Request, error) {
	return s.Change(ctx, model.ActPersonAnswered, rev, desk.ByHolder, func(c *desk.Change) error {
		c.Detail["answered"] = answered
		event := model.PersonAnswered
		if !answered {
			event = model.LimitPassed
		}
		if err := c.Move(event); err != nil {
			return err
		}
		if c.Request.Kind.Changes() {
			return c.Tx.DropRuns(rev.Request)
		}
		return nil
	})
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
		if !c.Request.Kind.Clears() {
			return fmt.Errorf("a request of kind %s has nothing to clear out of its way", c.Request.Kind)
		}
		if err := settling(c, model.SettlesScope); err != nil {
			return err
		}
		conf.At, conf.By = s.Now(), s.Staff().ID
		c.Detail["choice"], c.Detail["clauses"] = string(conf.Choice), conf.Clauses
		if err := c.Tx.DropPart(rev.Request, store.PartScope); err != nil {
			return err
		}
		return c.Tx.SavePart(rev.Request, store.PartConfirmation, conf)
	})
}

// ReadConfirmation reads what the person confirmed and chose; a zero time where they have not yet.
func ReadConfirmation(ctx context.Context, s *desk.Session, request int64) (conf model.Confirmation, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		_, err := v.Part(request, store.PartConfirmation, &conf)
		return err
	})
	return conf, err
}
