package collect

import (
	"context"
	"errors"
	"slices"
	"sort"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/runs"
)

// maxCarried bounds how many are kept.
const maxCarried = 50

// ErrNoCarried says that the findings carry no identifier that could be taken.
var ErrNoCarried = errors.New("the rows found carry no further identifier that is surely this person's")

// carrying gathers the identifiers of a run.
type carrying struct {
	known map[string]*identifier.Sought
	list  map[string]*model.Carried
	rows  map[string][]*model.Carried // by what tells the row apart

	numbers int // identity numbers that the request has
}

func newCarrying(ids dataset.Identities) *carrying {
	c := &carrying{known: map[string]*identifier.Sought{}, list: map[string]*model.Carried{},
		rows: map[string][]*model.Carried{}, numbers: len(ids["id_number"])}
	for _, kind := range model.CarriedKinds() {
		c.known[kind] = identifier.SpellingOf(kind).Seek()
		for _, v := range ids[kind] {
			c.known[kind].Add(v)
		}
	}
	return c
}

// note looks at a row that one of the person's own identifiers led to. What lies outside the copy tells nothing here
// either.
func (c *carrying) note(f search.Finding, of *dataset.Collection, id string, ordinary bool) {
	if of == nil || !slices.ContainsFunc(f.Reached, func(r search.Reach) bool { return r.Identity != "" }) {
		return
	}
	row := make([]any, len(of.Fields))
	for i, field := range of.Fields {
		row[i], _ = f.Row.Get(field.Name)
	}
	of.Walk(func(field *dataset.Field) {
		sought := c.known[field.Identity]
		if sought == nil || ordinary && field.Sensitive() {
			return
		}
		rule := identifier.SpellingOf(field.Identity)
		for _, v := range search.FieldValues(of, field, row) {
			text, _ := value.Text(v)
			for _, one := range rule.Values(text) {
				if _, is := sought.Find(one); !is && rule.Names(one) {
					c.add(model.Carried{Kind: field.Identity, Value: rule.Key(one), Dataset: f.Dataset,
						Collection: f.Collection, Field: field.Dotted(), Shared: !rule.AsTyped(one)}, id)
				}
			}
		}
	})
}

func (c *carrying) add(found model.Carried, id string) {
	key := found.Kind + "\x00" + found.Value
	at := c.list[key]
	if at == nil {
		if len(c.list) >= maxCarried {
			return
		}
		at = &found
		c.list[key] = at
	}
	at.Rows++
	c.rows[id] = append(c.rows[id], at)
}

// shared notes that a row may be somebody else's, and so may be what it carries.
func (c *carrying) shared(id string) {
	for _, found := range c.rows[id] {
		found.Shared = true
	}
}

func (c *carrying) result() (list []model.Carried) {
	numbers := c.numbers
	for _, found := range c.list {
		if found.Kind == "id_number" {
			numbers++
		}
	}
	for _, found := range c.list {
		found.Shared = found.Shared || found.Kind == "id_number" && numbers > 1 // nobody has two
		list = append(list, *found)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Kind+list[i].Value < list[j].Kind+list[j].Value })
	return list
}

// sameOpen returns the numbers of the other open requests that the request's identifiers, or those that its rows carry,
// lead to.
func sameOpen(v *store.View, request int64, carried []model.Carried) (references []string, err error) {
	r, err := requests.Read(v, request)
	if err != nil {
		return nil, err
	}
	lookups := r.Subject.Lookups()
	for _, c := range carried {
		for _, form := range identifier.LookupForms(c.Lookup(), c.Value) {
			lookups = append(lookups, model.Lookup{Kind: c.Lookup(), Value: form})
		}
	}
	seen := map[int64]bool{request: true}
	for _, l := range lookups {
		ids, err := requests.Lookup(v, l.Kind, l.Value)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if seen[id] {
				continue
			}
			seen[id] = true
			other, err := requests.Read(v, id)
			if err != nil {
				return nil, err
			}
			if other.Open() {
				references = append(references, other.Reference)
			}
		}
	}
	slices.Sort(references)
	return references, nil
}

// OpenCarriedError says that the rows found carry identifiers about which nobody has said whether the sources are
// searched by them.
type OpenCarriedError struct{ List []model.Carried }

func (e *OpenCarriedError) Error() string {
	names := make([]string, len(e.List))
	for i, c := range e.List {
		names[i] = c.Kind + " " + c.Masked()
	}
	return "the rows found carry " + strings.Join(names, ", ") + ": take it up, or say why it is not searched by"
}

