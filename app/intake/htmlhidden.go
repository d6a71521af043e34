package intake

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// veil is an element that is open at or below one that hides what it holds.
type veil struct {
	tag atom.Atom
	// gone hides for good; small and unseen only until an element inside says otherwise, as letters of no size do that
	// senders put around tables to close their gaps.
	gone, small, unseen bool
}

// veils are the open elements from the outermost that hides something; none where nothing does.
type veils []veil

// maxVeils bounds how deep it is followed what is hidden; deeper elements count as the one around them.
const maxVeils = 200

// empty are the elements that hold nothing and are never closed.
var empty = map[atom.Atom]bool{atom.Br: true, atom.Img: true, atom.Hr: true, atom.Input: true, atom.Meta: true, atom.Link: true, atom.Area: true, atom.Base: true,
	atom.Col: true, atom.Embed: true, atom.Source: true, atom.Track: true, atom.Wbr: true}

var (
	goneStyle = regexp.MustCompile(`(^|;)(display:none|opacity:0*\.?0*(;|!|$)|content-visibility:hidden)`)
	flatStyle = regexp.MustCompile(`(^|;)max-height:0[a-z%]*(;|!|$)`)
	sizeStyle = regexp.MustCompile(`(^|;)font-size:([^;!]*)`)
	noSize    = regexp.MustCompile(`^0*\.?0*[a-z%]*$`)
	seenStyle = regexp.MustCompile(`(^|;)visibility:([a-z]+)`)
)

// hide reports whether what stands here is hidden.
func (v veils) hide() bool {
	if len(v) == 0 {
		return false
	}
	top := v[len(v)-1]
	return top.gone || top.small || top.unseen
}

// open takes note of an element that begins.
func (v *veils) open(tag atom.Atom, z *html.Tokenizer, more bool) {
	if empty[tag] || len(*v) >= maxVeils {
		return
	}
	if n := len(*v); n > 0 && (*v)[n-1].tag == atom.P && ownLine[tag] {
		*v = (*v)[:n-1] // a paragraph ends where the next block begins
	}
	now := veil{tag: tag}
	if n := len(*v); n > 0 {
		now = (*v)[n-1]
		now.tag = tag
	}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "hidden":
			now.gone = true
		case "style":
			now.style(string(value))
		}
	}
	if len(*v) > 0 || now.gone || now.small || now.unseen {
		*v = append(*v, now)
	}
}

func (e *veil) style(text string) {
	style := strings.Join(strings.Fields(strings.ToLower(text)), "")
	if goneStyle.MatchString(style) || flatStyle.MatchString(style) && strings.Contains(style, "overflow:hidden") {
		e.gone = true
	}
	for _, m := range sizeStyle.FindAllStringSubmatch(style, -1) {
		e.small = noSize.MatchString(m[2]) && strings.HasPrefix(m[2], "0")
	}
	for _, m := range seenStyle.FindAllStringSubmatch(style, -1) {
		e.unseen = m[2] == "hidden" || m[2] == "collapse"
	}
}

// close takes note of an element that ends; one that stands around all of them ends them too.
func (v *veils) close(tag atom.Atom) {
	for i := len(*v) - 1; i >= 0; i-- {
		if (*v)[i].tag == tag {
			*v = (*v)[:i]
			return
		}
	}
	if ownLine[tag] || tag == atom.Td || tag == atom.Th {
		*v = nil
	}
}
