package httpapi

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
)

// lead is one value that leads into a collection, with where it comes from.
type lead struct {
	value any
	reach search.Reach
}

// incoming is what leads into one collection, by the name of the param.
type incoming struct {
	inquiry  *Inquiry
	byParam  map[string][]lead
	settings map[string][]any
	given    map[string]bool // kinds of identity
	// the one identity of a request that has no other: whatever is found, it led there
	only dataset.Identities
	// by what led here from another collection: the identities that had led there
	origins map[string]map[string]dataset.Identities
}

func (s *Inquiry) incoming(asking search.Asking) *incoming {
	in := &incoming{inquiry: s, byParam: map[string][]lead{}, settings: map[string][]any{},
		given: search.GivenKinds(asking.Identities),
		only:  theOnly(asking.Identities), origins: map[string]map[string]dataset.Identities{}}
	for _, input := range s.attached.Inputs[asking.Collection] {
		if input.Identity != "" {
			for _, v := range asking.Identities[input.Identity] {
				if !value.Blank(v) {
					in.add(input.Param,
						lead{v, search.Reach{Identity: input.Identity, Field: input.Field.Dotted(), Value: v}})
				}
			}
		}
		for _, feed := range asking.Feeds {
			if feed.To != input.Field {
				continue
			}
			from := feed.From
			for _, v := range feed.Values {
				if text, ok := value.Text(v); ok && !falsy(v) {
					in.add(input.Param,
						lead{v, search.Reach{From: from.Collection.Address(), FromField: from.Dotted(),
							Field: input.Field.Dotted(), Value: text, Sensitive: feed.Sensitive}})
				}
			}
		}
	}
	return in
}

func (in *incoming) add(param string, l lead) {
	for _, other := range in.byParam[param] {
		if textOf(other.value) == textOf(l.value) && other.reach.Identity == l.reach.Identity {
			return
		}
	}
	in.byParam[param] = append(in.byParam[param], l)
}

// falsy reports whether a value says nothing: null, an empty text, zero, false.
func falsy(v any) bool {
	text, ok := value.Text(v)
	if !ok || text == "" {
		return true
	}
	if is, boolean := v.(bool); boolean {
		return !is
	}
	if _, isText := v.(string); isText {
		return false
	}
	return value.IsNumber(text) && value.PlainNumber(text) == "0"
}

// leads returns the values for a param of a request: an identity only takes those of its own kind.
func (in *incoming) leads(v *connector.ParamValue) (out []lead) {
	for _, l := range in.byParam[v.Name] {
		if v.Identity == "" || l.reach.Identity == "" || l.reach.Identity == v.Identity {
			out = append(out, l)
		}
	}
	return out
}

// chosen returns which reads run: of several those for which a kind of identity was given, and where that is none, all.
func (in *incoming) chosen(e *connector.Endpoint) []*connector.Request {
	if len(e.Reads) < 2 {
		return e.Reads
	}
	kept := slices.DeleteFunc(slices.Clone(e.Reads), func(q *connector.Request) bool {
		return !slices.ContainsFunc(q.Values, func(v connector.ParamValue) bool { return in.given[v.Identity] })
	})
	if len(kept) == 0 {
		return e.Reads
	}
	return kept
}

// starved reports whether a reference of a request has no value: then the collection is empty, and nothing is asked.
func (in *incoming) starved(q *connector.Request) bool {
	return slices.ContainsFunc(q.Values, func(v connector.ParamValue) bool {
		return len(v.References) > 0 && len(in.leads(&v)) == 0
	})
}

// combinations returns the sets of values with which a request is made: every value of each param with every one of the
// others, those of grouped inputs as they stand together in a row. Params that no text uses are not multiplied, since
// the request would be the same. A request without any value for its identities has none.
func (in *incoming) combinations(q *connector.Request) ([]map[string]any, error) {
	sets := []map[string]any{{}}
	if len(q.Grouped) > 0 {
		sets = in.grouped(q)
	}
	led := false
	for i := range q.Values {
		v := &q.Values[i]
		var values []any
		if v.Setting != "" {
			values = in.setting(v.Setting)
		} else {
			for _, l := range in.leads(v) {
				values, led = append(values, l.value), true
			}
		}
		if slices.Contains(q.Grouped, v.Name) || len(values) == 0 {
			continue
		}
		if !q.Uses(v.Name) {
			values = values[:1]
		}
		var next []map[string]any
		for _, set := range sets {
			for _, one := range values {
				grown := map[string]any{v.Name: one}
				for name, held := range set {
					grown[name] = held
				}
				if next = append(next, grown); len(next) > maxCalls {
					return nil,
						sentence("%s would be sent more than %d times for one person; narrow it in the connector file",
							q.What, maxCalls)
				}
			}
		}
		sets = next
	}
	if !led {
		return nil, nil
	}
	return sets, nil
}