// LeaveCarried keeps why nothing is searched by identifiers that the rows found carry. The reason is the second
// person's to read.
func LeaveCarried(ctx context.Context, s *desk.Session, rev model.Revision, list []model.Carried, why model.UnsoughtWhy,
	reason string) (model.Request, error) {
	if err := s.Allow(ctx, model.ActCollect); err != nil {
		return model.Request{}, err
	}
	if reason = strings.TrimSpace(reason); reason == "" || !slices.Contains(model.UnsoughtWhys, why) {
		return model.Request{}, ErrReason
	}
	return s.Change(ctx, model.ActCollect, rev, desk.ByHolder, func(c *desk.Change) error {
		res, err := carriedNow(c)
		if err != nil {
			return err
		}
		if len(list) == 0 ||
			slices.ContainsFunc(list,
				func(one model.Carried) bool { return !slices.Contains(res.Notes.Carried, one) }) {
			return ErrNoCarried
		}
		var said []model.Unsought
		if _, err := casefile.Part(c.Tx.View, rev.Request, casefile.PartUnsought, &said); err != nil {
			return err
		}
		said = slices.DeleteFunc(said, func(u model.Unsought) bool { return slices.Contains(list, u.Carried) })
		var kinds []string
		for _, one := range list {
			said = append(said, model.Unsought{Carried: one, Why: why, Reason: reason, By: s.Staff().ID, At: s.Now()})
			kinds = append(kinds, one.Kind)
		}
		c.Detail["step"], c.Detail["number"], c.Detail["unsought"], c.Detail["identifiers"] = "not_searched", len(
			list), string(why), kinds
		return casefile.SavePart(c.Tx, rev.Request, casefile.PartUnsought, said)
	})
}

// notProven lists the identifiers that the request names and that are not proven to be the person's: nothing is
// searched by them.
func notProven(v *store.View, request int64) (list []model.Unsought, err error) {
	r, err := requests.Read(v, request)
	if err != nil {
		return nil, err
	}
	_, others, err := proven.Subject(v, r)
	for _, n := range others {
		list = append(list, model.Unsought{Carried: model.Carried{Kind: n.Kind, Value: n.Value},
			Why: model.UnsoughtUnproven})
	}
	return list, err
}

// carriedNow reads the findings while something can still be settled about what they carry.
func carriedNow(c *desk.Change) (Results, error) {
	if c.Request.Status != model.Working {
		return Results{}, &model.TransitionError{From: c.Request.Status, On: model.SentToReview}
	}
	res, err := ReadResults(c.Tx.View, c.Request.ID)
	if err == nil && !res.Run.Done {
		err = ErrBusy
	}
	return res, err
}

// TakeCarried makes the ticked ones of the identifiers that the rows found carry identifiers of the request, and no
// other: one that is wrong leads to all of another person. Where one of them cannot be taken, none is. What was
// collected goes, since it was found without them: the sources are searched again.
func TakeCarried(ctx context.Context, s *desk.Session, rev model.Revision,
	ticked []model.Carried) (model.Request, error) {
	return s.Change(ctx, model.ActCollect, rev, desk.ByHolder, func(c *desk.Change) error {
		res, err := carriedNow(c)
		if err != nil {
			return err
		}
		who := c.Request.Subject
		emails, phones, accounts := who.Emails(), who.Phones(), who.Accounts()
		proofs, err := proven.ProofsOf(c.Tx.View, rev.Request)
		if err != nil {
			return err
		}
		var kinds []string
		for _, found := range ticked {
			switch {
			case found.Shared, !slices.Contains(res.Notes.Carried, found):
				return ErrNoCarried
			case found.Kind == "email":
				emails = append(emails, found.Value)
			case found.Kind == "phone_number":
				phones = append(phones, found.Value)
			case found.Kind == "account":
				accounts = append(accounts, found.Value)
			case found.Kind == "id_number" && who.IDNumber == "":
				who.IDNumber = found.Value
			default:
				return ErrNoCarried
			}
			kinds = append(kinds, found.Kind)
			proofs.Taken = append(proofs.Taken, proven.Named{Kind: found.Kind, Value: found.Value})
		}
		if len(kinds) == 0 {
			return ErrNoCarried
		}
		c.Request.Subject = who.WithContacts(emails, phones, accounts)
		c.Detail["step"], c.Detail["number"], c.Detail["identifiers"] = "identifiers", len(kinds), kinds
		if len(proofs.Of) > 0 {
			if err := casefile.SavePart(c.Tx, rev.Request, casefile.PartProofs, proofs); err != nil {
				return err
			}
		}
		if err := runs.DropPlan(c.Tx, rev.Request); err != nil {
			return err
		}
		return runs.DropRuns(c.Tx, rev.Request)
	})
}
