package letter

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"sync"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/sfnt"
	"orangelab.cn/rightsdesk/assets/fonts"
)

// Measures of the page, A4, in millimetres; sizes of type in points.
const (
	pageWidth, pageHeight  = 210.0, 297.0
	left, right            = 25.0, 25.0
	top, bottom            = 24.0, 26.0
	bodySize, bodyLead     = 10.5, 5.6
	titleSize, titleLead   = 17.0, 8.4
	headSize, headLead     = 12.0, 6.4
	smallSize              = 9.0
	itemIndent             = 5.0
	paragraphGap, titleGap = 2.6, 6.0
	headGap                = 4.4
)

// The two faces that a letter is set in.
const (
	latin = "latin"
	han   = "han"
)

// PDF sets the letter on A4 with the reference and the page numbers at the foot. A character that neither
// embedded face has is printed as its number, like [U+20BB7], and named in missing, so that nothing is
// dropped unseen; a name with such a character should be sent as HTML or text.
func (l Letter) PDF() (pdf []byte, missing []rune, err error) {
	s, err := newSetter()
	if err != nil {
		return nil, nil, fmt.Errorf("letter %s for %s as PDF: %w", l.Kind, l.Reference, err)
	}
	p := s.pdf
	p.SetTitle(l.Title, true)
	p.SetAuthor(l.Organisation, true)
	p.SetSubject(l.Reference, true)
	p.SetLang(l.Language)
	p.SetCreationDate(l.Date.UTC())
	p.SetModificationDate(l.Date.UTC())
	pages := s.paginate(l)
	for i, page := range pages {
		p.AddPage()
		for _, line := range page {
			s.draw(line)
		}
		s.foot(l, i+1, len(pages))
	}
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		return nil, nil, fmt.Errorf("letter %s for %s as PDF: %w", l.Kind, l.Reference, err)
	}
	for r := range s.missing {
		missing = append(missing, r)
	}
	sort.Slice(missing, func(i, j int) bool { return missing[i] < missing[j] })
	return b.Bytes(), missing, nil
}

// coverage tells which face has a character.
type coverage struct {
	latin, han *sfnt.Font
	buf        sfnt.Buffer
}

var parseFaces = sync.OnceValues(func() ([2]*sfnt.Font, error) {
	l, err := sfnt.Parse(fonts.Latin)
	if err != nil {
		return [2]*sfnt.Font{}, fmt.Errorf("read the Latin face: %w", err)
	}
	h, err := sfnt.Parse(fonts.Han)
	if err != nil {
		return [2]*sfnt.Font{}, fmt.Errorf("read the Chinese face: %w", err)
	}
	return [2]*sfnt.Font{l, h}, nil
})

// face names the face for a character; empty when there is none. The PDF library draws nothing beyond the
// basic plane.
func (c *coverage) face(r rune) string {
	if r > 0xFFFF {
		return ""
	}
	if g, err := c.latin.GlyphIndex(&c.buf, r); err == nil && g != 0 {
		return latin
	}
	if g, err := c.han.GlyphIndex(&c.buf, r); err == nil && g != 0 {
		return han
	}
	return ""
}

// setLine is a line in its place; y is the baseline.
type setLine struct {
	text   string
	x, y   float64
	size   float64
	strong bool
	quiet  bool
	bullet bool
}

// setter measures and draws text in the two faces.
type setter struct {
	pdf      *fpdf.Fpdf
	coverage coverage
	missing  map[rune]bool
	loaded   map[string]bool // the faces that the document has
}

func newSetter() (*setter, error) {
	faces, err := parseFaces()
	if err != nil {
		return nil, err
	}
	p := fpdf.New("P", "mm", "A4", "")
	p.SetCatalogSort(true) // the same letter gives the same bytes
	p.SetAutoPageBreak(false, 0)
	p.SetMargins(left, top, right)
	return &setter{pdf: p, coverage: coverage{latin: faces[0], han: faces[1]}, missing: map[rune]bool{},
		loaded: map[string]bool{}}, nil
}

// setFont chooses a face and a size. A face is loaded when it is first chosen: the library takes the Chinese one apart
// for every letter anew, which costs more than the rest of a letter that has no Chinese in it.
func (s *setter) setFont(face string, size float64) {
	if !s.loaded[face] {
		s.loaded[face] = true
		s.pdf.AddUTF8FontFromBytes(face, "", bytes.Clone(map[string][]byte{latin: fonts.Latin, han: fonts.Han}[face]))
	}
	s.pdf.SetFont(face, "", size)
}

