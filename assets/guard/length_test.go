package guard

import (
	"go/scanner"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// longest is how many lines a file of one idea takes.
const longest = 400

func TestAFileIsNoLongerThanItsIdea(t *testing.T) {
	walk(t, ".", func(path string) {
		if !strings.HasSuffix(path, ".go") {
			return
		}
		if lines := strings.Count(text(t, path), "\n"); lines > longest {
			t.Errorf("%s has %d lines, more than %d: take it apart by its ideas", path, lines, longest)
		}
	})
}

// roomiest is how many lines a package holds, its tests aside: more is no room that somebody new can see at a glance.
const roomiest = 4000

// wider are packages over it: the window's own widgets, which are many and alike.
var wider = []string{"ui/part"}

func TestAPackageIsNoLargerThanARoom(t *testing.T) {
	lines := map[string]int{}
	walk(t, ".", func(file string) {
		if strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") {
			lines[path.Dir(file)] += strings.Count(text(t, file), "\n")
		}
	})
	for dir, n := range lines {
		if n > roomiest && !slices.Contains(wider, dir) {
			t.Errorf("%s has %d lines, more than %d: make rooms of it", dir, n, roomiest)
		}
	}
	for _, dir := range wider {
		if n := lines[dir]; n <= roomiest {
			t.Errorf("%s has %d lines, no more than %d: take it out of wider", dir, n, roomiest)
		}
	}
	if len(lines) < 40 {
		t.Errorf("only %d packages were read: the search is broken", len(lines))
	}
}

// widest is how many columns a line takes, a tab counted as four: two files stand side by side on a screen.
const widest = 120

// TestALineIsNoWiderThanItIsRead lets a line be wider only where a text that is one piece stands on it: a statement, a
// pattern, a sentence that is translated.
func TestALineIsNoWiderThanItIsRead(t *testing.T) {
	const piece = 50 // columns that a text takes before it is the reason why a line is wide
	read := 0
	walk(t, ".", func(path string) {
		if !strings.HasSuffix(path, ".go") {
			return
		}
		read++
		source := []byte(text(t, path))
		pieces := piecesOf(source, piece)
		for i, line := range strings.Split(string(source), "\n") {
			if columns(line) > widest && !pieces[i+1] {
				t.Errorf("%s:%d is %d columns wide, more than %d", path, i+1, columns(line), widest)
			}
		}
	})
	if read < 400 {
		t.Errorf("only %d files were read: the search is broken", read)
	}
}

var aligned = regexp.MustCompile(" {2,}")

// columns is how many columns a line takes, but for the blanks by which gofmt aligns what stands in it.
func columns(line string) int {
	line = aligned.ReplaceAllString(line, " ")
	return utf8.RuneCountInString(line) + 3*strings.Count(line, "\t")
}

// piecesOf are the lines on which a text of at least so many columns stands, or a part of a raw one.
func piecesOf(source []byte, least int) map[int]bool {
	lines := map[int]bool{}
	files := token.NewFileSet()
	file := files.AddFile("", files.Base(), len(source))
	var s scanner.Scanner
	s.Init(file, source, nil, 0)
	for {
		at, kind, literal := s.Scan()
		switch {
		case kind == token.EOF:
			return lines
		case kind == token.STRING && strings.Contains(literal, "\n"):
			for i := range strings.Count(literal, "\n") + 1 {
				lines[file.Line(at)+i] = true
			}
		case kind == token.STRING && columns(literal) >= least:
			lines[file.Line(at)] = true
		}
	}
}
