package intake

import (
	"errors"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Bounds of the styles of a page. What lies beyond them is named.
const (
	maxStyles = 256 << 10 // bytes of all its style sheets
	maxRules  = 4000
	maxInline = 16 << 10
	// maxTried is how many steps are taken to match rules with the elements of a page, far more than any real one asks for.
	maxTried = 2_000_000
)

// styleRule is one selector of a style sheet and what it says.
type styleRule struct {
	selector     selector
	maybe        bool // whether it holds cannot be known here
	declarations []declaration
}

// styleSheet is what the style sheets of a page say of how its elements show.
type styleSheet struct {
	rules    []styleRule
	programs int // how many of the rules are the programs' own, which every other overrules
	// by is where a rule looks first: at a tag, .class, #id or, with *, at every element.
	by        map[string][]int
	keyframes map[string]bool // animations that hide what they move
	quirks    bool            // no document type: classes and IDs are compared without regard to case, as old pages want it
	read      int
	tried     int
	children  map[*html.Node]int // how many elements a node holds, counted once
	unread    []string           // selectors that hide something and cannot be followed
	elsewhere bool               // a sheet is fetched from another place
	written   []string           // words that a sheet writes into the page
}

// programsOwn is what every program hides without being told; foldedAway shows in some only once somebody opens it.
const (
	programsOwn = `[hidden],audio,canvas,datalist,dialog:not([open]),iframe,noembed,noframes,object,param,rp,template,video{display:none}`
	foldedAway  = `details:not([open]){visibility:hidden} details>summary{visibility:visible} svg{display:none}`
)

// newSheet is the style of a page that says nothing.
func newSheet(quirks bool) styleSheet {
	s := styleSheet{by: map[string][]int{}, keyframes: map[string]bool{}, children: map[*html.Node]int{}, quirks: quirks}
	s.add(programsOwn, true)
	s.add(foldedAway, false)
	s.programs = len(s.rules)
	return s
}

// add reads a style sheet whose rules hold for every screen, or maybe do.
func (s *styleSheet) add(text string, certain bool) {
	if s.read += len(text); s.read > maxStyles {
		s.unread = append(s.unread, beginning(text, 60))
		return
	}
	s.blocks(rulesIn(tokensOf(text), true), nil, !certain, 0)
}

// blocks reads rules, those inside others with the selectors of what is around.
func (s *styleSheet) blocks(list []cssBlock, around []string, maybe bool, depth int) {
	for _, b := range list {
		switch {
		case b.at != "":
			s.atRule(b, around, maybe, depth)
		case b.body == nil: // a declaration, which belongs to what is around
		case depth > maxNested:
			s.unread = append(s.unread, textOf(b.prelude))
		default:
			s.rule(b, around, maybe, depth)
		}
	}
}

func (s *styleSheet) rule(b cssBlock, around []string, maybe bool, depth int) {
	selectors := within(around, b.prelude, s.quirks)
	inside := rulesIn(b.body, false)
	s.put(selectors, declarationsOf(inside), maybe)
	s.blocks(inside, selectors, maybe, depth+1)
}

// put keeps the selectors that say something of how an element shows.
func (s *styleSheet) put(selectors []string, list []declaration, maybe bool) {
	list = slices.DeleteFunc(list, func(d declaration) bool { return !d.shows() })
	if len(list) == 0 {
		return
	}
	for _, text := range selectors {
		switch sel, err := readSelector(text); {
		case len(s.rules) >= maxRules:
			s.notRead(text, list)
		case errors.Is(err, errPart): // a part of what an element shows, such as what a sheet writes before it
			s.pseudo(text, list)
		case err != nil:
			s.notRead(text, list)
		default:
			at := keyOf(text)
			s.by[at] = append(s.by[at], len(s.rules))
			s.rules = append(s.rules, styleRule{selector: sel, maybe: maybe, declarations: list})
		}
	}
}

// notRead takes note of a selector that cannot be followed, where what it says may hide something.
func (s *styleSheet) notRead(selector string, list []declaration) {
	if hides(list) && len(s.unread) < 20 {
		s.unread = append(s.unread, selector)
	}
}

// pseudo reads a rule for a part of what an element shows.
func (s *styleSheet) pseudo(selector string, list []declaration) {
	for _, d := range list {
		if words := writtenWords(d); words != "" && len(s.written) < 20 {
			s.written = append(s.written, words)
		}
	}
	if strings.Contains(selector, "first-l") { // its first letter or line
		s.notRead(selector, list)
	}
}

// of returns what the style sheets and its own style say of an element, the weightier later, and what they maybe say too.
func (s *styleSheet) of(n *html.Node) (certain, all []declaration) {
	inline := inlineStyle(attribute(n, "style"))
	var match []int
	for _, at := range keysOf(n) {
		for _, i := range s.by[at] {
			if s.tried > maxTried {
				return inline, inline
			}
			if s.means(s.rules[i].selector, n, len(s.rules[i].selector.steps)-1, nil) {
				match = append(match, i)
			}
		}
	}
	slices.SortFunc(match, func(a, b int) int {
		x, y := s.rules[a].selector.weight, s.rules[b].selector.weight
		switch {
		case (a < s.programs) != (b < s.programs):
			return a - b
		case x.Less(y):
			return -1
		case y.Less(x):
			return 1
		}
		return a - b
	})
	for _, i := range slices.Compact(match) {
		if all = append(all, s.rules[i].declarations...); !s.rules[i].maybe {
			certain = append(certain, s.rules[i].declarations...)
		}
	}
	return append(certain, inline...), append(all, inline...)
}
