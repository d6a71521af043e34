package mail

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/intake/style"
	"orangelab.cn/rightsdesk/model/pattern"
)

var metaCharset = pattern.New(`(?i)<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)`)

// htmlCharset returns the encoding that a page names for itself; empty where it names none.
func htmlCharset(page []byte) string {
	if m := metaCharset.FindSubmatch(page[:min(len(page), 4096)]); m != nil {
		return string(m[1])
	}
	return ""
}

// silent are the elements whose content is for programs.
var silent = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Title: true}

// maxMarks is how many marks of a page are read: ten times what a large newsletter has.
const maxMarks = 100_000

// page is what a page says.
type page struct {
	text   string // without what it hides from whoever reads it: nobody wrote that to be read
	doubts []record.Doubt
}

// pageReader gathers the words of a page.
type pageReader struct {
	sheet                style.StyleSheet
	shown, hidden, maybe htmlWriter
	struck, beside       htmlWriter // words that are struck out, and those of a picture or a field
	striking             int        // how many open elements strike their words out
	covered              bool       // something with a ground of its own is laid over the page
}

// readPage returns the words of a page as plain text; nothing is fetched, run or laid out. Quotations are marked with
// >, as in plain mails.
func readPage(text string) (p page) {
	cut := cutMarks(text)
	root, err := html.ParseWithOptions(strings.NewReader(cut), html.ParseOptionEnableScripting(false))
	if err != nil { // deeper than any program that shows mail follows
		p.text = flatText(cut)
		if len(cut) == len(text) && len(p.text) <= maxText {
			p.doubts = append(p.doubts,
				record.Doubtful("text",
					"the page of the mail lies too deep in itself to tell what it hides; all its words stand here"))
		} else {
			p.text = flatText(text)
			p.doubts = append(p.doubts,
				record.Doubtful("text",
					"the page of the mail lies too deep in itself to tell what it hides; as many of its words as were read stand here, and the whole mail is kept as mail.eml"))
		}
		return p
	}
	r := pageReader{sheet: style.NewSheet(!hasType(root)), shown: newWriter(), hidden: newWriter(), maybe: newWriter(),
		struck: newWriter(), beside: newWriter()}
	r.styles(root)
	r.node(root, style.Bare(), style.Bare())
	p.text, p.doubts = r.shown.String(), r.doubts()
	if len(cut) < len(text) {
		p.doubts = append(p.doubts,
			record.Doubtful("text",
				"the page of the mail has too many marks, of which the first were read ({{.A}}); the whole mail is kept as mail.eml", maxMarks))
	}
	return p
}

// doubts names what the page hides, and what cannot be told of it.
func (r *pageReader) doubts() (list []record.Doubt) {
	if hidden := record.CleanText(r.hidden.String()); len(appendWords(nil, hidden)) > 0 {
		list = append(list, record.Doubtful("text",
			"the mail hides words from whoever reads it, which are left out here: “{{.A}}”",
			record.Beginning(hidden, 200)))
	}
	if len(appendWords(nil, r.shown.String())) == 0 {
		return list
	}
	if r.covered {
		list = append(list, record.Doubtful("text",
			"something is laid over the page of the mail, under which words may not be seen: read the whole mail, kept as mail.eml"))
	}
	if words := record.CleanText(r.struck.String()); len(appendWords(nil, words)) > 0 {
		list = append(list, record.Doubtful("text", "words of the mail are struck out; they are kept here: “{{.A}}”",
			record.Beginning(words, 200)))
	}
	if words := record.CleanText(r.beside.String()); mayAsk(words) {
		list = append(list, record.Doubtful("text",
			"words stand in a picture’s description or in a field of a form, which not every program shows; they are kept here: “{{.A}}”", record.Beginning(words, 200)))
	}
	if words := record.CleanText(r.maybe.String()); len(appendWords(nil, words)) > 0 {
		list = append(list, record.Doubtful("text",
			"whether words of the mail are seen cannot be told from its styles; they are kept here: “{{.A}}”",
			record.Beginning(words, 200)))
	}
	if r.sheet.Elsewhere {
		list = append(list, record.Doubtful("text",
			"a style sheet from elsewhere decides what of the mail is seen; it was not fetched"))
	}
	if len(r.sheet.Unread) > 0 {
		list = append(list, record.Doubtful("text",
			"a style of the mail hides something and could not be followed: “{{.A}}”",
			record.Beginning(strings.Join(r.sheet.Unread, " "), 200)))
	}
	if r.sheet.Tried > style.MaxTried {
		list = append(list, record.Doubtful("text",
			"the styles of the mail are more than are followed: find out what of it is seen"))
	}
	if len(r.sheet.Written) > 0 {
		list = append(list, record.Doubtful("text",
			"a style of the mail writes words that stand in none of its texts: “{{.A}}”",
			record.Beginning(strings.Join(r.sheet.Written, " "), 200)))
	}
	return list
}

