package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
	"znkr.io/diff"

	"orangelab.cn/rightsdesk/model"
)

// Op is what becomes of a piece of text from one version to the other.
type Op string

// The operations. Kept is in both versions.
const (
	Kept     Op = "kept"
	Deleted  Op = "deleted"
	Inserted Op = "inserted"
)

// Piece is a run of words of a text that have one operation.
type Piece struct {
	Op   Op
	Text string
}

// Pieces are a text of the old version and one of the new, word by word.
type Pieces []Piece

// Old returns the text as it was.
func (p Pieces) Old() string { return p.without(Inserted) }

// New returns the text as it is.
func (p Pieces) New() string { return p.without(Deleted) }

func (p Pieces) without(op Op) string {
	var b strings.Builder
	for _, piece := range p {
		if piece.Op != op {
			b.WriteString(piece.Text)
		}
	}
	return b.String()
}

// Changed reports whether anything was deleted or inserted.
func (p Pieces) Changed() bool {
	return slices.ContainsFunc(p, func(piece Piece) bool { return piece.Op != Kept })
}

// Change is what became of one clause. A clause that was added has no Was, one that was removed no Now.
type Change struct {
	Was, Now *Clause
	Moved    bool // it stands at another place among those that both versions have
	// Heading and Body compare the texts in each language that either version has.
	Heading, Body map[string]Pieces
	at            int // the place of Was in the old version
}

// Added reports whether the clause is new.
func (c Change) Added() bool { return c.Was == nil }

// Removed reports whether the clause is gone.
func (c Change) Removed() bool { return c.Now == nil }

// Renumbered reports whether the clause is cited by another ID now.
func (c Change) Renumbered() bool { return c.Was != nil && c.Now != nil && c.Was.ID != c.Now.ID }

// Reworded reports whether a word of the clause changed, in any language.
func (c Change) Reworded() bool {
	for _, texts := range []map[string]Pieces{c.Heading, c.Body} {
		for _, p := range texts {
			if p.Changed() {
				return true
			}
		}
	}
	return false
}

// Remarked reports whether the clause is about other categories of data now, or is important where it was not, or the
// reverse.
func (c Change) Remarked() bool {
	return c.Was != nil && c.Now != nil &&
		(c.Was.Important != c.Now.Important || !slices.Equal(c.Was.Categories, c.Now.Categories))
}

// Same reports whether the clause is as it was, where it was.
func (c Change) Same() bool {
	return !c.Added() && !c.Removed() && !c.Moved && !c.Reworded() && !c.Remarked() && !c.Renumbered()
}

// ID is the clause as the new version cites it, or the old one where it was removed.
func (c Change) ID() string {
	if c.Now != nil {
		return c.Now.ID
	}
	return c.Was.ID
}

// Key tells the change from every other of its comparison: the clause's IDs in both versions.
func (c Change) Key() string {
	was, now := "", ""
	if c.Was != nil {
		was = c.Was.ID
	}
	if c.Now != nil {
		now = c.Now.ID
	}
	return was + "→" + now
}

// Comparison is how a version came from another.
type Comparison struct {
	From, To Version
	// Changes has every clause of either version: those of the new one in its order, and each that was removed where it
	// stood.
	Changes []Change
}

// Compare compares two versions clause by clause and word by word.
func Compare(from, to Version) Comparison {
	was := match(from.Clauses, to.Clauses)
	moved := outOfOrder(was)
	c := Comparison{From: from, To: to}
	gone := removed(len(from.Clauses), was)
	for now := range to.Clauses {
		change := Change{Now: &to.Clauses[now], at: was[now]}
		if old := was[now]; old >= 0 {
			change.Was, change.Moved = &from.Clauses[old], moved[now]
		}
		change.compareTexts()
		c.Changes = append(c.Changes, change)
	}
	for _, old := range gone {
		change := Change{Was: &from.Clauses[old], at: old}
		change.compareTexts()
		c.Changes = slices.Insert(c.Changes, c.placeOf(old), change)
	}
	return c
}

// placeOf is where a clause that was removed is shown: after the one that it followed.
func (c Comparison) placeOf(old int) int {
	place, before := 0, -1
	for i, change := range c.Changes {
		if change.Was != nil && !change.Moved && change.at < old && change.at > before {
			place, before = i+1, change.at
		}
	}
	return place
}

// Differences lists the changes in which something is not as it was; a clause that only bears another number is not
// among them.
func (c Comparison) Differences() (list []Change) {
	for _, change := range c.Changes {
		if change.Added() || change.Removed() || change.Moved || change.Reworded() || change.Remarked() {
			list = append(list, change)
		}
	}
	return list
}

