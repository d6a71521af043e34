package packet

import (
	"fmt"
	"html/template"
)

var indexTemplate = laidOut("index", indexHTML)

// indexPolicy lets the index show its own style and nothing else: it needs no script at all.
func indexPolicy() string {
	return fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; form-action 'none'; base-uri 'none'",
		sourceHash(pageCSS()))
}

// wideTable is from how many columns on a table is printed as a list of records; the page's script knows the same
// number.
const wideTable = 6

// clip is how many characters of one value the index shows.
const clip = 2000

func (z *ZipWriter) indexHead() error {
	return indexTemplate().Execute(z.index, map[string]any{
		"Language": z.meta.Language, "Words": wordsOf(z.meta.Language), "Reference": z.meta.Reference,
		"Policy": indexPolicy(), "CSS": template.CSS(pageCSS()), "View": z.meta.view(),
	})
}

// html writes markup whose places %s take text, escaped.
func (z *ZipWriter) html(format string, texts ...string) error {
	args := make([]any, len(texts))
	for i, t := range texts {
		args[i] = template.HTMLEscapeString(t)
	}
	_, err := fmt.Fprintf(z.index, format, args...)
	return err
}

func (z *ZipWriter) indexSection(s sectionHead) error {
	z.shown = 0
	if err := z.html(`<section class="card"><h2>%s</h2><dl>`, s.Title); err != nil {
		return err
	}
	for _, f := range wordsOf(z.meta.Language).facts(s.Section) {
		if err := z.html(`<dt>%s</dt><dd dir="auto">%s</dd>`, f.Label, f.Text); err != nil {
			return err
		}
	}
	wide := ""
	if len(s.Columns) > wideTable {
		wide = " wide"
	}
	if err := z.html(`</dl><div class="scroll" tabindex="0"><table class="many%s"><thead><tr>`, wide); err != nil {
		return err
	}
	z.columns = s.Columns
	for _, c := range s.Columns {
		if err := z.html(`<th scope="col">%s</th>`, c.Title); err != nil {
			return err
		}
	}
	return z.html("</tr></thead><tbody>\n")
}

func (z *ZipWriter) indexRow() error {
	if z.shown == zipShown {
		return nil
	}
	z.shown++
	if err := z.html("<tr>"); err != nil {
		return err
	}
	w := wordsOf(z.meta.Language)
	for i := 0; i < len(z.cells); i += 2 {
		if err := z.html(`<td dir="auto" data-label="%s">%s</td>`, z.columns[i/2].Title,
			z.columns[i/2].shown(w, z.line[z.cells[i]:z.cells[i+1]])); err != nil {
			return err
		}
	}
	return z.html("</tr>\n")
}

func (z *ZipWriter) indexSectionEnd() error {
	s, w := z.current(), wordsOf(z.meta.Language)
	text := fill(w.Rows, "n", s.Rows)
	switch {
	case s.Rows == 0:
		text = w.Nothing
	case s.Rows > zipShown:
		text = fill(w.zipRest, "n", zipShown, "all", s.Rows, "file", s.File)
	}
	book := sheetName(s.File)
	return z.html(`</tbody></table></div><p class="quiet">%s <a href="%s">%s</a> · <a href="%s">%s</a></p><p class="quiet">%s</p></section>`+"\n", text, book, book, s.File, s.File, w.SheetNote)
}

func (z *ZipWriter) indexTail() error {
	w := wordsOf(z.meta.Language)
	if err := z.html(`<section class="card"><h2>%s</h2>`, w.Withheld); err != nil {
		return err
	}
	if len(z.left) == 0 {
		if err := z.html("<p>%s</p>", w.WithheldNo); err != nil {
			return err
		}
	}
	for _, item := range z.left {
		count, law := "", ""
		if item.Count > 0 {
			count = fill(w.Count, "n", item.Count)
		}
		if item.Law != "" {
			law = fill(w.LawOf, "law", item.Law)
		}
		if err := z.html(`<p dir="auto">%s%s%s%s%s</p>`, item.Title, count, w.Colon, item.Reason, law); err != nil {
			return err
		}
	}
	if err := z.html("</section>\n"); err != nil {
		return err
	}
	if len(z.manifest.Attachments) > 0 {
		if err := z.html(`<section class="card"><h2>%s</h2><ul>`, w.Files); err != nil {
			return err
		}
		for _, f := range z.manifest.Attachments {
			if err := z.html(`<li><a href="%s">%s</a></li>`, f.Path, f.Name); err != nil {
				return err
			}
		}
		if err := z.html("</ul></section>\n"); err != nil {
			return err
		}
	}
	for _, p := range z.meta.view().Passages {
		if err := z.html(`<section class="card"><h2>%s</h2>`, p.Heading); err != nil {
			return err
		}
		for _, text := range p.Paragraphs {
			if err := z.html("<p>%s</p>", text); err != nil {
				return err
			}
		}
		if err := z.html("<ul>"); err != nil {
			return err
		}
		for _, text := range p.Items {
			if err := z.html("<li>%s</li>", text); err != nil {
				return err
			}
		}
		if err := z.html("</ul></section>\n"); err != nil {
			return err
		}
	}
	return z.html("</main>\n</body>\n</html>\n")
}
