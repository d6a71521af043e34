package intake

import (
	"strconv"
	"strings"

	"golang.org/x/image/colornames"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// veil is an element that is open, and whether it hides what it holds.
type veil struct {
	tag atom.Atom
	is  simple
	// gone hides for good; small, unseen and away only until an element inside says otherwise, as letters of no size do that
	// senders put around tables to close their gaps.
	gone, small, unseen, away bool
	ink, ground               shade
}

// veils are the open elements, the outermost first.
type veils struct {
	open   []veil
	beyond int // elements that are open deeper than is followed
	sheet  styleSheet
}

// maxVeils bounds how deep it is followed what is hidden; deeper elements count as the one around them.
const maxVeils = 200

// empty are the elements that hold nothing and are never closed.
var empty = map[atom.Atom]bool{atom.Br: true, atom.Img: true, atom.Hr: true, atom.Input: true, atom.Meta: true, atom.Link: true, atom.Area: true, atom.Base: true,
	atom.Col: true, atom.Embed: true, atom.Source: true, atom.Track: true, atom.Wbr: true}

// shows are the properties that decide whether a reader sees an element's words.
var shows = map[string]bool{"display": true, "visibility": true, "opacity": true, "content-visibility": true, "mso-hide": true, "font-size": true, "font": true,
	"text-indent": true, "position": true, "left": true, "right": true, "top": true, "bottom": true, "margin-left": true, "margin-top": true, "color": true, "background": true, "background-color": true,
	"background-image": true, "max-height": true, "height": true, "max-width": true, "width": true, "overflow": true, "overflow-x": true, "overflow-y": true, "clip": true, "clip-path": true, "transform": true}

// hide reports whether what stands here is hidden.
func (v *veils) hide() bool {
	if v.sheet.tried > maxTried {
		return true
	}
	if len(v.open) == 0 {
		return false
	}
	top := v.open[len(v.open)-1]
	return top.gone || top.small || top.unseen || top.away || top.ink.known && (top.ink.clear || top.ground.known && top.ink.near(top.ground))
}

// begin takes note of an element that begins.
func (v *veils) begin(tag atom.Atom, z *html.Tokenizer, more bool) {
	if empty[tag] {
		return
	}
	if n := len(v.open); n > 0 && v.open[n-1].tag == atom.P && ownLine[tag] {
		v.open = v.open[:n-1] // a paragraph ends where the next block begins
	}
	if len(v.open) >= maxVeils {
		v.beyond++
		return
	}
	now := veil{ground: paper}
	if n := len(v.open); n > 0 {
		now = v.open[n-1]
	}
	now.tag, now.is = tag, simple{tag: tag.String()}
	var inline []declaration
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "hidden":
			now.gone = true
		case "style":
			inline = inlineStyle(value)
		case "id":
			now.is.id = strings.ToLower(string(value))
		case "class":
			classes := strings.Fields(strings.ToLower(string(value[:min(len(value), 1000)])))
			now.is.classes = classes[:min(len(classes), maxSelector)]
		case "bgcolor":
			now.ground = shadeOf(string(value))
		case "background":
			now.ground = shade{} // a picture
		case "color":
			if tag == atom.Font {
				now.ink = shadeOf(string(value))
			}
		}
	}
	now.style(append(v.sheet.of(now.is, v.open), inline...))
	v.open = append(v.open, now)
}

// style applies declarations, the weightier later.
func (e *veil) style(list []declaration) {
	if len(list) == 0 {
		return
	}
	said := map[string]string{}
	for _, important := range []bool{false, true} {
		for _, d := range list {
			if d.important == important && shows[d.name] {
				said[d.name] = d.value
				if d.name == "background" {
					delete(said, "background-color")
				}
			}
		}
	}
	zero := func(name string) bool { n, _, ok := length(said[name]); return ok && n == 0 }
	far := func(name string) bool {
		n, unit, ok := length(said[name])
		return ok && (n <= -200 || unit == "%" && n <= -90 || unit == "em" && n <= -20)
	}
	cut := strings.Contains(said["overflow"]+said["overflow-x"]+said["overflow-y"], "hidden")
	if n, unit, ok := length(said["opacity"]); ok && (n < 0.05 && unit == "" || n < 5 && unit == "%") {
		e.gone = true
	}
	moved := said["position"] == "absolute" || said["position"] == "fixed" || said["position"] == "relative"
	switch {
	case said["display"] == "none", said["content-visibility"] == "hidden", said["mso-hide"] == "all",
		cut && (zero("max-height") || zero("height") || zero("max-width") || zero("width")),
		moved && (far("left") || far("top") || far("right") || far("bottom")), far("margin-left"), far("margin-top"),
		strings.HasPrefix(said["clip"], "rect(0"), strings.HasPrefix(said["clip"], "rect(1px,1px"), strings.HasPrefix(said["clip-path"], "inset(100%"), strings.HasPrefix(said["clip-path"], "inset(50%"), strings.HasPrefix(said["transform"], "scale(0)"):
		e.gone = true
	}
	if said["text-indent"] != "" {
		e.away = far("text-indent")
	}
	e.sizeOf(said)
	if see := said["visibility"]; see != "" && see != "inherit" {
		e.unseen = see == "hidden" || see == "collapse"
	}
	e.colours(said)
}

