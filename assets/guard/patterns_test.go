package guard

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"strings"
	"testing"
)

// compiledAtStart finds regular expressions that a file compiles while its package is initialised: at package level, in
// a table, in a function that is called there and then, and in init.
func compiledAtStart(f file) []string {
	var found []string
	look := func(n ast.Node) {
		ast.Inspect(n, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok &&
				strings.HasPrefix(strings.TrimPrefix(sel.Sel.Name, "Must"), "Compile") {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "regexp" {
					found = append(found, f.at(n))
				}
			}
			return true
		})
	}
	for _, d := range f.ast.Decls {
		switch d := d.(type) {
		case *ast.GenDecl:
			look(d)
		case *ast.FuncDecl:
			if d.Name.Name == "init" && d.Recv == nil {
				look(d)
			}
		}
	}
	return found
}

func TestNoPackageCompilesARegularExpressionAtTheStart(t *testing.T) {
	for _, f := range goFiles(t, ".", parser.SkipObjectResolution) {
		// What only tests import is no part of the program.
		if f.test() || strings.HasSuffix(path.Dir(f.path), "test") {
			continue
		}
		for _, at := range compiledAtStart(f) {
			t.Errorf("%s compiles a regular expression whenever the program starts: pattern.New compiles it when it is first used", at)
		}
	}
	for source, want := range map[string]int{
		"var a = regexp.MustCompile(`x`)":                                              1,
		"var a = []form{{re: regexp.MustCompile(`x`)}, {re: regexp.MustCompile(`y`)}}": 2,
		"var a = func() *regexp.Regexp { return regexp.MustCompile(`x`) }()":           1,
		"func init() { a, _ = regexp.Compile(`x`) }":                                   1,
		"var a = pattern.New(`x`)":                                                     0,
		"func f() { regexp.MustCompile(`x`) }":                                         0,
	} {
		fset := token.NewFileSet()
		read, err := parser.ParseFile(fset, "x.go", "package x\n"+source, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(compiledAtStart(file{"x.go", fset, read})); got != want {
			t.Errorf("%s: found %d, want %d", source, got, want)
		}
	}
}
