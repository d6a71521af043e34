package change

import (
	"context"
	"errors"
	"slices"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/requests"
)

// ErrPurpose says that no purpose was chosen, or one that this kind of request cannot end.
var ErrPurpose = errors.New("choose at least one consent that is withdrawn, or use that stops")

// SetPurposes says which consents are withdrawn or which uses stop (statement CON-1, COL-3 to COL-5, ADV-1, MKT-1,
// USE-1, USE-2).
func SetPurposes(ctx context.Context, s *desk.Session, rev model.Revision, ids []string) (model.Request, error) {
	return s.Change(ctx, model.ActPurposes, rev, desk.ByHolder, func(c *desk.Change) error {
		if err := settling(c, model.SettlesPurposes); err != nil {
			return err
		}
		if len(ids) == 0 {
			return ErrPurpose
		}
		for _, id := range ids {
			if _, known := s.Rules().Purpose(id); !known {
				return ErrPurpose
			}
		}
		c.Detail["purposes"] = ids
		return casefile.SavePart(c.Tx, rev.Request, casefile.PartPurposes, model.Purposes{IDs: slices.Clone(ids)})
	})
}

// ReadPurposes reads what a withdrawal or objection ends.
func ReadPurposes(ctx context.Context, s *desk.Session, request int64) (p model.Purposes, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		_, err := casefile.Part(v, request, casefile.PartPurposes, &p)
		return err
	})
	return p, err
}

// Consents reads what the consent ledger knows of the request's subject, newest first.
func Consents(ctx context.Context, s *desk.Session, request int64) (list []model.Consent, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		r, err := requests.Read(v, request)
		if err != nil {
			return err
		}
		who, _, err := proven.Subject(v, r)
		if err == nil {
			list, err = casefile.Consents(v, who)
		}
		return err
	})
	return list, err
}

// stops gives the values that end the chosen purposes in a collection, by field.
func stops(c *dataset.Collection, purposes []string) map[string]any {
	out := map[string]any{}
	c.Walk(func(f *dataset.Field) {
		for _, stop := range f.Stop {
			if slices.Contains(purposes, stop.Purpose) {
				out[f.Dotted()] = stop.Value
			}
		}
	})
	return out
}

// consentLines are the keys of scope lines for what was collected on consents that are withdrawn.
func consentLines(datasets []*dataset.Dataset, purposes []string) (keys []string) {
	for _, d := range datasets {
		for _, c := range d.Collections {
			if !slices.ContainsFunc(c.Consent, func(p string) bool { return slices.Contains(purposes, p) }) {
				continue
			}
			for _, category := range Categories(c) {
				keys = append(keys, model.ScopeLine{Dataset: d.Key, Collection: c.Name, Category: category}.Key())
			}
		}
	}
	return keys
}

// stopByOwners asks the owners to stop by hand each chosen use for which the data map names no value to write.
func stopByOwners(c *desk.Change, sources []datamap.Entry, datasets []*dataset.Dataset) error {
	var p model.Purposes
	if _, err := casefile.Part(c.Tx.View, c.Request.ID, casefile.PartPurposes, &p); err != nil {
		return err
	}
	for _, id := range p.IDs {
		if writesStop(datasets, id) {
			continue
		}
		rule, _ := c.Session.Rules().Purpose(id)
		for _, src := range sources {
			if src.Owner == "" || src.Engine == model.EngineManual {
				continue // a manual source's owner is asked about everything already
			}
			if _, err := casefile.AddTask(c.Tx, c.Request.ID,
				model.Task{Kind: model.TaskStop, Who: src.Owner, Source: src.Key,
					What:  rule.Title.In(c.Request.Subject.Language),
					DueAt: c.Session.Now().AddDate(0, 0, taskDays)}); err != nil {
				return err
			}
		}
	}
	return nil
}

func writesStop(datasets []*dataset.Dataset, purpose string) bool {
	for _, d := range datasets {
		for _, col := range d.Collections {
			if len(stops(col, []string{purpose})) > 0 {
				return true
			}
		}
	}
	return false
}

// recordConsents writes the consent ledger and opens the deletion of what was collected on the consents (PIPL 47 (1)
// 3).
func recordConsents(c *desk.Change, datasets []*dataset.Dataset) error {
	var p model.Purposes
	if _, err := casefile.Part(c.Tx.View, c.Request.ID, casefile.PartPurposes, &p); err != nil {
		return err
	}
	who, _, err := proven.Subject(c.Tx.View, c.Request)
	if err != nil {
		return err
	}
	var deletes []string
	for _, id := range p.IDs {
		rule, _ := c.Session.Rules().Purpose(id)
		event := model.ConsentWithdrawn
		if rule.Kind != model.Withdrawal {
			// it rests on no consent: what ends it is an objection, whatever the person called it
			event = model.ConsentObjected
		}
		if err := casefile.AddConsent(c.Tx, c.Request.ID, who,
			model.Consent{Purpose: id, Event: event, Channel: string(c.Request.Channel),
				At: c.Request.ReceivedAt, By: c.Session.Staff().ID}); err != nil {
			return err
		}
		if rule.Deletes && !c.Request.Kind.Means().Keeps {
			deletes = append(deletes, id)
		}
	}
	keys := consentLines(datasets, deletes)
	if len(keys) == 0 {
		return nil
	}
	return collect.OpenLinked(c, model.CauseWithdrawn, keys)
}

// endedUses is the settlement of a withdrawal and of an objection.
type endedUses struct{}

func (endedUses) read(t *treatments, v *store.View, _ *desk.Session, r model.Request, _ string) error {
	var p model.Purposes
	_, err := casefile.Part(v, r.ID, casefile.PartPurposes, &p)
	t.purposes = p.IDs
	return err
}

func (endedUses) treat(t *treatments, c *dataset.Collection, _ search.Finding,
	shared *collect.Finding) dataset.Treatment {
	t.meet(c)
	if shared != nil && !shared.Theirs() {
		return dataset.Treatment{}
	}
	return dataset.Treatment{Set: stops(c, t.purposes)}
}

func (endedUses) follow(c *desk.Change, sources []datamap.Entry, datasets []*dataset.Dataset) error {
	if err := stopByOwners(c, sources, datasets); err != nil {
		return err
	}
	return recordConsents(c, datasets)
}

func (endedUses) named(t *treatments, c *dataset.Collection) bool {
	return len(stops(c, t.purposes)) > 0
}
