package guard

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// root is the repository, seen from this package.
const root = "../.."

// file is one Go file of the repository.
type file struct {
	path string // from the root, with slashes
	fset *token.FileSet
	ast  *ast.File
}

// test reports whether the file is a test.
func (f file) test() bool { return strings.HasSuffix(f.path, "_test.go") }

// at is where a node stands.
func (f file) at(n ast.Node) string {
	p := f.fset.Position(n.Pos())
	return fmt.Sprintf("%s:%d", f.path, p.Line)
}

// walk calls fn with every file of the repository below a folder, except what nobody wrote, nobody keeps, or others
// keep.
func walk(tb testing.TB, below string, fn func(path string)) {
	tb.Helper()
	err := filepath.WalkDir(filepath.Join(root, below), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			switch d.Name() {
			case ".git", ".tmp", "build", "testdata", "third_party":
				return fs.SkipDir
			}
			return nil
		}
		if d.Type().IsRegular() && d.Name() != ".git" { // in a working tree beside the first, .git is a file
			fn(filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// goFiles parses every Go file below a folder.
func goFiles(tb testing.TB, below string, mode parser.Mode) []file {
	tb.Helper()
	var files []file
	walk(tb, below, func(path string) {
		if !strings.HasSuffix(path, ".go") {
			return
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, filepath.Join(root, path), nil, mode)
		if err != nil {
			tb.Fatal(err)
		}
		files = append(files, file{path, fset, f})
	})
	if len(files) == 0 {
		tb.Fatalf("no Go file below %q", below)
	}
	return files
}

// text reads a file of the repository.
func text(tb testing.TB, path string) string {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

// calledName is the name of what a call calls, without its package or receiver; empty where it has none.
func calledName(call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return ""
}
