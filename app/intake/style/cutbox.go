package style

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// cutBox is a box of a set height or width that cuts what does not fit. Words that something pushes out of it are seen
// by nobody. What stands in it is measured about as a page would lay it out: what cannot fit for certain is hidden,
// what may not is doubted.
type cutBox struct {
	height, width float64 // in points; 0 where it is not set
	used          float64 // how far down what was met so far reaches
	along         float64 // how far the line reaches that is not broken
}

const (
	lineHeight  = 1.2 // of the size of letters
	letterWidth = 0.5
	// spare is how much of what is measured may be wrong before something is doubted.
	spare = 1.5
)

// enter places an element in the box around it, and makes a box of it where it cuts.
func (v *Veil) enter(said map[string]string) {
	v.until = 0
	if b := v.cut; b != nil {
		down := above(said, "margin-top", b.width) + above(said, "padding-top", b.width)
		aside := above(said, "margin-left", b.width) + above(said, "padding-left", b.width) +
			above(said, "text-indent", b.width)
		v.down, v.aside = v.down+down, v.aside+aside
		b.used += down
		v.gone = v.gone || b.height > 0 && v.down >= b.height || b.width > 0 && v.aside >= b.width
		v.Odd = v.Odd || b.used <= -plainSize/2 || b.width > 0 && v.aside <= -b.width || v.shifted(said)
		if tall, ok := points(said["height"], 0); ok {
			v.until = b.used + tall
		}
	}
	if !cuts(said) {
		return
	}
	box := &cutBox{}
	for _, name := range []string{"height", "max-height", "block-size", "max-block-size"} {
		box.height = smaller(box.height, said[name])
	}
	for _, name := range []string{"width", "max-width", "inline-size", "max-inline-size"} {
		box.width = smaller(box.width, said[name])
	}
	if box.height > 0 || box.width > 0 {
		v.cut, v.down, v.aside = box, 0, 0
	}
}

// shifted reports whether an element is moved from where it would stand by about as much as the box around it shows.
func (v *Veil) shifted(said map[string]string) bool {
	for _, name := range []string{"transform", "translate"} {
		if value := said[name]; value != "" && value != "none" && value != "initial" &&
			(name == "translate" || strings.Contains(value, "translate") || strings.Contains(value, "matrix")) {
			return true
		}
	}
	if said["position"] == "" || said["position"] == "static" {
		return false
	}
	for _, name := range []string{"top", "bottom"} {
		n, ok := points(said[name], v.cut.height)
		if ok && v.cut.height > 0 && (n >= v.cut.height || n <= -v.cut.height) {
			return true
		}
	}
	for _, name := range []string{"left", "right"} {
		n, ok := points(said[name], v.cut.width)
		if ok && v.cut.width > 0 && (n >= v.cut.width || n <= -v.cut.width) {
			return true
		}
	}
	return false
}

// inLine are elements that stand in a line with the words around them.
var inLine = map[atom.Atom]bool{atom.A: true, atom.B: true, atom.Em: true, atom.Font: true, atom.I: true,
	atom.Img: true, atom.Small: true, atom.Span: true, atom.Strong: true, atom.U: true}

// Set counts words as standing where the page has come to, and reports whether they may be cut off.
func (v *Veil) Set(text string) (cut bool) {
	words := strings.Join(strings.Fields(text), " ")
	b := v.cut
	if b == nil || words == "" {
		return false
	}
	wide := 0.0
	for _, r := range words {
		if r >= 0x1100 { // Chinese and its like stand on a square
			wide += v.size
		} else {
			wide += v.size * letterWidth
		}
	}
	room := b.width
	if room == 0 {
		room = screenWidth
	}
	line := v.size * lineHeight
	if v.oneLine {
		cut = b.height > 0 && b.along == 0 && b.used >= b.height || b.width > 0 && b.along+wide > b.width*spare
		if b.along == 0 {
			b.used += line
		}
		b.along += wide
		return cut
	}
	tall := float64(int(wide/room)) * line
	cut = b.height > 0 && (b.used >= b.height || b.used+tall > b.height*spare)
	b.used += tall + line
	return cut
}

// Break counts an empty line, or a thing of a set height such as a picture.
func (v *Veil) Break(n *html.Node) {
	if v.cut == nil {
		return
	}
	if !inLine[n.DataAtom] {
		v.cut.along = 0
	}
	if tall, ok := points(Attribute(n, "height"), 0); ok {
		v.until = max(v.until, v.cut.used+tall)
	} else if n.Data == "br" {
		v.cut.used += v.size * lineHeight
	}
}

// Leave counts the height that an element takes whatever it holds.
func (v *Veil) Leave(outer Veil) {
	if outer.cut != nil && v.until > outer.cut.used {
		outer.cut.used = v.until
	}
}

// cuts reports whether a box hides what does not fit into it, and no bar brings it back.
func cuts(said map[string]string) bool {
	for _, name := range []string{"overflow", "overflow-x", "overflow-y"} {
		if strings.Contains(said[name], "hidden") || strings.Contains(said[name], "clip") {
			return true
		}
	}
	contain := said["contain"]
	return strings.Contains(contain, "paint") || strings.Contains(contain, "strict") ||
		strings.Contains(contain, "content")
}

// above is a distance in points, 0 where nothing says one.
func above(said map[string]string, name string, of float64) float64 {
	n, _ := points(said[name], of)
	return n
}

// points reads a length in points; a share is one of the given size, and nothing where that is not known.
func points(text string, of float64) (float64, bool) {
	n, unit, ok := length(text)
	if !ok || text == "" || unit == "%" && of == 0 {
		return 0, false
	}
	if unit == "%" {
		return n / 100 * of, true
	}
	return inPoints(n, unit), true
}

// smaller is the lesser of a size that is known, if it is, and one that a style says.
func smaller(known float64, text string) float64 {
	if n, ok := points(text, 0); ok && n > 0 && (known == 0 || n < known) {
		return n
	}
	return known
}
