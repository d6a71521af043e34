// Package erased is the ledger of who was erased: it remembers them by keyed hashes, and finds who is back in a
// source.
package erased

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
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/requests"
)

// Remember puts a person into the ledger of the erased, as keyed hashes, when everything of theirs was to go.
func Remember(c *desk.Change) error {
	var scope model.Scope
	if _, err := casefile.Part(c.Tx.View, c.Request.ID, casefile.PartScope, &scope); err != nil {
		return err
	}
	if len(scope.Only) > 0 {
		return nil // a part: the person may still be a customer
	}
	who, _, err := proven.Subject(c.Tx.View, c.Request)
	if err != nil {
		return err
	}
	return requests.AddErased(c.Tx, who, c.Request.Reference, c.Session.Now())
}

// CameBack is a person in the sources again who was erased.
type CameBack struct {
	Reference string // of the request that erased them
	Opened    string // of the deletion opened now; empty where one is open already, or Alike
	Rows      int    // identities found
	// Alike is set where accounts only look like one that was erased, as in another case or width: they may be other
	// people's, so nothing was opened.
	Alike bool
}

// lookupKinds are the identities of the data map that the ledger knows.
var lookupKinds = map[string]identifier.LookupKind{"email": identifier.LookupEmail,
	"phone_number": identifier.LookupPhone,
	"account":      identifier.LookupAccount, "id_number": identifier.LookupIDNumber}

// Compare reads the identities of every source and opens a deletion for each person who was erased and is there
// again, as after a source was restored from a back-up. The sources are read; nothing is written to them.
func Compare(ctx context.Context, s *desk.Session) (back []CameBack, err error) {
	if err := s.Allow(ctx, model.ActCompareLedger); err != nil {
		return back, err
	}
	m, err := datamap.Open(ctx, s)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, m.Close()) }()
	var ledger *requests.Ledger
	if err := s.Read(ctx, model.ActCompareLedger, func(v *store.View) (err error) {
		ledger, err = requests.OpenLedger(v)
		return err
	}); err != nil {
		return nil, err
	}
	people := map[string]*returned{}
	if ledger.Len() > 0 {
		err = search.EachIdentityValue(ctx, m.Datasets, m.Sources,
			func(_ dataset.Address, _ []value.Cell, kind, value string) error {
				kept := lookupKinds[kind]
				if kept == identifier.LookupAccount {
					if reference, ok := ledger.Find(kept, identifier.LedgerForm(value)); ok {
						backFor(people, reference).add(kept, value)
						return nil
					}
				}
				// What is no value of its kind has no form: nobody was erased under it.
				for _, form := range identifier.LookupForms(kept, value) {
					if reference, ok := ledger.Find(kept, form); ok {
						if p := backFor(people, reference); kept == identifier.LookupAccount {
							p.alike = append(p.alike, value)
						} else {
							p.add(kept, value)
						}
						return nil
					}
				}
				return nil
			})
		if err != nil {
			return nil, err
		}
	}
	err = s.Write(ctx, model.ActCompareLedger, func(tx *store.Tx, entry *model.Entry) error {
		back = nil
		sure := 0
		for reference, p := range people {
			b, err := p.open(tx, s, reference)
			if err != nil {
				return err
			}
			back = append(back, b)
			if !b.Alike {
				sure++
			}
		}
		entry.Detail["ledger"], entry.Detail["back"], entry.Detail["alike"] = ledger.Len(), sure, len(back)-sure
		return nil
	})
	slices.SortFunc(back, func(a, b CameBack) int {
		if a.Reference < b.Reference {
			return -1
		}
		return 1
	})
	return back, err
}

// returned gathers by which identities an erased person was found again.
type returned struct {
	subject model.Subject
	rows    int
	alike   []string // accounts that fold to one of theirs, and may be another's
}

// backFor returns what was found of the person whom a request erased.
func backFor(people map[string]*returned, reference string) *returned {
	if people[reference] == nil {
		people[reference] = &returned{}
	}
	return people[reference]
}

func (p *returned) add(kind identifier.LookupKind, value string) {
	p.rows++
	for _, f := range []struct {
		kind identifier.LookupKind
		to   *string
	}{{identifier.LookupEmail, &p.subject.Email}, {identifier.LookupPhone, &p.subject.Phone},
		{identifier.LookupAccount, &p.subject.Account}, {identifier.LookupIDNumber, &p.subject.IDNumber}} {
		if f.kind == kind && *f.to == "" {
			*f.to = value
		}
	}
}

// recognise counts of the accounts that look alike those that are the person's: a ledger of an earlier version knows
// them by their folded form alone.
func (p *returned) recognise(subject model.Subject) {
	sought := identifier.SpellingOf("account").Seek()
	for _, account := range subject.Accounts() {
		sought.Add(account)
	}
	p.alike = slices.DeleteFunc(p.alike, func(held string) bool {
		_, is := sought.Key(held)
		if is {
			p.add(identifier.LookupAccount, held)
		}
		return is
	})
}

// open opens the deletion unless one is open already. The earlier request's subject is used while the desk still has
// it.
func (p *returned) open(tx *store.Tx, s *desk.Session, reference string) (CameBack, error) {
	b := CameBack{Reference: reference, Rows: p.rows}
	subject := p.subject
	earlier, err := requests.ByReference(tx.View, reference)
	switch {
	case errors.Is(err, store.ErrNotFound):
	case err != nil:
		return b, err
	default:
		subject = earlier.Subject
		p.recognise(subject)
		b.Rows = p.rows
		links, err := casefile.Links(tx.View, earlier.ID)
		if err != nil {
			return b, err
		}
		if slices.ContainsFunc(links,
			func(l model.Link) bool { return l.Opened && l.Why == model.CauseCameBack && l.Status != model.Closed }) {
			return b, nil
		}
	}
	if p.rows == 0 {
		b.Rows, b.Alike = len(p.alike), true
		return b, nil
	}
	r, err := collect.OpenByDesk(tx, s, collect.Opening{Who: subject, Why: model.CauseCameBack})
	if err != nil {
		return b, err
	}
	b.Opened = r.Reference
	if earlier.ID != 0 {
		err = casefile.AddLink(tx, earlier.ID, r.ID, model.CauseCameBack)
	}
	return b, err
}
