// Package letter turns the facts of a request into an answer to the requester, as HTML, plain text or PDF;
// it never decides, sends or stores anything.
//
// The wording lies in templates (assets/letters) that an organisation may edit. Each letter has a checklist of
// what it must say; a template that leaves an item out, and data that lack a fact, are errors and never a gap.
package letter

import (
	"fmt"
	"sync"
	"time"

	"orangelab.cn/rightsdesk/assets/letters"
)

// Kind is what a letter says.
type Kind string

// The kinds of letters.
const (
	Acknowledgement Kind = "acknowledgement"  // the request has arrived, and when the answer comes
	IdentityNeeded  Kind = "identity_needed"  // something more is needed to be sure who asks
	Extended        Kind = "extended"         // the answer will take longer than promised
	Fulfilled       Kind = "fulfilled"        // done in full; tells about the copy where there is one
	PartlyFulfilled Kind = "partly_fulfilled" // done in part, the rest refused with reasons
	Refused         Kind = "refused"          // refused with reasons
	Blockers        Kind = "blockers"         // what must be settled before an account is cancelled
	NotVerified     Kind = "not_verified"     // closed because nobody could tell who asked
	Redirected      Kind = "redirected"       // somebody else holds the data
)

// Answers reports whether a letter of the kind is the answer to a request, not one on the way there.
func (k Kind) Answers() bool {
	switch k {
	case Fulfilled, PartlyFulfilled, Refused, NotVerified, Common:
		return true
	}
	return false
}

// Kinds lists all kinds in the order of a request's life.
var Kinds = []Kind{Acknowledgement, IdentityNeeded, Extended, Fulfilled, PartlyFulfilled, Refused, Blockers,
	NotVerified, Redirected}

// Languages of the letters.
const (
	English = "en"
	Chinese = "zh-Hans"
)

// Languages lists the languages that letters are written in.
var Languages = []string{English, Chinese}

// BlockKind is a form of text in a letter.
type BlockKind int

// The forms of text.
const (
	Heading BlockKind = iota
	Paragraph
	Item
)

// Block is a heading, a paragraph or an item of a list.
type Block struct {
	Kind BlockKind
	Text string
	Own  bool // the words of the member of staff, not of the template
	// Typed is what a member of staff typed within the text, as a reason or an address; nil where all of it is the
	// template's.
	Typed []string `json:",omitempty"`
	// Covers are the ids of the checklist items that the passage covers, parted by blanks; they tell where its facts
	// come from.
	Covers string `json:",omitempty"`
}

// Written returns the words of the block that a member of staff wrote.
func (b Block) Written() []string {
	if b.Own {
		return []string{b.Text}
	}
	return b.Typed
}

// Letter is a letter ready to be put out. The same Data give the same Letter, and it the same bytes.
type Letter struct {
	Kind         Kind
	Language     string
	Title        string
	Organisation string
	Reference    string
	Date         time.Time // in the zone of the letter
	Blocks       []Block
	Covered      []string // ids of the checklist items that the text covers, sorted
}

// Render writes a letter from the built-in templates. See Book.Render.
func Render(kind Kind, lang string, d Data) (Letter, error) {
	book, err := builtIn()
	if err != nil {
		return Letter{}, err
	}
	return book.Render(kind, lang, d)
}

// RenderKept writes again a letter that was written before, from the facts that were kept of it. Facts that a letter
// needs today and did not need then stay unsaid.
func RenderKept(kind Kind, lang string, d Data) (Letter, error) {
	book, err := builtIn()
	if err != nil {
		return Letter{}, err
	}
	return book.write(kind, lang, clean(d, d.Zone))
}

// builtIn reads the embedded templates, once.
var builtIn = sync.OnceValues(func() (*Book, error) {
	book, err := Load(letters.Files)
	if err != nil {
		return nil, fmt.Errorf("built-in letters: %w", err)
	}
	return book, nil
})

// dateText is the date of the letter as its language writes it.
func (l Letter) dateText() string { return dateIn(l.Language, l.Date) }

// Day writes a day as letters do: "Fri 4 Dec 2026", "2026年12月4日（周五）".
func Day(lang string, t time.Time) string { return dateIn(lang, t) }

// dateIn writes a day: "Fri 4 Dec 2026", "2026年12月4日（周五）".
func dateIn(lang string, t time.Time) string {
	if lang == Chinese {
		return t.Format("2006年1月2日") + "（周" + string([]rune("日一二三四五六")[t.Weekday()]) + "）"
	}
	return t.Format("Mon 2 Jan 2006")
}

// arrivalIn writes when something came in: the day alone where nobody gave the hour, which is kept as the day's first
// moment.
func arrivalIn(lang string, t time.Time) string {
	if t.Equal(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())) {
		return dateIn(lang, t)
	}
	return datetimeIn(lang, t)
}

// datetimeIn writes a minute with its offset from UTC, so that it means the same to a reader abroad.
func datetimeIn(lang string, t time.Time) string {
	_, seconds := t.Zone()
	offset := "UTC"
	if seconds != 0 {
		offset += fmt.Sprintf("%+d", seconds/3600)
		if m := seconds / 60 % 60; m != 0 {
			offset += fmt.Sprintf(":%02d", max(m, -m))
		}
	}
	if lang == Chinese {
		return dateIn(lang, t) + t.Format("15:04") + "（" + offset + "）"
	}
	return dateIn(lang, t) + t.Format(", 15:04") + " (" + offset + ")"
}
