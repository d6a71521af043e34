package style

import (
	"cmp"
	"errors"
	"strings"

	"github.com/andybalholm/cascadia"
	"github.com/tdewolff/parse/v2/css"
	"golang.org/x/net/html"

	"orangelab.cn/rightsdesk/model/pattern"
)

// maxSelectors is how many selectors one rule makes, with those of what is around it.
const maxSelectors = 2000

var (
	// pointed are the states that no mail is in until somebody does something with it.
	pointed = pattern.New(`(?i):(?:focus-within|focus-visible|fullscreen|autofill|-webkit-autofill)\b`)
	// anyLink means what :link does where nobody has been anywhere.
	anyLink = pattern.New(`(?i):(?:any-link|-webkit-any-link)\b`)
	// beyondCSS is what the library reads and no program that shows mail does.
	beyondCSS = pattern.New(`(?i):(?:contains|containsown|matches|matchesown|haschild|input)\b|[!#]=`)
	// neighbours are what a match looks at beside an element.
	neighbours = pattern.New(`(?i):(?:nth|first|last|only|empty|not)`)
	// partOf means but a part of what an element shows.
	partOf = pattern.New(`(?i)::?(?:before|after|first-letter|first-line|selection|-moz-selection|placeholder|marker|backdrop|cue)\b|::-?[a-z-]+|:-(?:moz|ms|webkit)-(?:placeholder|input-placeholder|selection)\b`)
)

var (
	errSelector = errors.New("a selector that is not followed")
	errPart     = errors.New("a selector of a part of what an element shows")
)

// selector is a selector taken apart: what each element has to be, the one that is meant last, and how they stand to
// each other. The library tells what one element is; how they stand is told here, where every step is counted, since
// there selectors cost more than their length.
type selector struct {
	steps  []cascadia.Sel
	joins  []string // before each step but the first: a blank, >, + or ~
	dear   bool     // a match looks at the neighbours of an element
	weight cascadia.Specificity
}

// readSelector reads a selector; errPart where it means but a part of what an element shows.
func readSelector(text string) (s selector, err error) {
	if partOf.MatchString(text) {
		return s, errPart
	}
	if beyondCSS.MatchString(text) || strings.Contains(strings.ToLower(text), ":has(") {
		return s, errSelector
	}
	text = anyLink.ReplaceAllString(pointed.ReplaceAllString(text, ":hover"), ":link")
	steps, joins := stepsOf(text)
	for _, step := range steps {
		sel, err := cascadia.Parse(step)
		if err != nil {
			return s, errSelector
		}
		s.steps, s.weight = append(s.steps, sel), s.weight.Add(sel.Specificity())
	}
	s.joins, s.dear = joins, neighbours.MatchString(text)
	if len(s.steps) == 0 || len(s.joins) != len(s.steps)-1 {
		return s, errSelector
	}
	return s, nil
}

// stepsOf parts a selector where it goes on to another element.
func stepsOf(text string) (steps, joins []string) {
	level, join := 0, ""
	var now strings.Builder
	for _, t := range tokensOf(text) {
		kind, data := t.TokenType, string(t.Data)
		if level == 0 && (kind == css.WhitespaceToken || data == ">" || data == "+" || data == "~") {
			if now.Len() > 0 {
				steps = append(steps, now.String())
				now.Reset()
				join = " "
			}
			if kind != css.WhitespaceToken {
				join = data
			}
			continue
		}
		if now.Len() == 0 && join != "" {
			joins, join = append(joins, join), ""
		}
		level = max(0, level+opens(kind))
		now.WriteString(data)
	}
	if now.Len() > 0 {
		steps = append(steps, now.String())
	}
	if join == " " {
		join = ""
	}
	if join != "" {
		return nil, nil // it goes on and ends
	}
	return steps, joins
}

// failed are steps of a selector that an element is known not to be.
type failed map[failedStep]bool

type failedStep struct {
	n *html.Node
	i int
}

