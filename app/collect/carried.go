package collect

import (
	"context"
	"errors"
	"slices"
	"sort"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// Carried is an identifier that rows of the person carry and the request lacks: systems that know the person by it alone were not
// searched.
type Carried struct {
	Kind       string `json:"kind"` // of identity, as the data map names it
	Value      string `json:"value"`
	Dataset    string `json:"dataset"`
	Collection string `json:"collection"`
	Field      string `json:"field"`
	Rows       int    `json:"rows"`
	Shared     bool   `json:"shared,omitempty"` // it may be somebody else's, as a row that carries it may
}

// Looked reports whether somebody must have looked at it before it is taken: systems number people by accounts and identity
// numbers, and one that is wrong leads to all of another person.
func (c Carried) Looked() bool { return carriedKinds[c.Kind].looked }

// Masked is the value as the screen shows it at rest.
func (c Carried) Masked() string {
	if kind, ok := carriedKinds[c.Kind]; ok {
		return model.MaskCategory(kind.masked, c.Value)
	}
	return model.MaskText(c.Value)
}

// carriedKinds are the kinds that a request can be given further values of.
var carriedKinds = map[string]struct {
	masked string
	lookup model.LookupKind
	looked bool
}{
	"email":        {"user.contact.email", model.LookupEmail, false},
	"phone_number": {"user.contact.phone_number", model.LookupPhone, false},
	"account":      {"user.account", model.LookupAccount, true},
	"id_number":    {"user.government_id", model.LookupIDNumber, true},
}

// maxCarried bounds how many are kept.
const maxCarried = 50

// ErrNoCarried says that the findings carry no identifier that could be taken.
var ErrNoCarried = errors.New("the rows found carry no further identifier that is surely this person's")

// carrying gathers the identifiers of a run.
type carrying struct {
	known map[string]*model.Sought
	list  map[string]*Carried
	rows  map[string][]*Carried // by what tells the row apart
}

func newCarrying(ids dataset.Identities) *carrying {
	c := &carrying{known: map[string]*model.Sought{}, list: map[string]*Carried{}, rows: map[string][]*Carried{}}
	for kind := range carriedKinds {
		c.known[kind] = model.SpellingOf(kind).Seek()
		for _, v := range ids[kind] {
			c.known[kind].Add(v)
		}
	}
	return c
}

// note looks at a row that one of the person's own identifiers led to. What lies outside the copy tells nothing here either.
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
		rule := model.SpellingOf(field.Identity)
		for _, v := range search.FieldValues(of, field, row) {
			text, _ := value.Text(v)
			for _, one := range rule.Values(text) {
				if _, is := sought.Find(one); !is && rule.Names(one) {
					c.add(Carried{Kind: field.Identity, Value: rule.Key(one), Dataset: f.Dataset, Collection: f.Collection, Field: field.Dotted(), Shared: !rule.AsTyped(one)}, id)
				}
			}
		}
	})
}

func (c *carrying) add(found Carried, id string) {
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

func (c *carrying) result() (list []Carried) {
	numbers := 0
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

// sameOpen returns the numbers of the other open requests that the request's identifiers, or those that its rows carry, lead to.
func sameOpen(v *store.View, request int64, carried []Carried) (references []string, err error) {
	r, err := v.Request(request)
	if err != nil {
		return nil, err
	}
	lookups := r.Subject.Lookups()
	for _, c := range carried {
		for _, form := range model.LookupForms(carriedKinds[c.Kind].lookup, c.Value) {
			lookups = append(lookups, model.Lookup{Kind: carriedKinds[c.Kind].lookup, Value: form})
		}
	}
	seen := map[int64]bool{request: true}
	for _, l := range lookups {
		ids, err := v.Lookup(l.Kind, l.Value)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if seen[id] {
				continue
			}
			seen[id] = true
			other, err := v.Request(id)
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

// TakeCarried makes the identifiers that the rows found carry, and that are surely this person's, identifiers of the request; of
// those that ask for a look only the ones that looked names. What was collected goes, since it was found without them: the sources
// are searched again.
func TakeCarried(ctx context.Context, s *desk.Session, rev model.Revision, looked []Carried) (model.Request, error) {
	return s.Change(ctx, model.ActCollect, rev, desk.ByHolder, func(c *desk.Change) error {
		if c.Request.Status != model.Working {
			return &model.TransitionError{From: c.Request.Status, On: model.SentToReview}
		}
		res, err := ReadResults(&c.Tx.View, rev.Request)
		if err != nil {
			return err
		}
		if !res.Run.Done {
			return ErrBusy
		}
		who := c.Request.Subject
		emails, phones, accounts := who.Emails(), who.Phones(), who.Accounts()
		taken := 0
		for _, found := range res.Notes.Carried {
			switch {
			case found.Shared, found.Looked() && !slices.ContainsFunc(looked, func(c Carried) bool { return c.Kind == found.Kind && c.Value == found.Value }):
				continue
			case found.Kind == "email":
				emails = append(emails, found.Value)
			case found.Kind == "phone_number":
				phones = append(phones, found.Value)
			case found.Kind == "account":
				accounts = append(accounts, found.Value)
			case found.Kind == "id_number" && who.IDNumber == "":
				who.IDNumber = found.Value
			default:
				continue
			}
			taken++
		}
		if taken == 0 {
			return ErrNoCarried
		}
		c.Request.Subject = who.WithContacts(emails, phones, accounts)
		c.Detail["step"], c.Detail["number"] = "identifiers", taken
		if err := c.Tx.DropPlan(rev.Request); err != nil {
			return err
		}
		return c.Tx.DropRuns(rev.Request)
	})
}
