package intake

import (
	"bytes"
	"slices"
	"strings"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"
)

// Bounds of the styles of a page: what lies beyond is not read.
const (
	maxStyles   = 256 << 10 // bytes of all its style sheets
	maxRules    = 4000
	maxSelector = 8 // simple selectors of one, and classes of one element
	maxInline   = 16 << 10
)

// declaration is one property of a style with its value, in lower case and without blanks but between words.
type declaration struct {
	name, value string
	important   bool
}

// simple is a selector of one element without what stands around it: a tag, an ID and classes.
type simple struct {
	tag, id string
	classes []string
}

// styleRule is a rule of a style sheet: the last of its selectors is that of the element, those before it of what stands around.
type styleRule struct {
	path         []simple
	weight       int // an ID weighs more than a class, a class more than a tag
	declarations []declaration
}

// styleSheet is what the style sheets of a page say of how its elements show, by what a rule looks for first.
type styleSheet struct {
	byTag, byID, byClass map[string][]int
	rules                []styleRule
	read                 int
	tried                int // rules, for all elements
}

// add reads a style sheet. Rules for certain screens only, for what somebody points at, and for what a selector cannot tell by
// tag, class and ID are passed over.
func (s *styleSheet) add(text []byte) {
	if s.byTag == nil {
		s.byTag, s.byID, s.byClass = map[string][]int{}, map[string][]int{}, map[string][]int{}
	}
	text = text[:min(len(text), max(0, maxStyles-s.read))]
	s.read += len(text)
	text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("<!--"), nil), []byte("-->"), nil)
	p := css.NewParser(parse.NewInputBytes(text), false)
	var selectors [][]simple
	var list []declaration
	within, passed := 0, 0 // at-rules that are open, and the first of them that is passed over
	for len(s.rules) < maxRules {
		kind, _, data := p.Next()
		switch kind {
		case css.ErrorGrammar:
			if p.Err() != nil {
				return // the end, since what is no style is passed over
			}
		case css.BeginAtRuleGrammar:
			if within++; passed == 0 && !everywhere(data, p.Values()) {
				passed = within
			}
		case css.EndAtRuleGrammar:
			if within == passed {
				passed = 0
			}
			within = max(0, within-1)
		case css.QualifiedRuleGrammar:
			selectors = append(selectors, selectorsOf(p.Values())...)
		case css.BeginRulesetGrammar:
			selectors, list = append(selectors, selectorsOf(p.Values())...), nil
		case css.DeclarationGrammar:
			list = append(list, declarationOf(data, p.Values()))
		case css.EndRulesetGrammar:
			for _, path := range selectors {
				if passed == 0 && len(path) > 0 && len(s.rules) < maxRules {
					s.put(styleRule{path: path, declarations: list})
				}
			}
			selectors = nil
		}
	}
}

// everywhere reports whether what an at-rule holds is meant for every screen.
func everywhere(name []byte, values []css.Token) bool {
	if !bytes.EqualFold(name, []byte("@media")) {
		return bytes.EqualFold(name, []byte("@layer")) || bytes.EqualFold(name, []byte("@supports"))
	}
	for _, v := range values {
		word := strings.ToLower(string(v.Data))
		if v.TokenType != css.WhitespaceToken && word != "all" && word != "screen" && word != "only" {
			return false
		}
	}
	return true
}

// declarationOf makes a declaration of its tokens.
func declarationOf(name []byte, values []css.Token) declaration {
	d := declaration{name: strings.ToLower(string(name))}
	var b strings.Builder
	for i, v := range values {
		switch {
		case v.TokenType == css.CommentToken:
		case v.TokenType == css.DelimToken && string(v.Data) == "!" && i+1 < len(values):
			d.important = true
		case d.important: // the word behind it
		case v.TokenType == css.WhitespaceToken:
			b.WriteByte(' ')
		default:
			b.Write(bytes.ToLower(v.Data))
		}
	}
	d.value = strings.TrimSpace(b.String())
	return d
}

// inlineStyle reads the style of one element.
func inlineStyle(text []byte) (list []declaration) {
	p := css.NewParser(parse.NewInputBytes(slices.Clone(text[:min(len(text), maxInline)])), true)
	for {
		switch kind, _, data := p.Next(); kind {
		case css.ErrorGrammar:
			if p.Err() != nil {
				return list
			}
		case css.DeclarationGrammar:
			list = append(list, declarationOf(data, p.Values()))
		}
	}
}

