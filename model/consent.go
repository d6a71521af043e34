package model

import (
	"time"
)

// ConsentEvent is what happened to a consent.
type ConsentEvent string

// The events of a consent.
const (
	ConsentGiven     ConsentEvent = "given"
	ConsentWithdrawn ConsentEvent = "withdrawn"
	ConsentObjected  ConsentEvent = "objected"
)

// Consent is one line of the consent ledger (statement, "How do we use"; PIPL 15).
type Consent struct {
	Purpose string
	Event   ConsentEvent
	Channel string
	At      time.Time
	By      string
}
