package guard

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// typedFields are fields of a widget that hold what somebody types or ticks.
var typedFields = map[string]bool{"Text": true, "Checked": true, "Selected": true}

// works reports whether a function literal is work that the frame does off the UI goroutine: it begins with a context.
func works(lit *ast.FuncLit) bool {
	params := lit.Type.Params.List
	if len(params) == 0 {
		return false
	}
	switch t := params[0].Type.(type) {
	case *ast.SelectorExpr:
		id, ok := t.X.(*ast.Ident)
		return ok && id.Name == "context" && t.Sel.Name == "Context"
	case *ast.Ident:
		return t.Name == "ctxt"
	}
	return false
}

// inputs are the names in a file that stand for something people type into.
func inputs(f file) map[string]bool {
	names := map[string]bool{}
	made := func(e ast.Expr) bool {
		call, ok := e.(*ast.CallExpr)
		if !ok {
			return false
		}
		switch fun := call.Fun.(type) {
		case *ast.SelectorExpr:
			id, ok := fun.X.(*ast.Ident)
			return ok && id.Name == "part" && (strings.HasSuffix(fun.Sel.Name, "Entry") ||
				strings.HasSuffix(fun.Sel.Name, "Line") && fun.Sel.Name != "NewLine" ||
				strings.HasPrefix(fun.Sel.Name, "NewCheck") || strings.HasPrefix(fun.Sel.Name, "NewPassword") ||
				strings.HasPrefix(fun.Sel.Name, "NewDateField"))
		case *ast.Ident:
			return fun.Name == "momentField" || fun.Name == "entry"
		}
		return false
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, e := range n.Rhs {
				if made(e) {
					for _, to := range n.Lhs[min(i, len(n.Lhs)-1):] {
						if id, ok := to.(*ast.Ident); ok {
							names[id.Name] = true
						}
					}
				}
			}
		}
		return true
	})
	return names
}

// lateReads finds where the work of a screen reads what was typed: it goes on while somebody types.
func lateReads(f file) (found []string) {
	names := inputs(f)
	ast.Inspect(f.ast, func(n ast.Node) bool {
		lit, ok := n.(*ast.FuncLit)
		if !ok || !works(lit) {
			return true
		}
		ast.Inspect(lit.Body, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if id, ok := sel.X.(*ast.Ident); ok && typedFields[sel.Sel.Name] && names[id.Name] {
				found = append(found, f.at(sel)+" "+id.Name+"."+sel.Sel.Name)
			}
			return true
		})
		return true
	})
	return found
}

func TestWhatIsTypedIsReadBeforeTheWorkBegins(t *testing.T) {
	work := 0
	for _, f := range goFiles(t, "ui", parser.SkipObjectResolution) {
		if f.test() {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if lit, ok := n.(*ast.FuncLit); ok && works(lit) {
				work++
			}
			return true
		})
		for _, s := range lateReads(f) {
			t.Errorf("%s is read off the UI goroutine, while somebody may type on: read it before the work begins", s)
		}
	}
	if work < 40 {
		t.Errorf("only %d pieces of work are seen: the guard looks past them", work)
	}
	fset := token.NewFileSet()
	bad, err := parser.ParseFile(fset, "x.go", `package ui
func f() {
	name, note := part.NewEntry(""), part.NewMultiLine("", 2)
	run(func(ctx context.Context) error { return write(ctx, name.Text, row.Text) })
	run(func(ctx ctxt) error { return write(ctx, note.Text) })
	text := name.Text
	run(func(ctx context.Context) error { return write(ctx, text) })
}`, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	if found := lateReads(file{"x.go", fset, bad}); len(found) != 2 {
		t.Errorf("finds %q", found)
	}
}
