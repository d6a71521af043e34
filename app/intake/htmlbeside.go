package intake

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// strikes reports whether an element strikes its words out: by what it is, or by its styles.
func strikes(n *html.Node, list []declaration) bool {
	switch n.DataAtom {
	case atom.Del, atom.S, atom.Strike:
		return true
	}
	for _, d := range list {
		if (d.name == "text-decoration" || d.name == "text-decoration-line") && strings.Contains(d.value, "line-through") {
			return true
		}
	}
	return false
}

// covers reports whether an element is laid over others and has a ground of its own.
func covers(n *html.Node, list []declaration) bool {
	over, ground := false, attribute(n, "bgcolor") != ""
	for _, d := range list {
		switch d.name {
		case "position":
			over = d.value == "absolute" || d.value == "fixed"
		case "background", "background-color", "background-image":
			ground = d.value != "none" && d.value != "transparent"
		}
	}
	return over && ground
}

// besideText returns the words of an element that stand in none of its texts: what is shown where a picture is not, and what
// a field of a form holds. A picture’s are kept only where they say something of a request, as the names of logos do not.
func besideText(n *html.Node) string {
	words := ""
	switch n.DataAtom {
	case atom.Img, atom.Area:
		words = attribute(n, "alt")
	case atom.Input:
		if kind := strings.ToLower(attribute(n, "type")); kind != "hidden" && kind != "password" {
			words = attribute(n, "value")
		}
	}
	if words = clean(words); !mayAsk(words) {
		return ""
	}
	return words
}
