package sqlite

import (
	"context"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// Remarks are the comments in the text that made the tables, the only ones that the engine keeps.
func (dialect) Remarks(ctx context.Context, q sqldb.Querier) ([]sqldb.Remark, error) {
	var out []sqldb.Remark
	var table, text string
	err := sqldb.EachRow(ctx, q, `SELECT name, sql FROM main.sqlite_master WHERE type = 'table' AND sql IS NOT NULL`,
		nil, []any{&table, &text}, func() error {
			for column, remark := range remarksOf(text) {
				out = append(out, sqldb.Remark{Table: table, Column: column, Text: remark})
			}
			return nil
		})
	return out, err
}

// remarksOf returns the comments of a CREATE TABLE by column, and that before the columns for the table itself. A
// comment belongs to the definition that it stands in, or behind on the same line.
func remarksOf(create string) map[string]string {
	out := map[string]string{}
	add := func(column, remark string) {
		if remark = strings.TrimSpace(strings.Trim(remark, "-*/ \t\r\n")); remark != "" && out[column] == "" {
			out[column] = remark
		}
	}
	// expected: the next word names a column; line: something of it stands on this line
	column, depth, expected, line := "", 0, false, false
	for i := 0; i < len(create); {
		rest := create[i:]
		switch c := create[i]; {
		case strings.HasPrefix(rest, "--"):
			end := ended(rest, "\n")
			if depth == 0 {
				add("", rest[:end])
			} else if line || !expected {
				add(column, rest[:end])
			}
			i += end
			continue
		case strings.HasPrefix(rest, "/*"):
			end := ended(rest, "*/")
			if depth == 0 {
				add("", rest[:end])
			} else {
				add(column, rest[:end])
			}
			i += end
			continue
		case c == '\n':
			line = false
		case c == '(':
			depth++
			expected = expected || depth == 1
		case c == ')':
			depth--
		case c == ',' && depth == 1:
			expected = true
		case c == '"' || c == '`' || c == '\'' || c == '[':
			end := 1 + ended(rest[1:], map[byte]string{'[': "]"}[c]+strings.Trim(string(c), "["))
			if expected && depth == 1 {
				column, expected = strings.Trim(rest[:end], "\"`'[]"), false
			}
			line = true
			i += end
			continue
		case c != ' ' && c != '\t' && c != '\r':
			end := strings.IndexAny(rest, " \t\r\n(),\"'`[/-")
			if end <= 0 {
				end = 1
			}
			if expected && depth == 1 {
				column, expected = rest[:end], false
			}
			line = true
			i += end
			continue
		}
		i++
	}
	return out
}

// ended returns where the first end in a text lies, behind it; the whole length where there is none.
func ended(s, end string) int {
	if at := strings.Index(s, end); at >= 0 {
		return at + len(end)
	}
	return len(s)
}
