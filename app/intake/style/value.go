package style

import (
	"strconv"
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/model/pattern"
)

// shownBy are the properties that decide whether a reader sees an element's words, beside their parts.
var shownBy = map[string]bool{"display": true, "visibility": true, "opacity": true, "content-visibility": true,
	"mso-hide": true, "font-size": true, "font-size-adjust": true, "zoom": true,
	"text-indent": true, "position": true, "left": true, "right": true, "top": true, "bottom": true,
	"margin-left": true, "margin-top": true, "margin-right": true, "padding-left": true, "padding-top": true,
	"color": true, "text-fill-color": true, "background": true, "background-color": true, "background-image": true,
	"background-clip": true,
	"max-height":      true, "height": true, "max-width": true, "width": true, "max-block-size": true,
	"block-size":      true,
	"max-inline-size": true, "inline-size": true, "line-height": true,
	"overflow": true, "overflow-x": true, "overflow-y": true, "contain": true, "clip": true, "clip-path": true,
	"transform": true, "translate": true, "scale": true, "rotate": true,
	"filter": true, "mask": true, "mask-image": true, "mask-border": true, "mix-blend-mode": true,
	"letter-spacing": true, "animation": true, "animation-name": true, "content": true}

// shows reports whether a property decides what is seen.
func (d Declaration) shows() bool { return shownBy[d.Name] || strings.HasPrefix(d.Name, "--") }

// sides are the parts of the properties that name four at once.
var sides = map[string][4]string{"margin": {"margin-top", "margin-right", "margin-bottom", "margin-left"},
	"padding": {"padding-top", "padding-right", "padding-bottom", "padding-left"},
	"inset":   {"top", "right", "bottom", "left"}}

// parts are the properties that one stands for.
func (d Declaration) parts() []Declaration {
	one := func(name, value string) Declaration { return Declaration{name, value, d.important} }
	words := fields(d.Value)
	if names, ok := sides[d.Name]; ok && len(words) > 0 && len(words) <= 4 {
		of := [4]int{0, min(1, len(words)-1), 0, min(1, len(words)-1)}
		if len(words) > 2 {
			of[2] = 2
		}
		if len(words) > 3 {
			of[3] = 3
		}
		var list []Declaration
		for i, name := range names {
			list = append(list, one(name, words[of[i]]))
		}
		return list
	}
	switch d.Name {
	case "inset-inline-start", "inset-inline":
		return []Declaration{one("left", d.Value)}
	case "inset-block-start", "inset-block":
		return []Declaration{one("top", d.Value)}
	case "margin-inline-start", "margin-inline":
		return []Declaration{one("margin-left", d.Value)}
	case "margin-block-start", "margin-block":
		return []Declaration{one("margin-top", d.Value)}
	case "font":
		for _, word := range fields(strings.ReplaceAll(d.Value, "/", " ")) {
			if n, unit, ok := length(word); ok && (unit != "" || n == 0) || strings.HasSuffix(word, ")") {
				return []Declaration{one("font-size", word)}
			}
		}
		return []Declaration{one("font-size", "medium")}
	case "background":
		return []Declaration{one("background-color", "initial"), one("background-image", "initial"), d}
	}
	return []Declaration{d}
}

// fields parts a value at its blanks, but for those in brackets.
func fields(value string) (list []string) {
	level, start := 0, -1
	for i, r := range value {
		switch {
		case r == '(':
			level++
		case r == ')':
			level--
		case r == ' ' && level <= 0:
			if start >= 0 {
				list = append(list, value[start:i])
			}
			start = -1
			continue
		}
		if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		list = append(list, value[start:])
	}
	return list
}

var oneVar = pattern.New(`(?i)var\(\s*(--[^\s,()]+)\s*(?:,([^()]*))?\)`)

// resolved puts the values of variables in their places, and returns what the property then stands for.
func (v *Veil) resolved(d Declaration) []Declaration {
	if !strings.Contains(d.Value, "var(") {
		return []Declaration{d}
	}
	for range 8 {
		m := oneVar.FindStringSubmatchIndex(d.Value)
		if m == nil || len(d.Value) > 2000 {
			break
		}
		value, ok := v.vars[d.Value[m[2]:m[3]]]
		if !ok && m[4] >= 0 {
			value = d.Value[m[4]:m[5]]
		}
		d.Value = d.Value[:m[0]] + strings.ToLower(value) + d.Value[m[1]:]
	}
	d.Value = strings.TrimSpace(d.Value)
	return d.parts()
}

