package guard

import (
	"go/ast"
	"strings"
	"testing"
)

// inside are the methods through which the rooms of the store reach its tables and its keys.
var inside = map[string]bool{
	"DB": true, "RowsOf": true, "DeskRows": true, "RowsAcross": true, "RowsIn": true, "RowsInBlocksOf": true,
	"UnprovenRows": true, "ChangeRowsIn": true, "Unguarded": true,
	"Reader": true, "Writer": true, "Database": true, "RequestKey": true, "SealDesk": true, "OpenDesk": true,
	"CreateNext": true, "SaveTallies": true, "LookupMAC": true, "LookupMACs": true,
}

// Whoever writes a table without its room writes past what the room promises of it.
func TestOnlyTheStoreTouchesItsTables(t *testing.T) {
	within := 0
	for _, f := range goFiles(t, ".", 0) {
		ours := strings.HasPrefix(f.path, "store/")
		imports := false
		for _, spec := range f.ast.Imports {
			imports = imports || strings.HasPrefix(spec.Path.Value, `"`+module+"/store")
		}
		if !imports || f.test() && !ours {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || !inside[sel.Sel.Name] {
				return true
			}
			if within++; !ours {
				t.Errorf(
					"%s calls %s, which is for the rooms of the store: give what it needs a function in one of them",
					f.at(sel), sel.Sel.Name)
				within--
			}
			return true
		})
	}
	if within < 100 {
		t.Errorf("only %d uses were found in the store: the search is broken", within)
	}
}
