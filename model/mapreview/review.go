// Package mapreview is what people settled about the tables and columns of a source: what each column holds, why it was
// guessed, and who said that it is right.
package mapreview

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// State is what became of what was guessed about a column.
type State string

// The states.
const (
	Proposed    State = "proposed"     // nobody looked at it
	Accepted    State = "accepted"     // it is right as it was guessed
	Changed     State = "changed"      // somebody said what it holds instead
	NotPersonal State = "not_personal" // it holds nothing of a person
	Recognised  State = "recognised"   // the map of a program that is known by its tables says it
	Written     State = "written"      // it stood in the dataset file, no guess, before stock was taken
	Gone        State = "gone"         // the source has it no more, and neither has the data map
)

// Settled reports whether a column in the state waits for nobody.
func (s State) Settled() bool { return s != Proposed && s != "" }

// Why is a reason of the draft.
type Why struct {
	Code  string  `json:"code"`
	About string  `json:"about,omitempty"`
	Found bool    `json:"found,omitempty"`
	Part  float64 `json:"part,omitempty"`
}

// Column is a column of a source as it was when stock was taken.
type Column struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Key  bool   `json:"key,omitempty"`
	Why  []Why  `json:"why,omitempty"` // of what it holds, and of where it leads
	Sure bool   `json:"sure,omitempty"`
	// Difference is what changed in the source since stock was taken before; empty for nothing.
	Difference Difference `json:"difference,omitempty"`
}

// Difference is how a source differs from when stock was taken of it.
type Difference string

// The differences.
const (
	New     Difference = "new"
	Retyped Difference = "retyped"
	Missing Difference = "missing"
)

// Mark is what somebody settled of a column.
type Mark struct {
	Column string `json:"column"`
	State  State  `json:"state"`
	// Said names what the dataset file says of the column: what was settled holds for that and nothing else.
	Said string `json:"said"`
	At   int64  `json:"at"` // Unix milliseconds
}

// Settled is what one member of staff settled in a table. They sign it as a whole.
type Settled struct {
	By    string `json:"by"` // staff ID
	Marks []Mark `json:"marks"`
}

// Table is a table of a source with what was settled in it.
type Table struct {
	Source, Name string
	Version      int64  // 0: it is not kept yet
	Program      string // whose ready map says what it holds
	Columns      []Column
	Settled      []Settled
}

// Subject names what a member of staff settled in a table, for their signature.
func (t Table) Subject(by string) string { return t.Source + "/" + t.Name + "/" + by }

// Digest names exactly what a member of staff settled in the table; empty where they settled nothing.
func (t Table) Digest(by string) (string, error) {
	for _, s := range t.Settled {
		if s.By != by {
			continue
		}
		raw, err := json.Marshal([]any{t.Source, t.Name, s})
		if err != nil {
			return "", fmt.Errorf("what was settled in %s: %w", t.Name, err)
		}
		sum := sha256.Sum256(raw)
		return hex.EncodeToString(sum[:]), nil
	}
	return "", nil
}

// Settle adds what somebody says of a column, in the place of what they said of it before.
func (t *Table) Settle(by string, m Mark) {
	at := slices.IndexFunc(t.Settled, func(s Settled) bool { return s.By == by })
	if at < 0 {
		at, t.Settled = len(t.Settled), append(t.Settled, Settled{By: by})
	}
	s := &t.Settled[at]
	s.Marks = slices.DeleteFunc(s.Marks, func(o Mark) bool { return o.Column == m.Column })
	if m.State != "" {
		s.Marks = append(s.Marks, m)
	}
}

// Latest returns what was said last of a column, and by whom; the zero Mark where nobody said anything. holds tells
// whose signatures hold.
func (t Table) Latest(column string, holds func(by string) bool) (m Mark, by string) {
	for _, s := range t.Settled {
		for _, o := range s.Marks {
			if o.Column == column && o.At >= m.At && holds(s.By) {
				m, by = o, s.By
			}
		}
	}
	return m, by
}

// Moment is when it was settled.
func (m Mark) Moment() time.Time { return time.UnixMilli(m.At) }

// Coverage is how much of a source, or of a desk, is settled.
type Coverage struct{ Settled, Columns int }

// Whole reports whether nothing is left to settle.
func (c Coverage) Whole() bool { return c.Settled == c.Columns }

// Percent is the coverage as people read it, 100 only where it is whole.
func (c Coverage) Percent() int {
	if c.Columns == 0 {
		return 100
	}
	return c.Settled * 100 / c.Columns
}

// Add adds that of another.
func (c Coverage) Add(o Coverage) Coverage {
	return Coverage{c.Settled + o.Settled, c.Columns + o.Columns}
}

// Total is the coverage of all sources together.
func Total(by map[string]Coverage) (all Coverage) {
	for _, c := range by {
		all = all.Add(c)
	}
	return all
}