// cutMarks returns a page up to the last mark that is read.
func cutMarks(text string) string {
	at := 0
	for range maxMarks {
		i := strings.IndexByte(text[at:], '<')
		if i < 0 {
			return text
		}
		at += i + 1
	}
	return text[:at-1]
}

func hasType(root *html.Node) bool {
	for n := root.FirstChild; n != nil; n = n.NextSibling {
		if n.Type == html.DoctypeNode {
			return true
		}
	}
	return false
}

// styles reads the style sheets of a page, wherever in it they stand; what they fetch is not fetched.
func (r *pageReader) styles(n *html.Node) {
	if n.Type == html.ElementNode {
		switch n.DataAtom {
		case atom.Style:
			holds := style.ForScreens(style.Attribute(n, "media"))
			if kind := strings.ToLower(style.Attribute(n, "type")); holds != style.No &&
				(kind == "" || kind == "text/css") && n.FirstChild != nil {
				r.sheet.Add(n.FirstChild.Data, holds == style.Yes)
			}
		case atom.Link:
			rel := strings.Fields(strings.ToLower(style.Attribute(n, "rel")))
			sheet, other := false, false
			for _, word := range rel {
				sheet, other = sheet || word == "stylesheet", other || word == "alternate"
			}
			r.sheet.Elsewhere = r.sheet.Elsewhere ||
				sheet && !other && style.ForScreens(style.Attribute(n, "media")) != style.No
		}
		if r.sheet.Quirks {
			for i, a := range n.Attr {
				if a.Key == "class" || a.Key == "id" {
					n.Attr[i].Val = strings.ToLower(a.Val)
				}
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.styles(c)
	}
}

// node writes the words below a node: sure is how they show for certain, all how they show if every style holds that
// may.
func (r *pageReader) node(n *html.Node, sure, all style.Veil) {
	if r.shown.b.Len()+r.hidden.b.Len() > 2*maxText {
		return
	}
	switch n.Type {
	case html.TextNode:
		r.text(n.Data, sure, all)
		return
	case html.ElementNode:
		if silent[n.DataAtom] && n.Namespace == "" {
			return
		}
		certain, every := r.sheet.Of(n)
		outerSure, outerAll := sure, all
		sure, all = sure.Within(n, certain, r.sheet.Keyframes), all.Within(n, every, r.sheet.Keyframes)
		sure.Break(n)
		all.Break(n)
		defer func() {
			sure.Leave(outerSure)
			all.Leave(outerAll)
		}()
		r.shown.open(n.DataAtom)
		defer r.shown.close(n.DataAtom)
		r.covered = r.covered || covers(n, every)
		if strikes(n, every) {
			r.striking++
			defer func() { r.striking-- }()
		}
		if words := besideText(n); words != "" && !sure.Hide() {
			r.shown.text(" [" + words + "] ")
			r.beside.text(words + " ")
		}
		if ownLine[n.DataAtom] {
			r.hidden.newLine(false)
			r.maybe.newLine(false)
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.node(c, sure, all)
	}
}

func (r *pageReader) text(text string, sure, all style.Veil) {
	if sure.Hide() {
		r.hidden.text(text)
		return
	}
	r.shown.text(text)
	if r.striking > 0 {
		r.struck.text(text)
	}
	sure.Set(text)
	if cut := all.Set(text); cut || all.Hide() || all.Odd {
		r.maybe.text(text)
	}
}

// flatText returns the words of a page mark by mark, without what is around them.
func flatText(text string) string {
	z := html.NewTokenizer(strings.NewReader(text))
	w := newWriter()
	for skip := false; w.b.Len() < 2*maxText; {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return w.String()
		case html.TextToken:
			if !skip {
				w.text(string(z.Text()))
			}
		case html.StartTagToken, html.EndTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			skip = kind == html.StartTagToken && (tag == atom.Script || tag == atom.Style || tag == atom.Title)
			if kind == html.StartTagToken {
				w.open(tag)
			} else {
				w.close(tag)
			}
		}
	}
	return w.String()
}