var (
	displays   = pattern.New(`^(?:none|contents|inherit|initial|unset|revert|revert-layer|list-item|ruby|-?[a-z]*-?(?:box|inline-box)|(?:inline|block|flow|flow-root|table|flex|grid|run-in|inline-block|inline-table|inline-flex|inline-grid|table-[a-z-]+)(?: (?:inline|block|flow|flow-root|table|flex|grid|ruby|list-item))*)$`)
	visible    = pattern.New(`^(?:visible|hidden|collapse|inherit|initial|unset|revert|revert-layer)$`)
	positions  = pattern.New(`^(?:static|relative|absolute|fixed|sticky|inherit|initial|unset|revert)$`)
	sizeWord   = pattern.New(`^(?:xx-small|x-small|small|medium|large|x-large|xx-large|xxx-large|smaller|larger|inherit|initial|unset|revert|math)$`)
	colourWord = pattern.New(`^(?:currentcolor|inherit|initial|unset|revert|canvas|canvastext|windowtext|window|auto)$`)
)

// valid reports whether a value is one of its property; every program passes over one that is none.
func (d Declaration) valid() bool {
	_, _, isLength := length(d.Value)
	called := strings.HasSuffix(d.Value, ")")
	switch d.Name {
	case "display":
		return displays.MatchString(d.Value)
	case "visibility":
		return visible.MatchString(d.Value)
	case "position":
		return positions.MatchString(d.Value)
	case "opacity":
		return isLength || called || d.Value == "inherit" || d.Value == "initial" || d.Value == "unset"
	case "font-size":
		return isLength || called || sizeWord.MatchString(d.Value)
	case "color", "background-color", "text-fill-color":
		return called || colourWord.MatchString(d.Value) || shadeOf(d.Value).known
	}
	return d.Value != ""
}

// length reads a number with its unit; ok is false for anything else.
func length(text string) (n float64, unit string, ok bool) {
	end := 0
	for end < len(text) && (text[end] >= '0' && text[end] <= '9' || text[end] == '.' ||
		end == 0 && (text[end] == '-' || text[end] == '+')) {
		end++
	}
	// 1e3px
	if rest := text[end:]; len(rest) > 1 && rest[0] == 'e' &&
		(rest[1] >= '0' && rest[1] <= '9' || rest[1] == '-' || rest[1] == '+') {
		more := end + 2
		for more < len(text) && text[more] >= '0' && text[more] <= '9' {
			more++
		}
		if more > end+2 || rest[1] >= '0' && rest[1] <= '9' {
			end = more
		}
	}
	n, err := strconv.ParseFloat(text[:end], 64)
	unit = text[end:]
	if _, known := units[unit]; !known {
		return 0, "", false
	}
	return n, unit, err == nil
}

// units are how many points of the screen one of a unit is, about.
var units = map[string]float64{"": 1, "%": 1, "px": 1, "pt": 1.33, "pc": 16, "cm": 37.8, "mm": 3.78, "in": 96,
	"q": 0.94, "em": 16, "rem": 16, "ex": 8, "ch": 8, "lh": 20, "rlh": 20,
	"vw": 12.8, "vh": 8, "vmin": 8, "vmax": 12.8, "vi": 12.8, "vb": 8, "svw": 12.8, "svh": 8, "lvw": 12.8, "lvh": 8,
	"dvw": 12.8, "dvh": 8}

func inPoints(n float64, unit string) float64 { return n * units[unit] }

var aNumber = pattern.New(`-?(?:\d+\.?\d*|\.\d+)(?:[a-z]+|%)?`)

// workedOut reports whether a distance that has to be worked out may lead far away.
func workedOut(value string) bool {
	if !strings.Contains(value, "(") {
		return false
	}
	minus := strings.Contains(value, " - ")
	for _, text := range aNumber.FindAllString(value, 20) {
		if n, unit, ok := length(text); ok &&
			(n < 0 || inPoints(n, unit) >= farRight || minus && inPoints(n, unit) >= farAway) {
			return true
		}
	}
	return strings.Contains(value, "attr(") || strings.Contains(value, "env(")
}

