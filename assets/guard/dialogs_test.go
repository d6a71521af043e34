package guard

import (
	"go/ast"
	"go/parser"
	"slices"
	"strings"
	"testing"
)

// starters begin work that ends later: what they are given has not been answered when they return.
var starters = []string{"Act", "Try", "Run", "Follow", "Turn", "Submit", "SubmitTo", "submit", "change", "changeThen",
	"open", "connect", "disclose", "discloseIn", "takeIn"}

// A dialog that closes while its work still runs has lost what was typed into it when that work is refused.
func TestNoDialogClosesBeforeItsWorkHasEnded(t *testing.T) {
	for _, f := range goFiles(t, "ui", parser.SkipObjectResolution) {
		if f.test() {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			confirm := confirmed(n)
			if confirm != nil && starts(confirm) && closesAtOnce(confirm) {
				t.Errorf("%s: the dialog closes before its work has ended; let frame.Submit close it", f.at(confirm))
			}
			return true
		})
	}
}

func TestADialogThatClosesAtOnceIsFound(t *testing.T) {
	for body, wrong := range map[string]bool{
		"f.Act(o, nil, nil); return true":                                          true,
		"go work(); return true":                                                   true,
		"if a { return true }; w.change(nil); return false":                        true,
		"return f.Submit(d, &o, nil, nil)":                                         false,
		"f.Try(func() error { return nil }, nil); return false":                    false,
		"f.Try(func() bool { return true }, nil); return false":                    false,
		"chosen = 2; return true":                                                  false,
		"then(func() { f.Run(nil, nil) }); return true":                            true,
		"v.change(o, func() bool { return false }); return !false":                 true,
		"if bad { return false }; return w.submit(d, nil, nil)":                    false,
		"ok := w.submit(d, nil, nil); return ok":                                   true,
		"w.discloseIn(d, nil, nil); return false":                                  false,
		"if free { w.takeIn(d) }; return free":                                     true,
		"if faults { show(); return false }; return then(d, refusal)":              false,
		"s.frame.SubmitTo(d, func() error { return nil }, s.reload); return false": false,
	} {
		expr, err := parser.ParseExpr("func() bool { " + body + " }")
		if err != nil {
			t.Fatal(err)
		}
		lit := expr.(*ast.FuncLit)
		if got := starts(lit) && closesAtOnce(lit); got != wrong {
			t.Errorf("%s: found %v, want %v", body, got, wrong)
		}
	}
}

// confirmed is what a dialog does when it is confirmed, where n says it.
func confirmed(n ast.Node) *ast.FuncLit {
	var name, value ast.Expr
	switch n := n.(type) {
	case *ast.KeyValueExpr:
		name, value = n.Key, n.Value
	case *ast.AssignStmt:
		if len(n.Lhs) == 1 && len(n.Rhs) == 1 {
			name, value = n.Lhs[0], n.Rhs[0]
		}
	}
	if lastName(name) != "OnConfirm" {
		return nil
	}
	lit, _ := value.(*ast.FuncLit)
	return lit
}

// lastName is the name at the end of what is called or set.
func lastName(fun ast.Expr) string {
	switch fun := fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return ""
}

// starts reports whether a function begins work that ends after it.
func starts(lit *ast.FuncLit) (found bool) {
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			found = true
		case *ast.CallExpr:
			found = found || slices.Contains(starters, lastName(n.Fun))
		}
		return true
	})
	return found
}

// closesAtOnce reports whether a function returns anything but false or what the function returns that does the work.
func closesAtOnce(lit *ast.FuncLit) (found bool) {
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false // what runs once the work has ended
		case *ast.ReturnStmt:
			switch value := n.Results[0].(type) {
			case *ast.Ident:
				found = found || value.Name != "false"
			case *ast.CallExpr:
				found = found || !strings.HasPrefix(strings.ToLower(lastName(value.Fun)), "submit") &&
					lastName(value.Fun) != "then" && lastName(value.Fun) != "discloseIn"
			default:
				found = true
			}
		}
		return true
	})
	return found
}
