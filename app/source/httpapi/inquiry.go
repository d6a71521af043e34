package httpapi

import (
	"context"
	"crypto/sha256"
	"slices"
	"strings"
	"sync"

	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
)

const (
	maxCalls = 100_000   // for one collection and person
	maxBytes = 512 << 20 // of the answers for one collection and person
	maxKept  = 2_000_000 // values of the rows that are kept for what hangs on them, for one person
)

// Inquiry asks one system for one person. It remembers the rows of every collection, since requests of others may be
// filtered by them.
type Inquiry struct {
	*Source
	attached *connector.Attached

	needed map[string]bool // endpoints whose rows other requests go by

	mu   sync.Mutex
	rows map[string][]found // by endpoint
	kept int                // values of all of them
	ids  dataset.Identities
}

var _ search.Service = (*Inquiry)(nil)

// Begin returns an inquiry for a connector that is attached to its dataset.
func (s *Source) Begin(a *connector.Attached) *Inquiry {
	return &Inquiry{Source: s, attached: a, needed: needed(a.Connector), rows: map[string][]found{}}
}

// needed returns the endpoints whose rows other requests are made or filtered by.
func needed(c *connector.Connector) map[string]bool {
	out := map[string]bool{}
	for _, e := range c.Endpoints {
		for _, q := range append(slices.Clone(e.Reads), e.Update, e.Delete, c.Erasure) {
			if q == nil {
				continue
			}
			for _, v := range q.Values {
				for _, ref := range v.References {
					if collection, _, _ := strings.Cut(ref.Field, "."); ref.Dataset == c.Key {
						out[collection] = true
					}
				}
			}
			for _, p := range q.Posts {
				if parts := strings.SplitN(p.From, ".", 3); len(parts) == 3 {
					out[parts[1]] = true
				}
			}
		}
	}
	return out
}