// workedSmall reports whether a size or a share that has to be worked out may be next to nothing.
func workedSmall(value string) bool {
	if !strings.Contains(value, "(") {
		return false
	}
	for _, text := range aNumber.FindAllString(value, 20) {
		if n, unit, ok := length(text); ok && inPoints(n, unit) < leastSize {
			return true
		}
	}
	return strings.Contains(value, "attr(") || strings.Contains(value, "env(") ||
		strings.Contains(value, " - ") && !strings.Contains(value, "%")
}

// function is a function of a value, such as scale(0).
type function struct {
	name string
	args []string
}

func (f function) first() string {
	if len(f.args) == 0 {
		return ""
	}
	return f.args[0]
}

// nothing reports whether all its numbers are the same, so that what they draw has no room in it.
func (f function) nothing() bool {
	for _, a := range f.args {
		n, _, ok := length(a)
		m, _, _ := length(f.args[0])
		if ok && n != m {
			return false
		}
	}
	return true
}

var oneFunction = pattern.New(`([a-z0-9-]+)\(([^()]*)\)`)

func functions(value string) (list []function) {
	for _, m := range oneFunction.FindAllStringSubmatch(value, 20) {
		list = append(list, function{m[1], strings.FieldsFunc(m[2], func(r rune) bool {
			return r == ',' || r == ' ' || r == '/'
		})})
	}
	return list
}

// clipped reports whether a rectangle that is cut out holds nothing.
func clipped(value string) bool {
	for _, f := range functions(value) {
		if f.name != "rect" || len(f.args) != 4 {
			continue
		}
		var n [4]float64
		known := [4]bool{}
		for i, a := range f.args {
			m, unit, ok := length(a)
			n[i], known[i] = inPoints(m, unit), ok
		}
		return known[0] && known[2] && n[2]-n[0] <= squeezed || known[1] && known[3] && n[1]-n[3] <= squeezed
	}
	return false
}

// moves reports whether a transformation leaves nothing to be seen: it flattens, turns away or moves off.
func moves(value string) bool {
	for _, f := range functions(value) {
		switch {
		case strings.HasPrefix(f.name, "scale"):
			if flattened(strings.Join(f.args[:min(2, len(f.args))], " ")) {
				return true
			}
		case strings.HasPrefix(f.name, "translate"):
			for _, a := range f.args {
				n, unit, ok := length(a)
				if ok && (unit == "%" && (n <= -200 || n >= 1000) ||
					unit != "%" && (inPoints(n, unit) <= -farAway || inPoints(n, unit) >= farRight)) {
					return true
				}
			}
		case f.name == "rotatex", f.name == "rotatey":
			if a := f.first(); a == "90deg" || a == "-90deg" || a == "270deg" || a == ".25turn" || a == "0.25turn" ||
				a == "100grad" {
				return true
			}
		case f.name == "matrix" && len(f.args) == 6:
			a, _, _ := length(f.args[0])
			b, _, _ := length(f.args[1])
			c, _, _ := length(f.args[2])
			d, _, _ := length(f.args[3])
			x, _, _ := length(f.args[4])
			y, _, _ := length(f.args[5])
			if area := a*d - b*c; area < 0.001 && area > -0.001 || x <= -farAway || y <= -farAway || x >= farRight ||
				y >= farRight {
				return true
			}
		case f.name == "matrix3d":
			return true
		}
	}
	return false
}

// flattened reports whether one of the factors of a size is next to nothing.
func flattened(value string) bool {
	for _, word := range strings.Fields(value) {
		n, unit, ok := length(word)
		if unit == "%" {
			n /= 100
		}
		if ok && n < leastShown && n > -leastShown {
			return true
		}
	}
	return false
}

var quotedText = pattern.New(`"([^"]*)"|'([^']*)'`)

// saying reports whether a character says something: a letter, a number, or a picture in a text.
func saying(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.M) || unicode.Is(unicode.So, r) && (r < 0x2500 || r > 0x25ff)
}

// writtenWords are the words that a style sheet writes into a page.
func writtenWords(d Declaration) string {
	if d.Name != "content" {
		return ""
	}
	var words []string
	for _, m := range quotedText.FindAllStringSubmatch(d.Value, 20) {
		if text := unescapeCSS(m[1] + m[2]); strings.ContainsFunc(text, saying) {
			words = append(words, text)
		}
	}
	return strings.Join(words, " ")
}
