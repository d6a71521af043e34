package sample

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/app/incident"
)

var han = regexp.MustCompile(`\p{Han}`)

// What staff wrote on a sample desk is in its language: nothing that has words stands in both desks alike.
func TestTheStaffOfASampleDeskWriteInItsLanguage(t *testing.T) {
	english, chinese := staffTexts(t, "en"), staffTexts(t, "zh-Hans")
	if len(english) < 80 || len(english) != len(chinese) {
		t.Fatalf("%d texts of staff in English, %d in Chinese", len(english), len(chinese))
	}
	words := regexp.MustCompile(`\p{L}{2,}[ ,]+\p{L}{2,}`) // more than a name, a key or a number
	names := regexp.MustCompile(`王芳|李静|刘洋|周敏|何雨|陈磊|京[^ ,]*号`)
	brands := regexp.MustCompile("Lion City Messaging|Orangelab Shop")
	for at, zh := range chinese {
		en := names.ReplaceAllString(english[at], "")
		if words.MatchString(zh) && !han.MatchString(zh) && !brands.MatchString(zh) {
			t.Errorf("%s: %q stands in the Chinese desk", at, zh)
		} else if han.MatchString(en) && !strings.Contains(en, "\n") {
			t.Errorf("%s: %q stands in the English desk", at, english[at])
		}
	}
}

// staffTexts are texts that staff wrote about no request on a desk of a language, by where they stand.
func staffTexts(t *testing.T, language string) map[string]string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "desk")
	if err := Make(ctx, dir, noon, Options{Requests: 21, Language: language}); err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(ctx, dir, desk.Options{Now: (&clock{now: noon}).Now, StateDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	texts := map[string]string{}
	incidents, err := incident.List(ctx, signIn(t, d, "jing"))
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range incidents {
		for _, e := range x.Record {
			at := fmt.Sprintf("incident %d, entry %d", i, e.Number)
			texts[at] = e.Body.Text
			if f := e.Body.Facts; f != nil {
				texts[at+" title"], texts[at+" cause"] = f.Title, f.Cause
			}
			if c := e.Body.Closing; c != nil {
				texts[at+" closing"] = strings.Join(append([]string{c.Cause, c.Loss, c.Lessons}, c.Tasks...), "; ")
			}
		}
	}
	kept, err := compliance.Read(ctx, signIn(t, d, "jing"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range kept.Records {
		kind, _ := gate.Kinds().Kind(r.Kind)
		for name, value := range r.Values {
			if f, _ := kind.Field(name); len(f.Choices) > 0 {
				continue
			}
			texts[fmt.Sprintf("%s %d %s", r.Kind, r.Number, name)] = value
		}
	}
	sources, err := datamap.List(ctx, signIn(t, d, "admin"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sources {
		texts["source "+s.Source.Key] = s.Source.Name
		texts["owner "+s.Source.Key] = s.Source.Owner
	}
	return texts
}

// theirs are the files that tell who the customers are, what they own and what they write.
var theirs = []string{"people.go", "words.go", "rows.go", "submission.go", "load.go"}

// Every Chinese text of staff stands beside its English one: a literal is an argument of say or both, or has a
// language.
func TestEveryTextOfStaffIsWrittenInBothLanguages(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	pairs := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || slices.Contains(theirs, name) {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		beside := map[ast.Node]bool{}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				called := ""
				switch f := n.Fun.(type) {
				case *ast.Ident:
					called = f.Name
				case *ast.SelectorExpr:
					called = f.Sel.Name
				}
				if (called == "say" || called == "both") && len(n.Args) == 2 {
					pairs++
					beside[n.Args[0]], beside[n.Args[1]] = true, true
				}
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.BasicLit); ok && key.Value == `"zh-Hans"` {
					beside[n.Value] = true
				}
			case *ast.BasicLit:
				text := strings.Trim(n.Value, `"`)
				alone := n.Kind == token.STRING && len([]rune(text)) > 4 && han.MatchString(text) && !beside[n]
				if alone && !strings.Contains(text, "民初") && !strings.Contains(text, `\n`) {
					t.Errorf("%s: %s stands in one language", set.Position(n.Pos()), n.Value)
				}
			}
			return true
		})
	}
	if pairs < 100 {
		t.Errorf("only %d texts in both languages were found", pairs)
	}
}
