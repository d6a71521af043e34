package because

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// TestEveryReasonIsSaidInBothLanguages reads the codes from where they are written.
func TestEveryReasonIsSaidInBothLanguages(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "because.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	ast.Inspect(file, func(node ast.Node) bool {
		spec, is := node.(*ast.ValueSpec)
		if !is || len(spec.Values) != 1 {
			return true
		}
		if kind, is := spec.Type.(*ast.Ident); !is || kind.Name != "Code" {
			return true
		}
		n++
		code := Code(strings.Trim(spec.Values[0].(*ast.BasicLit).Value, `"`))
		said := reasons[code]
		if said.en == "" || said.zh == "" || strings.Contains(said.en, "{}") != strings.Contains(said.zh, "{}") {
			t.Errorf("%s: %q, %q", code, said.en, said.zh)
		}
		return true
	})
	if n < 25 || n != len(reasons) {
		t.Errorf("%d codes, %d reasons", n, len(reasons))
	}
}
