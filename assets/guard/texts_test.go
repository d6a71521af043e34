package guard

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
)

// wordTables are the package-level tables of ui whose texts go through frame.L: which of them, by the place in a row
// without field names (-1: every text) or by the name of its field. A table that is in neither list fails the test.
var wordTables = map[string]struct {
	element int
	field   string
}{
	"complianceSentences": {-1, ""}, "valueFaults": {-1, ""}, "flawWords": {-1, ""}, "whomWords": {-1, ""},
	"policySentences": {-1, ""}, "mapSentences": {-1, ""}, "defectWords": {-1, ""}, "defectRemedies": {-1, ""},
	"triggerWords": {-1, ""}, "effectWords": {-1, ""}, "policyStates": {-1, ""}, "classFaults": {-1, ""},
	"words": {-1, ""}, "mailWhy": {-1, ""}, "mailSides": {-1, ""}, "settingsFaults": {-1, ""}, "mailStates": {-1, ""},
	"mailWords": {-1, ""}, "securityWords": {-1, ""}, "formatWords": {-1, ""}, "verdictWords": {-1, ""},
	"wayWords": {-1, ""}, "steps": {-1, ""}, "sentences": {-1, ""}, "actions": {-1, ""}, "missingWords": {-1, ""},
	"pointWords": {-1, ""}, "noticeSentences": {-1, ""}, "lineWords": {-1, ""},
	"noticeKinds": {-1, ""}, "channelNames": {-1, ""}, "noticeStates": {-1, ""}, "resultNames": {-1, ""},
	"troubles": {-1, ""}, "progressWords": {-1, ""}, "heldWords": {-1, ""},
	"automaticWords": {-1, ""}, "leaveOutWords": {-1, ""}, "decisionWords": {-1, ""}, "commaNames": {-1, ""},
	"idProblems": {-1, ""}, "letterNames": {-1, ""}, "shortWords": {-1, ""}, "fateWords": {-1, ""},
	"withholdWords": {-1, ""}, "extentWords": {-1, ""}, "elsewhereWords": {-1, ""}, "saysWords": {-1, ""},
	"unsoughtWords": {-1, ""}, "wayNames": {-1, ""}, "identityNames": {-1, ""}, "fieldProblems": {-1, ""},
	"tabs":      {-1, ""},
	"agentRole": {-1, ""}, "confidenceWords": {-1, ""}, "standsWords": {-1, ""}, "runsWords": {-1, ""},
	"citeWords": {-1, ""}, "dueNames": {-1, ""}, "dueTitles": {-1, ""}, "codeWords": {-1, ""}, "problemWords": {-1, ""},
	"partWords": {-1, ""}, "fieldNames": {-1, ""}, "factNames": {-1, ""}, "registerProblems": {-1, ""},
	"commands": {1, ""}, "topics": {1, ""}, "keyTitles": {-1, ""}, "logKinds": {0, ""}, "logSpans": {0, ""},
	"keyLines": {0, "name"}, "places": {0, "title"}, "DueWords": {-1, ""}, "columnNames": {-1, ""},
	"activeWords": {-1, ""}, "lookupNames": {-1, ""}, "tieWords": {-1, ""}, "tied": {-1, ""}, "insteads": {3, ""},
	"differenceWords": {-1, ""}, "stateWords": {-1, ""},
}

// plainTables are tables whose texts are names or keys, never translated.
var plainTables = map[string]bool{"linePlace": true, "aPhone": true, "inShort": true, "anID": true, "ownPlace": true,
	"shown": true, "zone": true, "textFacts": true, "languageNames": true, "registerExample": true, "English": true,
	"Chinese":   true,
	"packCodes": true, "toldSteps": true, "recoveryFile": true, "plurals": true, "agreements": true, "mark": true,
	"oneOf": true, "spaceBefore": true, "spaceAfter": true, "marked": true, "ErrNone": true, "typedMoment": true,
	"StepKey": true, "prefAddress": true, "prefLanguage": true, "prefDark": true, "prefLogin": true,
	"channelIcons": true, "PlaceOrganisation": true, "PlaceMail": true, "PlaceGateways": true, "PlaceMap": true,
	"contactCodes": true, "sleeps": true, "locks": true, "sessionInformation": true, "prefHabits": true,
	"prefText": true, "scaleVariable": true, "kindGuides": true}

// sentenceCalls are the functions of app whose texts the window shows in its language, and which of their arguments
// these are.
var sentenceCalls = map[string]map[string][]int{
	"app/intake":  {"Because": {0}, "Wrong": {1}, "Doubtful": {1}, "DayReason": {1}},
	"model":       {"Wrong": {0}, "Within": {1}, "fault": {1}},
	"app/source":  {"problem": {2, 3}, "Problem": {2, 3}, "Report": {3, 4}, "bad": {1, 2}},
	"app/datamap": {"Problem": {2, 3}},
}

