package policy

import "strings"

// How much of two paragraphs must be the same words for one to repeat the other, and how many words they must have for
// it to matter: lists may well end in the same words.
const (
	repeats    = 0.62
	fewInList  = 4
	fewInOther = 12
)

// passage is a paragraph or item with its place.
type passage struct {
	clause string
	line   int
	text   string
	words  bag
	size   int
}

func (c *checking) passages() (list []passage) {
	for _, clause := range c.version.Clauses {
		for i, line := range clause.Lines(c.lang) {
			p := passage{clause: clause.ID, line: i + 1,
				text: strings.TrimSpace(strings.TrimPrefix(Plain(line), strings.TrimSpace(Bullet))), words: bag{}}
			p.words.count(c.lang, p.text)
			p.size = p.words.size()
			list = append(list, p)
		}
	}
	return list
}

// doubled finds paragraphs and items that stand in the text twice, word for word.
func (c *checking) doubled() {
	seen := map[string]passage{}
	for _, p := range c.passages() {
		key := strings.Trim(p.text, ".;。；")
		first, twice := seen[key]
		switch {
		case !twice:
			seen[key] = p
		case p.size >= fewInOther || p.clause == first.clause && p.size >= fewInList:
			c.add(DoubledItem, p.clause, p.line, p.text).Other = first.clause
		}
	}
}

// repeated finds clauses that say nearly what another says; each pair is told once, at its first place.
func (c *checking) repeated() {
	list := c.passages()
	told := map[[2]string]bool{}
	for i, p := range list {
		for _, q := range list[i+1:] {
			pair := [2]string{q.clause, p.clause}
			if p.clause == q.clause || told[pair] || p.size < fewInOther || q.size < fewInOther ||
				2*min(p.size, q.size) < max(p.size, q.size) || p.text == q.text {
				continue
			}
			if p.words.likeness(q.words) >= repeats {
				told[pair] = true
				c.add(RepeatedClause, q.clause, q.line, q.text).Other = p.clause
			}
		}
	}
}
