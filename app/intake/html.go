package intake

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var metaCharset = regexp.MustCompile(`(?i)<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)`)

// htmlCharset returns the encoding that a page names for itself; empty where it names none.
func htmlCharset(page []byte) string {
	if m := metaCharset.FindSubmatch(page[:min(len(page), 4096)]); m != nil {
		return string(m[1])
	}
	return ""
}

// silent are the elements whose content is not for reading.
var silent = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Head: true, atom.Title: true, atom.Template: true, atom.Noscript: true, atom.Iframe: true, atom.Object: true, atom.Svg: true}

// ownLine are the elements that begin and end a line.
var ownLine = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.Tr: true, atom.Table: true, atom.Ul: true, atom.Ol: true, atom.Li: true, atom.H1: true, atom.H2: true,
	atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Blockquote: true, atom.Pre: true, atom.Section: true, atom.Article: true, atom.Header: true,
	atom.Footer: true, atom.Form: true, atom.Hr: true, atom.Dt: true, atom.Dd: true, atom.Fieldset: true, atom.Center: true, atom.Body: true}

// htmlWriter gathers the words of a page.
type htmlWriter struct {
	b     strings.Builder
	quote int  // how many quotations are open
	fresh bool // the line is empty so far
	blank bool // a blank is due before the next word
	pre   int
}

// htmlText returns the words of a page as plain text; nothing is fetched, run or laid out. Quotations are marked with >, as
// in plain mails. It walks the page's marks one by one and holds no tree, so that nesting costs nothing.
//
// What the page hides from whoever reads it comes apart from the words: nobody wrote it to be read.
func htmlText(page string) (text, hidden string) {
	z := html.NewTokenizer(strings.NewReader(page))
	w, under := htmlWriter{fresh: true}, htmlWriter{fresh: true}
	var skip []atom.Atom
	veils := veils{sheet: stylesOf(page)}
	for w.b.Len()+under.b.Len() < 2*maxText {
		switch z.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(w.b.String()), strings.TrimSpace(cleanText(under.b.String()))
		case html.TextToken:
			switch {
			case len(skip) > 0:
			case veils.hide():
				under.text(string(z.Text()))
			default:
				w.text(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			tag := atom.Lookup(name)
			if silent[tag] && len(skip) < 50 {
				skip = append(skip, tag)
			} else if tag == atom.Body {
				skip = nil // a head that was never closed
			}
			if len(skip) == 0 {
				veils.begin(tag, z, more)
				w.open(tag)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			if n := len(skip); n > 0 {
				if skip[n-1] == tag {
					skip = skip[:n-1]
				}
				continue
			}
			veils.end(tag)
			w.close(tag)
		}
	}
	return strings.TrimSpace(w.b.String()), strings.TrimSpace(cleanText(under.b.String()))
}

// stylesOf reads the style sheets of a page, wherever in it they stand; what they fetch is not fetched.
func stylesOf(page string) (sheet styleSheet) {
	if !styleTag.MatchString(page) {
		return sheet
	}
	z := html.NewTokenizer(strings.NewReader(page))
	inside := false
	for sheet.read < maxStyles {
		switch z.Next() {
		case html.ErrorToken:
			return sheet
		case html.StartTagToken:
			name, _ := z.TagName()
			inside = atom.Lookup(name) == atom.Style
		case html.TextToken:
			if inside {
				sheet.add(z.Text())
			}
		case html.EndTagToken:
			inside = false
		}
	}
	return sheet
}

var styleTag = regexp.MustCompile(`(?i)<style\b`)

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
