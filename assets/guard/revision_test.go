package guard

import (
	"go/ast"
	"go/parser"
	"path"
	"slices"
	"strings"
	"testing"
)

// changing are the ways in which a request is changed or an entry is left about it.
var changing = []string{"Change", "Conclude", "Disclose", "Write", "Progress"}

// called are the names of the functions and methods that a function calls or hands on.
func called(fn *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		for _, e := range append([]ast.Expr{call.Fun}, call.Args...) {
			switch e := e.(type) {
			case *ast.SelectorExpr: // of another package: only the ways themselves; of this one, its methods
				if !ast.IsExported(e.Sel.Name) || slices.Contains(changing, e.Sel.Name) {
					names[e.Sel.Name] = true
				}
			case *ast.Ident:
				names[e.Name] = true
			}
		}
		return true
	})
	return names
}

// signedIn reports whether a function is done by a member of staff: a method of Session, or given one.
func signedIn(fn *ast.FuncDecl) bool {
	isSession := func(e ast.Expr) bool {
		star, ok := e.(*ast.StarExpr)
		if !ok {
			return false
		}
		switch x := star.X.(type) {
		case *ast.Ident:
			return x.Name == "Session"
		case *ast.SelectorExpr:
			return x.Sel.Name == "Session"
		}
		return false
	}
	for _, list := range []*ast.FieldList{fn.Recv, fn.Type.Params} {
		if list != nil && slices.ContainsFunc(list.List, func(f *ast.Field) bool { return isSession(f.Type) }) {
			return true
		}
	}
	return false
}

// number is a parameter by which a function takes a request, or a row, by its bare number; empty for none.
func number(fn *ast.FuncDecl) string {
	for _, f := range fn.Type.Params.List {
		id, ok := f.Type.(*ast.Ident)
		if !ok || id.Name != "int64" {
			continue
		}
		for _, name := range f.Names {
			if name.Name != "after" && name.Name != "before" { // where a page of a list begins
				return name.Name
			}
		}
	}
	return ""
}

func TestNoActionTakesARequestByItsBareNumber(t *testing.T) {
	byFolder := map[string][]*ast.FuncDecl{}
	where := map[*ast.FuncDecl]string{}
	for _, f := range goFiles(t, "app", parser.SkipObjectResolution) {
		if f.test() {
			continue
		}
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				byFolder[path.Dir(f.path)] = append(byFolder[path.Dir(f.path)], fn)
				where[fn] = f.at(fn)
			}
		}
	}
	actions := 0
	for _, fns := range byFolder {
		changes := map[string]bool{}
		for _, name := range changing {
			changes[name] = true
		}
		for grew := true; grew; {
			grew = false
			for _, fn := range fns {
				if changes[fn.Name.Name] || !signedIn(fn) {
					continue
				}
				for name := range called(fn) {
					if changes[name] {
						changes[fn.Name.Name], grew = true, true
						break
					}
				}
			}
		}
		for _, fn := range fns {
			if !ast.IsExported(fn.Name.Name) || !signedIn(fn) || !changes[fn.Name.Name] {
				continue
			}
			actions++
			if name := number(fn); name != "" {
				t.Errorf("%s: %s does something and takes %s as a bare number: take a model.Revision, or a fulfil.Row, of what was seen", where[fn], fn.Name.Name, name)
			}
		}
	}
	if actions < 50 {
		t.Errorf("only %d actions were looked at: the guard does not find them any more", actions)
	}
}

// makers may put a Revision together: where requests are read, and the people of the sample, who are not at a screen.
var makers = []string{"model/", "store/", "app/sample/"}

// concluding are the ends of jobs, which record what was done to the sources, or taken by a mail server, whatever
// became of the request meanwhile.
var concluding = []string{"app/desk/change.go", "app/collect/collect.go", "app/collect/giveup.go",
	"app/change/write.go", "app/outbox/send.go", "app/outbox/returned.go", "app/outbox/restored.go"}

func TestNobodyMakesUpWhatWasSeen(t *testing.T) {
	for _, f := range goFiles(t, ".", parser.SkipObjectResolution) {
		if f.test() {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CompositeLit:
				sel, ok := n.Type.(*ast.SelectorExpr)
				if ok && sel.Sel.Name == "Revision" &&
					!slices.ContainsFunc(makers, func(m string) bool { return strings.HasPrefix(f.path, m) }) {
					t.Errorf("%s puts a revision together: hand on the one of the request that was shown", f.at(n))
				}
			case *ast.SelectorExpr:
				if n.Sel.Name == "Conclude" && !slices.Contains(concluding, f.path) {
					t.Errorf("%s concludes: only the end of a job may pass over what became of the request", f.at(n))
				}
			}
			return true
		})
	}
}