// Digest names what was compared.
func (c Comparison) Digest() string {
	sum := sha256.Sum256([]byte(c.From.Digest() + " " + c.To.Digest()))
	return hex.EncodeToString(sum[:])
}

// ErrOtherText says that a comparison is applied to another text than it was made from.
var ErrOtherText = errors.New("the comparison was made from another text")

// Apply makes the clauses of the new version from those of the old one and from what the comparison says, word for
// word.
func (c Comparison) Apply(old []Clause) (clauses []Clause, err error) {
	for _, change := range c.Changes {
		was := Clause{}
		if change.Was != nil {
			if change.at >= len(old) {
				return nil, ErrOtherText
			}
			was = old[change.at]
		}
		heading, errHeading := rewritten(was.Heading, change.Heading)
		body, errBody := rewritten(was.Body, change.Body)
		if err := errors.Join(errHeading, errBody); err != nil {
			return nil, err
		}
		if change.Now != nil {
			clauses = append(clauses,
				Clause{ID: change.Now.ID, Heading: heading, Body: body, Important: change.Now.Important,
					Categories: change.Now.Categories})
		}
	}
	return clauses, nil
}

func rewritten(was model.Text, compared map[string]Pieces) (model.Text, error) {
	text := model.Text{}
	for lang, p := range compared {
		if p.Old() != was[lang] {
			return nil, ErrOtherText
		}
		if s := p.New(); s != "" {
			text[lang] = s
		}
	}
	return text, nil
}

func (c *Change) compareTexts() {
	var was, now Clause
	if c.Was != nil {
		was = *c.Was
	}
	if c.Now != nil {
		now = *c.Now
	}
	c.Heading, c.Body = compareIn(was.Heading, now.Heading), compareIn(was.Body, now.Body)
}

func compareIn(was, now model.Text) map[string]Pieces {
	compared := map[string]Pieces{}
	for _, text := range []model.Text{was, now} {
		for lang := range text {
			if _, done := compared[lang]; !done {
				compared[lang] = CompareWords(was[lang], now[lang])
			}
		}
	}
	return compared
}

// CompareWords compares two texts word by word, as Unicode Standard Annex #29 tells words: a Chinese character is one,
// and so is what stands between two words. A short run that happens to be in both, between two longer ones that
// changed, is told as changed with them: people read words, not letters.
func CompareWords(was, now string) Pieces {
	var pieces Pieces
	for _, e := range diff.Edits(wordsOf(was), wordsOf(now)) {
		switch e.Op {
		case diff.Match:
			pieces = pieces.add(Kept, e.X)
		case diff.Delete:
			pieces = pieces.add(Deleted, e.X)
		case diff.Insert:
			pieces = pieces.add(Inserted, e.Y)
		}
	}
	return pieces.joined()
}

func (p Pieces) add(op Op, text string) Pieces {
	if n := len(p); n > 0 && p[n-1].Op == op {
		p[n-1].Text += text
		return p
	}
	return append(p, Piece{op, text})
}

// joined gathers, between two runs that are kept and long enough to be read, what is deleted before what is inserted.
func (p Pieces) joined() (list Pieces) {
	var deleted, inserted string
	changed := false
	flush := func() {
		if deleted != "" {
			list = list.add(Deleted, deleted)
		}
		if inserted != "" {
			list = list.add(Inserted, inserted)
		}
		deleted, inserted, changed = "", "", false
	}
	for i, piece := range p {
		switch {
		case piece.Op == Deleted:
			deleted, changed = deleted+piece.Text, true
		case piece.Op == Inserted:
			inserted, changed = inserted+piece.Text, true
		case changed && i+1 < len(p) && slight(piece.Text):
			deleted, inserted = deleted+piece.Text, inserted+piece.Text
		default:
			flush()
			list = list.add(Kept, piece.Text)
		}
	}
	flush()
	return list
}

// slight reports whether a run that is in both texts says nothing by itself: a space, a mark, a short word such as
// "and", one Chinese character.
func slight(text string) bool {
	if strings.Contains(text, "\n") {
		return false
	}
	text = strings.TrimSpace(text)
	return utf8.RuneCountInString(text) <= 1 || len(text) <= 3 && !strings.Contains(text, " ")
}

func wordsOf(text string) (list []string) {
	for it := words.FromString(text); it.Next(); {
		list = append(list, it.Value())
	}
	return list
}