// means reports whether an element is what a selector says up to a step. Every look at an element counts.
func (s *StyleSheet) means(sel selector, n *html.Node, i int, not failed) bool {
	s.Tried += s.cost(sel, n)
	if s.Tried > MaxTried || not[failedStep{n, i}] || !sel.steps[i].Match(n) {
		return false
	}
	if i == 0 {
		return true
	}
	if not == nil {
		not = failed{}
	}
	next := func(n *html.Node) *html.Node { return n.Parent }
	join := sel.joins[i-1]
	if join == "+" || join == "~" {
		next = func(n *html.Node) *html.Node { return n.PrevSibling }
	}
	for o := next(n); o != nil && s.Tried <= MaxTried; o = next(o) {
		s.Tried++
		if o.Type != html.ElementNode {
			continue
		}
		if s.means(sel, o, i-1, not) {
			return true
		}
		if join == ">" || join == "+" {
			break
		}
	}
	not[failedStep{n, i}] = true
	return false
}

// cost is how many steps a look at an element takes.
func (s *StyleSheet) cost(sel selector, n *html.Node) (steps int) {
	for _, a := range n.Attr {
		steps += len(a.Val) / 100
	}
	if !sel.dear || n.Parent == nil {
		return steps + 1
	}
	count, ok := s.children[n.Parent]
	if !ok {
		for c := n.Parent.FirstChild; c != nil; c = c.NextSibling {
			count++
		}
		s.children[n.Parent] = count
	}
	return steps + 1 + count/10
}

// within are the selectors of a rule, each as a text; one that stands inside another rule goes on from that one's.
func within(around []string, prelude []css.Token, quirks bool) (list []string) {
	for _, tokens := range splitAt(prelude, css.CommaToken) {
		text := selectorText(tokens, quirks)
		switch {
		case text == "":
		case around == nil:
			list = append(list, text)
		case strings.Contains(text, "&"):
			for _, a := range around {
				list = append(list, strings.ReplaceAll(text, "&", a))
			}
		default:
			for _, a := range around {
				list = append(list, a+" "+text)
			}
		}
		if len(list) > maxSelectors {
			return list[:maxSelectors]
		}
	}
	return list
}

// selectorText is a selector as it is written but for its remarks; in old pages without what tells capital letters from
// small ones in classes and IDs.
func selectorText(tokens []css.Token, quirks bool) string {
	var b strings.Builder
	inBrackets, named := false, false
	for i, t := range tokens {
		text := string(t.Data)
		switch t.TokenType {
		case css.CommentToken:
			text = ""
		case css.WhitespaceToken:
			text = " "
		case css.LeftBracketToken:
			inBrackets = true
		case css.RightBracketToken:
			inBrackets, named = false, false
		case css.HashToken:
			if quirks {
				text = strings.ToLower(text)
			}
		case css.IdentToken, css.StringToken:
			lower := strings.ToLower(text)
			if inBrackets && (lower == "class" || lower == "id") {
				named = true
			}
			if quirks && (named || i > 0 && string(tokens[i-1].Data) == ".") {
				text = lower
			}
		}
		b.WriteString(text)
	}
	return strings.TrimSpace(b.String())
}

// keyOf is where a selector looks first: at the ID, a class or the tag of the element that it means.
func keyOf(selector string) string {
	id, class, tag := "", "", ""
	level := 0
	tokens := tokensOf(selector)
	for i, t := range tokens {
		switch text := string(t.Data); {
		case strings.HasSuffix(text, "(") || t.TokenType == css.LeftBracketToken:
			level++
		case t.TokenType == css.RightParenthesisToken || t.TokenType == css.RightBracketToken:
			level--
		case level > 0 || strings.Contains(text, `\`):
			if level == 0 {
				return "*"
			}
		case t.TokenType == css.WhitespaceToken || text == ">" || text == "+" || text == "~":
			id, class, tag = "", "", ""
		case t.TokenType == css.HashToken:
			id = text
		case t.TokenType == css.IdentToken && i > 0 && string(tokens[i-1].Data) == ".":
			class = "." + text
		case t.TokenType == css.IdentToken && (i == 0 || string(tokens[i-1].Data) != ":"):
			tag = strings.ToLower(text)
		}
	}
	return cmp.Or(id, class, tag, "*")
}

// keysOf are all the places where a rule that means an element can look first.
func keysOf(n *html.Node) []string {
	keys := []string{"*", n.Data}
	for _, a := range n.Attr {
		switch a.Key {
		case "id":
			keys = append(keys, "#"+a.Val)
		case "class":
			for _, c := range strings.Fields(a.Val) {
				keys = append(keys, "."+c)
			}
		}
	}
	return keys
}
