package search

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/identifier"
)

// spelling compares the values of one target by the rule of their kind of identity, whatever their spelling.
type spelling struct {
	rule   identifier.Spelling
	sought *identifier.Sought
	cores  []string // what the spellings hold once the engine has folded them
}

// maxCores is up to how many values the engine folds a column for; beyond, every row is read and compared here.
const maxCores = 24

func newSpelling(kind string) *spelling {
	rule := identifier.SpellingOf(kind)
	return &spelling{rule: rule, sought: rule.Seek()}
}

// find returns what a value holds of those sought: itself, or some of several in one text.
func (s *spelling) find(v any) (identifier.Held, bool) {
	held, ok := value.Text(v)
	if !ok {
		return identifier.Held{}, false
	}
	return s.sought.Find(held)
}

// parts returns where the values of a text are written, of which only some are sought; nil where the text is all the
// person's.
func (s *spelling) parts(v any) (parts []value.Part) {
	_, isText := value.Words(v)
	held, some := s.find(v)
	if !isText || !some || !held.Others {
		return nil
	}
	for i, p := range held.Pieces {
		parts = append(parts, value.Part{Start: p.Start, End: p.End, Led: held.Keys[i] != ""})
	}
	return parts
}

// near reports whether a row that is not the person's by the rule may hold a sought value all the same.
func (t *FieldCondition) near(row []any) (is bool) {
	if t.spelled == nil {
		return false
	}
	t.values(row, func(v any) {
		text, isText := value.Text(v)
		is = is || isText && t.spelled.sought.Near(text)
	})
	if doc, isDocument := row[t.Column].(value.JSON); isDocument && !is {
		value.EachScalarBelow(doc.Value, t.Path, func(v any) {
			text, isText := value.Text(v)
			_, holds := t.spelled.find(v)
			is = is || holds || isText && t.spelled.sought.Near(text)
		})
	}
	return is
}

// engineCompares reports whether a column is of a type, as a number or a UUID, whose values the engine calls equal that
// are written differently. The rule of spellings reads texts: what is found as written must be found by it too.
func (t *FieldCondition) engineCompares() bool {
	return t.written != nil && !t.document && t.tableColumn.Class != value.ClassText
}

// addSpelled takes a value in every usual spelling, and what its other spellings have in common. A text of another row
// that holds several values stands for each.
func (t *FieldCondition) addSpelled(d sqldb.Dialect, o ValueOrigin, bit uint64, v any) {
	text, ok := value.Text(v)
	switch {
	case !ok:
	case o.Field == nil:
		t.addSpelling(d, bit, text, t.spelled.sought.Add(text))
	default:
		for _, one := range t.spelled.rule.Values(text) {
			t.addSpelling(d, bit, one, t.spelled.sought.AddHeld(one))
		}
	}
}

func (t *FieldCondition) addSpelling(d sqldb.Dialect, bit uint64, given, key string) {
	if key == "" {
		return
	}
	known := t.matches[key]
	t.matches[key] = known | bit
	if known != 0 {
		return
	}
	for _, s := range t.spelled.rule.Spellings(given) {
		if cast, ok := t.Field.Type.Cast(s); ok {
			t.ask(d, cast)
		}
	}
	t.spelled.cores = append(t.spelled.cores, t.spelled.rule.Candidates(given)...)
}

// condition finds candidates in the spellings that no list can name, and rows that may hold a value and are said, see
// identifier.Sought.Near; false where every row must be compared here. Empty where the usual spellings are all that the
// column can hold.
func (t *FieldCondition) condition(d sqldb.Dialect, args *[]any) (string, bool) {
	switch {
	case len(t.spelled.cores) == 0:
		return "", true // no value, nothing to ask
	case t.document || t.tableColumn.Class == value.ClassArray || len(t.spelled.cores) > maxCores:
		return "", false
	}
	f, ok := d.TextSearch(t.tableColumn)
	fold := t.spelled.rule.Fold
	// an account in a column of numbers is all of it, and its index finds it
	if !ok || f.Numbers && fold != identifier.FoldNumber {
		return "", true
	}
	var parts []string
	blanks := false // an address may be written with blanks around its @
	for _, core := range t.spelled.cores {
		if !value.Storable(t.tableColumn.Charset, core) {
			continue
		}
		switch fold {
		case identifier.FoldBlanks:
			*args = append(*args, core)
			parts = append(parts, f.Contains("LOWER("+f.Text+")", f.Placeholder(len(*args))))
		case identifier.FoldCase:
			*args = append(*args, core)
			parts = append(parts, f.Contains("LOWER("+f.Text+")", f.Placeholder(len(*args))))
			blanks = true
		case identifier.FoldNumber:
			*args = append(*args, sqldb.InOrderPattern(core))
			parts = append(parts, f.Lowered(core)+" LIKE "+f.Placeholder(len(*args)))
		}
	}
	for _, around := range []string{" @", "@ "} {
		if blanks {
			*args = append(*args, around)
			parts = append(parts, f.Contains(f.Text, f.Placeholder(len(*args))))
		}
	}
	if fold == identifier.FoldBlanks && !slices.ContainsFunc(t.spelled.cores, beyondASCII) {
		*args = append(*args, f.Pattern(sqldb.FoldedCharacters))
		parts = append(parts, f.Folded(f.Text, f.Placeholder(len(*args))))
	} else {
		parts = append(parts, f.BeyondASCII(f.Text))
	}
	if fold == identifier.FoldNumber {
		*args = append(*args, f.Pattern("[0-9][eE][0-9+]"))
		parts = append(parts, f.Matches(f.Text, f.Placeholder(len(*args)))) // a spreadsheet's 1.38E+10
	}
	return strings.Join(parts, " OR "), true
}

func beyondASCII(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 })
}
