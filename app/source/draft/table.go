package draft

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/draft/because"
	"orangelab.cn/rightsdesk/app/source/draft/letters"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// table is a table with what is guessed about it.
type table struct {
	*sqldb.Table
	name    string // of the collection
	program string // whose map says what it holds
	remark  string
	words   []string // of its name
	// what it may be called for short, with and without words that only say that it is a table
	ends, shortEnds []string
	roles           map[string]bool // by role, once it was looked at: whether it is called so
	fields          []*field
	rows            int // that were sampled

	people   bool     // its rows are people
	staff    bool     // people of the organisation itself
	ours     bool     // about the organisation: its shops, settings, look-up tables
	own      bool     // ours, and about itself: nobody is to be asked for there
	tenant   bool     // an organisation of those that use the program beside each other
	machine  bool     // its rows are machines: their names, addresses and passwords are nobody's
	personal bool     // its rows are about a person, or hold somebody's contact
	pointing []*table // that refer to it
	distance int      // references away from people; -1 when nothing leads there
	ofStaff  bool     // only people of the organisation lead there
}

// field is a column with what is guessed about it.
type field struct {
	sqldb.Column
	table   *table
	remark  string
	samples []string
	said    []string // the words of its name
	words   []string // of its name, without what all columns of the table begin or end with
	meaning meaning
	source  because.Reason // why the meaning was guessed

	category string
	why      because.Reason
	identity string
	refs     []ref
	within   bool // a foreign key says that it refers to rows of its own table
	tenant   bool // whose installation the row belongs to
}

// ref is a proposed reference.
type ref struct {
	to        *field
	direction dataset.Direction
	why       because.Reason
	guessed   bool // no foreign key says so
	part      bool // the column names a part that somebody plays
	where     *condition
}

// condition is what a row must hold for a reference to hold.
type condition struct {
	field  *field
	values []string
}

func (t *table) field(name string) *field {
	for _, f := range t.fields {
		if strings.EqualFold(f.Name, name) {
			return f
		}
	}
	return nil
}

// key returns the only column of the primary key, or the only one of it that is called a key and has a value of its own
// in each row; nil where there is none or several.
func (t *table) key() *field {
	keys := t.PrimaryKey()
	if len(keys) == 1 {
		return t.field(keys[0])
	}
	var only *field
	for _, name := range keys { // a key beside a flag: user_session_id, offline
		f := t.field(name)
		switch {
		case only == nil && calledKey(f) && calledLike(f, t):
			only = f
		case !f.isFlag():
			return nil
		}
	}
	if only == nil || !only.oneEach() {
		return nil
	}
	return only
}

// isFlag reports whether a column holds at most two short values.
func (f *field) isFlag() bool {
	const short, few = 8, 2
	return len(f.distinct()) <= few && (f.Class == value.ClassBoolean || f.Class == value.ClassInteger ||
		f.Class == value.ClassText && f.Limit > 0 && f.Limit <= short)
}

// calledLike reports whether what a column is the key of is what its table is called.
func calledLike(f *field, t *table) bool {
	said, _ := identified(f)
	return slices.Contains(t.ends, said) || slices.Contains(t.shortEnds, said)
}

// means reports whether a column of the table has one of the concepts.
func (t *table) means(concepts ...string) bool { return t.meaning(concepts...) != nil }

// meaning returns the first column of the table that has one of the concepts; nil where none has.
func (t *table) meaning(concepts ...string) *field {
	for _, c := range concepts {
		for _, f := range t.fields {
			if f.meaning.concept != nil && f.meaning.name == c {
				return f
			}
		}
	}
	return nil
}

// called reports whether a table's name, or its end behind a prefix, is one of the names that tables of a role have.
func (l *lexicon) called(t *table, role string) bool {
	is, known := t.roles[role]
	if !known {
		is = l.isCalled(t, role)
		t.roles[role] = is
	}
	return is
}

// wordsOf returns how many words the longest name of a role has that a table's name ends with.
func (l *lexicon) wordsOf(t *table, role string) int {
	n := 0
	for _, ends := range [][]string{t.ends, t.shortEnds} {
		for _, end := range ends {
			if l.tables[role][end] || l.tables[role][end+"s"] {
				n = max(n, len(strings.Fields(end)))
			}
		}
	}
	return n
}

func (l *lexicon) isCalled(t *table, role string) bool {
	for _, ends := range [][]string{t.ends, t.shortEnds} {
		for _, end := range ends {
			if l.tables[role][end] || l.tables[role][end+"s"] {
				return true
			}
		}
	}
	// People write "the table of …" in comments.
	subject := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(t.remark), "表"), "信息")
	for _, name := range append(slices.Clone(t.words), subject) {
		if !letters.Ideographs(name) {
			continue
		}
		for word := range l.tables[role] {
			subject := strings.TrimSuffix(strings.TrimSuffix(name, "表"), "信息")
			if letters.Ideographs(word) && strings.HasSuffix(subject, word) {
				return true
			}
		}
	}
	return false
}

// withoutSuffixes returns a table's words without those at the end that only say that it is a table: customer_info is
// about customers.
func (l *lexicon) withoutSuffixes(words []string) []string {
	for len(words) > 1 && l.has(l.tables["suffixes"], words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return words
}

// mentions reports whether any word of a table's name is one that tables of a role have.
func (l *lexicon) mentions(t *table, role string) bool {
	return slices.ContainsFunc(t.words, func(w string) bool { return l.has(l.tables[role], w) }) || l.called(t, role)
}

// kinds returns the kinds of values that a column can hold, as concepts name them.
func (f *field) kinds() []string {
	if len(f.Values) > 0 {
		return []string{"choice", "flag"}
	}
	if f.Class == value.ClassUntyped && strings.EqualFold(f.Type, "blob") { // SQLite
		return []string{"bytes", "text"}
	}
	switch f.Class {
	case value.ClassText, value.ClassUntyped, value.ClassOther, value.ClassJSON, value.ClassArray, value.ClassUUID:
		return []string{"text"}
	case value.ClassInteger, value.ClassFloat, value.ClassDecimal:
		return []string{"number"}
	case value.ClassDate, value.ClassTimestamp:
		return []string{"date"}
	case value.ClassBytes:
		if strings.Contains(strings.ToLower(f.Type), "binary") { // MediaWiki and others keep short texts so
			return []string{"bytes", "text"}
		}
		return []string{"bytes"}
	case value.ClassBoolean:
		return []string{"flag"}
	case value.ClassPlace:
		return []string{"number", "text"}
	}
	return []string{"text"}
}

// holds reports whether a column can hold what a concept names.
func (f *field) holds(c *concept) bool {
	if f.Class == value.ClassUUID && c.Group != "identity" && c.Group != "account" && c.Group != "device" {
		return false
	}
	const word = 5 // characters; less is a code
	if f.Class == value.ClassText && f.Limit > 0 && f.Limit < word &&
		slices.Contains([]string{"contact", "account", "text", "identity", "container", "image", "device"}, c.Group) {
		return false
	}
	return slices.ContainsFunc(f.kinds(), func(kind string) bool { return slices.Contains(c.Holds, kind) })
}
