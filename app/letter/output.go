package letter

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"
)

// Text is the letter as plain text, for the body of a mail; lines are not wrapped.
func (l Letter) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s  %s\n\n%s\n", l.Organisation, l.dateText(), l.Reference, l.Title)
	for i, block := range l.Blocks {
		switch block.Kind {
		case Heading:
			fmt.Fprintf(&b, "\n\n%s\n", block.Text)
		case Paragraph:
			fmt.Fprintf(&b, "\n%s\n", block.Text)
		case Item:
			if i == 0 || l.Blocks[i-1].Kind != Item {
				b.WriteString("\n")
			}
			fmt.Fprintf(&b, "- %s\n", block.Text)
		}
	}
	return b.String()
}

const letterCSS = `
:root { color-scheme: light dark; --ink: #23262b; --paper: #ffffff; --quiet: #5f6670; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e4e0; --paper: #17191c; --quiet: #a3a8b0; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.65 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { max-width: 42rem; margin: 0 auto; padding: 2.5rem 1.25rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 2rem 0 1.5rem; }
h2 { font-size: 1.1rem; line-height: 1.4; margin: 2rem 0 .5rem; }
p, ul { margin: 0 0 1rem; }
.head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 2rem; color: var(--quiet); margin: 0; }
@media print { :root { --ink: #000; --paper: #fff; --quiet: #444; } main { max-width: none; padding: 0; } h2 { break-after: avoid; } }
`

var letterHTML = template.Must(template.New("letter").Parse(`<!DOCTYPE html>
<html lang="{{.Language}}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{.Policy}}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}} · {{.Reference}}</title>
<style>{{.CSS}}</style>
</head>
<body>
<main>
<p class="head"><span>{{.Organisation}}</span><span>{{.Date}}</span><span>{{.Reference}}</span></p>
<h1>{{.Title}}</h1>
{{range .Groups}}{{if .Items}}<ul>
{{range .Items}}<li>{{.}}</li>
{{end}}</ul>
{{else if .Heading}}<h2>{{.Heading}}</h2>
{{else}}<p>{{.Paragraph}}</p>
{{end}}{{end}}</main>
</body>
</html>
`))

// group is a heading, a paragraph, or a whole list.
type group struct {
	Heading, Paragraph string
	Items              []string
}

func (l Letter) groups() []group {
	var out []group
	for i, b := range l.Blocks {
		switch {
		case b.Kind == Heading:
			out = append(out, group{Heading: b.Text})
		case b.Kind == Paragraph:
			out = append(out, group{Paragraph: b.Text})
		case i > 0 && l.Blocks[i-1].Kind == Item:
			last := &out[len(out)-1]
			last.Items = append(last.Items, b.Text)
		default:
			out = append(out, group{Items: []string{b.Text}})
		}
	}
	return out
}

// HTML is the letter as one page without scripts or outside content; every fact stands in it as text.
func (l Letter) HTML() ([]byte, error) {
	sum := sha256.Sum256([]byte(letterCSS))
	var b bytes.Buffer
	err := letterHTML.Execute(&b, map[string]any{
		"Language": l.Language, "Title": l.Title, "Reference": l.Reference, "Organisation": l.Organisation,
		"Date": l.dateText(),
		"Policy": "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
			"'; form-action 'none'; base-uri 'none'",
		"CSS": template.CSS(letterCSS), "Groups": l.groups(),
	})
	if err != nil {
		return nil, fmt.Errorf("letter %s for %s as HTML: %w", l.Kind, l.Reference, err)
	}
	return b.Bytes(), nil
}
