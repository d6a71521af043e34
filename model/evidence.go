package model

import (
	"time"
)

// EvidenceRecord is one piece of evidence as kept. A pending code has an expiry and a number of tries; the code itself
// is kept only as a keyed hash.
type EvidenceRecord struct {
	Evidence
	ID        string
	ExpiresAt time.Time
	Tries     int
	Note      string
	CodeHash  []byte // keyed, of a six-digit code; empty for other evidence
}
