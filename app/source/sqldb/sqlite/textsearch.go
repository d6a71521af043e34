package sqlite

import (
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// TextSearch leaves bytes to us, which SQLite keeps in any column and does not look into.
func (d dialect) TextSearch(c sqldb.Column) (sqldb.TextSearch, bool) {
	bytes := " OR TYPEOF(" + d.Quote(c.Name) + ") = 'blob'"
	return sqldb.TextSearch{Text: d.Quote(c.Name), Placeholder: d.Placeholder, Pattern: func(p string) string {
		return "*" + p + "*"
	},
		Contains:    func(x, core string) string { return "INSTR(" + x + ", " + core + ") > 0" },
		BeyondASCII: func(x string) string { return x + " GLOB '*[^ -~]*'" + bytes },
		Matches:     func(x, pattern string) string { return x + " GLOB " + pattern + bytes },
		// A long list of characters takes time for every character of a text, and most texts have none of them.
		Folded: func(x, pattern string) string {
			return "(" + x + " GLOB '*[^ -~]*' AND " + x + " GLOB " + pattern + ")" + bytes
		}}, true
}
