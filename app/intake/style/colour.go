package style

import (
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/colornames"

	"orangelab.cn/rightsdesk/model/pattern"
)

// shade is a colour; not known where it is a picture or cannot be read.
type shade struct {
	known, clear bool // clear: next to nothing of it shows
	r, g, b      int
}

// paper is what a mail is shown on.
var paper = shade{known: true, r: 255, g: 255, b: 255}

// shadeOf reads a colour by its name, as #fff, #ffffff, rgb(…) or hsl(…).
func shadeOf(text string) shade {
	text = strings.ToLower(strings.TrimSpace(text))
	switch text {
	case "transparent":
		return shade{known: true, clear: true}
	case "canvas", "window":
		return paper
	case "canvastext", "windowtext":
		return shade{known: true}
	}
	if c, ok := colornames.Map[text]; ok {
		return shade{known: true, r: int(c.R), g: int(c.G), b: int(c.B)}
	}
	if hex, ok := strings.CutPrefix(text, "#"); ok {
		return hexShade(hex)
	}
	f := functions(text)
	if len(f) != 1 || len(f[0].args) < 3 || !strings.HasSuffix(text, ")") {
		return shade{}
	}
	s := shade{}
	switch args := f[0].args; f[0].name {
	case "rgb", "rgba":
		s = rgbShade(args)
	case "hsl", "hsla":
		s = hslShade(args)
	}
	if len(f[0].args) > 3 {
		n, unit, ok := length(f[0].args[3])
		s.clear = ok && (n < leastShown || unit == "%" && n < 100*leastShown)
	}
	return s
}

func hexShade(hex string) shade {
	if len(hex) == 3 || len(hex) == 4 {
		long := ""
		for _, c := range hex {
			long += string(c) + string(c)
		}
		hex = long
	}
	if len(hex) != 6 && len(hex) != 8 {
		return shade{}
	}
	n, err := strconv.ParseUint(hex[:6], 16, 32)
	s := shade{known: err == nil, r: int(n >> 16), g: int(n >> 8 & 255), b: int(n & 255)}
	if len(hex) == 8 {
		alpha, err := strconv.ParseUint(hex[6:], 16, 32)
		s.clear = err == nil && float64(alpha)/255 < leastShown
	}
	return s
}

func rgbShade(args []string) shade {
	s := shade{known: true}
	for i, to := range []*int{&s.r, &s.g, &s.b} {
		n, unit, ok := length(args[i])
		if unit == "%" {
			n *= 2.55
		}
		*to, s.known = int(min(max(n, 0), 255)+.5), s.known && ok
	}
	return s
}

func hslShade(args []string) shade {
	h, _, okH := length(strings.TrimSuffix(args[0], "deg"))
	s, _, okS := length(args[1])
	l, _, okL := length(args[2])
	s, l = min(max(s/100, 0), 1), min(max(l/100, 0), 1)
	chroma := s * min(l, 1-l)
	of := func(n float64) int {
		k := math.Mod(n+h/30, 12)
		if k < 0 {
			k += 12
		}
		return int(255*(l-chroma*max(-1, min(k-3, 9-k, 1))) + .5)
	}
	return shade{known: okH && okS && okL, r: of(0), g: of(8), b: of(4)}
}

var anyShade = pattern.New(`#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\([^()]*\)|\b[a-z]+\b`)

// groundOf reads the ground of an element; ok is false where it is a picture or has several colours.
func groundOf(value string) (ground shade, ok bool) {
	if strings.Contains(value, "url(") || strings.Contains(value, "image(") {
		return shade{}, false
	}
	for _, word := range anyShade.FindAllString(value, 50) {
		s := shadeOf(word)
		if !s.known || s.clear {
			continue
		}
		if ok && !ground.near(s) {
			return shade{}, false
		}
		ground, ok = s, true
	}
	return ground, ok
}

// near reports whether nobody tells two colours apart.
func (s shade) near(o shade) bool {
	const least = 12
	far := func(a, b int) bool { return a-b > least || b-a > least }
	return !far(s.r, o.r) && !far(s.g, o.g) && !far(s.b, o.b)
}
