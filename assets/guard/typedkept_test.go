package guard

import (
	"go/ast"
	"go/parser"
	"slices"
	"strings"
	"testing"
)

// keepers keep what is typed through a lock, a crash and a restart.
var keepers = []string{"KeepForm", "OfferForm", "KeepTyped", "KeepEntry", "KeepPage", "drafted"}

// notKept are the files whose inputs nothing keeps by itself, with the reason; "in" names the file of the same package
// that keeps them.
var notKept = map[string]string{
	"ui/access/factor.go":           "a code of the second factor is never kept",
	"ui/access/print.go":            "the recovery key is never kept",
	"ui/access/recovery.go":         "the recovery key is never kept",
	"ui/audit/days.go":              "two days that narrow a list",
	"ui/datamap/screen.go":          "a search",
	"ui/fulfil/sending.go":          "the address that something goes to is typed anew, never taken over",
	"ui/incident/count.go":          "in ask.go",
	"ui/incident/draft.go":          "in ask.go",
	"ui/incident/facts.go":          "in ask.go",
	"ui/incident/kept.go":           "in ask.go",
	"ui/incident/mail.go":           "in ask.go",
	"ui/incident/tasks.go":          "in ask.go",
	"ui/intake/held.go":             "in form.go",
	"ui/intake/previewread.go":      "how a file is read, and nobody's words",
	"ui/intake/previewtyped.go":     "what stands on paper in front of whoever types it",
	"ui/intake/received.go":         "in form.go",
	"ui/lists/views.go":             "the name of a view",
	"ui/mailing/form.go":            "in screen.go",
	"ui/mailing/gatewayform.go":     "in gateway.go",
	"ui/notice/form.go":             "in screen.go",
	"ui/organisation/firstfacts.go": "a desk that is being set up keeps nothing yet",
	"ui/organisation/form.go":       "in screen.go",
	"ui/policy/glossary.go":         "in draft.go",
	"ui/shell/backups.go":           "a folder and two numbers",
	"ui/shell/signin.go":            "nobody is signed in",
	"ui/shell/staff.go":             "a name and a login, beside a password that is never kept",
	"ui/shell/start.go":             "there is no desk yet",
	"ui/team/team.go":               "a day",
}

// makesInputs reports whether a file makes something that people type into.
func makesInputs(f file) (makes bool) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
			id, ok := sel.X.(*ast.Ident)
			makes = makes || ok && id.Name == "part" &&
				slices.Contains([]string{"NewEntry", "NewMultiLine", "NewDateField"}, sel.Sel.Name)
		}
		return true
	})
	return makes
}

func keeps(f file) (keeps bool) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok && slices.Contains(keepers, sel.Sel.Name) {
				keeps = true
			}
		}
		return true
	})
	return keeps
}

// TestWhatIsTypedOutlivesTheProgram: whoever adds a page or a dialog lets it keep what is typed, or says why not.
func TestWhatIsTypedOutlivesTheProgram(t *testing.T) {
	kept, seen := map[string]bool{}, map[string]bool{}
	var makers []string
	for _, f := range goFiles(t, "ui", parser.SkipObjectResolution) {
		path := f.path
		if f.test() || strings.HasPrefix(path, "ui/part/") || strings.HasPrefix(path, "ui/frame/") ||
			strings.HasPrefix(path, "ui/guide/") {
			continue
		}
		kept[path] = keeps(f)
		if makesInputs(f) {
			makers = append(makers, path)
		}
	}
	for _, path := range makers {
		reason, listed := notKept[path]
		seen[path] = listed
		other, elsewhere := strings.CutPrefix(reason, "in ")
		switch {
		case kept[path] && listed:
			t.Errorf("%s keeps what is typed, and is listed as if it did not", path)
		case kept[path]:
		case !listed:
			t.Errorf("%s makes inputs and keeps nothing of what is typed: frame.KeepForm, KeepTyped or KeepPage does, "+
				"or the reason stands in notKept", path)
		case elsewhere && !kept[path[:strings.LastIndex(path, "/")+1]+other]:
			t.Errorf("%s does not keep what is typed into the inputs of %s", other, path)
		case reason == "":
			t.Errorf("%s: no reason", path)
		}
	}
	for path := range notKept {
		if !seen[path] {
			t.Errorf("%s makes no inputs any more", path)
		}
	}
}