// remember keeps a row for the requests that go by it.
func (a *asked) remember(row map[string]any, ids dataset.Identities) error {
	name := a.endpoint.Name
	if !a.needed[name] {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.kept += values(row); a.kept > maxKept {
		return sentence("the rows of one person that others hang on hold more than %d values; narrow the reads in the connector file", maxKept)
	}
	a.Inquiry.rows[name] = append(a.Inquiry.rows[name], found{row, ids})
	return nil
}

// values counts the values within one.
func values(v any) int {
	n := 1
	switch v := v.(type) {
	case map[string]any:
		for _, e := range v {
			n += values(e)
		}
	case []any:
		for _, e := range v {
			n += values(e)
		}
	}
	return n
}

// Ask hands over the rows of a collection, each once.
func (s *Inquiry) Ask(ctx context.Context, asking search.Asking, deliver func(search.Answer) error) (bool, error) {
	e := s.attached.Endpoint(asking.Collection.Name)
	if e == nil {
		return false, nil
	}
	s.mu.Lock()
	for _, f := range s.rows[e.Name] {
		s.kept -= values(f.row)
	}
	s.rows[e.Name], s.ids = nil, asking.Identities
	s.mu.Unlock()
	in := s.incoming(asking)
	reads := in.chosen(e)
	for _, q := range reads {
		if in.starved(q) {
			return false, nil
		}
	}
	a := &asked{Inquiry: s, endpoint: e, collection: asking.Collection, in: in, deliver: deliver, left: asking.Left,
		once: map[string]bool{}, rows: map[[sha256.Size]byte]bool{}}
	if len(e.Reads) == 0 {
		return a.unread()
	}
	any := false
	for _, q := range reads {
		combinations, err := in.combinations(q)
		if err != nil {
			return any, err
		}
		if len(combinations) == 0 {
			continue
		}
		if q.Program != "" {
			return true,
				sentence("%s is not asked: it is a program of the other system, %q; ask for these rows by hand", q.What,
					q.Program)
		}
		for _, led := range combinations {
			asked, err := a.request(ctx, q, led)
			if any = any || asked; err != nil {
				return any, err
			}
		}
	}
	return any, nil
}

// asked is one collection that is being asked for.
type asked struct {
	*Inquiry
	endpoint   *connector.Endpoint
	collection *dataset.Collection
	in         *incoming
	deliver    func(search.Answer) error
	left       func(field string)         // nil where nobody counts
	once       map[string]bool            // requests that were sent
	rows       map[[sha256.Size]byte]bool // digests of the rows that were handed over
	bytes      int
}

// unread hands over an empty row for each way into an endpoint that can only delete: so the delete is made once for
// each.
func (a *asked) unread() (bool, error) {
	if a.endpoint.Delete == nil || a.in.starved(a.endpoint.Delete) {
		return false, nil
	}
	combinations, err := a.in.combinations(a.endpoint.Delete)
	if err != nil {
		return false, err
	}
	for _, led := range combinations {
		ways := a.in.reached(a.endpoint.Delete, led)
		if err := a.deliver(search.Answer{Row: map[string]any{}, Led: led, Reached: ways,
			Identities: a.in.originsOf(ways)}); err != nil {
			return true, err
		}
	}
	return len(combinations) > 0, nil
}

// request asks with one set of values, page after page. It reports whether anything could be asked.
func (a *asked) request(ctx context.Context, q *connector.Request, led map[string]any) (bool, error) {
	values := a.values(q, led, nil)
	if !q.Sends() {
		return true, a.take(q, led, []any{map[string]any{}}, values)
	}
	c, err := makeCall(q, values)
	lack := unfiltered(q, led)
	if _, lacks := err.(*lackError); q.SkipMissing && (lacks || err == nil && lack != "") {
		return false, nil
	}
	switch {
	case err != nil:
		return true, lacks(q.What, err)
	case lack != "":
		return true,
			sentence("%s is not asked: there is no value for <%s>, and without it the system would answer with everybody; ask for these rows by hand, or mend the connector file", q.What, lack)
	}
	c.Endpoint, c.Kind = a.endpoint.Name, read
	key := c.same()
	if a.once[key] {
		return true, nil
	}
	if a.once[key] = true; len(a.once) > maxCalls {
		return true, sentence("%s would be sent more than %d times for one person; narrow it in the connector file",
			q.What, maxCalls)
	}
	return true, a.pages(ctx, q, c, func(answered any) error {
		rows, err := a.rowsOf(q, answered)
		if err != nil {
			return err
		}
		return a.take(q, led, rows, values)
	})
}

// unfiltered returns the name of a place that a read has for what leads to it, where nothing is there for any of them:
// it would be answered with everybody's rows. A read that has no such place is the format's way to read a list and
// filter it afterwards.
func unfiltered(q *connector.Request, led map[string]any) (lack string) {
	for _, v := range q.Values {
		if v.Setting != "" || !q.Uses(v.Name) {
			continue
		}
		if _, is := led[v.Name]; is {
			return ""
		}
		lack = v.Name
	}
	return lack
}

// take hands over rows that are new and not another's, in the form that the request gives them.
func (a *asked) take(q *connector.Request, led map[string]any, answered []any, values names) error {
	by, trust := a.in.asksBy(q, a.collection), trusted(q)
	for _, one := range answered {
		row, is := one.(map[string]any)
		if !is {
			return sentence(
				"%s: the answer is no list of objects; see data_path and the postprocessors in the connector file",
				q.What)
		}
		if q.HasOutput {
			var err error
			if row, err = output(q, row, values); err != nil {
				return err
			}
		}
		key := sha256.Sum256([]byte(jsonText(row)))
		if a.rows[key] {
			continue // the same customer by e-mail and by phone
		}
		a.rows[key] = true
		whose, field := belongs(row, by)
		if whose == others {
			if a.left != nil {
				a.left(field)
			}
			continue
		}
		own, ways, ids := a.in.attributed(q, led, one)
		if err := a.remember(row, ids); err != nil {
			return err
		}
		if err := a.deliver(search.Answer{Row: row, Led: own, Reached: ways, Identities: ids,
			OnTrust: trust && whose == untold}); err != nil {
			return err
		}
	}
	return nil
}

// values gives the values of a request's placeholders: the params that it declares, and the built-in names. row is the
// row that is changed; nil where rows are read.
func (s *Inquiry) values(q *connector.Request, led map[string]any, row func(name string) (any, bool)) names {
	return func(name string) (any, bool) {
		if row != nil {
			if v, ok := row(name); ok || q.Value(name) != nil {
				return v, ok
			}
		}
		if v, ok := led[name]; ok && q.Value(name) != nil {
			return v, ok
		}
		if name == connector.FieldList {
			return s.fieldList(q), true
		}
		return s.builtIn(name)
	}
}

// fieldList names the fields of the dataset that declare a data type.
func (s *Inquiry) fieldList(q *connector.Request) string {
	var out []string
	for _, e := range s.attached.Endpoints {
		for _, read := range e.Reads {
			if c := s.attached.Dataset.Collection(e.Name); read == q && c != nil {
				for _, f := range c.Fields {
					if f.Type.Name != "" {
						out = append(out, f.Name)
					}
				}
			}
		}
	}
	return strings.Join(out, ",")
}
