package guard

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// rawWrites are the functions of the store that write in SQL of their own, and why the tally of what they write is not
// gone past.
var rawWrites = map[string]string{
	"store/tallysettle.go saveTally":              "it writes the tallies themselves",
	"store/blocksettle.go hashBlocks":             "it writes blocks that touchSpan has marked as written",
	"store/guesses/guesses.go Forward":            "nobody has a key yet",
	"store/staff.go ForgetGuesses":                "no tally covers it",
	"store/mailing/restored.go RestMail":          "whoever restores has no keys, and no tally covers it",
	"store/mailing/restored.go endRest":           "no tally covers it",
	"store/requests/reference.go NextReference":   "the doctor counts references again",
	"store/requests/reference.go CountReferences": "the doctor counts references again",
	"store/portable/load.go Load":                 "what was loaded is compared, row by row, with what was backed up, tallies included",
	"store/portable/load.go inserting":            "Load compares it",
	"store/portable/rest.go rest":                 "it stops triggers, and starts them again",
	"store/team/grants.go grants":                 "it gives rights, and writes no row",
	"store/team/team.go Init":                     "it makes roles and tables, and writes no row",
	"store/team/team.go Add":                      "it makes a login, and writes no row",
	"store/team/team.go End":                      "it ends a login, and writes no row",
	"store/portable/rest.go takeTriggers":         "it takes triggers, and puts them back",
}

var writeStatement = regexp.MustCompile(`^\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|MERGE|DROP|ALTER)\s`)

func TestNothingIsWrittenInSQLPastTheTallies(t *testing.T) {
	met := map[string]bool{}
	for _, f := range goFiles(t, "store", 0) {
		path := f.path
		if strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "store/driver/") ||
			strings.HasPrefix(path, "store/storetest/") {
			continue
		}
		for _, decl := range f.ast.Decls {
			where := path
			if fn, ok := decl.(*ast.FuncDecl); ok {
				where += " " + fn.Name.Name
			}
			ast.Inspect(decl, func(n ast.Node) bool {
				lit, ok := n.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING {
					return true
				}
				text, err := strconv.Unquote(lit.Value)
				if err != nil || !writeStatement.MatchString(text) {
					return true
				}
				if met[where] = true; rawWrites[where] == "" {
					t.Errorf("%s writes in SQL: %q; rows are written through RowsOf(request), DeskRows() or ChangeRowsIn, or say in rawWrites why their tally is not gone past", where, text)
				}
				return true
			})
		}
	}
	for where := range rawWrites {
		if !met[where] {
			t.Errorf("%s writes nothing in SQL: take it out of rawWrites", where)
		}
	}
}
