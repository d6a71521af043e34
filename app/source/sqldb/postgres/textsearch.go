package postgres

import (
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

func (d dialect) TextSearch(c sqldb.Column) (sqldb.TextSearch, bool) {
	typed := func(n int) string { return d.Placeholder(n) + "::text" }
	f := sqldb.TextSearch{Text: "(" + d.Quote(c.Name) + "::text COLLATE \"C\")", Placeholder: typed,
		Pattern:     sqldb.PatternAsIs,
		Contains:    func(x, core string) string { return "POSITION(" + core + " IN " + x + ") > 0" },
		BeyondASCII: func(x string) string { return "OCTET_LENGTH(" + x + ") <> CHAR_LENGTH(" + x + ")" },
		Matches:     func(x, pattern string) string { return x + " ~ " + pattern }}
	f.Folded = f.Matches
	if c.Charset != "" && c.Charset != "UTF8" {
		// A character may be one byte here, and a pattern of characters that the database lacks is refused.
		f.BeyondASCII = func(x string) string { return x + " ~ '[^ -~]'" }
		f.Pattern = func(p string) string {
			if strings.ContainsFunc(p, func(r rune) bool { return r >= 0x80 }) {
				return "[^ -~]"
			}
			return p
		}
	}
	// text in a column of bytes: what is beyond ASCII is written with a backslash, and compared here
	if c.Class == value.ClassBytes {
		f.Text = "(ENCODE(" + d.Quote(c.Name) + ", 'escape') COLLATE \"C\")"
		f.BeyondASCII = func(x string) string { return "POSITION(CHR(92) IN " + x + ") > 0" }
		f.Pattern = func(p string) string {
			if strings.ContainsFunc(p, func(r rune) bool { return r >= 0x80 }) {
				return `[^ -\[\]-~]`
			}
			return p
		}
	}
	f.Numbers = c.Class == value.ClassInteger || c.Class == value.ClassDecimal
	return f, f.Numbers || c.Class == value.ClassText || c.Class == value.ClassOther || c.Class == value.ClassBytes
}
