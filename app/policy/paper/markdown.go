package paper

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// readMarkdown reads CommonMark. HTML within it is left out: a statement in HTML is read as such.
func readMarkdown(source string) (blocks []block) {
	raw := []byte(source)
	root := goldmark.New().Parser().Parse(text.NewReader(raw))
	inItem := 0
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the function below returns no error
		switch n := n.(type) {
		case *ast.ListItem:
			if entering {
				inItem++
				if !n.HasChildren() {
					blocks = append(blocks, block{item: true})
				}
			} else {
				inItem--
			}
		case *ast.Heading:
			if entering {
				blocks = append(blocks, block{level: n.Level, text: inline(n, raw)})
			}
			return ast.WalkSkipChildren, nil
		case *ast.Paragraph, *ast.TextBlock:
			if entering {
				if s := inline(n, raw); s != "" {
					blocks = append(blocks, block{item: inItem > 0, text: s})
				}
			}
			return ast.WalkSkipChildren, nil
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			if entering {
				for i := range n.Lines().Len() {
					line := n.Lines().At(i)
					if s := tidy(string(line.Value(raw))); s != "" {
						blocks = append(blocks, block{item: inItem > 0, text: s})
					}
				}
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return blocks
}

// inline is the text of a block, with what is strong in it marked.
func inline(n ast.Node, raw []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.Write(c.Segment.Value(raw))
			if c.SoftLineBreak() || c.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(c.Value)
		case *ast.Emphasis:
			if c.Level >= 2 {
				b.WriteString(bold(inline(c, raw)))
			} else {
				b.WriteString(inline(c, raw))
			}
		case *ast.AutoLink:
			b.Write(c.Label(raw))
		case *ast.RawHTML:
		default:
			b.WriteString(inline(c, raw))
		}
	}
	return tidy(b.String())
}
