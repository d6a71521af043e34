package letter

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"
	"unicode"

	"orangelab.cn/rightsdesk/model"
)

// maxTemplate bounds a template file, which somebody may have edited, in bytes.
const maxTemplate = 256 << 10

// Book is a set of templates, one for each kind and language.
type Book struct {
	templates map[string]*template.Template // by language/kind
}

// Load reads templates from LANGUAGE/KIND.tmpl; files whose names begin with an underscore hold parts that the
// others of the same folder share. The form is text/template with a small markup: a line "# …" is a heading, the
// first one the title; lines "- …" are a list; other lines make paragraphs, which blank lines part.
func Load(files fs.FS) (*Book, error) {
	b := &Book{templates: map[string]*template.Template{}}
	for _, lang := range Languages {
		parts, err := fs.Glob(files, path.Join(lang, "_*.tmpl"))
		if err != nil {
			return nil, fmt.Errorf("look for letter templates: %w", err)
		}
		for _, kind := range append(slices.Clone(Kinds), ErasureCertificate) {
			name := path.Join(lang, string(kind)+".tmpl")
			t := template.New(name).Option("missingkey=error").Funcs(functions(lang, nil))
			for _, file := range append(slices.Clone(parts), name) {
				text, err := fs.ReadFile(files, file)
				if err != nil {
					return nil, fmt.Errorf("letter template %s: %w", file, err)
				}
				if len(text) > maxTemplate {
					return nil, fmt.Errorf("letter template %s is larger than %d bytes", file, maxTemplate)
				}
				into := t
				if file != name {
					into = t.New(file)
				}
				if _, err := into.Parse(string(text)); err != nil {
					return nil, fmt.Errorf("letter template %s: %w", file, err)
				}
			}
			b.templates[lang+"/"+string(kind)] = t
		}
	}
	return b, nil
}

// LackError names what a letter lacks, or what of it is out of order.
type LackError struct {
	Kind      Kind
	Reference string
	Lacks     []string
}

func (e *LackError) Error() string {
	return fmt.Sprintf("the letter %q for %s still needs: %s", e.Kind, e.Reference, strings.Join(e.Lacks, "; "))
}

// Render writes a letter. A fact that the kind needs and d lacks, an item of the checklist that the template
// leaves out, and a date out of order are errors that name them all.
func (b *Book) Render(kind Kind, lang string, d Data) (Letter, error) {
	d = clean(d, d.Zone).promised()
	if lack := lacking(kind, d); len(lack) > 0 {
		return Letter{}, &LackError{kind, d.Reference, lack}
	}
	return b.write(kind, lang, d)
}

func (b *Book) write(kind Kind, lang string, d Data) (Letter, error) {
	d.Request = strings.TrimRight(d.Request, ".。") // the template ends the sentence
	l := Letter{Kind: kind, Language: lang, Organisation: d.Organisation, Reference: d.Reference, Date: d.Date}
	l, err := b.fill(l, d, Checklist(kind, d.About))
	if err != nil || d.Statement == nil || d.OfOurOwn != "" {
		return l, err
	}
	return b.explain(l, used(d.Statement.Terms, l))
}

// explain puts the words that the privacy statement explains below a letter that uses them.
func (b *Book) explain(l Letter, terms []Term) (Letter, error) {
	t := b.templates[l.Language+"/"+string(l.Kind)].Lookup("terms")
	if len(terms) == 0 || t == nil { // a book of an organisation's own may have no such passage
		return l, nil
	}
	t, err := t.Clone()
	if err != nil {
		return l, fmt.Errorf("letter template terms: %w", err)
	}
	var text strings.Builder
	if err := t.Funcs(functions(l.Language, map[string]bool{})).Execute(&text, terms); err != nil {
		return l, fmt.Errorf("letter template terms: %w", err)
	}
	l.Blocks = append(l.Blocks, cutTyped(parse(text.String()))...)
	return l, nil
}

// fill executes the template of a letter with its facts and sees that the text covers every item.
func (b *Book) fill(l Letter, facts any, items []CheckItem) (Letter, error) {
	name := l.Language + "/" + string(l.Kind)
	t, ok := b.templates[name]
	if !ok {
		return Letter{}, fmt.Errorf("there is no letter %q in language %q", l.Kind, l.Language)
	}
	t, err := t.Clone()
	if err != nil {
		return Letter{}, fmt.Errorf("letter template %s: %w", name, err)
	}
	covered := map[string]bool{}
	var text strings.Builder
	if err := t.Funcs(functions(l.Language, covered)).Execute(&text, facts); err != nil {
		return Letter{}, fmt.Errorf("letter template %s: %w", name, err)
	}
	for _, item := range items {
		if !covered[item.ID] {
			return Letter{}, fmt.Errorf("letter template %s does not say %s; write it and mark it with {{covers %q}}",
				name, item.English, item.ID)
		}
	}
	l.Blocks = cutTyped(parse(text.String()))
	if len(l.Blocks) == 0 || l.Blocks[0].Kind != Heading {
		return Letter{}, fmt.Errorf("letter template %s must begin with a line \"# title\"", name)
	}
	l.Title, l.Blocks = l.Blocks[0].Text, l.Blocks[1:]
	l.Organisation, l.Reference = shown(l.Organisation), shown(l.Reference)
	l.Covered = slices.Sorted(maps.Keys(covered))
	return l, nil
}

