package mail

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// ownLine are the elements that begin and end a line.
var ownLine = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.Tr: true, atom.Table: true, atom.Ul: true,
	atom.Ol: true, atom.Li: true, atom.H1: true, atom.H2: true,
	atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Blockquote: true, atom.Pre: true,
	atom.Section: true, atom.Article: true, atom.Header: true,
	atom.Footer: true, atom.Form: true, atom.Hr: true, atom.Dt: true, atom.Dd: true, atom.Fieldset: true,
	atom.Center: true, atom.Body: true,
	atom.Summary: true, atom.Details: true, atom.Option: true, atom.Optgroup: true, atom.Legend: true,
	atom.Caption: true, atom.Main: true, atom.Nav: true,
	atom.Aside: true, atom.Figure: true, atom.Figcaption: true, atom.Address: true, atom.Dl: true, atom.Menu: true,
	atom.Dialog: true, atom.Hgroup: true}

// htmlWriter lays the words of a page out as plain text.
type htmlWriter struct {
	b     strings.Builder
	quote int  // how many quotations are open
	fresh bool // the line is empty so far
	blank bool // a blank is due before the next word
	pre   int
}

func newWriter() htmlWriter { return htmlWriter{fresh: true} }

// String returns what was written.
func (w *htmlWriter) String() string { return strings.TrimSpace(w.b.String()) }

func (w *htmlWriter) open(tag atom.Atom) {
	switch {
	case tag == atom.Br:
		w.newLine(true)
	case tag == atom.Td || tag == atom.Th:
		w.blank = !w.fresh
	case ownLine[tag]:
		w.newLine(false)
	}
	switch tag {
	case atom.Li:
		w.text("- ")
	case atom.Blockquote:
		w.quote++
	case atom.Pre:
		w.pre++
	}
}

func (w *htmlWriter) close(tag atom.Atom) {
	if ownLine[tag] {
		w.newLine(false)
	}
	switch tag {
	case atom.Blockquote:
		w.quote = max(0, w.quote-1)
	case atom.Pre:
		w.pre = max(0, w.pre-1)
	case atom.P:
		if w.b.Len() > 0 && !strings.HasSuffix(w.b.String(), "\n\n") {
			w.newLine(true)
		}
	}
}

func (w *htmlWriter) newLine(always bool) {
	if !w.fresh || always {
		w.b.WriteByte('\n')
	}
	w.fresh, w.blank = true, false
}

func (w *htmlWriter) text(text string) {
	if w.pre > 0 {
		for i, line := range strings.Split(text, "\n") {
			if i > 0 {
				w.newLine(true)
			}
			w.word(line)
		}
		return
	}
	for i, wd := range strings.Fields(text) {
		if i > 0 || strings.ContainsAny(text[:1], " \t\r\n\f") {
			w.blank = w.blank || !w.fresh
		}
		w.word(wd)
	}
	if text != "" && strings.ContainsAny(text[len(text)-1:], " \t\r\n\f") {
		w.blank = !w.fresh
	}
}

func (w *htmlWriter) word(text string) {
	if text == "" {
		return
	}
	if w.fresh {
		w.b.WriteString(strings.Repeat("> ", min(w.quote, 10)))
	} else if w.blank {
		w.b.WriteByte(' ')
	}
	w.b.WriteString(text)
	w.fresh, w.blank = false, false
}
