package guard

import (
	"go/ast"
	"testing"
)

// TestABoxThatIsReadFirstHoldsTheKeys holds that what reads and then asks something with what was read does so through
// frame.Prepare: by frame.Run or frame.Try, what is typed meanwhile would do something on the screen behind.
func TestABoxThatIsReadFirstHoldsTheKeys(t *testing.T) {
	found := 0
	for _, f := range goFiles(t, "ui", 0) {
		if f.test() {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 2 {
				return true
			}
			selector, ok := call.Fun.(*ast.SelectorExpr)
			then, literal := call.Args[1].(*ast.FuncLit)
			if !ok || !literal || !asks(then) {
				return true
			}
			switch selector.Sel.Name {
			case "Prepare":
				found++
			case "Run", "Try":
				t.Errorf("%s: a box is opened with what %s read: use frame.Prepare", f.at(call), selector.Sel.Name)
			}
			return true
		})
	}
	if found < 6 {
		t.Errorf("only %d boxes that are read first were found: the search is broken", found)
	}
}

// asks reports whether a function opens a menu, or a box that can be confirmed.
func asks(then *ast.FuncLit) (found bool) {
	ast.Inspect(then, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			found = found || n.Sel.Name == "ShowMenu"
		case *ast.KeyValueExpr:
			key, ok := n.Key.(*ast.Ident)
			found = found || ok && key.Name == "Confirm"
		}
		return !found
	})
	return found
}
