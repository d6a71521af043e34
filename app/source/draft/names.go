package draft

import (
	"slices"
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/app/source/draft/letters"
)

// names finds tables by what they, their keys and their comments are called.
type names struct {
	byEnd    map[string][]*table // by what a table may be called for short
	byKey    map[string][]*table // by the name of the only column of its key, in small letters
	byRemark map[string][]*table
	byName   map[string][]*table // in small letters
	people   []*table
}

func namesOf(tables []*table) *names {
	n := &names{map[string][]*table{}, map[string][]*table{}, map[string][]*table{}, map[string][]*table{}, nil}
	for _, t := range tables {
		for _, ends := range [][]string{t.ends, t.shortEnds} {
			for _, end := range ends {
				n.byEnd[end] = append(n.byEnd[end], t)
			}
		}
		if k := t.key(); k != nil {
			n.byKey[strings.ToLower(k.Name)] = append(n.byKey[strings.ToLower(k.Name)], t)
		}
		if remark := strings.TrimSpace(t.remark); remark != "" {
			n.byRemark[remark] = append(n.byRemark[remark], t)
		}
		n.byName[strings.ToLower(t.Name)] = append(n.byName[strings.ToLower(t.Name)], t)
		if t.people {
			n.people = append(n.people, t)
		}
	}
	return n
}

// near returns the tables, in their order, that a column's name or comment may speak of.
func (r *referrer) near(f *field, said string, explicit bool) []*table {
	met := map[*table]bool{}
	var out []*table
	meet := func(tables []*table) {
		for _, t := range tables {
			if !met[t] {
				met[t] = true
				out = append(out, t)
			}
		}
	}
	for rest, more := said, true; more; _, rest, more = strings.Cut(rest, " ") {
		meet(r.names.byEnd[rest])
	}
	meet(r.names.byKey[strings.ToLower(f.Name)])
	if explicit {
		meet(slices.Concat(r.names.byEnd[said+" address"], r.names.byEnd[said+" number"]))
	}
	if explicit && len(said) >= 3 && !strings.Contains(said, " ") {
		for _, t := range r.tables {
			if shortFor(said, t) {
				meet([]*table{t})
			}
		}
	}
	for _, t := range r.names.people {
		if initialKey(f, t) {
			meet([]*table{t})
		}
	}
	if bareKey(f) && letters.Ideographs(f.remark) {
		for _, t := range r.tables {
			if namesSubject(f.remark, t.remark) {
				meet([]*table{t})
			}
		}
	}
	if len(r.synonyms[said]) > 0 || explicit && (r.heads[said] || letters.Ideographs(f.remark)) {
		for _, t := range r.tables {
			if r.synonymous(said, t) || explicit && (r.isHead(f, t) || namesSubject(f.remark, t.remark)) {
				meet([]*table{t})
			}
		}
	}
	if explicit {
		meet(r.names.people)
		if at := strings.Index(f.remark, "表"); at > 0 {
			meet(r.names.byRemark[f.remark[:at+len("表")]])
		}
		for _, word := range strings.FieldsFunc(f.remark, func(c rune) bool {
			return c > unicode.MaxASCII || c != '_' && !unicode.IsLetter(c) && !unicode.IsDigit(c)
		}) {
			meet(r.names.byName[strings.ToLower(word)])
		}
	}
	return out
}

// initialKey reports whether a column is called as the key of a table by its first letter: cid of customers.
func initialKey(f *field, t *table) bool {
	letter := initial(t)
	return len(f.said) == 1 && letter != "" && f.said[0] == letter+"id"
}

// initial returns the first letter of the last word of a table's name; empty where it has no words.
func initial(t *table) string {
	if len(t.words) == 0 {
		return ""
	}
	return t.words[len(t.words)-1][:1]
}

// aloneWithInitial reports whether no other table is called by a word that begins with the letter.
func (r *referrer) aloneWithInitial(t *table) bool {
	return !slices.ContainsFunc(r.tables, func(o *table) bool { return o != t && initial(o) == initial(t) })
}
