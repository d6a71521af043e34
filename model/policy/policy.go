// Package policy knows the organisation's privacy statement and its supplements: as versions of clauses, what is wrong
// with one before it is published, how two of them differ, and what a difference means for the people whose data it is
// about. It is pure: it reads no file and knows no desk.
package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
)

// Version is one version of a privacy statement, or of a supplement to it for one service. A saved version never
// changes: what is edited is saved as the next.
type Version struct {
	// Document names the statement or supplement among those of the desk, such as "statement".
	Document string    `json:"document"`
	Number   int64     `json:"-"` // counted from 1 within the document, drafts too
	SavedAt  time.Time `json:"-"`
	SavedBy  string    `json:"-"` // ID of the member of staff

	Label string     `json:"label"` // as it is published and cited, such as "3.2"
	Title model.Text `json:"title"`
	// Supplements is the document that this one adds to for a Service; both are empty in a statement.
	Supplements string        `json:"supplements,omitempty"`
	Service     string        `json:"service,omitempty"`
	From        calendar.Date `json:"from,omitzero"` // the day from which it is in force, in the organisation's zone
	Clauses     []Clause      `json:"clauses"`
	Glossary    []Term        `json:"glossary,omitempty"`
}

// Clause is what letters, notices and requests cite: a heading and what stands below it.
type Clause struct {
	ID      string     `json:"id"` // as cited, such as "4.2"; unique within a version
	Heading model.Text `json:"heading"`
	// Body has a paragraph or an item of a list on each line. An item begins with Bullet; what is bold stands between
	// two Bold.
	Body       model.Text `json:"body"`
	Important  bool       `json:"important,omitempty"`  // it concerns the person's interests much, and must be bold
	Categories []string   `json:"categories,omitempty"` // of personal data that it is about, as the register calls them
	// Grants are the kinds of request that it promises to carry out; the letters about one of these cite it.
	Grants []model.Kind `json:"grants,omitempty"`
}

// Marks in the body of a clause.
const (
	Bullet = "• "
	Bold   = "**"
)

// Term is an expression that the statement explains.
type Term struct {
	Word    model.Text `json:"word"`
	Meaning model.Text `json:"meaning"`
	Link    string     `json:"link,omitempty"` // where more is said
}

// State is how a version stands on a day.
type State string

// The states of a version.
const (
	Draft      State = "draft"       // the newest, which nobody published
	OldDraft   State = "older draft" // a newer one stands in its place, and nobody published it
	Coming     State = "coming"      // published, in force from a later day
	InForce    State = "in force"    // published, and no later one is in force
	Superseded State = "superseded"  // published, and another has taken its place
)

// Published is a version and who approved it.
type Published struct {
	Version
	By string // ID of the member of staff who published it; empty in a draft
	At time.Time
}

// InForceOn returns the version in force on a day among those of one document, the last to begin and of these the
// newest; nil where none is in force yet. Drafts are never in force.
func InForceOn(versions []Published, day calendar.Date) *Published {
	var best *Published
	for i := range versions {
		v := &versions[i]
		if v.By == "" || day.Before(v.From) {
			continue
		}
		if best == nil || best.From.Before(v.From) || best.From == v.From && best.Number < v.Number {
			best = v
		}
	}
	return best
}

// StateOn returns how the version stands among all those of its document on a day.
func StateOn(versions []Published, number int64, day calendar.Date) State {
	current := InForceOn(versions, day)
	for _, v := range versions {
		switch {
		case v.Number != number:
		case v.By == "" && Newest(versions).Number == number:
			return Draft
		case v.By == "":
			return OldDraft
		case current != nil && current.Number == number:
			return InForce
		case day.Before(v.From):
			return Coming
		}
	}
	return Superseded
}

// Newest returns the version with the highest number; an empty one where there is none.
func Newest(versions []Published) (newest Published) {
	for _, v := range versions {
		if v.Number >= newest.Number {
			newest = v
		}
	}
	return newest
}

// Ref is a version as somebody saw it: which it is, and what it says.
type Ref struct {
	Document string
	Number   int64 // 0 where nothing of the document was there
	Digest   string
}

// Ref names the version as it stands.
func (v Version) Ref() Ref {
	if v.Number == 0 {
		return Ref{Document: v.Document}
	}
	return Ref{v.Document, v.Number, v.Digest()}
}

// Clause returns the clause with an ID; nil where the version has none.
func (v Version) Clause(id string) *Clause {
	for i := range v.Clauses {
		if v.Clauses[i].ID == id {
			return &v.Clauses[i]
		}
	}
	return nil
}

// Languages returns the languages of model.Languages in which some clause has a text.
func (v Version) Languages() (list []string) {
	for _, lang := range model.Languages {
		for _, c := range v.Clauses {
			if c.Heading[lang] != "" || c.Body[lang] != "" {
				list = append(list, lang)
				break
			}
		}
	}
	return list
}

// Cite names a clause of the version as papers do: "3.2, clause 4.2" or 3.2 版第 4.2 条.
func (v Version) Cite(clause, lang string) string {
	label := v.Label
	if label == "" {
		label = fmt.Sprint(v.Number)
	}
	if lang == chinese {
		return fmt.Sprintf("%s 版第 %s 条", label, clause)
	}
	return fmt.Sprintf("version %s, clause %s", label, clause)
}

const (
	english = "en"
	chinese = "zh-Hans"
)

// Digest names the text of the version and its day: whatever a reader or a member of staff would see differently makes
// another one.
func (v Version) Digest() string {
	body, err := json.Marshal(struct {
		Version
		Number int64
	}{v, v.Number})
	if err != nil { // nothing in a version can fail to be written
		panic(err)
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// Lines returns the paragraphs and items of the body in a language.
func (c Clause) Lines(lang string) (lines []string) {
	for line := range strings.SplitSeq(c.Body[lang], "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// Plain returns a text without the marks of bold.
func Plain(text string) string { return strings.ReplaceAll(text, Bold, "") }