// setting returns the values of a setting for a request: each of a list, and a secret by its name.
func (in *incoming) setting(name string) []any {
	held := in.inquiry.held()
	if isSecret(in.inquiry.c, name) {
		if _, has := held.text(name); has {
			return []any{secret(name)}
		}
		return nil
	}
	switch v := held[name].(type) {
	case nil:
		return nil
	case []any:
		return v
	default:
		return []any{v}
	}
}

// grouped returns the values of the grouped inputs as they stand together: within each row of the collection that they
// come from lists are multiplied, and a row that lacks one gives nothing.
func (in *incoming) grouped(q *connector.Request) []map[string]any {
	var out []map[string]any
	seen := map[string]bool{}
	for _, f := range in.inquiry.groupRows(q) {
		row := f.row
		sets := []map[string]any{{}}
		for _, name := range q.Grouped {
			var next []map[string]any
			for _, v := range in.groupValues(q.Value(name), row) {
				for _, set := range sets {
					grown := map[string]any{name: v}
					for n, held := range set {
						grown[n] = held
					}
					next = append(next, grown)
				}
			}
			sets = next
		}
		for _, set := range sets {
			if key := jsonText(plainSet(set)); !seen[key] {
				seen[key] = true
				out = append(out, set)
			}
		}
	}
	return out
}

// groupValues returns the values of one grouped input for a row.
func (in *incoming) groupValues(v *connector.ParamValue, row map[string]any) (out []any) {
	switch {
	case v.Setting != "":
		return in.setting(v.Setting)
	case v.Identity != "":
		for _, l := range in.leads(v) {
			out = append(out, l.value)
		}
		return out
	}
	for _, ref := range v.References {
		_, path, _ := strings.Cut(ref.Field, ".")
		value.EachScalar(row, strings.Split(path, "."), func(x any) {
			if !falsy(x) && !slices.ContainsFunc(out, func(o any) bool { return textOf(o) == textOf(x) }) {
				out = append(out, x)
			}
		})
	}
	return out
}

// groupRows returns the rows that the grouped inputs of a request come from.
func (s *Inquiry) groupRows(q *connector.Request) []found {
	for _, name := range q.Grouped {
		for _, ref := range q.Value(name).References {
			collection, _, _ := strings.Cut(ref.Field, ".")
			return s.remembered(collection)
		}
	}
	return nil
}

func (s *Inquiry) remembered(collection string) []found {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rows[collection]
}

// plainSet is a set of values for comparing.
func plainSet(set map[string]any) map[string]any {
	out := map[string]any{}
	for name, v := range set {
		out[name] = textOf(v)
	}
	return out
}

// reached returns the ways by which the rows of a request were found.
func (in *incoming) reached(q *connector.Request, led map[string]any) (out []search.Reach) {
	for i := range q.Values {
		out = append(out, in.waysOf(&q.Values[i], led)...)
	}
	return out
}

// waysOf returns the ways of one param of a request.
func (in *incoming) waysOf(v *connector.ParamValue, led map[string]any) (out []search.Reach) {
	for _, l := range in.leads(v) {
		if used, is := led[v.Name]; is && textOf(used) == textOf(l.value) {
			out = append(out, l.reach)
		}
	}
	return out
}

// Before returns the collections whose rows are to be changed before those of c: those of its erase_after, and those
// that hang on it.
func (s *Inquiry) Before(c *dataset.Collection) []dataset.Address {
	var out []dataset.Address
	for _, m := range c.EraseAfter {
		if m.Target != nil {
			out = append(out, m.Target.Address())
		}
	}
	for other, inputs := range s.attached.Inputs {
		for _, in := range inputs {
			for _, ref := range in.Field.References {
				if ref.Target != nil && ref.Target.Collection == c && other != c &&
					!slices.ContainsFunc(other.EraseAfter, func(m dataset.Mention) bool { return m.Target == c }) {
					out = append(out, other.Address())
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b dataset.Address) int { return strings.Compare(a.String(), b.String()) })
	return slices.Compact(out)
}