// printable replaces characters that no face has by their number.
func (s *setter) printable(text string) string {
	var b strings.Builder
	for _, r := range text {
		if s.coverage.face(r) == "" {
			s.missing[r] = true
			fmt.Fprintf(&b, "[U+%04X]", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// runs parts a printable text by face.
func (s *setter) runs(text string, take func(face, part string)) {
	start, current := 0, ""
	for i, r := range text {
		f := s.coverage.face(r)
		if r == ' ' && current != "" {
			f = latin
		}
		if f != current && current != "" {
			take(current, text[start:i])
			start = i
		}
		current = f
	}
	if start < len(text) {
		take(current, text[start:])
	}
}

func (s *setter) width(text string, size float64) float64 {
	w := 0.0
	s.runs(text, func(face, part string) {
		s.setFont(face, size)
		w += s.pdf.GetStringWidth(part)
	})
	return w
}

// paginate breaks the letter into lines and the lines into pages. A heading stays with what follows it.
func (s *setter) paginate(l Letter) [][]setLine {
	column := pageWidth - left - right
	pages := [][]setLine{{}}
	y := top
	newPage := func() { pages, y = append(pages, nil), top }
	add := func(line setLine, lead float64) {
		if y+lead > pageHeight-bottom {
			newPage()
		}
		y += lead
		line.y = y
		pages[len(pages)-1] = append(pages[len(pages)-1], line)
	}
	block := func(text string, model setLine, lead float64) {
		parts := wrap(s.printable(text), column-(model.x-left), func(t string) float64 {
			return s.width(t, model.size)
		})
		for i, part := range parts {
			// The last line of a paragraph does not stand alone on a page.
			if i == len(parts)-2 && y+2*lead > pageHeight-bottom {
				newPage()
			}
			line := model
			line.text, line.bullet = part, model.bullet && i == 0
			add(line, lead)
		}
	}
	head := setLine{x: left, size: smallSize, quiet: true}
	block(l.Organisation, head, 4.6)
	block(l.dateText()+"   "+l.Reference, head, 4.6)
	y += titleGap
	block(l.Title, setLine{x: left, size: titleSize, strong: true}, titleLead)
	y += titleGap / 2
	for i, b := range l.Blocks {
		// A signature does not stand alone on its page.
		if i == len(l.Blocks)-2 && y+3*bodyLead+paragraphGap > pageHeight-bottom {
			newPage()
		}
		switch b.Kind {
		case Heading:
			y += headGap
			// A heading needs room for itself and two lines of what it stands over.
			if y+headLead+paragraphGap+2*bodyLead > pageHeight-bottom {
				newPage()
			}
			block(b.Text, setLine{x: left, size: headSize, strong: true}, headLead)
			y += 1
		case Paragraph:
			block(b.Text, setLine{x: left, size: bodySize}, bodyLead)
			y += paragraphGap
		case Item:
			block(b.Text, setLine{x: left + itemIndent, size: bodySize, bullet: true}, bodyLead)
			if i+1 < len(l.Blocks) && l.Blocks[i+1].Kind == Item {
				y += 0.8
			} else {
				y += paragraphGap
			}
		}
	}
	return pages
}

func (s *setter) draw(line setLine) {
	ink := 35
	if line.quiet {
		ink = 110
	}
	s.pdf.SetTextColor(ink, ink, ink)
	if line.strong {
		// The Chinese face has no bold cut; a thin outline makes both faces equally strong.
		s.pdf.SetDrawColor(ink, ink, ink)
		s.pdf.SetLineWidth(line.size * 0.012)
		s.pdf.SetTextRenderingMode(2)
		defer s.pdf.SetTextRenderingMode(0)
	}
	if line.bullet {
		s.setFont(latin, line.size)
		s.pdf.Text(line.x-itemIndent+1, line.y, "•")
	}
	x := line.x
	s.runs(line.text, func(face, part string) {
		s.setFont(face, line.size)
		s.pdf.Text(x, line.y, part)
		x += s.pdf.GetStringWidth(part)
	})
}

func (s *setter) foot(l Letter, page, pages int) {
	number := fmt.Sprintf("Page %d of %d", page, pages)
	if l.Language == Chinese {
		number = fmt.Sprintf("第%d页，共%d页", page, pages)
	}
	y := pageHeight - 14
	s.draw(setLine{text: s.printable(l.Reference), x: left, y: y, size: smallSize, quiet: true})
	s.draw(setLine{text: number, x: pageWidth - right - s.width(number, smallSize), y: y, size: smallSize, quiet: true})
}
