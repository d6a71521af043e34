package search

import (
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
)

// spelling compares the values of one target by the rule of their kind of identity, whatever their spelling.
type spelling struct {
	rule   model.Spelling
	sought *model.Sought
	cores  []string // what the spellings hold once the engine has folded them
}

// maxCores is up to how many values the engine folds a column for; beyond, every row is read and compared here.
const maxCores = 24

func newSpelling(kind string) *spelling {
	rule := model.SpellingOf(kind)
	return &spelling{rule: rule, sought: rule.Seek()}
}

func (s *spelling) key(v any) (string, bool) {
	held, ok := value.Text(v)
	if !ok {
		return "", false
	}
	return s.sought.Key(held)
}

// addSpelled takes a value in every usual spelling, and what its other spellings have in common.
func (t *FieldCondition) addSpelled(d sqldb.Dialect, bit uint64, v any) {
	given, ok := value.Text(v)
	if !ok {
		return
	}
	key := t.spelled.sought.Add(given)
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
	t.spelled.cores = append(t.spelled.cores, t.spelled.rule.Cores(given)...)
}

// condition finds candidates in the spellings that no list can name; false where every row must be compared here. Empty
// where the usual spellings are all that the column can hold.
func (t *FieldCondition) condition(d sqldb.Dialect, args *[]any) (string, bool) {
	switch {
	case len(t.spelled.cores) == 0:
		return "", true // no value, nothing to ask
	case t.document || t.tableColumn.Class == value.ClassArray || len(t.spelled.cores) > maxCores:
		return "", false
	}
	f, ok := d.TextSearch(t.tableColumn)
	if !ok {
		return "", true
	}
	fold := t.spelled.rule.Fold
	var parts []string
	for _, core := range t.spelled.cores {
		if !value.Storable(t.tableColumn.Charset, core) {
			continue
		}
		switch fold {
		case model.FoldBlanks:
			*args = append(*args, core)
			parts = append(parts, "TRIM("+f.Text+") = "+f.Placeholder(len(*args)))
		case model.FoldCase:
			*args = append(*args, core)
			parts = append(parts, f.Contains("LOWER("+f.Text+")", f.Placeholder(len(*args))))
		case model.FoldNumber:
			*args = append(*args, sqldb.InOrderPattern(core))
			parts = append(parts, f.Lowered(core)+" LIKE "+f.Placeholder(len(*args)))
		}
	}
	if fold == model.FoldBlanks {
		*args = append(*args, f.Pattern(sqldb.InvisibleCharacters))
		parts = append(parts, f.Matches(f.Text, f.Placeholder(len(*args))))
	} else {
		parts = append(parts, f.BeyondASCII(f.Text))
	}
	return strings.Join(parts, " OR "), true
}
