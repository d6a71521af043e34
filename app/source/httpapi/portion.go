package httpapi

import (
	"slices"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
)

// portion makes the objects that a request takes of a row: its masked fields alone, or all that are declared with the
// masked ones in their place. Fields that are read only are in neither, and no field that the row lacks.
type portion struct {
	*writing
	out *search.Planned
}

// of returns the fields of an object in the order of the data map.
func (p *portion) of(fields []*dataset.Field, row map[string]any, whole bool) members {
	var out members
	for _, f := range fields {
		held, is := row[f.Name]
		if !is || f.ReadOnly || f.Unlisted {
			continue
		}
		if v, some := p.field(f, held, whole); some {
			out = append(out, member{f.Name, v})
		}
	}
	return out
}

// field returns what is sent for a field; false for nothing.
func (p *portion) field(f *dataset.Field, held any, whole bool) (any, bool) {
	if v, set := p.treatment.Set[f.Dotted()]; set {
		return v, true
	}
	if mk, masked := p.treatment.Mask[f.Dotted()]; masked && mk.Strategy != dataset.Preserve {
		if v, ok := p.masked(f, mk, held); ok {
			return v, true
		}
		return held, whole
	}
	if len(f.Fields) > 0 {
		return p.inside(f, held, whole)
	}
	return held, whole
}

// inside returns what is sent of an object, or of each object of a list.
func (p *portion) inside(f *dataset.Field, held any, whole bool) (any, bool) {
	switch held := held.(type) {
	case map[string]any:
		parts := p.of(f.Fields, held, whole)
		out := map[string]any{}
		if whole {
			for name, v := range held { // what nobody declared inside it stays
				if !slices.ContainsFunc(f.Fields, func(x *dataset.Field) bool { return x.Name == name }) {
					out[name] = v
				}
			}
		}
		for _, m := range parts {
			out[m.name] = m.value
		}
		return out, whole || len(parts) > 0
	case []any:
		out, some := make([]any, len(held)), whole
		for i, e := range held {
			v, written := p.inside(f, e, whole)
			if some = some || written; !written {
				v = map[string]any{} // the elements keep their places
			}
			out[i] = v
		}
		return out, some
	}
	return held, whole
}

// masked returns the masked value of a field; false where its strategy cannot mask it. Elements of a list are masked
// one by one, objects and lists of objects whole.
func (p *portion) masked(f *dataset.Field, mk dataset.Masking, held any) (any, bool) {
	if mk.Strategy != dataset.NullRewrite && f.Type.Name != "string" {
		p.note(search.Untyped)
		return nil, false
	}
	list, isList := held.([]any)
	if !isList || slices.ContainsFunc(list, func(e any) bool { _, nested := e.(map[string]any); return nested }) {
		return p.mask(f, mk, held)
	}
	out := make([]any, len(list))
	for i, e := range list {
		if out[i] = e; p.others(f, e) {
			continue
		}
		v, ok := p.mask(f, mk, e)
		if !ok {
			return nil, false
		}
		out[i] = v
	}
	return out, true
}

// others reports whether an element of a list that led to the row is not the one that did.
func (p *portion) others(f *dataset.Field, element any) bool {
	if f.ReturnAll {
		return false
	}
	mine, led := false, false
	for _, r := range p.answer.Reached {
		if r.Field == f.Dotted() {
			led, mine = true, mine || textOf(element) == r.Value
		}
	}
	return led && !mine && p.holdsLead(f)
}

// holdsLead reports whether a list of the row holds any of what led to it.
func (p *portion) holdsLead(f *dataset.Field) bool {
	found := false
	value.EachScalar(p.answer.Row, f.Path(), func(v any) {
		for _, r := range p.answer.Reached {
			found = found || r.Field == f.Dotted() && textOf(v) == r.Value
		}
	})
	return found
}

func (p *portion) mask(f *dataset.Field, mk dataset.Masking, held any) (any, bool) {
	switch held.(type) {
	case map[string]any, []any:
		if mk.Strategy != dataset.NullRewrite {
			p.note(search.Untyped)
			return nil, false
		}
		if kept, some := p.exceptions(f, held); some {
			return kept, true
		}
		return nil, true
	}
	key := f.Dotted() + "=" + textOf(held)
	if v, known := p.written[key]; known {
		return v, true
	}
	v, err := p.masker.Mask(mk, value.ScalarOf(held), f.Length)
	if err != nil {
		p.note(search.Untyped)
		return nil, false
	}
	p.written[key] = v
	return v, true
}

// exceptions returns what stays of an object that is masked whole: the fields inside that the treatment leaves as they
// are.
func (p *portion) exceptions(f *dataset.Field, held any) (any, bool) {
	object, is := held.(map[string]any)
	if !is || len(p.treatment.Inside(f.Dotted())) == 0 {
		return nil, false
	}
	out, some := map[string]any{}, false
	for name := range object {
		out[name] = nil
	}
	for _, x := range f.Fields {
		v, is := object[x.Name]
		if !is {
			continue
		}
		if mk, named := p.treatment.Mask[x.Dotted()]; named && mk.Strategy == dataset.Preserve {
			out[x.Name], some = v, true
		} else if named {
			if masked, ok := p.masked(x, mk, v); ok {
				out[x.Name], some = masked, true
			}
		} else if kept, inner := p.exceptions(x, v); inner {
			out[x.Name], some = kept, true
		}
	}
	return out, some
}

func (p *portion) note(reason string) {
	if !slices.Contains(p.out.Reasons, reason) {
		p.out.Reasons = append(p.out.Reasons, reason)
	}
}
