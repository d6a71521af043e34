package model

import (
	"time"
)

// Resettlement is how a request was settled again: as what before and after, by whom and why. The reason may name the
// person and is kept only sealed.
type Resettlement struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"` // staff ID
	Was    Kind      `json:"was"`
	Now    Kind      `json:"now"`
	Reason string    `json:"reason"`
}
