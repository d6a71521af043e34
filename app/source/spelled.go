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
	fold := t.spelled.rule.Fold
	var parts []string
	for _, core := range t.spelled.cores {
		if !storable(t.column.charset, core) {
			continue
		}
		switch fold {
		case model.FoldBlanks:
			*args = append(*args, core)
			parts = append(parts, "TRIM("+f.text+") = "+f.placeholder(len(*args)))
		case model.FoldCase:
			*args = append(*args, core)
			parts = append(parts, f.contains("LOWER("+f.text+")", f.placeholder(len(*args))))
		case model.FoldNumber:
			*args = append(*args, inOrder(core))
			parts = append(parts, f.lowered(core)+" LIKE "+f.placeholder(len(*args)))
		}
	}
	if fold == model.FoldBlanks {
		*args = append(*args, f.pattern(invisible))
		parts = append(parts, f.matches(f.text, f.placeholder(len(*args))))
	} else {
		parts = append(parts, f.beyondASCII(f.text))
	}
	return strings.Join(parts, " OR "), true
}

// inOrder is a pattern for texts that have the characters of a core in their order.
func inOrder(core string) string {
	var b strings.Builder
	for _, r := range core {
		if !strings.ContainsRune(`%_\`, r) {
			b.WriteString("%" + string(r))
		}
	}
	return b.String() + "%"
}

// invisible are the characters that only blanks, width and what cannot be seen are made of; the value itself may be in any
// script.
const invisible = "[\x01-\x1f\x7f-\u00a0\u00ad\u0300-\u036f\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\uff00-\uffef]"

// folding is how an engine looks into the text of a column, by its characters and not by the column's collation.
type folding struct {
	text        string // the column as text
	placeholder func(n int) string
	contains    func(expression, core string) string
	beyondASCII func(expression string) string
	matches     func(expression, pattern string) string
	pattern     func(characters string) string // a pattern for a text that has one of them
}

// lowered is the text as it is compared with a core: digits have no case, and to change it takes time in a large table.
func (f folding) lowered(core string) string {
	if strings.Trim(core, "0123456789") == "" {
		return f.text
	}
	return "LOWER(" + f.text + ")"
}

func itself(pattern string) string { return pattern }

// folding leaves bytes to us, which SQLite keeps in any column and does not look into.
func (d sqliteDialect) folding(c Column) (folding, bool) {
	bytes := " OR TYPEOF(" + d.quote(c.Name) + ") = 'blob'"
	return folding{text: d.quote(c.Name), placeholder: d.placeholder, pattern: func(p string) string { return "*" + p + "*" },
		contains:    func(x, core string) string { return "INSTR(" + x + ", " + core + ") > 0" },
		beyondASCII: func(x string) string { return x + " GLOB '*[^ -~]*'" + bytes },
		matches:     func(x, pattern string) string { return x + " GLOB " + pattern + bytes }}, true
}

func (d postgresDialect) folding(c Column) (folding, bool) {
	typed := func(n int) string { return d.placeholder(n) + "::text" }
	f := folding{text: "(" + d.quote(c.Name) + "::text COLLATE \"C\")", placeholder: typed, pattern: itself,
		contains:    func(x, core string) string { return "POSITION(" + core + " IN " + x + ") > 0" },
		beyondASCII: func(x string) string { return "OCTET_LENGTH(" + x + ") <> CHAR_LENGTH(" + x + ")" },
		matches:     func(x, pattern string) string { return x + " ~ " + pattern }}
	if c.charset != "" && c.charset != "UTF8" {
		// A character may be one byte here, and a pattern of characters that the database lacks is refused.
		f.beyondASCII = func(x string) string { return x + " ~ '[^ -~]'" }
		f.pattern = func(string) string { return "[^ -~]" }
	}
	return f, c.class == classText || c.class == classOther
}

func (d mysqlDialect) folding(c Column) (folding, bool) {
	return folding{text: "CONVERT(" + d.quote(c.Name) + " USING utf8mb4)", placeholder: d.placeholder, pattern: itself,
		contains:    func(x, core string) string { return "INSTR(" + x + ", " + core + ") > 0" },
		beyondASCII: func(x string) string { return "LENGTH(" + x + ") <> CHAR_LENGTH(" + x + ")" },
		matches:     func(x, pattern string) string { return x + " COLLATE utf8mb4_bin REGEXP " + pattern }}, c.class == classText
}
