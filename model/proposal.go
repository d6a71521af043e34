package model

import (
	"encoding/json"
	"time"
)

// Proposal is a letter with words that no computed fact stands behind, such as the own words of its author: it goes out
// once a second member of staff has approved exactly this text.
type Proposal struct {
	ID   string    `json:"id"` // that of the letter it becomes
	Kind string    `json:"kind"`
	Lang string    `json:"lang"`
	At   time.Time `json:"at"`
	By   string    `json:"by"` // staff ID of its author
	// Text is the letter as it is kept; of an approved one, which is among the letters, there is none.
	Text json.RawMessage `json:"text,omitempty"`
	// ApprovedBy is the staff ID of who approved it. An approved proposal stays only where something follows from its
	// delivery.
	ApprovedBy string `json:"approved_by,omitempty"`
}

// Waits reports whether a second person still has to read it.
func (p Proposal) Waits() bool { return p.ApprovedBy == "" }
