package policy

import (
	"slices"
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/model"
)

// How alike two clauses must be to be one. A clause that keeps its heading or its ID may be rewritten more, and one
// that keeps both is the same whatever it says now.
const (
	alike      = 0.5
	alikeNamed = 0.25
)

// match finds, for each clause of the new version, the place of the same clause in the old one; -1 where it is new.
// Clauses are matched by what they say and never by where they stand; their numbers only help, since one that was put
// in gives all the others after it new ones.
func match(from, to []Clause) []int {
	was := slices.Repeat([]int{-1}, len(to))
	taken := make([]bool, len(from))
	pair := func(now, old int) { was[now], taken[old] = old, true }
	for _, numbered := range []bool{true, false} { // the same words, and the same number where several have them
		for now, c := range to {
			same := func(old int) bool {
				return !taken[old] && sameWords(from[old], c) && (!numbered || from[old].ID == c.ID)
			}
			if old := slices.IndexFunc(places(from), same); was[now] < 0 && old >= 0 {
				pair(now, old)
			}
		}
	}
	type likeness struct {
		now, old int
		how      float64
	}
	var pairs []likeness
	olds, news := bagsOf(from), bagsOf(to)
	for now := range to {
		if was[now] >= 0 {
			continue
		}
		for old := range from {
			if taken[old] {
				continue
			}
			how := olds[old].likeness(news[now])
			named := agree(from[old].Heading, to[now].Heading) > 0
			switch {
			case named && (how >= alikeNamed || from[old].ID == to[now].ID):
				pairs = append(pairs, likeness{now, old, how + 1})
			case how >= alike || how >= alikeNamed && from[old].ID == to[now].ID:
				pairs = append(pairs, likeness{now, old, how})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b likeness) int {
		switch {
		case a.how > b.how:
			return -1
		case a.how < b.how:
			return 1
		}
		return 0
	})
	for _, p := range pairs {
		if was[p.now] < 0 && !taken[p.old] {
			pair(p.now, p.old)
		}
	}
	return was
}

// places are those of clauses, in order.
func places(clauses []Clause) []int {
	list := make([]int, len(clauses))
	for i := range list {
		list[i] = i
	}
	return list
}

// sameWords reports whether two clauses say the same in some language, and nothing else in another that both have; or
// nothing at all.
func sameWords(a, b Clause) bool {
	heading, body := agree(a.Heading, b.Heading), agree(a.Body, b.Body)
	return heading >= 0 && body >= 0 && (heading+body > 0 || a.silent() && b.silent())
}

func (c Clause) silent() bool { return !anyText(c.Heading) && !anyText(c.Body) }

// agree is 1 where two texts are the same in a language, -1 where they differ in one that both have, and 0 where no
// language has both.
func agree(a, b model.Text) (how int) {
	for lang, text := range a {
		other := b[lang]
		switch {
		case text != other && text != "" && other != "":
			return -1
		case text == other && text != "":
			how = 1
		}
	}
	return how
}

// bag counts the words of a text.
type bag map[string]int

func bagsOf(clauses []Clause) []bag {
	bags := make([]bag, len(clauses))
	for i, c := range clauses {
		bags[i] = bag{}
		for _, text := range []model.Text{c.Heading, c.Body} {
			for lang, s := range text {
				bags[i].count(lang, s)
			}
		}
	}
	return bags
}

func (b bag) count(lang, text string) {
	for _, w := range wordsOf(text) {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
			b[lang+" "+strings.ToLower(w)]++
		}
	}
}

func (b bag) size() (n int) {
	for _, k := range b {
		n += k
	}
	return n
}

// likeness is how much of two bags is in both, from 0 to 1 (Dice).
func (b bag) likeness(o bag) float64 {
	both, all := 0, b.size()+o.size()
	if all == 0 {
		return 0
	}
	for w, n := range b {
		both += min(n, o[w])
	}
	return 2 * float64(both) / float64(all)
}

// outOfOrder finds the clauses that moved: as few as can be, so that all others stand in the order of the old version.
func outOfOrder(was []int) []bool {
	moved := make([]bool, len(was))
	longest := make([]int, len(was)) // of an ascending row that ends here
	before := slices.Repeat([]int{-1}, len(was))
	last := -1
	for i, old := range was {
		if old < 0 {
			continue
		}
		moved[i], longest[i] = true, 1
		for j := range i {
			if was[j] >= 0 && was[j] < old && longest[j]+1 > longest[i] {
				longest[i], before[i] = longest[j]+1, j
			}
		}
		if last < 0 || longest[i] > longest[last] {
			last = i
		}
	}
	for i := last; i >= 0; i = before[i] {
		moved[i] = false
	}
	return moved
}

// removed lists the clauses of the old version that none of the new one is.
func removed(n int, was []int) (list []int) {
	for old := range n {
		if !slices.Contains(was, old) {
			list = append(list, old)
		}
	}
	return list
}
