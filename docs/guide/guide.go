// Package guide is the guide for those who use the program: short pages in both languages, with pictures of the
// program. It is read from its Markdown here, and never knows a window.
package guide

import (
	"embed"
	"fmt"
	"path"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

//go:embed en/*.md zh/*.md pictures
var files embed.FS

// contents is the page that lists all others, under the headings of those it is for.
const contents = "index"

// folders are where the pages of each language of the window lie.
var folders = map[string]string{"en": "en", "zh-Hans": "zh"}

// Guide is all pages in one language.
type Guide struct {
	Parts []Part
	pages map[string]*Page
}

// Part is a titled part of the contents.
type Part struct {
	Title string
	Pages []*Page
}

// Page is one page. Its name is that of its file, the same in both languages.
type Page struct {
	Name, Title string
	Blocks      []Block
	plain       string // what is searched, in small letters
}

// BlockKind is what a block of a page is.
type BlockKind int

// The kinds of blocks. A page begins with its title, which is no block.
const (
	Heading BlockKind = iota
	Paragraph
	Step    // one of numbered steps, with its Number
	Item    // one of a list
	Code    // to be typed as it stands
	Picture // File is its picture
)

// Block is a piece of a page, from its left edge to its right one.
type Block struct {
	Kind   BlockKind
	Number int
	Spans  []Span
	File   string // of a picture, among the embedded ones
}

// Text is the words of the block, whatever they look like.
func (b Block) Text() string { return spoken(b.Spans) }

// Span is a run of text of one kind.
type Span struct {
	Text string
	Name bool   // what a button or a screen is called in the program
	Code bool   // a key, or what is typed
	To   string // the page, or the address, that it leads to
}

// Read reads the guide in a language of the window.
func Read(language string) (*Guide, error) {
	folder, ok := folders[language]
	if !ok {
		return nil, fmt.Errorf("the guide is not written in %q", language)
	}
	index, err := readPage(folder, contents)
	if err != nil {
		return nil, err
	}
	g := &Guide{pages: map[string]*Page{}}
	for _, b := range index.Blocks {
		if b.Kind == Heading {
			g.Parts = append(g.Parts, Part{Title: spoken(b.Spans)})
			continue
		}
		for _, s := range b.Spans {
			if s.To == "" || len(g.Parts) == 0 {
				continue
			}
			page, err := readPage(folder, s.To)
			if err != nil {
				return nil, err
			}
			g.pages[page.Name] = page
			part := &g.Parts[len(g.Parts)-1]
			part.Pages = append(part.Pages, page)
		}
	}
	return g, nil
}

// Page is the page of a name; nil where there is none.
func (g *Guide) Page(name string) *Page { return g.pages[name] }

// First is the page that a reader begins with.
func (g *Guide) First() *Page { return g.Parts[0].Pages[0] }

// Find are the pages in which every word of a search occurs, those first whose title it stands in.
func (g *Guide) Find(search string) (found []*Page) {
	words := strings.Fields(strings.ToLower(search))
	var rest []*Page
	for _, part := range g.Parts {
		for _, p := range part.Pages {
			title, hit, titled := strings.ToLower(p.Title), true, true
			for _, w := range words {
				hit, titled = hit && strings.Contains(p.plain, w), titled && strings.Contains(title, w)
			}
			switch {
			case titled:
				found = append(found, p)
			case hit:
				rest = append(rest, p)
			}
		}
	}
	return append(found, rest...)
}

// Image is the picture of a block.
func Image(file string) ([]byte, error) {
	data, err := files.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("picture of the guide: %w", err)
	}
	return data, nil
}

func readPage(folder, name string) (*Page, error) {
	source, err := files.ReadFile(path.Join(folder, name+".md"))
	if err != nil {
		return nil, fmt.Errorf("page of the guide: %w", err)
	}
	r := reader{source: source, folder: folder, page: &Page{Name: name}}
	r.children(goldmark.DefaultParser().Parse(text.NewReader(source)))
	if r.page.Title == "" {
		return nil, fmt.Errorf("page of the guide: %s/%s.md has no title", folder, name)
	}
	return r.page, r.err
}

// reader makes a page of its Markdown, of which it knows what Block and Span can hold. Anything else is an error.
type reader struct {
	source []byte
	folder string
	page   *Page
	err    error
}

func (r *reader) children(n ast.Node) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		r.block(child)
	}
}

func (r *reader) add(b Block) {
	r.page.Blocks = append(r.page.Blocks, b)
	r.page.plain += strings.ToLower(spoken(b.Spans)) + "\n"
}

func (r *reader) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		if n.Level == 1 {
			r.page.Title = spoken(r.spans(n))
			r.page.plain = strings.ToLower(r.page.Title) + "\n"
			return
		}
		r.add(Block{Kind: Heading, Spans: r.spans(n)})
	case *ast.Paragraph:
		r.paragraph(n)
	case *ast.List:
		number := n.Start
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			r.item(item, n.IsOrdered(), number)
			number++
		}
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		lines := ""
		for i := range n.Lines().Len() {
			at := n.Lines().At(i)
			lines += string(at.Value(r.source))
		}
		r.add(Block{Kind: Code, Spans: []Span{{Text: strings.TrimRight(lines, "\n"), Code: true}}})
	default:
		r.err = fmt.Errorf("page of the guide: %s/%s.md: %s cannot be shown", r.folder, r.page.Name, n.Kind())
	}
}

// item is a step or an item: its text, and below it what else stands in it.
func (r *reader) item(n ast.Node, ordered bool, number int) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch child.(type) {
		case *ast.TextBlock, *ast.Paragraph:
			if _, picture := child.FirstChild().(*ast.Image); picture || child != n.FirstChild() {
				r.paragraph(child)
				continue
			}
			b := Block{Kind: Item, Spans: r.spans(child)}
			if ordered {
				b.Kind, b.Number = Step, number
			}
			r.add(b)
		default:
			r.block(child)
		}
	}
}

func (r *reader) paragraph(n ast.Node) {
	if image, ok := n.FirstChild().(*ast.Image); ok {
		r.add(Block{Kind: Picture, Spans: r.spans(image), File: path.Join(r.folder, string(image.Destination))})
		return
	}
	r.add(Block{Kind: Paragraph, Spans: r.spans(n)})
}

func (r *reader) spans(n ast.Node) (list []Span) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch c := child.(type) {
		case *ast.Text:
			s := string(c.Segment.Value(r.source))
			if c.SoftLineBreak() && r.folder != "zh" {
				s += " "
			}
			if n := len(list); r.folder == "zh" && n > 0 && list[n-1].Name {
				s = strings.TrimPrefix(s, " ") // Markdown wants it there after an ellipsis, and Chinese does not
			}
			list = append(list, Span{Text: s})
		case *ast.Emphasis:
			list = append(list, Span{Text: spoken(r.spans(c)), Name: true})
		case *ast.CodeSpan:
			list = append(list, Span{Text: spoken(r.spans(c)), Code: true})
		case *ast.Link:
			to := string(c.Destination)
			if name, page := strings.CutSuffix(to, ".md"); page && !strings.Contains(to, "/") {
				to = name
			}
			list = append(list, Span{Text: spoken(r.spans(c)), To: to})
		default:
			r.err = fmt.Errorf("page of the guide: %s/%s.md: %s cannot be shown", r.folder, r.page.Name, c.Kind())
		}
	}
	return list
}

func spoken(spans []Span) string {
	all := ""
	for _, s := range spans {
		all += s.Text
	}
	return all
}
