package draft

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/draft/because"
	"orangelab.cn/rightsdesk/app/source/value"
)

// findOtherKeys finds the columns by which tables refer to people beside the primary key: each of them has a value of
// their own, and several tables have a column of the name. What was taken to lead to the primary key, where no value of
// it is found, is looked at again.
func (r *referrer) findOtherKeys() {
	for _, t := range r.tables {
		if !t.people && !(r.guests(t) && t.hasNames()) {
			continue
		}
		for _, f := range t.fields {
			if r.isOtherKey(f) {
				// whoever has a name, an address and a word of their own to be known by is somebody
				t.people = t.people || !pointsAtPeople(r.lexicon, t)
				r.addOtherKey(f)
			}
		}
	}
	r.peopleKeys = append(r.peopleKeys, r.others...)
	for _, t := range r.tables {
		for _, f := range t.fields {
			if len(f.refs) == 1 && f.refs[0].guessed && !f.refs[0].why.Found && len(f.samples) > 0 &&
				slices.ContainsFunc(r.others, func(k *field) bool { return k.table == f.refs[0].to.table }) {
				f.refs = nil
			}
		}
	}
}

// addOtherKey adds a key, where several are called so that of the table which is called as people, or has more columns.
func (r *referrer) addOtherKey(f *field) {
	at := slices.IndexFunc(r.others, func(o *field) bool { return strings.EqualFold(o.Name, f.Name) })
	if at < 0 {
		r.others = append(r.others, f)
		return
	}
	named := func(t *table) bool { return r.called(t, "people") || r.called(t, "staff") }
	if kept := r.others[at].table; named(f.table) && !named(kept) ||
		named(f.table) == named(kept) && len(f.table.fields) > len(kept.fields) {
		r.others[at] = f
	}
}

// isOtherKey reports whether a column of people is a key of theirs that is not the primary one, and leads nowhere
// itself.
func (r *referrer) isOtherKey(f *field) bool {
	if f.Primary > 0 || len(f.refs) > 0 || f.within || !r.plain(f) && f.Class != value.ClassText ||
		!calledKey(f) && !f.namesAccount() || !f.oneEach() || r.keepsBooks(f) || slices.Contains(f.said, "tenant") {
		return false
	}
	if c := f.meaning.concept; c != nil && c.Group != "account" {
		return false
	}
	if rest, _ := stem(f.said); r.generic[rest[len(rest)-1]] {
		return false // entity_id is a key of whatever
	}
	return r.sharing(f)
}

// namesAccount reports whether a column holds by what somebody is known to the program, other than by a key.
func (f *field) namesAccount() bool {
	if f.Class != value.ClassText || f.meaning.group() != "account" || f.meaning.name == "password" {
		return false
	}
	switch f.said[len(f.said)-1] { // what nobody shares; what people call themselves many may
	case "token", "username", "name", "login", "account", "user":
		return !strings.Contains(strings.Join(f.said, ""), "nick")
	}
	return false
}

// calledKey reports whether a column's name says that it is a key: mb_id, customer_no, and pid, which says no more.
func calledKey(f *field) bool {
	const longest = 5 // letters
	_, explicit := stem(f.said)
	return explicit || len(f.said) == 1 && len(f.said[0]) <= longest && len(f.said[0]) > len("id") &&
		strings.HasSuffix(f.said[0], "id")
}

// sharing reports whether several tables have a column that is called as one of people.
func (r *referrer) sharing(f *field) bool {
	several := 2
	if f.namesAccount() && !f.oneOfFew() {
		several = 1 // long words are not met by chance
	}
	n := 0
	for _, t := range r.tables {
		if t != f.table && slices.ContainsFunc(t.fields, func(o *field) bool { return calledAs(o, f) }) {
			n++
		}
	}
	return n >= several
}

// oneOfFew reports whether a column has a sample that is too short to be met in another only where it means the same.
func (f *field) oneOfFew() bool {
	const telling = 8 // characters
	return len(f.samples) == 0 || slices.ContainsFunc(f.samples, func(s string) bool { return len(s) < telling })
}

// calledAs reports whether a column is called as a key, or so behind the part that somebody plays or the prefix of its
// table: sender_mb_id.
func calledAs(f, key *field) bool {
	name, of := strings.ToLower(f.Name), strings.ToLower(key.Name)
	return name == of || strings.HasSuffix(name, "_"+of) ||
		len(f.said) > 0 && strings.Join(f.said, "") == strings.Join(key.said, "")
}

// byOtherKeys returns the keys of people, beside the primary ones, that a column's name speaks of.
func (r *referrer) byOtherKeys(f *field, said string, explicit bool) []candidate {
	var out []candidate
	for _, k := range r.others {
		if k.table == f.table || !r.compatible(f, k) {
			continue
		}
		c := candidate{key: k, why: because.Reason{Code: because.LikeKeyOfPeople}, cost: 1,
			needs:  len(f.samples) > 0 || !calledKey(k),
			mostly: calledKey(k)}
		switch {
		case calledAs(f, k):
		case explicit && (slices.Contains(k.table.ends, said) || slices.Contains(k.table.shortEnds, said)):
			c.cost, c.needs = 5, true
		default:
			continue
		}
		out = append(out, c)
	}
	return out
}
