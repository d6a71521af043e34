package guard

import (
	"go/ast"
	"go/parser"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// theSession is what a session has that is no action: the ways through which actions go, each given the action it
// needs, and what it is itself.
var theSession = []string{"desk.Change", "desk.Conclude", "desk.Disclose", "desk.Still", "desk.Read", "desk.AtOnce",
	"collect.GiveUp", "collect.OpenByDesk", "desk.Begin", "desk.Write", "desk.Progress", "desk.Allow",
	"desk.Staff", "desk.Desk", "desk.Now", "desk.Today", "desk.Rules", "desk.Job", "desk.Enrolling", "desk.Lock",
	"desk.SignOut", "desk.Unlock", "desk.LooksAt"}

func TestEveryActionIsCalledAsEveryRole(t *testing.T) {
	var called []string
	for _, f := range goFiles(t, "app", parser.SkipObjectResolution) {
		if f.path != "app/actions_test.go" {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if kv, ok := n.(*ast.KeyValueExpr); ok {
				if lit, ok := kv.Key.(*ast.BasicLit); ok {
					if name, err := strconv.Unquote(lit.Value); err == nil {
						called = append(called, name)
					}
				}
			}
			return true
		})
	}
	for _, f := range goFiles(t, "app", parser.SkipObjectResolution) {
		if f.test() || strings.HasPrefix(f.path, "app/sample/") || strings.HasPrefix(f.path, "app/desk/desktest/") {
			continue
		}
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || !fn.Name.IsExported() || !signedIn(fn) {
				continue
			}
			name := path.Base(path.Dir(f.path)) + "." + fn.Name.Name
			if !slices.Contains(called, name) && !slices.Contains(theSession, name) {
				t.Errorf("%s: %s is not among the actions of app/actions_test.go, which calls each as every role, behind the lock and once disabled", f.at(fn), name)
			}
		}
	}
}
