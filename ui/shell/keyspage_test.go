package shell

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

// named are all keys that the overview names, the runs that it shortens too, as ParseKey reads them.
func named(t *testing.T) map[part.Chord]bool {
	t.Helper()
	frametest.New(t)
	keys := map[part.Chord]bool{}
	add := func(list []string) {
		for _, key := range list {
			if c, err := part.ParseKey(strings.ReplaceAll(key, " ", "+")); err == nil {
				keys[c] = true
			}
		}
	}
	for _, g := range overview(func(model.Action) bool { return true }, places) {
		for _, l := range g.Lines {
			if len(l.Keys) == 0 || l.Text == "" {
				t.Errorf("%s has a line without a key or without words: %q %v", g.Title, l.Text, l.Keys)
			}
			add(l.Keys)
		}
	}
	add(keysOf(tabCommands()))
	return keys
}

func TestEveryBoundKeyStandsInTheOverview(t *testing.T) {
	keys := named(t)
	for _, b := range part.Shortcuts {
		c, err := part.ParseKey(b.Key)
		if err != nil {
			t.Fatal(err)
		}
		if !keys[c] && !strings.HasPrefix(b.Command, part.CmdGo) {
			t.Errorf("%s does %s, and the overview does not say so", b.Key, b.Command)
		}
	}
	for _, c := range commands {
		if len(keysOf([]string{c.command})) == 0 {
			t.Errorf("%s has no key", c.command)
		}
	}
	if n := len(keysOf([]string{part.CmdGo + strconv.Itoa(len(places))})); n != 1 {
		t.Errorf("the last place of the rail has %d keys", n)
	}
}

// handled are keys that the window's own source names: on a button, or in a switch over keys.
func handled(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if d.IsDir() && d.Name() == "plain" { // hands keys on, and means nothing by them
			return fs.SkipDir
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
			filepath.Base(path) == "keymap.go" {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		literal := func(e ast.Expr) {
			if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
				if text, err := strconv.Unquote(l.Value); err == nil && text != "" {
					found[text] = append(found[text], path)
				}
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for i, left := range n.Lhs {
					if s, ok := left.(*ast.SelectorExpr); ok && s.Sel.Name == "Key" && i < len(n.Rhs) {
						literal(n.Rhs[i])
					}
				}
			case *ast.CallExpr:
				switch name := called(n); {
				case name == "keyed" && len(n.Args) == 2:
					literal(n.Args[0])
				case name == "NewPrimary" && len(n.Args) == 3:
					literal(n.Args[1])
				}
			case *ast.CaseClause:
				for _, e := range n.List {
					if s, ok := e.(*ast.SelectorExpr); ok && len(n.List) < 5 && strings.HasPrefix(s.Sel.Name, "Key") {
						found[keyWord(s.Sel.Name)] = append(found[keyWord(s.Sel.Name)], path)
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// keyWord is how the overview writes a key that Fyne calls KeyPageDown.
func keyWord(name string) string {
	name = strings.TrimPrefix(name, "Key")
	return map[string]string{"Return": "Enter", "Escape": "Esc"}[name] +
		strings.TrimPrefix(strings.TrimPrefix(name, "Return"), "Escape")
}

func TestNoKeyIsHandledThatTheOverviewDoesNotName(t *testing.T) {
	keys, found := named(t), handled(t)
	for key, where := range found {
		c, err := part.ParseKey(strings.ReplaceAll(key, " ", "+"))
		if err != nil {
			continue // not a key
		}
		if !keys[c] {
			t.Errorf("%s is handled in %v, and the overview does not name it", key, where)
		}
	}
	for _, sure := range []string{"F8", "R", "Ctrl Enter", "Home", "Space", "Esc"} {
		if len(found[sure]) == 0 {
			t.Errorf("the search for keys does not find %s: %v", sure, found)
		}
	}
}