// sentences adds the texts that app gives to the window.
func sentences(tb testing.TB, found map[string]string) {
	tb.Helper()
	for folder, calls := range sentenceCalls {
		for _, f := range goFiles(tb, folder, parser.SkipObjectResolution) {
			if f.test() {
				continue
			}
			ast.Inspect(f.ast, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				for _, i := range calls[calledName(call)] {
					if i >= len(call.Args) {
						continue // a namesake
					}
					lit, ok := call.Args[i].(*ast.BasicLit)
					if !ok {
						continue // handed on
					}
					s, err := strconv.Unquote(lit.Value)
					if err != nil {
						tb.Fatal(err)
					}
					if key := dataset.TranslationKey(s); key != "{{.A}}" && found[key] == "" {
						found[key] = f.at(lit)
					}
				}
				return true
			})
		}
	}
}

// kindWords adds what the kinds of request are called in the window.
func kindWords(found map[string]string) {
	for _, k := range model.Kinds {
		for _, word := range []string{k.Means().Name, k.Means().Short, k.Means().Heading} {
			if word != "" && found[word] == "" {
				found[word] = "model, kind " + string(k)
			}
		}
	}
}

// texts collects every text of the window with the first place it stands at.
func texts(tb testing.TB) map[string]string {
	tb.Helper()
	found := map[string]string{}
	add := func(f file, n ast.Node, all bool) {
		ast.Inspect(n, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.KeyValueExpr:
				if all {
					ast.Inspect(n.Value, func(v ast.Node) bool { addLiteral(tb, f, v, found); return true })
				}
				return false
			default:
				addLiteral(tb, f, n, found)
			}
			return true
		})
	}
	sentences(tb, found)
	kindWords(found)
	for _, f := range goFiles(tb, "ui", parser.SkipObjectResolution) {
		// what shows windows shows no text of its own
		if f.test() || strings.HasPrefix(f.path, "ui/plain/") || strings.HasPrefix(f.path, "ui/part/") {
			continue // part holds widgets, whose texts come from who uses them
		}
		for _, d := range f.ast.Decls {
			if gen, ok := d.(*ast.GenDecl); ok && (gen.Tok == token.VAR || gen.Tok == token.CONST) {
				tables(tb, f, gen, add)
			}
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !isL(call.Fun) || len(call.Args) == 0 {
				return true
			}
			switch arg := call.Args[0].(type) {
			case *ast.BasicLit:
				add(f, arg, true)
			case *ast.IndexExpr:
				if table, ok := arg.X.(*ast.CompositeLit); ok {
					add(f, table, true)
				}
			}
			return true
		})
	}
	return found
}

func isL(fun ast.Expr) bool {
	switch fun := fun.(type) {
	case *ast.Ident:
		return fun.Name == "L"
	case *ast.SelectorExpr:
		id, ok := fun.X.(*ast.Ident)
		return ok && id.Name == "frame" && fun.Sel.Name == "L"
	}
	return false
}

func addLiteral(tb testing.TB, f file, n ast.Node, found map[string]string) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		tb.Fatal(err)
	}
	if _, seen := found[s]; !seen && s != "" {
		found[s] = f.at(lit)
	}
}

func hasText(n ast.Node) (yes bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			yes = true
		}
		_, inside := n.(*ast.FuncLit)
		return !inside
	})
	return yes
}

// tables adds the texts of the word tables that a declaration makes.
func tables(tb testing.TB, f file, gen *ast.GenDecl, add func(file, ast.Node, bool)) {
	tb.Helper()
	for _, spec := range gen.Specs {
		v := spec.(*ast.ValueSpec)
		for i, name := range v.Names {
			if i >= len(v.Values) || !hasText(v.Values[i]) || plainTables[name.Name] {
				continue
			}
			rule, known := wordTables[name.Name]
			if !known {
				tb.Errorf("%s: %s holds texts: add it to wordTables if they go through frame.L, to plainTables if not",
					f.at(name), name.Name)
				continue
			}
			table, ok := v.Values[i].(*ast.CompositeLit)
			if !ok || rule == wordTables["words"] {
				add(f, v.Values[i], true)
				continue
			}
			for _, row := range table.Elts {
				for n, e := range row.(*ast.CompositeLit).Elts {
					kv, named := e.(*ast.KeyValueExpr)
					if named && rule.field != "" && kv.Key.(*ast.Ident).Name == rule.field {
						add(f, kv.Value, true)
					}
					if !named && rule.field == "" && n == rule.element {
						add(f, e, true)
					}
				}
			}
		}
	}
}
