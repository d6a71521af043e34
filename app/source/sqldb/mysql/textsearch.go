package mysql

import (
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

func (d dialect) TextSearch(c sqldb.Column) (sqldb.TextSearch, bool) {
	f := sqldb.TextSearch{Text: "CONVERT(" + d.Quote(c.Name) + " USING utf8mb4)", Placeholder: d.Placeholder,
		Pattern:     sqldb.PatternAsIs,
		Contains:    func(x, core string) string { return "INSTR(" + x + ", " + core + ") > 0" },
		BeyondASCII: func(x string) string { return "LENGTH(" + x + ") <> CHAR_LENGTH(" + x + ")" },
		Matches:     func(x, pattern string) string { return x + " COLLATE utf8mb4_bin REGEXP " + pattern }}
	f.Folded = f.Matches
	// text in a column of bytes, in whatever encoding: what is not UTF-8 is compared here
	if c.Class == value.ClassBytes {
		column := d.Quote(c.Name)
		f.BeyondASCII = func(x string) string {
			return "LENGTH(" + x + ") <> CHAR_LENGTH(" + x + ") OR CAST(" + x + " AS BINARY) <> " + column + " OR " +
				x + " IS NULL AND " + column + " IS NOT NULL"
		}
	}
	f.Numbers = c.Class == value.ClassInteger || c.Class == value.ClassDecimal
	return f, f.Numbers || c.Class == value.ClassText || c.Class == value.ClassBytes
}
