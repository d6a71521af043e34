package draft

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/app/source/draft/letters"
	"orangelab.cn/rightsdesk/assets"
)

// concept is one kind of thing that a column can hold of a person.
type concept struct {
	name     string
	Category string
	Holds    []string // kinds of values: text, number, date, bytes, flag
	Counts   string   // where a column of the name is about a person, see table.counts
	Identity string   // the kind of identity that a search can begin with
	Group    string   // ambiguous words count only beside another column of the group
}

// meaning is what a word or phrase says of a column.
type meaning struct {
	*concept
	phrase    string
	headFirst bool // of a language that says the thing before what it belongs to: adresse_client
	ambiguous bool
}

// group returns the group of what is meant; empty where nothing is.
func (m meaning) group() string {
	if m.concept == nil {
		return ""
	}
	return m.concept.Group
}

// lexicon is the words of all languages, as assets/draft has them.
type lexicon struct {
	concepts map[string]*concept
	phrases  map[string]meaning
	longest  int             // words of the longest phrase
	known    map[string]bool // every single word of the lexicon in Latin letters
	han      map[string]meaning
	tables   map[string]map[string]bool // what tables of a role are called
	endings, beginnings, owners,
	qualifiers, generic, discriminators, roles, bookkeeping, firms, machines map[string]bool
	persons, others, bounds, heads, texts, alone, bare map[string]bool
	synonyms                                           map[string][]string // other words for the same thing
}

// words is one language's file.
type words struct {
	Head    string
	Columns map[string][]string
	Tables  map[string][]string
	Vetoes  struct{ Ends, Begins, Owners []string }

	Ambiguous, Qualifiers, Discriminators, Roles, Bookkeeping, Nothing []string
	Firms, Machines, Persons, Texts, Alone, Bare, Known                []string
	Others, Bounds, Heads                                              []string
	Synonyms                                                           [][]string
	GenericIDs                                                         []string `yaml:"generic_ids"`
}

// language is the lexicon, read once. What it is read from is part of the program, and a test reads all of it.
var language = sync.OnceValue(func() *lexicon {
	l, err := readLexicon()
	if err != nil {
		panic(err)
	}
	return l
})

func readLexicon() (*lexicon, error) {
	l := &lexicon{phrases: map[string]meaning{}, known: map[string]bool{}, han: map[string]meaning{},
		tables:  map[string]map[string]bool{},
		endings: map[string]bool{}, beginnings: map[string]bool{}, owners: map[string]bool{},
		qualifiers: map[string]bool{}, generic: map[string]bool{},
		discriminators: map[string]bool{}, roles: map[string]bool{}, bookkeeping: map[string]bool{},
		firms: map[string]bool{}, machines: map[string]bool{},
		persons: map[string]bool{}, others: map[string]bool{}, bounds: map[string]bool{}, heads: map[string]bool{},
		synonyms: map[string][]string{},
		texts:    map[string]bool{}, alone: map[string]bool{}, bare: map[string]bool{}}
	var concepts map[string]*concept
	if err := readWords("concepts.yaml", &concepts); err != nil {
		return nil, err
	}
	for name, c := range concepts {
		c.name = name
	}
	l.concepts = concepts
	files, err := assets.DraftWords.ReadDir("draft")
	if err != nil {
		return nil, fmt.Errorf("the words of the draft cannot be listed: %w", err)
	}
	var names []string
	for _, f := range files {
		if name := f.Name(); name != "concepts.yaml" && name != "en.yaml" {
			names = append(names, name)
		}
	}
	for _, name := range append([]string{"en.yaml"}, names...) { // where two languages share a word, English has it
		var w words
		if err := readWords(name, &w); err != nil {
			return nil, err
		}
		if err := l.add(&w, concepts); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return l, nil
}

func readWords(name string, into any) error {
	text, err := assets.DraftWords.ReadFile(path.Join("draft", name))
	if err == nil {
		err = yaml.Unmarshal(text, into)
	}
	if err != nil {
		return fmt.Errorf("the words of the draft in %s cannot be read: %w", name, err)
	}
	return nil
}

func (l *lexicon) add(w *words, concepts map[string]*concept) error {
	for _, name := range slices.Sorted(maps.Keys(w.Columns)) {
		c, phrases := concepts[name], w.Columns[name]
		if c == nil {
			return fmt.Errorf("%q is no concept", name)
		}
		for _, p := range phrases {
			m := meaning{concept: c, phrase: p, headFirst: w.Head == "first",
				ambiguous: slices.Contains(w.Ambiguous, p)}
			if letters.Ideographs(p) {
				l.han[p] = m
				continue
			}
			l.learn(p)
			if _, taken := l.phrases[p]; !taken {
				l.phrases[p] = m
				l.longest = max(l.longest, len(strings.Fields(p)))
			}
			l.han[p] = m // among ideographs too: 微信openid
		}
	}
	for _, p := range w.Nothing {
		l.learn(p)
		l.phrases[p] = meaning{phrase: p}
	}
	for _, word := range w.Known {
		l.learn(word)
	}
	for role, phrases := range w.Tables {
		if l.tables[role] == nil {
			l.tables[role] = map[string]bool{}
		}
		l.put(l.tables[role], phrases)
	}
	for into, phrases := range map[*map[string]bool][]string{&l.endings: w.Vetoes.Ends, &l.beginnings: w.Vetoes.Begins,
		&l.owners: w.Vetoes.Owners, &l.qualifiers: w.Qualifiers,
		&l.generic: w.GenericIDs, &l.discriminators: w.Discriminators, &l.roles: w.Roles, &l.bookkeeping: w.Bookkeeping,
		&l.firms: w.Firms, &l.machines: w.Machines, &l.persons: w.Persons, &l.others: w.Others, &l.bounds: w.Bounds,
		&l.heads: w.Heads, &l.texts: w.Texts, &l.alone: w.Alone, &l.bare: w.Bare} {
		l.put(*into, phrases)
	}
	for _, same := range w.Synonyms {
		for _, word := range same {
			l.known[word] = true
			l.synonyms[word] = append(l.synonyms[word], same...)
		}
	}
	return nil
}

func (l *lexicon) put(into map[string]bool, phrases []string) {
	for _, p := range phrases {
		into[p] = true
		l.learn(p)
	}
}

func (l *lexicon) learn(phrase string) {
	for _, word := range strings.Fields(phrase) {
		l.known[word] = true
	}
}

// knows reports whether a word is one of the lexicon.
func (l *lexicon) knows(word string) bool { return l.known[word] }
