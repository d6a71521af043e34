package model

import (
	"slices"
	"strings"
	"time"
)

// Elsewhere is why something went to an address or number that is none of the request's own contact points. The text
// may name the person and is kept only sealed.
type Elsewhere struct {
	What   string          `json:"what"`             // packet, password or letter, as in Delivery
	Letter string          `json:"letter,omitempty"` // ID of the letter
	To     string          `json:"to"`
	At     time.Time       `json:"at"`
	Why    ElsewhereReason `json:"why"`
	Text   string          `json:"text"`
	// Country is where whoever receives it is, as two letters; empty where it stays in the country.
	Country string `json:"country,omitempty"`
}

// Given reports whether a reason and its words are there.
func (e Elsewhere) Given() bool {
	return slices.Contains(ElsewhereReasons, e.Why) && strings.TrimSpace(e.Text) != ""
}

// Of reports whether a delivery is the one that the reason was given for.
func (e Elsewhere) Of(d Delivery) bool {
	return e.What == d.What && e.Letter == d.Letter && e.To == d.To && e.At.UnixMilli() == d.At.UnixMilli()
}

// ElsewhereReason is a kind of reason for sending something elsewhere.
type ElsewhereReason string

// The reasons.
const (
	ElsewhereAsked  ElsewhereReason = "asked"   // the person asked for it, and it was made sure that it was the person
	ElsewhereOnFile ElsewhereReason = "on_file" // the sources hold it for the person
	ElsewhereActing ElsewhereReason = "acting"  // of somebody who proved to act for the person
	ElsewhereOther  ElsewhereReason = "other"
)

// ElsewhereReasons lists the reasons in the order in which a form offers them.
var ElsewhereReasons = []ElsewhereReason{ElsewhereAsked, ElsewhereOnFile, ElsewhereActing, ElsewhereOther}
