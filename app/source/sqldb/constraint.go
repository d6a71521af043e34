package sqldb

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/model/pattern"
)

// Constraint is a condition of the database on what rows hold that a plan cannot judge: a CHECK of a table or a domain,
// an exclusion, a unique index over an expression or over some rows. The database judges it when the plan is written,
// and takes the whole of it back where a row fails.
type Constraint struct {
	Name    string
	Columns []string // a change of one of these is judged
	Strict  bool     // a row whose columns become empty cannot fail it
	// Document says that the condition is that its one column holds a JSON document, which a plan judges itself.
	Document bool
	// Condition is what a row must not make false, over the columns of the table, and Over what no two rows may share.
	// Where there is neither, the engine cannot be asked beforehand.
	Condition string
	Over      *UniqueOver
}

// JudgesNull reports whether an expression may do anything about an empty value besides being unknown, which every
// CHECK lets pass.
func JudgesNull(expression string) bool { return judgesNull.MatchString(expression) }

var judgesNull = pattern.New(`(?i)null|coalesce|concat|case|distinct|<=>|\bis\b|unique|exclude`)

var onlyDocument = pattern.New("(?i)^json_valid\\s*\\(\\s*[^()\\s]+\\s*\\)$")

// word is a part of a statement: a quoted name or text, a comment, a word, or one other character.
var word = pattern.New(
	"(?s)\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`|\\[[^]]*\\]|'(?:[^'\\\\]|''|\\\\.)*'|--[^\n]*|/\\*.*?\\*/|[\\pL\\pN_$]+|\\S")

// ParseChecks returns the CHECKs in the statement that made a table. Where one has no name it is told by its condition.
func ParseChecks(text string, t *Table) []Constraint {
	var out []Constraint
	spans := word.FindAllStringIndex(text, -1)
	at := func(i int) string {
		if i < 0 || i >= len(spans) {
			return ""
		}
		return text[spans[i][0]:spans[i][1]]
	}
	for i := range spans {
		if !strings.EqualFold(at(i), "CHECK") || at(i+1) != "(" {
			continue
		}
		var k Constraint
		end, open := i+2, 1
		for ; end < len(spans) && open > 0; end++ {
			switch part := at(end); part {
			case "(":
				open++
			case ")":
				open--
			default:
				if c, known := t.Column(unquoted(part)); known && part[0] != '\'' &&
					!slices.Contains(k.Columns, c.Name) {
					k.Columns = append(k.Columns, c.Name)
				}
			}
		}
		if open > 0 || end == i+3 {
			continue
		}
		condition := text[spans[i+2][0]:spans[end-2][1]]
		k.Name, k.Strict, k.Condition = condition, !JudgesNull(condition), condition
		k.Document = onlyDocument.MatchString(condition) && len(k.Columns) == 1
		if strings.EqualFold(at(i-2), "CONSTRAINT") {
			k.Name = unquoted(at(i - 1))
		}
		out = append(out, k)
	}
	return out
}

// ParseUniqueIndex reads the statement that made a unique index; false where it is one over the columns of all rows.
func ParseUniqueIndex(name, text string, t *Table) (Constraint, bool) {
	spans := word.FindAllStringIndex(text, -1)
	k := Constraint{Name: name, Over: &UniqueOver{}}
	plain, open, from := true, 0, 0
	column := func(part string) (string, bool) {
		c, known := t.Column(unquoted(part))
		if known && part[0] != '\'' && !slices.Contains(k.Columns, c.Name) {
			k.Columns = append(k.Columns, c.Name)
		}
		return c.Name, known
	}
	for i, span := range spans {
		part := text[span[0]:span[1]]
		switch {
		case part == "(":
			if open++; open == 1 && len(k.Over.Keys) == 0 {
				from = span[1]
				continue
			}
		case part == ")":
			open--
		}
		if from > 0 && (open == 0 && part == ")" || open == 1 && part == ",") {
			key := strings.TrimSpace(text[from:span[0]])
			for _, way := range []string{" ASC", " DESC"} {
				if upper := strings.ToUpper(key); strings.HasSuffix(upper, way) {
					key = strings.TrimSpace(key[:len(key)-len(way)])
				}
			}
			_, known := t.Column(unquoted(key))
			plain = plain && known
			k.Over.Keys = append(k.Over.Keys, key)
			from = span[1]
			if open == 0 {
				from = 0
			}
			continue
		}
		switch {
		case from > 0:
			column(part)
		case open == 0 && len(k.Over.Keys) > 0 && strings.EqualFold(part, "WHERE") && k.Over.Where == "":
			k.Over.Where = strings.TrimSpace(text[span[1]:])
			for _, rest := range spans[i+1:] {
				column(text[rest[0]:rest[1]])
			}
		}
	}
	k.Strict = k.Over.Where == ""
	return k, !plain || k.Over.Where != ""
}

// ReplaceWord returns an expression in which a bare word stands for something else.
func ReplaceWord(expression, bare, by string) string {
	return word.ReplaceAllStringFunc(expression, func(part string) string {
		if strings.EqualFold(part, bare) {
			return by
		}
		return part
	})
}

// unquoted is a name as it is without the quotation marks of an engine.
func unquoted(name string) string {
	if len(name) < 2 || !strings.ContainsRune("\"`[", rune(name[0])) {
		return name
	}
	mark := string(name[0])
	return strings.ReplaceAll(name[1:len(name)-1], mark+mark, mark)
}