// Check renders every letter of the book for every kind of request, and the certificate, with specimen facts, for
// whoever has edited a template.
func (b *Book) Check() error {
	var errs []error
	for _, lang := range Languages {
		for _, kind := range Kinds {
			for _, about := range model.Kinds {
				if _, err := b.Render(kind, lang, Specimen(kind, about, lang)); err != nil {
					errs = append(errs, err)
				}
			}
		}
		if _, err := b.RenderCertificate(lang, SpecimenCertificate(lang)); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func functions(lang string, covered map[string]bool) template.FuncMap {
	given := func(write func(string, time.Time) string) func(time.Time) (string, error) {
		return func(t time.Time) (string, error) {
			if t.IsZero() {
				return "", errors.New("a date that the text names is missing")
			}
			return write(lang, t), nil
		}
	}
	return template.FuncMap{
		"covers": func(ids ...string) string {
			for _, id := range ids {
				covered[id] = true
			}
			return string(coverMark) + strings.Join(ids, " ") + string(coverMark)
		},
		"join": func(list []string) string {
			if lang == Chinese {
				return strings.Join(list, "、")
			}
			return strings.Join(list, ", ")
		},
		"own":    func() string { return string(ownWords) },
		"clause": clause,
		"stop":   func(text string) string { return stop(text, lang) },
		"typed": func(text string) string {
			if text == "" {
				return ""
			}
			return string(typedMark) + text + string(typedMark)
		},
		"count":    countText,
		"date":     given(dateIn),
		"datetime": given(datetimeIn),
		"arrival":  given(arrivalIn),
	}
}

// countText writes a number with its thousands parted: 1,234,567.
func countText(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// shown removes the marks of clean.
func shown(s string) string { return strings.ReplaceAll(s, string(literal), "") }

// cutTyped takes the marks of what was typed out of the blocks, and names it beside each.
func cutTyped(blocks []Block) []Block {
	for n, b := range blocks {
		pieces := strings.Split(b.Text, string(typedMark))
		if len(pieces) == 1 {
			continue
		}
		blocks[n].Text = strings.TrimSpace(strings.Join(pieces, ""))
		for i := 1; i < len(pieces); i += 2 {
			blocks[n].Typed = append(blocks[n].Typed, strings.TrimSpace(pieces[i]))
		}
	}
	return blocks
}

// cutCovers takes the marks of what is covered out of a line.
func cutCovers(line string) (rest, covers string) {
	for i, piece := range strings.Split(line, string(coverMark)) {
		if i%2 == 0 {
			rest += piece
		} else {
			covers = strings.TrimSpace(covers + " " + piece)
		}
	}
	return strings.TrimSpace(rest), covers
}

// parse reads the markup of an executed template.
func parse(text string) []Block {
	var blocks []Block
	open := false               // whether the next line continues the last paragraph
	covers, marked := "", false // what the lines to come cover, and whether that was said since the last block
	for line := range strings.Lines(text) {
		line, mark := cutCovers(line)
		if mark != "" {
			covers, marked = mark, true
		}
		if line == "" {
			open = false
			continue
		}
		block := func(kind BlockKind, text string, own bool) {
			if kind == Heading && !marked {
				covers = ""
			}
			blocks, marked = append(blocks,
				Block{Kind: kind, Text: shown(strings.TrimSpace(text)), Own: own, Covers: covers}), false
		}
		if heading, ok := strings.CutPrefix(line, "# "); ok {
			open = false
			block(Heading, heading, false)
			continue
		}
		if item, ok := strings.CutPrefix(line, "- "); ok {
			open = false
			block(Item, item, false)
			continue
		}
		if own, ok := strings.CutPrefix(line, string(ownWords)); ok {
			open = false
			block(Paragraph, own, true)
			continue
		}
		if line = strings.TrimSpace(shown(line)); line == "" {
			continue // nothing of it can be seen
		}
		if open {
			last := &blocks[len(blocks)-1]
			last.Text = joinLines(last.Text, line)
			continue
		}
		open = true
		block(Paragraph, line, false)
	}
	return blocks
}

// joinLines puts a blank between two lines, but none beside a Chinese character or sign.
func joinLines(a, b string) string {
	last, first := []rune(a), []rune(b)
	if isHan(last[len(last)-1]) || isHan(first[0]) {
		return a + b
	}
	return a + " " + b
}

// isHan tells characters that are written without blanks between them, full-width signs included.
func isHan(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo) ||
		r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF
}
