package guard

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

// normalising are the packages with which a value could be brought into a form of one's own, and where they serve for
// something that identifies nobody.
var normalising = map[string][]string{
	"golang.org/x/text/unicode/norm": {"app/packet/password.go", "app/intake/record/columns.go",
		"app/intake/record/when.go"},
	"golang.org/x/text/width":         nil,
	"golang.org/x/text/cases":         nil,
	"github.com/nyaruka/phonenumbers": nil,
}

// identifying is the name of a value that identifies somebody.
var identifying = regexp.MustCompile(
	`(?i)^(e?mail|e?mails|phone|phones|account|accounts|id_?number|identity|identities|subject)$`)

// ownForms are the files that change the case of such a value for something else than comparing it.
var ownForms = []string{
	"app/sample/people.go",         // makes up addresses
	"app/intake/mail/automatic.go", // reads the headers of mailing lists
	"app/intake/mail/address.go",   // reads the domain of a sender
}

// ownNormalising finds calls that fold the case of a value that identifies somebody.
func ownNormalising(f file) []string {
	var found []string
	ast.Inspect(f.ast, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || !slices.Contains([]string{"ToLower", "ToUpper", "EqualFold", "Title"}, sel.Sel.Name) {
			return true
		}
		for _, arg := range call.Args {
			ast.Inspect(arg, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok && identifying.MatchString(id.Name) {
					found = append(found, f.at(call))
				}
				return true
			})
		}
		return true
	})
	return found
}

func TestOneRuleSaysWhichSpellingsAreOneValue(t *testing.T) {
	read := 0
	for _, f := range goFiles(t, ".", parser.SkipObjectResolution) {
		if f.test() || floor(f.path) == "model" {
			continue
		}
		read++
		for _, spec := range f.ast.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if except, known := normalising[path]; known && !slices.Contains(except, f.path) {
				t.Errorf("%s imports %s: ask identifier.SpellingOf which spellings are one value", f.path, path)
			}
		}
		if slices.Contains(ownForms, f.path) {
			continue
		}
		for _, at := range ownNormalising(f) {
			t.Errorf("%s folds the case of a value that identifies somebody: ask identifier.SpellingOf whether two values are one", at)
		}
	}
	if read < 100 {
		t.Errorf("only %d files were read: the search is broken", read)
	}
}

func TestTheSearchForOwnNormalisingFindsIt(t *testing.T) {
	for source, want := range map[string]int{
		`_ = strings.EqualFold(a.Email, b)`:                   1,
		`_ = strings.ToLower(strings.TrimSpace(s.Phone))`:     1,
		`_ = strings.ToUpper(list[0].mail)`:                   1,
		`_ = strings.EqualFold(field.Name, name)`:             0,
		`_ = identifier.SpellingOf("email").Same(a.Email, b)`: 0,
		`_ = strings.ToLower(r.Subject.IDNumber + "other")`:   2, // the subject and its number
	} {
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, "x.go", "package x\nfunc x() { "+source+" }", parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if got := ownNormalising(file{"x.go", fset, parsed}); len(got) != want {
			t.Errorf("%s: found %q, want %d", source, got, want)
		}
	}
}
