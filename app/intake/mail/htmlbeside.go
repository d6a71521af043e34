package mail

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/intake/style"
)

// strikes reports whether an element strikes its words out: by what it is, or by its styles.
func strikes(n *html.Node, list []style.Declaration) bool {
	switch n.DataAtom {
	case atom.Del, atom.S, atom.Strike:
		return true
	}
	for _, d := range list {
		if (d.Name == "text-decoration" || d.Name == "text-decoration-line") &&
			strings.Contains(d.Value, "line-through") {
			return true
		}
	}
	return false
}

// covers reports whether an element is laid over others and has a ground of its own.
func covers(n *html.Node, list []style.Declaration) bool {
	over, ground := false, style.Attribute(n, "bgcolor") != ""
	for _, d := range list {
		switch d.Name {
		case "position":
			over = d.Value == "absolute" || d.Value == "fixed"
		case "background", "background-color", "background-image":
			ground = d.Value != "none" && d.Value != "transparent"
		}
	}
	return over && ground
}

// besideText returns the words of an element that stand in none of its texts: what is shown where a picture is not, and
// what a field of a form holds. A picture’s are kept only where they say something of a request, as the names of logos
// do not.
func besideText(n *html.Node) string {
	words := ""
	switch n.DataAtom {
	case atom.Img, atom.Area:
		words = style.Attribute(n, "alt")
	case atom.Input:
		if kind := strings.ToLower(style.Attribute(n, "type")); kind != "hidden" && kind != "password" {
			words = style.Attribute(n, "value")
		}
	}
	if words = record.Clean(words); !mayAsk(words) {
		return ""
	}
	return words
}
