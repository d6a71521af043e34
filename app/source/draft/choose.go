package draft

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/draft/because"
	"orangelab.cn/rightsdesk/app/source/value"
)

// choose takes the candidate that the values speak for, else the one that is nearest by name; none where the values
// speak against it.
func (r *referrer) choose(ctx context.Context, f *field, list []candidate) error {
	slices.SortStableFunc(list, func(a, b candidate) int { return a.cost - b.cost })
	const enough = 6
	refuted := 5 // values
	if f.Class == value.ClassUUID || f.Class == value.ClassText {
		refuted = 2 // none is met by chance
	}
	list = list[:min(len(list), enough)]
	values := f.distinct()
	for i := range list {
		if len(values) == 0 {
			break
		}
		n, err := r.ask.included(ctx, list[i].key, values)
		if err != nil {
			return err
		}
		list[i].included, list[i].asked = float64(n)/float64(len(values)), true
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(half(b.included), half(a.included)) })
	for _, c := range list {
		if c.needs && c.included < 1 && !(c.mostly && half(c.included) == 2) ||
			c.asked && c.included == 0 && len(values) >= refuted {
			continue
		}
		if c.asked && c.included > 0 {
			c.why.Found = true
		}
		// others of the name are so too, though their tables be empty
		if c.included == 1 && c.why.Code == because.NamedForShort {
			r.sameName[strings.ToLower(f.Name)] = c.key
		}
		if behindPrefix(f, strings.Join(f.words, " ")) && c.included == 1 {
			r.alike[strings.Join(f.words, " ")] = c.key
		}
		f.refs = append(f.refs, ref{to: c.key, why: c.why, guessed: true})
		if name := strings.ToLower(f.Name); r.found[name] == nil {
			r.found[name] = c.key
		}
		return nil
	}
	return nil
}

// half rounds a part to none, some and most.
func half(part float64) int {
	switch {
	case part >= 0.5:
		return 2
	case part > 0:
		return 1
	}
	return 0
}

// byValues takes the first key of people that has every value of a column.
func (r *referrer) byValues(ctx context.Context, f *field, values []string, keys []*field) error {
	for _, k := range keys {
		if k.table == f.table || !r.compatible(f, k) {
			continue
		}
		n, err := r.ask.included(ctx, k, values)
		if err != nil {
			return err
		}
		if n == len(values) {
			f.refs = append(f.refs,
				ref{to: k, why: because.Reason{Code: because.LikeDeedsAndKeys}, guessed: true, part: true})
			return nil
		}
	}
	return nil
}
