package guard

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"
)

// presets are the choices of the window that may stand chosen when they appear, by file: how many, and why each states
// nothing. Whatever somebody states, decides or is accountable for is asked with part.NewClaim.
var presets = map[string]struct {
	choices int
	why     string
}{
	"ui/fulfil/copy.go": {2,
		"form and language of the packet: the second person sees the copy, not a statement"},
	"ui/change/scope.go": {3,
		"what is proposed by data map and law, line by line, confirmed as a whole and signed by a second person"},
	"ui/collect/shared.go":    {1, "what was decided before, if anything was"},
	"ui/collect/withhold.go":  {1, "which column: the one that was looked at"},
	"ui/identity/identity.go": {1, "on which paper it was seen: none of them"},
	"ui/intake/extent.go": {1,
		"how far a copy reaches: what is on record, else everything, the side on which nothing is withheld from who set no limit"},
	"ui/intake/previewread.go": {2, "how the file was read: encoding and columns, there to be changed"},
	"ui/intake/previewrecord.go": {1,
		"what is proposed of a record: only what is new and can be read, and nothing before the button"},
	"ui/intake/labels.go": {1, "the product of a new request: none, which says nothing of it"},
	"ui/incident/facts.go": {1,
		"what was stated before, not known where nothing was; a version of its own keeps it"},
	"ui/policy/comparison.go": {1, "which version this one is compared with: the one before it, shown as such"},
	"ui/policy/draft.go": {2,
		"how a text is read, its format and language: what was read shows before anybody publishes it"},
	"ui/request/labels.go":    {1, "the product as it stands; the same again is refused"},
	"ui/shell/queuefilter.go": {1, "what a list is narrowed by: as it is narrowed now"},
	"ui/compliance/demand.go": {1,
		"what is demanded of staff: as it is kept, nothing on a new desk; what it would mean stands below"},
	"ui/mailing/gatewayform.go": {2,
		"how a gateway is asked, its method and format: as it is kept, and what most take where none is; trying shows whether it is right"},
	"ui/mailing/form.go": {1, "how a connection is secured: as it is kept, and the safest where none is"},
	"ui/notice/form.go": {1,
		"the trigger of a change as it is kept, none of a new one; the draft says so until one is chosen"},
	"ui/request/resettle.go": {1, "the kind as it stands; the same again is refused"},
}

// presetChoices counts the choices of a file that stand chosen when they appear.
func presetChoices(f file) (list []ast.Node) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 3 {
			return true
		}
		if name := lastName(call.Fun); name != "NewRadio" && name != "NewSelect" {
			return true
		}
		minus, ok := call.Args[1].(*ast.UnaryExpr)
		if !ok || minus.Op != token.SUB {
			list = append(list, call)
		}
		return true
	})
	return list
}

func TestNothingThatSomebodyStatesStandsChosen(t *testing.T) {
	seen := map[string]int{}
	for _, f := range goFiles(t, "ui", parser.SkipObjectResolution) {
		if f.test() || floor(f.path) == "ui" && f.ast.Name.Name == "part" {
			continue
		}
		for _, n := range presetChoices(f) {
			if seen[f.path]++; seen[f.path] > presets[f.path].choices {
				t.Errorf("%s: a choice stands chosen when it appears: ask with part.NewClaim, or say in presets why it states nothing", f.at(n))
			}
		}
	}
	for path, p := range presets {
		if seen[path] != p.choices {
			t.Errorf("%s has %d choices that stand chosen, presets says %d (%s)", path, seen[path], p.choices, p.why)
		}
	}
}

func TestAChoiceThatStandsChosenIsFound(t *testing.T) {
	for source, want := range map[string]int{
		`part.NewRadio(options, 0, nil)`:            1,
		`part.NewSelect(names, at, nil)`:            1,
		`part.NewSelect(names, -1, nil)`:            0,
		`part.NewClaim("What it is", options, nil)`: 0,
	} {
		expr, err := parser.ParseExpr(source)
		if err != nil {
			t.Fatal(err)
		}
		f := file{
			ast: &ast.File{Decls: []ast.Decl{&ast.FuncDecl{Name: ast.NewIdent("x"), Type: &ast.FuncType{},
				Body: &ast.BlockStmt{List: []ast.Stmt{&ast.ExprStmt{X: expr}}}}}, Name: ast.NewIdent("x")}}
		if got := len(presetChoices(f)); got != want {
			t.Errorf("%s: found %d, want %d", source, got, want)
		}
	}
}
