package httpapi

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
)

// found is a row of a collection that others hang on, with the identities of the request that led to it.
type found struct {
	row map[string]any
	ids dataset.Identities
}

// theOnly returns the identity of a request that has one alone; nil where it has more.
func theOnly(ids dataset.Identities) dataset.Identities {
	out := dataset.Identities{}
	n := 0
	for kind, values := range ids {
		for _, v := range values {
			if !value.Blank(v) && !slices.Contains(out[kind], v) {
				out[kind] = append(out[kind], v)
				n++
			}
		}
	}
	if n != 1 {
		return nil
	}
	return out
}

// originsOf returns the identities of the request that led to a row by the ways given, through the rows of this system
// that led on to it. What a row of another system was found by is not known here.
func (in *incoming) originsOf(ways []search.Reach) dataset.Identities {
	if in.only != nil {
		return in.only
	}
	out := dataset.Identities{}
	for _, way := range ways {
		if way.Identity != "" {
			add(out, dataset.Identities{way.Identity: {way.Value}})
			continue
		}
		if way.From.Dataset == in.inquiry.c.Key {
			add(out, in.leading(way.From.Collection, way.FromField)[way.Value])
		}
	}
	return out
}

// leading returns by value the identities that led to the rows of a collection that hold the value in a field.
func (in *incoming) leading(collection, field string) map[string]dataset.Identities {
	place := collection + "." + field
	if known, is := in.origins[place]; is {
		return known
	}
	out := map[string]dataset.Identities{}
	for _, f := range in.inquiry.remembered(collection) {
		value.EachScalar(f.row, strings.Split(field, "."), func(v any) {
			if text, ok := value.Text(v); ok {
				if out[text] == nil {
					out[text] = dataset.Identities{}
				}
				add(out[text], f.ids)
			}
		})
	}
	in.origins[place] = out
	return out
}

func add(into, from dataset.Identities) {
	for kind, values := range from {
		for _, v := range values {
			if !slices.Contains(into[kind], v) {
				into[kind] = append(into[kind], v)
			}
		}
	}
}

// attributed returns what led to one row of an answer, and by which ways. A read that only filters afterwards is asked
// once for all identities of a kind: which of them a row was found by is what its filter says.
func (in *incoming) attributed(q *connector.Request, led map[string]any,
	row any) (map[string]any, []search.Reach, dataset.Identities) {
	own := map[string]any{}
	for name, v := range led {
		own[name] = v
	}
	unsure := map[string]bool{}
	for i := range q.Values {
		v := &q.Values[i]
		if v.Identity == "" || q.Uses(v.Name) || slices.Contains(q.Grouped, v.Name) {
			continue
		}
		leads := in.leads(v)
		if len(leads) < 2 {
			continue
		}
		unsure[v.Name] = true
		for _, p := range q.Posts {
			at := slices.IndexFunc(leads, func(l lead) bool {
				return p.Strategy == connector.Filter && p.Identity == v.Identity && holds(p, row, l.value)
			})
			if at >= 0 {
				own[v.Name], unsure[v.Name] = leads[at].value, false
				break
			}
		}
	}
	ways := in.reached(q, own)
	var sure []search.Reach
	for i := range q.Values {
		if v := &q.Values[i]; !unsure[v.Name] {
			sure = append(sure, in.waysOf(v, own)...)
		}
	}
	return own, ways, in.originsOf(sure)
}
