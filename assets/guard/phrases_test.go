package guard

import (
	"go/ast"
	"go/parser"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/assets/letters"
)

var (
	aPhrase = regexp.MustCompile(`(?s)\{\{define "([a-z_]+)"\}\}(.*?)\{\{end\}\}`)
	aValue  = regexp.MustCompile(`\{\{\.([A-Z])\}\}`)
	aLetter = regexp.MustCompile(`[A-Za-z]{2}`)
)

// Papers take their sentences from assets/letters, where somebody who reads both languages sees them all: each that is
// asked for is there in both, gets the values that it names, and none lies there unused. No sentence is written in the
// code beside them.
func TestSentencesOfPapersAreInTheirFiles(t *testing.T) {
	needs := map[string]map[string]int{}
	for _, lang := range []string{"en", "zh-Hans"} {
		text, err := fs.ReadFile(letters.Files, lang+"/phrases.tmpl")
		if err != nil {
			t.Fatal(err)
		}
		needs[lang] = map[string]int{}
		for _, m := range aPhrase.FindAllStringSubmatch(string(text), -1) {
			if _, twice := needs[lang][m[1]]; twice {
				t.Errorf("%s: %q is defined twice", lang, m[1])
			}
			needs[lang][m[1]] = 0
			for _, v := range aValue.FindAllStringSubmatch(m[2], -1) {
				needs[lang][m[1]] = max(needs[lang][m[1]], int(v[1][0]-'A')+1)
			}
		}
	}
	asked := map[string]bool{}
	for _, folder := range []string{"app/fulfil", "app/naming", "app/result"} {
		for _, f := range goFiles(t, folder, parser.SkipObjectResolution) {
			if f.test() {
				continue
			}
			ast.Inspect(f.ast, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				name, args := calledName(call), call.Args
				switch {
				case name == "Say" && len(args) == 3 && aLetter.MatchString(literal(args[1])):
					t.Errorf("%s: %q stands in the code: put it into phrases.tmpl of both languages",
						f.fset.Position(call.Pos()), literal(args[1]))
				case name == "Phrase" && len(args) > 1:
					args = args[1:]
				case name != "phrase" || len(args) == 0:
					return true
				}
				key := literal(args[0])
				if key == "" {
					return true // handed on
				}
				asked[key] = true
				most := 0
				for _, lang := range []string{"en", "zh-Hans"} {
					values, is := needs[lang][key]
					if !is {
						t.Errorf("%s: no phrase %q in %s", f.fset.Position(call.Pos()), key, lang)
					}
					most = max(most, values)
				}
				if most != len(args)-1 {
					t.Errorf("%s: %q names %d values and gets %d", f.fset.Position(call.Pos()), key, most, len(args)-1)
				}
				return true
			})
		}
	}
	if len(asked) < 40 {
		t.Fatalf("only %d phrases are asked for: the test looks in the wrong place", len(asked))
	}
	for lang, list := range needs {
		for key := range list {
			if !asked[key] {
				t.Errorf("%s: nobody asks for %q", lang, key)
			}
		}
	}
}

// literal returns the words of a text that is written in the code, joined from pieces or not.
func literal(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if s, err := strconv.Unquote(e.Value); err == nil {
			return s
		}
	case *ast.BinaryExpr:
		return strings.TrimSpace(
			strings.Join(slices.DeleteFunc([]string{literal(e.X), literal(e.Y)},
				func(s string) bool { return s == "" }), " "))
	}
	return ""
}