// selectorsOf reads selectors with commas between them.
func selectorsOf(tokens []css.Token) (list [][]simple) {
	for start := 0; start <= len(tokens) && len(list) < maxRules; {
		end := start
		for end < len(tokens) && tokens[end].TokenType != css.CommaToken {
			end++
		}
		list = append(list, selectorOf(tokens[start:end]))
		start = end + 1
	}
	return list
}

// selectorOf reads a selector of tags, classes and IDs, one inside the other; nil for any other.
func selectorOf(tokens []css.Token) (path []simple) {
	now, begun := simple{}, false
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		text := strings.ToLower(string(t.Data))
		switch {
		case t.TokenType == css.IdentToken:
			now.tag, begun = text, true
		case t.TokenType == css.HashToken:
			now.id, begun = text[1:], true
		case t.TokenType == css.DelimToken && text == "*":
			begun = true
		case t.TokenType == css.DelimToken && text == "." && i+1 < len(tokens) && tokens[i+1].TokenType == css.IdentToken:
			i++
			now.classes, begun = append(now.classes, strings.ToLower(string(tokens[i].Data))), true
		case t.TokenType == css.WhitespaceToken || t.TokenType == css.DelimToken && text == ">":
			if begun {
				path, now, begun = append(path, now), simple{}, false
			}
		default:
			return nil
		}
	}
	if begun {
		path = append(path, now)
	}
	if len(path) > maxSelector {
		return nil
	}
	return path
}

// put adds a rule that says something of how an element shows.
func (s *styleSheet) put(r styleRule) {
	r.declarations = slices.DeleteFunc(slices.Clone(r.declarations), func(d declaration) bool { return !shows[d.name] })
	if len(r.declarations) == 0 {
		return
	}
	for _, e := range r.path {
		r.weight += 10 * len(e.classes)
		if e.id != "" {
			r.weight += 100
		}
		if e.tag != "" {
			r.weight++
		}
	}
	n := len(s.rules)
	s.rules = append(s.rules, r)
	switch last := r.path[len(r.path)-1]; {
	case last.id != "":
		s.byID[last.id] = append(s.byID[last.id], n)
	case len(last.classes) > 0:
		s.byClass[last.classes[0]] = append(s.byClass[last.classes[0]], n)
	default:
		s.byTag[last.tag] = append(s.byTag[last.tag], n)
	}
}

// is reports whether a selector of one element means it.
func (s simple) is(e simple) bool {
	return (s.tag == "" || s.tag == e.tag) && (s.id == "" || s.id == e.id) && !slices.ContainsFunc(s.classes, func(c string) bool { return !slices.Contains(e.classes, c) })
}

// maxTried is how many rules are tried for all elements of a page, far more than any real one asks for. Behind them nothing is
// certain to be seen.
const maxTried = 500_000

// of returns what the style sheets say of an element inside others, the weightier later.
func (s *styleSheet) of(e simple, around []veil) (list []declaration) {
	if len(s.rules) == 0 || s.tried > maxTried {
		return nil
	}
	candidates := slices.Concat(s.byTag[""], s.byTag[e.tag])
	if e.id != "" {
		candidates = append(candidates, s.byID[e.id]...)
	}
	for _, c := range e.classes {
		candidates = append(candidates, s.byClass[c]...)
	}
	var match []int
	for _, n := range candidates {
		if s.tried++; s.tried > maxTried {
			return nil
		}
		if path := s.rules[n].path; path[len(path)-1].is(e) && inside(path[:len(path)-1], around) {
			match = append(match, n)
		}
	}
	slices.SortFunc(match, func(a, b int) int {
		if w := s.rules[a].weight - s.rules[b].weight; w != 0 {
			return w
		}
		return a - b
	})
	for _, n := range match {
		list = append(list, s.rules[n].declarations...)
	}
	return list
}

// inside reports whether elements that are open meet selectors in their order; what stands directly within another is not told
// apart from what stands deeper.
func inside(path []simple, around []veil) bool {
	for i := len(around) - 1; i >= 0 && len(path) > 0; i-- {
		if path[len(path)-1].is(around[i].is) {
			path = path[:len(path)-1]
		}
	}
	return len(path) == 0
}
