package style

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
	// MaxTried is how many steps are taken to match rules with the elements of a page, far more than any real one asks
	// for.
	MaxTried = 2_000_000
)

// styleRule is one selector of a style sheet and what it says.
type styleRule struct {
	selector     selector
	maybe        bool // whether it holds cannot be known here
	declarations []Declaration
}

// StyleSheet is what the style sheets of a page say of how its elements show.
type StyleSheet struct {
	rules    []styleRule
	programs int // how many of the rules are the programs' own, which every other overrules
	// by is where a rule looks first: at a tag, .class, #id or, with *, at every element.
	by        map[string][]int
	Keyframes map[string]bool // animations that hide what they move
	// no document type: classes and IDs are compared without regard to case, as old pages want it
	Quirks    bool
	read      int
	Tried     int
	children  map[*html.Node]int // how many elements a node holds, counted once
	Unread    []string           // selectors that hide something and cannot be followed
	Elsewhere bool               // a sheet is fetched from another place
	Written   []string           // words that a sheet writes into the page
}

// programsOwn is what every program hides without being told; foldedAway shows in some only once somebody opens it.
const (
	programsOwn = `[hidden],audio,canvas,datalist,dialog:not([open]),iframe,noembed,noframes,object,param,rp,template,video{display:none}`
	foldedAway  = `details:not([open]){visibility:hidden} details>summary{visibility:visible} svg{display:none}`
)

// NewSheet is the style of a page that says nothing.
func NewSheet(quirks bool) StyleSheet {
	s := StyleSheet{by: map[string][]int{}, Keyframes: map[string]bool{}, children: map[*html.Node]int{},
		Quirks: quirks}
	s.Add(programsOwn, true)
	s.Add(foldedAway, false)
	s.programs = len(s.rules)
	return s
}

// Add reads a style sheet whose rules hold for every screen, or maybe do.
func (s *StyleSheet) Add(text string, certain bool) {
	if s.read += len(text); s.read > maxStyles {
		s.Unread = append(s.Unread, text)
		return
	}
	s.blocks(rulesIn(tokensOf(text), true), nil, !certain, 0)
}

// blocks reads rules, those inside others with the selectors of what is around.
func (s *StyleSheet) blocks(list []cssBlock, around []string, maybe bool, depth int) {
	for _, b := range list {
		switch {
		case b.at != "":
			s.atRule(b, around, maybe, depth)
		case b.body == nil: // a declaration, which belongs to what is around
		case depth > maxNested:
			s.Unread = append(s.Unread, textOf(b.prelude))
		default:
			s.rule(b, around, maybe, depth)
		}
	}
}

func (s *StyleSheet) rule(b cssBlock, around []string, maybe bool, depth int) {
	selectors := within(around, b.prelude, s.Quirks)
	inside := rulesIn(b.body, false)
	s.put(selectors, declarationsOf(inside), maybe)
	s.blocks(inside, selectors, maybe, depth+1)
}

// put keeps the selectors that say something of how an element shows.
func (s *StyleSheet) put(selectors []string, list []Declaration, maybe bool) {
	list = slices.DeleteFunc(list, func(d Declaration) bool { return !d.shows() })
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
func (s *StyleSheet) notRead(selector string, list []Declaration) {
	if hides(list) && len(s.Unread) < 20 {
		s.Unread = append(s.Unread, selector)
	}
}

// pseudo reads a rule for a part of what an element shows.
func (s *StyleSheet) pseudo(selector string, list []Declaration) {
	for _, d := range list {
		if words := writtenWords(d); words != "" && len(s.Written) < 20 {
			s.Written = append(s.Written, words)
		}
	}
	if strings.Contains(selector, "first-l") { // its first letter or line
		s.notRead(selector, list)
	}
}

// Of returns what the style sheets and its own style say of an element, the weightier later, and what they maybe say
// too.
func (s *StyleSheet) Of(n *html.Node) (certain, all []Declaration) {
	inline := inlineStyle(Attribute(n, "style"))
	var match []int
	for _, at := range keysOf(n) {
		for _, i := range s.by[at] {
			if s.Tried > MaxTried {
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
