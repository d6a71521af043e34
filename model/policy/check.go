package policy

import (
	"cmp"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/model"
)

// DefectKind is what can be wrong with the text of a version.
type DefectKind string

// What can be wrong.
const (
	NotBold        DefectKind = "not_bold"        // an important clause in which nothing is bold
	NothingBold    DefectKind = "nothing_bold"    // the text promises bold terms and has no important clause
	EmptyList      DefectKind = "empty_list"      // a list is announced that does not come
	EmptyItem      DefectKind = "empty_item"      // an item of a list, or a clause, that says nothing
	DoubledItem    DefectKind = "doubled_item"    // the very same paragraph or item twice
	RepeatedClause DefectKind = "repeated_clause" // nearly the same is said in two clauses
	BreaksOff      DefectKind = "breaks_off"      // a sentence that does not end
	StrayMark      DefectKind = "stray_mark"      // a mark of punctuation that belongs to nothing
	SaidTwice      DefectKind = "said_twice"      // a word that its sentence says twice in a row
	// Seam: a capital in the middle of a sentence: a wrong word, or a piece is missing
	Seam           DefectKind = "seam"
	AgesContradict DefectKind = "ages_contradict" // an age range with two upper ends
	SeveralNames   DefectKind = "several_names"   // the organisation is called by more than one name
	NoDeadline     DefectKind = "no_deadline"     // no clause says within how long a request is answered
	// NoLegalName: the organisation's registered name or its address is missing (PIPL 17(1)(1))
	NoLegalName     DefectKind = "no_legal_name"
	MissingLanguage DefectKind = "missing_language" // a clause that one of the languages lacks
	DoubledID       DefectKind = "doubled_id"       // two clauses under one number
)

// DefectKinds lists every kind.
var DefectKinds = []DefectKind{NotBold, NothingBold, EmptyList, EmptyItem, DoubledItem, RepeatedClause, BreaksOff,
	StrayMark, SaidTwice, Seam, AgesContradict,
	SeveralNames, NoDeadline, NoLegalName, MissingLanguage, DoubledID}

// Blocks reports whether a version with such a defect cannot be published. The others are shown to who publishes, who
// may know better.
func (k DefectKind) Blocks() bool {
	return slices.Contains([]DefectKind{NotBold, EmptyList, EmptyItem, DoubledItem, AgesContradict, MissingLanguage,
		DoubledID}, k)
}

// Defect is something wrong at one place of a version.
type Defect struct {
	Kind   DefectKind
	Clause string // ID; empty where it is about the whole text
	Lang   string
	Line   int    // of the clause's body, from 1; 0 where it is about the clause or its heading
	Quote  string // the words that it is about; short
	Other  string // ID of the other clause that it is about, where there are two
}

// Facts are what the check knows of the organisation besides the text: nothing where they are empty.
type Facts struct {
	Name, Address model.Text
}

// Check finds what is wrong with the text of a version, in the order of its clauses; first what concerns the whole.
func (v Version) Check(facts Facts) []Defect {
	c := checking{version: v, facts: facts}
	for _, lang := range v.Languages() {
		c.lang = lang
		c.whole()
		for i := range v.Clauses {
			c.clause(&v.Clauses[i])
		}
		c.doubled()
		c.repeated()
	}
	c.structure()
	place := map[string]int{"": -1}
	for i, clause := range v.Clauses {
		place[clause.ID] = i
	}
	slices.SortStableFunc(c.found, func(a, b Defect) int {
		return cmp.Or(cmp.Compare(place[a.Clause], place[b.Clause]), cmp.Compare(a.Line, b.Line))
	})
	return c.found
}

// Blocking selects the defects with which a version cannot be published.
func Blocking(defects []Defect) (list []Defect) {
	for _, d := range defects {
		if d.Kind.Blocks() {
			list = append(list, d)
		}
	}
	return list
}

// checking goes through a version in one language after the other.
type checking struct {
	version Version
	facts   Facts
	lang    string
	found   []Defect
	names   map[string]bool // words that are names in the language
}

// longestQuote is how many characters a quote has at most.
const longestQuote = 90

func (c *checking) add(kind DefectKind, clause string, line int, quote string) *Defect {
	q := []rune(quoted(quote))
	if len(q) > longestQuote {
		q = append(q[:longestQuote-1], '…')
	}
	c.found = append(c.found, Defect{Kind: kind, Clause: clause, Lang: c.lang, Line: line, Quote: string(q)})
	return &c.found[len(c.found)-1]
}

func (c *checking) clause(clause *Clause) {
	lines := clause.Lines(c.lang)
	heading := clause.Heading[c.lang]
	if len(lines) == 0 && announces(heading) {
		c.add(EmptyList, clause.ID, 0, heading)
	}
	if clause.Important && len(lines) > 0 && !slices.ContainsFunc(lines, boldSentence) {
		c.add(NotBold, clause.ID, 0, heading)
	}
	for i, line := range lines {
		text := strings.TrimSpace(strings.TrimPrefix(Plain(line), strings.TrimSpace(Bullet)))
		at := func(kind DefectKind, quote string) { c.add(kind, clause.ID, i+1, quote) }
		if text == "" {
			at(EmptyItem, heading)
			continue
		}
		if announces(text) && !followed(lines[i+1:]) {
			at(EmptyList, tail(text))
		}
		item := isItem(line) || i > 0 && (isItem(lines[i-1]) || listed(lines[:i]))
		c.sentences(text, item, at)
	}
}

// structure finds what is wrong with the clauses as such.
func (c *checking) structure() {
	seen := map[string]bool{}
	for _, clause := range c.version.Clauses {
		c.lang = ""
		if seen[clause.ID] {
			c.add(DoubledID, clause.ID, 0, clause.ID)
		}
		seen[clause.ID] = true
		for _, lang := range c.version.Languages() {
			c.lang = lang
			if (clause.Heading[lang] == "" && anyText(clause.Heading)) ||
				(clause.Body[lang] == "" && anyText(clause.Body)) {
				c.add(MissingLanguage, clause.ID, 0, clause.Heading.In(english))
			}
		}
	}
}

func anyText(t model.Text) bool {
	for _, s := range t {
		if s != "" {
			return true
		}
	}
	return false
}