// sizeOf sets whether letters are too small to be read.
func (e *veil) sizeOf(said map[string]string) {
	size := said["font-size"]
	if size == "" {
		for _, word := range strings.Fields(strings.ReplaceAll(said["font"], "/", " ")) {
			if n, unit, ok := length(word); ok && (unit != "" || n == 0) {
				size = word
				break
			}
		}
	}
	n, unit, ok := length(size)
	switch {
	case size == "" || size == "inherit":
	case !ok:
		e.small = false // small, large and the like
	case unit == "em" || unit == "rem":
		e.small = n < 0.1
	case unit == "%":
		e.small = n < 10
	default:
		e.small = n <= 1
	}
}

func (e *veil) colours(said map[string]string) {
	if c := said["color"]; c != "" && c != "inherit" {
		e.ink = shadeOf(c)
	}
	for _, name := range []string{"background", "background-color"} {
		if c := said[name]; c != "" && c != "inherit" && c != "none" && c != "transparent" {
			e.ground = shade{}
			for _, word := range strings.Fields(strings.ReplaceAll(c, ", ", ",")) {
				if s := shadeOf(word); s.known {
					e.ground = s
				}
			}
		}
	}
	if strings.Contains(said["background"]+said["background-image"], "url(") {
		e.ground = shade{} // a picture
	}
}

// end takes note of an element that ends, and with it those that were never closed inside.
func (v *veils) end(tag atom.Atom) {
	if v.beyond > 0 && !empty[tag] {
		v.beyond--
		return
	}
	for i := len(v.open) - 1; i >= 0; i-- {
		if v.open[i].tag == tag {
			v.open = v.open[:i]
			return
		}
	}
}

// length reads a number with its unit, in points of the screen where it has one of print; ok is false for anything else.
func length(text string) (n float64, unit string, ok bool) {
	end := 0
	for end < len(text) && (text[end] >= '0' && text[end] <= '9' || text[end] == '.' || end == 0 && (text[end] == '-' || text[end] == '+')) {
		end++
	}
	n, err := strconv.ParseFloat(text[:end], 64)
	switch unit = text[end:]; unit {
	case "", "px", "pt", "%", "em", "rem":
		return n, unit, err == nil
	case "cm", "in", "mm", "pc", "vw", "vh", "ex", "ch":
		return n * 10, "px", err == nil
	}
	return 0, "", false
}

// shade is a colour; not known where it is a picture or cannot be read.
type shade struct {
	known, clear bool // clear: nothing of it shows
	r, g, b      int
}

// paper is what a mail is shown on.
var paper = shade{known: true, r: 255, g: 255, b: 255}

// shadeOf reads a colour by its name, as #fff, #ffffff or rgb(…).
func shadeOf(text string) shade {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "transparent" {
		return shade{known: true, clear: true}
	}
	if c, ok := colornames.Map[text]; ok {
		return shade{known: true, r: int(c.R), g: int(c.G), b: int(c.B)}
	}
	if hex, ok := strings.CutPrefix(text, "#"); ok {
		if len(hex) == 3 || len(hex) == 4 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		if len(hex) < 6 {
			return shade{}
		}
		n, err := strconv.ParseUint(hex[:6], 16, 32)
		return shade{known: err == nil, clear: len(hex) == 8 && hex[6:] == "00", r: int(n >> 16), g: int(n >> 8 & 255), b: int(n & 255)}
	}
	open := strings.IndexByte(text, '(')
	if open < 0 || !strings.HasPrefix(text, "rgb") || !strings.HasSuffix(text, ")") {
		return shade{}
	}
	parts := strings.FieldsFunc(text[open+1:len(text)-1], func(r rune) bool { return r == ',' || r == ' ' || r == '/' })
	if len(parts) < 3 {
		return shade{}
	}
	s := shade{known: true}
	for i, to := range []*int{&s.r, &s.g, &s.b} {
		n, unit, ok := length(parts[i])
		if unit == "%" {
			n *= 2.55
		}
		*to, s.known = int(n+.5), s.known && ok
	}
	if len(parts) > 3 {
		n, _, ok := length(parts[3])
		s.clear = ok && n == 0
	}
	return s
}

// near reports whether nobody tells two colours apart.
func (s shade) near(o shade) bool {
	const least = 12
	far := func(a, b int) bool { return a-b > least || b-a > least }
	return !far(s.r, o.r) && !far(s.g, o.g) && !far(s.b, o.b)
}
