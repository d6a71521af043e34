package paper

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// unread are the elements of a page that are no text of its.
var unread = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true,
	atom.Nav: true, atom.Footer: true, atom.Head: true,
	atom.Iframe: true, atom.Object: true, atom.Svg: true, atom.Form: true, atom.Button: true, atom.Select: true}

var levels = map[atom.Atom]int{atom.H1: 1, atom.H2: 2, atom.H3: 3, atom.H4: 4, atom.H5: 5, atom.H6: 6}

// apart are the elements whose text is a paragraph of its own.
var apartElements = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.Li: true, atom.Td: true, atom.Th: true,
	atom.Tr: true, atom.Table: true, atom.Section: true,
	atom.Article: true, atom.Main: true, atom.Header: true, atom.Blockquote: true, atom.Pre: true, atom.Dt: true,
	atom.Dd: true, atom.Dl: true, atom.Ul: true, atom.Ol: true,
	atom.Br: true, atom.Hr: true, atom.Body: true, atom.Caption: true, atom.Address: true, atom.Figcaption: true}

// page gathers the blocks of a page in HTML.
type page struct {
	blocks []block
	text   strings.Builder
	level  int // of the heading that is being read
	item   bool
}

// readHTML reads a page. Nothing that it refers to is loaded.
func readHTML(source string) ([]block, error) {
	root, err := html.Parse(strings.NewReader(source))
	if err != nil { // it refuses nothing but elements in one another without end
		return nil, ErrTooLarge
	}
	var p page
	if !p.read(root, 0) {
		return nil, ErrTooLarge
	}
	p.flush()
	return p.blocks, nil
}

// flush ends the paragraph, item or heading that was being read.
func (p *page) flush() {
	s := tidy(p.text.String())
	p.text.Reset()
	if s == "" {
		return
	}
	if p.level == 0 && !p.item && boldHeading(s) {
		p.blocks = append(p.blocks, block{level: lastLevel, text: strings.Trim(s, "*")})
		return
	}
	p.blocks = append(p.blocks, block{level: p.level, item: p.item && p.level == 0, text: s})
	p.item = false
}

// lastLevel is the level of a heading that only its being bold and short tells.
const lastLevel = 7

// boldHeading reports whether a paragraph is bold as a whole and reads like a heading.
func boldHeading(s string) bool {
	inner := strings.Trim(s, "*")
	return s == importantMark+inner+importantMark && !strings.Contains(inner, "*") && headingLike(inner)
}

// read reads an element; false where too many are in one another.
func (p *page) read(n *html.Node, depth int) bool {
	if depth > maxDepth {
		return false
	}
	switch {
	case n.Type == html.TextNode:
		p.text.WriteString(n.Data)
		return true
	case n.Type == html.ElementNode && (unread[n.DataAtom] || hidden(n)):
		return true
	case n.DataAtom == atom.B || n.DataAtom == atom.Strong:
		return p.bold(n, depth)
	}
	level, own := levels[n.DataAtom], apartElements[n.DataAtom]
	if own || level > 0 {
		p.flush()
		was := p.level
		p.level = max(level, p.level)
		p.item = p.item || n.DataAtom == atom.Li
		defer func() {
			if n.DataAtom == atom.Li && p.item && tidy(p.text.String()) == "" {
				p.blocks = append(p.blocks, block{item: true})
				p.item = false
			}
			p.flush()
			p.level = was
		}()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if !p.read(c, depth+1) {
			return false
		}
	}
	return true
}

// bold reads an element in bold. What is a paragraph within it is read as it stands.
func (p *page) bold(n *html.Node, depth int) bool {
	inner := page{level: p.level}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if !inner.read(c, depth+1) {
			return false
		}
	}
	if len(inner.blocks) == 0 {
		p.text.WriteString(bold(inner.text.String()))
		return true
	}
	p.flush()
	inner.flush()
	p.blocks = append(p.blocks, inner.blocks...)
	return true
}

// hidden reports whether a page says that an element is not shown.
func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		style := strings.ReplaceAll(strings.ToLower(a.Val), " ", "")
		if a.Key == "hidden" || a.Key == "style" &&
			(strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")) {
			return true
		}
	}
	return false
}
