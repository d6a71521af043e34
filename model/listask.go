package model

import (
	"encoding/json"
	"time"
)

// ListAsk names a list of requests: a queue and what narrows it, in the form that app/desk gives it.
type ListAsk struct {
	Queue  string          `json:"queue"`
	Narrow json.RawMessage `json:"narrow,omitempty"`
}

// SavedView is a list that a member of staff keeps under a name.
type SavedView struct {
	ID    string
	Owner string // staff ID
	// Shared says that everybody sees it; a lead shares.
	Shared bool
	At     time.Time
	Name   string
	List   ListAsk
}

// RegisterAsk is a register with people's names that somebody asked for and a second person has not given yet.
type RegisterAsk struct {
	ID     string
	By     string // staff ID
	At     time.Time
	List   ListAsk
	Form   string // a packet.TableForm
	Reason string
}
