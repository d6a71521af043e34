package guard

import (
	"go/ast"
	"go/parser"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// vague are beginnings of a doc comment that the standard library writes as "reports whether" or "returns".
var vague = regexp.MustCompile(`^(says|gives|tells) `)

// vagueFault is the fault of those, which older comments outside the sources still have.
const vagueFault = `has a doc comment that "says", "gives" or "tells"; write "reports whether" or "returns"`

// unsaid returns what is wrong with the doc comment of an exported name; empty where nothing is.
func unsaid(name string, doc *ast.CommentGroup) string {
	text := strings.TrimSpace(doc.Text())
	if text == "" {
		return "has no doc comment"
	}
	for _, article := range []string{"", "A ", "An ", "The "} {
		rest, named := strings.CutPrefix(text, article+name)
		if named && !strings.HasPrefix(rest, "_") &&
			(rest == "" || !unicode.IsLetter(rune(rest[0])) && !unicode.IsDigit(rune(rest[0]))) {
			if vague.MatchString(strings.TrimLeft(rest, " ")) {
				return vagueFault
			}
			return ""
		}
	}
	return "has a doc comment that begins with something else"
}

// receiver returns the name of the type that a method belongs to; empty for a function.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	t := f.Recv.List[0].Type
	if star, is := t.(*ast.StarExpr); is {
		t = star.X
	}
	if of, is := t.(*ast.IndexExpr); is { // of any type
		t = of.X
	}
	return t.(*ast.Ident).Name
}

// eachExported calls yield for every exported name of a file that a reader of its package sees, with its doc comment. A
// name in a group that has a doc comment of its own may go without one; fields of structs may too.
func eachExported(f *ast.File, yield func(name *ast.Ident, doc *ast.CommentGroup)) {
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if of := receiver(d); d.Name.IsExported() && (of == "" || ast.IsExported(of)) {
				yield(d.Name, d.Doc)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					doc := s.Doc
					if doc == nil && !d.Lparen.IsValid() {
						doc = d.Doc
					}
					if s.Name.IsExported() {
						yield(s.Name, doc)
					}
					if methods, is := s.Type.(*ast.InterfaceType); is && s.Name.IsExported() {
						for _, m := range methods.Methods.List {
							if len(m.Names) > 0 && m.Names[0].IsExported() {
								yield(m.Names[0], m.Doc)
							}
						}
					}
				case *ast.ValueSpec:
					for _, name := range s.Names {
						switch {
						case !name.IsExported():
						case !d.Lparen.IsValid():
							yield(name, d.Doc)
						case s.Doc != nil:
							yield(name, s.Doc)
						case d.Doc == nil && s.Comment == nil:
							yield(name, nil)
						}
					}
				}
			}
		}
	}
}

// usual are methods of interfaces that everybody knows; in the sources, which are written as a library, these are
// documented too.
var usual = map[string]bool{"Error": true, "String": true, "TableName": true}

func TestExportedNamesAreDocumented(t *testing.T) {
	for _, f := range goFiles(t, "", parser.ParseComments) {
		if f.test() {
			continue
		}
		sources := strings.HasPrefix(f.path, "app/source/")
		eachExported(f.ast, func(name *ast.Ident, doc *ast.CommentGroup) {
			fault := unsaid(name.Name, doc)
			if fault != "" && (sources || !usual[name.Name] && fault != vagueFault) {
				t.Errorf("%s: %s %s", f.at(name), name.Name, fault)
			}
		})
	}
}
