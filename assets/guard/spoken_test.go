package guard

import (
	"go/ast"
	"go/parser"
	"slices"
	"strings"
	"testing"
)

// spokenElsewhere are the expressions that the window translates and whose texts stand in a table that texts_test.go or
// translations_test.go reads, by file. A text that is put together or comes from a local list would be missing in
// Chinese, and nothing would tell: write frame.L with the text itself.
var spokenElsewhere = map[string][]string{
	"ui/frame/words.go": {"short", "w", "kind.Means().Name", "s.title", "s.text"},
	"ui/frame/word.go":  {"short", "w", "kind.Means().Name", "agentRole"}, "ui/frame/language.go": {"text"},
	"ui/frame/reason.go": {"w", "field.Reason.Text", "reason.Text"}, "ui/frame/carried.go": {"n"},
	"ui/frame/entry.go":     {"a", "b", "w", "i.text"},
	"ui/datamap/problem.go": {"p.Sentence", "w", "p.Remedy"},
	"ui/shell/keyspage.go":  {"l.called()", "title", "p.title"}, "ui/audit/screen.go": {"k.title"},
	"ui/shell/palette.go": {"p.title", "c.name"}, "ui/audit/days.go": {"s.title"}, "ui/shell/main.go": {"p.title"},
	"ui/shell/places.go": {"p.title"}, "ui/intake/arrival.go": {"text"}, "ui/intake/previewread.go": {"name"},
	"ui/frame/mail.go": {"f.text"}, "ui/frame/rules.go": {"key"}, "ui/frame/policy.go": {"s.title", "s.text"},
	"ui/frame/datamap.go": {"s.title", "s.text"}, "ui/frame/mend.go": {"place"},
	"ui/frame/compliance.go": {"s.title", "s.text", "f.text"}, "ui/intake/form.go": {"fe.Reason.Text", "w"},
	"ui/notice/list.go": {"w.text"},
}

// spokenAnywhere are such expressions whatever file of their area they stand in.
var spokenAnywhere = []string{"t.word", "meaning.Heading"}

func TestEveryTextOfTheWindowStandsWhereItsTranslationIsLookedFor(t *testing.T) {
	read := 0
	for _, f := range goFiles(t, "ui", parser.SkipObjectResolution) {
		if f.test() {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 || !isL(call.Fun) {
				return true
			}
			read++
			switch arg := call.Args[0].(type) {
			case *ast.BasicLit, *ast.IndexExpr: // a text, or a table of texts
			default:
				if said := exprText(arg); !slices.Contains(spokenElsewhere[f.path], said) &&
					!slices.Contains(spokenAnywhere, said) {
					t.Errorf("%s translates %s: write the text itself, or name its table here", f.at(call), said)
				}
			}
			return true
		})
	}
	if read < 500 {
		t.Errorf("only %d texts were read: the search is broken", read)
	}
}

// exprText is a simple expression as it is written.
func exprText(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return exprText(e.X) + "." + e.Sel.Name
	case *ast.CallExpr:
		return exprText(e.Fun) + "(" + strings.Repeat("…", len(e.Args)) + ")"
	}
	return "an expression"
}
