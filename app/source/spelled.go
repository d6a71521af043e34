package source

import (
	"strings"

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
	held, ok := text(v)
	if !ok {
		return "", false
	}
	return s.sought.Key(held)
}

// addSpelled takes a value in every usual spelling, and what its other spellings have in common.
func (t *target) addSpelled(d dialect, bit uint64, v any) {
	given, ok := text(v)
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
		if cast, ok := t.field.Type.cast(s); ok {
			t.ask(d, cast)
		}
	}
	t.spelled.cores = append(t.spelled.cores, t.spelled.rule.Cores(given)...)
}

// condition finds candidates in the spellings that no list can name; false where every row must be compared here. Empty
// where the usual spellings are all that the column can hold.
func (t *target) condition(d dialect, args *[]any) (string, bool) {
	switch {
	case len(t.spelled.cores) == 0:
		return "", true // no value, nothing to ask
	case t.document || t.column.class == classArray || len(t.spelled.cores) > maxCores:
		return "", false
	}
	f, ok := d.folding(t.column)
	if !ok {
		return "", true
	}
	expression := f.text
	switch t.spelled.rule.Fold {
	case model.FoldBlanks:
		expression = "TRIM(" + expression + ")"
	case model.FoldCase:
		expression = "LOWER(" + expression + ")"
	case model.FoldNumber:
		expression = f.without("LOWER("+expression+")", model.SeparatorCharacters)
	}
	var parts []string
	for _, core := range t.spelled.cores {
		*args = append(*args, core)
		p := f.placeholder(len(*args))
		if t.spelled.rule.Whole {
			parts = append(parts, expression+" = "+p)
		} else {
			parts = append(parts, f.contains(expression, p))
		}
	}
	unusual := beyondASCII
	if t.spelled.rule.Fold == model.FoldBlanks {
		unusual = invisible
	}
	*args = append(*args, f.pattern(unusual))
	parts = append(parts, f.matches(f.text, f.placeholder(len(*args))))
	return strings.Join(parts, " OR "), true
}

// The characters in which a spelling leaves ASCII: any, where the value itself is ASCII, as an address or a number is; and
// those that only blanks, width and what cannot be seen are made of, where it may be in any script.
const (
	beyondASCII = "[^ -~]"
	invisible   = "[\x01-\x1f\x7f-\u00a0\u00ad\u0300-\u036f\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\uff00-\uffef]"
)

// folding is how an engine looks into the text of a column, by its characters and not by the column's collation.
type folding struct {
	text        string // the column as text
	placeholder func(n int) string
	without     func(expression, characters string) string
	contains    func(expression, core string) string
	matches     func(expression, pattern string) string
	pattern     func(characters string) string // a pattern for a text that has one of them
}

// replacing takes characters out one by one.
func replacing(expression, characters string) string {
	for _, r := range characters {
		expression = "REPLACE(" + expression + ", '" + strings.ReplaceAll(string(r), "'", "''") + "', '')"
	}
	return expression
}

func itself(pattern string) string { return pattern }

func (d sqliteDialect) folding(c Column) (folding, bool) {
	return folding{text: d.quote(c.Name), placeholder: d.placeholder, without: replacing, pattern: func(p string) string { return "*" + p + "*" },
		contains: func(x, core string) string { return "INSTR(" + x + ", " + core + ") > 0" },
		matches:  func(x, pattern string) string { return x + " GLOB " + pattern }}, true
}

func (d postgresDialect) folding(c Column) (folding, bool) {
	typed := func(n int) string { return d.placeholder(n) + "::text" }
	return folding{text: "(" + d.quote(c.Name) + "::text COLLATE \"C\")", placeholder: typed, pattern: itself,
		without: func(x, characters string) string {
			return "TRANSLATE(" + x + ", '" + strings.ReplaceAll(characters, "'", "''") + "', '')"
		},
		contains: func(x, core string) string { return "POSITION(" + core + " IN " + x + ") > 0" },
		matches:  func(x, pattern string) string { return x + " ~ " + pattern }}, c.class == classText || c.class == classOther
}

func (d mysqlDialect) folding(c Column) (folding, bool) {
	return folding{text: "CONVERT(" + d.quote(c.Name) + " USING utf8mb4)", placeholder: d.placeholder, without: replacing, pattern: itself,
		contains: func(x, core string) string { return "INSTR(" + x + ", " + core + ") > 0" },
		matches:  func(x, pattern string) string { return x + " COLLATE utf8mb4_bin REGEXP " + pattern }}, c.class == classText
}
