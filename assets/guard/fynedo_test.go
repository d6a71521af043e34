package guard

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// widgetCalls are methods that change what a window shows; off the UI goroutine they belong into fyne.Do.
var widgetCalls = map[string]bool{"SetText": true, "SetTexts": true, "SetContent": true, "Refresh": true, "Show": true,
	"Hide":   true,
	"Select": true, "SetCount": true, "SetProblem": true, "SetRows": true, "SetNews": true, "SetActive": true,
	"SetChecked": true,
	"Enable":     true, "Disable": true, "Resize": true, "Move": true, "Focus": true, "Unfocus": true,
	"RemoveAll": true,
	"Choose":    true,
	"Fail":      true, "SetDetail": true, "SetMode": true, "Reveal": true, "Fixed": true}

// elsewhere reports whether a call runs its function literals on another goroutine, and which.
func elsewhere(n ast.Node) []*ast.FuncLit {
	var call *ast.CallExpr
	switch n := n.(type) {
	case *ast.GoStmt:
		if lit, ok := n.Call.Fun.(*ast.FuncLit); ok {
			return []*ast.FuncLit{lit}
		}
		return nil
	case *ast.CallExpr:
		call = n
	default:
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		return nil
	}
	arg := -1
	switch sel.Sel.Name {
	case "AfterFunc":
		arg = 1
	case "Go", "Run", "Try": // frame.Run and frame.Try do their first function off the UI goroutine
		arg = 0
	}
	if arg < 0 || arg >= len(call.Args) {
		return nil
	}
	if lit, ok := call.Args[arg].(*ast.FuncLit); ok {
		return []*ast.FuncLit{lit}
	}
	return nil
}

// strays finds widget calls that a file makes off the UI goroutine and outside fyne.Do.
func strays(f file) []string {
	var found []string
	look := func(n ast.Node) {
		ast.Inspect(n, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if id, ok := sel.X.(*ast.Ident); ok && id.Name == "fyne" &&
				(sel.Sel.Name == "Do" || sel.Sel.Name == "DoAndWait") {
				return false
			}
			if id, ok := sel.X.(*ast.Ident); ok && id.Obj == nil && importsOfApp(f, id.Name) {
				return true // a package of app, not a widget
			}
			if widgetCalls[sel.Sel.Name] {
				found = append(found, f.at(call)+" "+sel.Sel.Name)
			}
			return true
		})
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		for _, lit := range elsewhere(n) {
			look(lit.Body)
		}
		return true
	})
	return found
}

func TestNoGoroutineTouchesAWidgetOutsideFyneDo(t *testing.T) {
	goroutines := 0
	for _, f := range goFiles(t, "ui", parser.SkipObjectResolution) {
		if f.test() {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			goroutines += len(elsewhere(n))
			return true
		})
		for _, s := range strays(f) {
			t.Errorf("%s is called off the UI goroutine: put it into fyne.Do", s)
		}
	}
	if goroutines == 0 {
		t.Error("no goroutine was found in ui: the search is broken")
	}
}

func TestTheSearchForStraysFindsThem(t *testing.T) {
	for source, want := range map[string]int{
		`go func() { label.SetText("x") }()`:                                       1,
		`go func() { fyne.Do(func() { label.SetText("x") }) }()`:                   0,
		`time.AfterFunc(d, func() { list.Refresh() })`:                             1,
		`f.Run(func(c context.Context) error { w.Show(); return nil }, done)`:      1,
		`f.Run(func(c context.Context) error { return nil }, func() { w.Show() })`: 0,
		`go func() { if x { go func() { w.Hide() }() } }()`:                        2,
		`label.SetText("x")`: 0,
	} {
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, "x.go", "package x\nfunc x() { "+source+" }", parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if got := strays(file{"x.go", fset, parsed}); len(got) != want {
			t.Errorf("%s: found %s, want %d", source, strings.Join(got, ", "), want)
		}
	}
}

// importsOfApp reports whether a name in a file is a package of app.
func importsOfApp(f file, name string) bool {
	return slices.ContainsFunc(f.ast.Imports, func(spec *ast.ImportSpec) bool {
		path := strings.Trim(spec.Path.Value, `"`)
		return strings.HasPrefix(path, module+"/app/") &&
			(spec.Name != nil && spec.Name.Name == name || strings.HasSuffix(path, "/"+name))
	})
}
