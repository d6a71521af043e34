package guard

import (
	"go/ast"
	"testing"
)

// TestEveryIconSaysWhatItDoes holds that a button that shows nothing but an icon has words that show while the pointer
// rests on it.
func TestEveryIconSaysWhatItDoes(t *testing.T) {
	found := 0
	for _, f := range goFiles(t, "ui", 0) {
		if f.test() {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			selector, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || selector.Sel.Name != "NewIconButton" {
				return true
			}
			found++
			if tip, literal := call.Args[1].(*ast.BasicLit); literal {
				t.Errorf("%s: an icon says %s, in no language: use frame.L", f.at(call), tip.Value)
			}
			return true
		})
	}
	if found < 8 {
		t.Errorf("only %d icons were found: the search is broken", found)
	}
}
