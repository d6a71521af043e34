package style

import (
	"maps"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Attribute returns an attribute of an element; empty where it has none.
func Attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// Veil is how an element shows what it holds, as far as that hides its words.
type Veil struct {
	// gone hides for good; unseen, away, tight and the size of letters only until an element inside says otherwise, as
	// letters of no size do that senders put around tables to close their gaps.
	gone, unseen, away, tight bool
	opacity                   float64
	size                      float64 // of letters, in points of the screen
	ink, ground               shade
	fill                      *shade // of letters, where it is not the ink
	vars                      map[string]string
	// cut is the box around that cuts, nil where none does; down and aside are how far from its upper left corner words
	// begin for certain, until is how far an element reaches in the box around it, oneLine says that lines are not
	// broken.
	cut                *cutBox
	down, aside, until float64
	oneLine            bool
	// Odd says that a value cannot be worked out here and may hide.
	Odd bool
}

// Bare is how a page shows what nothing is said of.
func Bare() Veil { return Veil{opacity: 1, size: plainSize, ground: paper, ink: shade{known: true}} }

const (
	plainSize = 16.0
	// leastSize is the size of the smallest letters that anybody reads.
	leastSize = 3.5
	// least is how much of something must show.
	leastShown = 0.05
	// farAway is how far beyond the edge something lies that nobody sees, in points; to the right pages scroll.
	farAway, farRight = 200, 3000
	// squeezed is the height or width of a box that shows nothing of a text.
	squeezed = 2
)

// Hide reports whether words that stand here are hidden.
func (v Veil) Hide() bool {
	ink := v.ink
	if v.fill != nil {
		ink = *v.fill
	}
	return v.gone || v.unseen || v.away || v.tight || v.size < leastSize || v.opacity < leastShown ||
		ink.known && (ink.clear || v.ground.known && ink.near(v.ground))
}

// hides reports whether declarations alone hide an element's words, or may.
func hides(list []Declaration) bool {
	v := Bare()
	v.style(list, nil)
	return v.Hide() || v.Odd
}

// Within is the veil of an element inside another, by its attributes and by what styles say of it.
func (v Veil) Within(n *html.Node, list []Declaration, moving map[string]bool) Veil {
	now := v
	for _, a := range n.Attr {
		switch a.Key {
		case "bgcolor":
			now.ground = shadeOf(a.Val)
		case "background":
			now.ground = shade{} // a picture
		case "text":
			if n.DataAtom == atom.Body {
				now.ink = shadeOf(a.Val)
			}
		case "color":
			if n.DataAtom == atom.Font {
				now.ink = shadeOf(a.Val)
			}
		}
	}
	now.style(list, moving)
	return now
}

// style applies declarations, the weightier later; a value that is none of its property is passed over, as every
// program does.
func (v *Veil) style(list []Declaration, moving map[string]bool) {
	v.until = 0
	if len(list) == 0 {
		return
	}
	said := map[string]string{}
	for _, important := range []bool{false, true} {
		for _, d := range list {
			if d.important != important {
				continue
			}
			if strings.HasPrefix(d.Name, "--") {
				vars := maps.Clone(v.vars)
				if vars == nil {
					vars = map[string]string{}
				}
				vars[d.Name] = d.Value
				v.vars = vars
			}
		}
	}
	for _, important := range []bool{false, true} {
		for _, d := range list {
			if d.important != important || strings.HasPrefix(d.Name, "--") {
				continue
			}
			for _, one := range v.resolved(d) {
				if one.valid() {
					said[one.Name] = one.Value
				}
			}
		}
	}
	v.box(said)
	v.letters(said)
	if wrap := said["white-space"]; wrap != "" && wrap != "inherit" {
		v.oneLine = wrap == "nowrap" || wrap == "pre"
	}
	v.enter(said)
	v.colours(said)
	v.effects(said)
	for _, word := range strings.FieldsFunc(said["animation"]+" "+said["animation-name"],
		func(r rune) bool { return r == ' ' || r == ',' }) {
		v.Odd = v.Odd || moving[word]
	}
}

// box sets whether the box of an element shows.
func (v *Veil) box(said map[string]string) {
	near := func(name string) bool {
		n, unit, ok := length(said[name])
		return ok && inPoints(n, unit) <= squeezed && unit != "%" || ok && n == 0
	}
	far := func(name string) bool {
		n, unit, ok := length(said[name])
		switch {
		case !ok:
			return false
		case unit == "%":
			return n <= -90 || n >= 200
		}
		return inPoints(n, unit) <= -farAway || inPoints(n, unit) >= farRight
	}
	any := func(of func(string) bool, names ...string) bool {
		for _, name := range names {
			if of(name) {
				return true
			}
		}
		return false
	}
	cut := false
	for _, name := range []string{"overflow", "overflow-x", "overflow-y", "contain"} {
		value := said[name]
		cut = cut || value != "" && value != "visible" && value != "none" && value != "inherit" && value != "initial"
	}
	moved := said["position"] == "absolute" || said["position"] == "fixed" || said["position"] == "relative" ||
		said["position"] == "sticky"
	display := said["display"]
	v.gone = v.gone || display == "none" || display == "table-column" || display == "table-column-group" ||
		said["content-visibility"] == "hidden" || said["mso-hide"] == "all" ||
		cut && any(near, "max-height", "height", "max-width", "width", "max-block-size", "block-size",
			"max-inline-size", "inline-size") || cut && flatLine(said["line-height"]) ||
		moved && any(far, "left", "top", "right", "bottom") || any(far, "margin-left", "margin-top", "margin-right") ||
		moves("translate("+said["translate"]+")") ||
		cut && any(far, "padding-left", "padding-top") || moved && clipped(said["clip"])
	for _, name := range []string{"left", "top", "right", "bottom", "margin-left", "margin-top", "text-indent",
		"translate"} {
		v.Odd = v.Odd || workedOut(said[name])
	}
	// What lies under other things, or is written backwards, is seen otherwise than it stands here.
	v.Odd = v.Odd || strings.Contains(said["unicode-bidi"], "override") || strings.HasPrefix(said["z-index"], "-")
	for _, name := range []string{"height", "max-height", "width", "max-width"} {
		v.Odd = v.Odd || cut && workedSmall(said[name])
	}
	if indent := said["text-indent"]; indent != "" {
		n, unit, ok := length(indent)
		v.away = far("text-indent") || ok && cut && unit == "%" && n >= 90
	}
	if see := said["visibility"]; see != "" && see != "inherit" {
		v.unseen = see == "hidden" || see == "collapse"
	}
}

// letters sets whether letters are large enough, and far enough from each other, to be read.
func (v *Veil) letters(said map[string]string) {
	switch size := said["font-size"]; size {
	case "", "inherit":
	case "smaller":
		v.size *= 0.83
	case "larger":
		v.size *= 1.2
	default:
		n, unit, ok := length(size)
		switch {
		case !ok && strings.Contains(size, "("):
			v.Odd = v.Odd || workedSmall(size)
			v.size = plainSize
		case !ok:
			v.size = plainSize // small, large and the like
		case unit == "em", unit == "%", unit == "ex", unit == "ch", unit == "lh":
			v.size *= map[string]float64{"em": n, "%": n / 100, "ex": n / 2, "ch": n / 2, "lh": n}[unit]
		default:
			v.size = inPoints(n, unit)
		}
	}
	if n, unit, ok := length(said["zoom"]); ok && unit == "%" {
		v.size *= n / 100
	} else if ok && unit == "" {
		v.size *= n
	}
	if n, unit, ok := length(said["letter-spacing"]); ok || said["letter-spacing"] == "normal" {
		v.tight = inPoints(n, unit) <= -5
	}
	if n, _, ok := length(said["font-size-adjust"]); ok && n == 0 {
		v.size = 0
	}
}

// colours sets ink and ground.
func (v *Veil) colours(said map[string]string) {
	switch c := said["color"]; c {
	case "", "inherit", "currentcolor":
	case "initial", "canvastext":
		v.ink = shade{known: true}
	default:
		v.ink = shadeOf(c)
		v.Odd = v.Odd || !v.ink.known && strings.Contains(c, "(")
	}
	switch c := said["text-fill-color"]; c {
	case "", "inherit":
	case "currentcolor", "initial":
		v.fill = nil
	default:
		fill := shadeOf(c)
		v.fill = &fill
	}
	for _, name := range []string{"background", "background-color", "background-image"} {
		switch c := said[name]; {
		case c == "" || c == "inherit" || c == "none" || c == "transparent" || c == "initial" || c == "unset":
		default:
			if ground, ok := groundOf(c); ok {
				v.ground = ground
			} else if name != "background-image" || strings.Contains(c, "(") {
				v.ground = shade{} // a picture, or what cannot be read
			}
		}
	}
	if strings.Contains(said["background-clip"]+said["background"], "text") { // the ground shines through the letters
		v.ground, v.fill, v.ink = shade{}, nil, shade{}
	}
}

// effects sets what is left of an element once it is blended, cut and moved.
func (v *Veil) effects(said map[string]string) {
	n, unit, ok := length(said["opacity"])
	switch {
	case ok && unit == "%":
		v.opacity *= min(max(n/100, 0), 1)
	case ok && unit == "":
		v.opacity *= min(max(n, 0), 1)
	default:
		v.Odd = v.Odd || workedSmall(said["opacity"])
	}
	for _, f := range functions(said["filter"]) {
		n, unit, _ := length(f.first())
		switch {
		case f.name == "opacity" && unit == "%":
			v.opacity *= n / 100
		case f.name == "opacity":
			v.opacity *= n
		case f.name == "blur" && inPoints(n, unit) >= 4:
			v.gone = true
		case f.name == "brightness", f.name == "contrast", f.name == "invert", f.name == "url":
			v.Odd = true
		}
	}
	for _, name := range []string{"mask", "mask-image", "mask-border"} {
		v.Odd = v.Odd || said[name] != "" && said[name] != "none" && said[name] != "initial"
	}
	shape := said["clip-path"]
	for _, f := range functions(shape) {
		switch n, unit, _ := length(f.first()); {
		case f.name == "inset" && unit == "%" && n >= 50, (f.name == "circle" || f.name == "ellipse") && n == 0 &&
			f.first() != "", f.name == "polygon" && f.nothing():
			v.gone = true
		case f.name == "inset" && n == 0, f.name == "circle" && unit == "%" && n >= 50:
		default:
			v.Odd = true
		}
	}
	v.Odd = v.Odd || said["mix-blend-mode"] != "" && said["mix-blend-mode"] != "normal"
	v.gone = v.gone || moves(said["transform"]) || flattened(said["scale"])
	if turn := said["rotate"]; strings.ContainsAny(turn, "xy") &&
		(strings.Contains(turn, "90deg") || strings.Contains(turn, ".25turn")) {
		v.gone = true
	}
}

// flatLine reports whether lines have no height.
func flatLine(value string) bool {
	n, unit, ok := length(value)
	return ok && (n == 0 || inPoints(n, unit) <= 1 && unit != "" && unit != "%" && unit != "em")
}
