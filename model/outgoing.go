package model

import (
	"slices"
	"time"
)

// Outgoing is a message of a request on its way.
type Outgoing struct {
	ID      string
	Request int64
	// What is DeliveredLetter, DeliveredPacket, DeliveredPassword or SentCode.
	What   string
	Letter string // of a letter, its ID; of a packet and its password, that of the packet
	Way    string // ByEmail or BySMS
	State  OutgoingState
	// MessageID names the message among mail programs, without its angle brackets; an answer names it.
	MessageID string
	At        time.Time // when it was queued
	By        string    // id of who queued it
	Due       time.Time // when it is tried next
	Tries     int
	SentAt    time.Time // when the server took it, or when it was known that it does not reach the person
	// Sender is who is trying it; empty while nobody is.
	Sender string
	Mail   OutgoingMail
	// Said is the server's own answer, or that of the one which refused it later.
	Said string
	// Why is the kind of failure, see app/mail; empty where there is none.
	Why string
}

// The ways by which a desk sends for a request by itself.
const (
	ByEmail = "email"
	BySMS   = "sms"
)

// SentCode is what a message is that carries a code for the identity check.
const SentCode = "code"

// OutgoingMail is what a message says: sealed with its request, and forgotten once a server took it.
type OutgoingMail struct {
	To        string   `json:"to"`
	Subject   string   `json:"subject,omitempty"`
	Text      string   `json:"text,omitempty"`
	HTML      string   `json:"html,omitempty"`
	InReplyTo []string `json:"in_reply_to,omitempty"`
	Refers    []string `json:"refers,omitempty"` // References
	Lang      string   `json:"lang,omitempty"`   // in which the organisation is named as its sender
	// Files go with it, each a blob of the request.
	Files []Attachment `json:"files,omitempty"`
	// Until is when it is of no use any more; the zero time is never.
	Until time.Time `json:"until,omitzero"`
	// Elsewhere is why it goes to no contact of the request.
	Elsewhere Elsewhere `json:"elsewhere,omitzero"`
}

// OutgoingState is where a message on its way stands.
type OutgoingState string

// The states of a message.
const (
	OutQueued    OutgoingState = "queued"    // waits to be tried, for the first time or again
	OutSending   OutgoingState = "sending"   // is being handed over just now
	OutHanded    OutgoingState = "handed"    // a server took it and vouches for the rest
	OutFailed    OutgoingState = "failed"    // refused for good: nobody got it
	OutUncertain OutgoingState = "uncertain" // nobody knows whether the server took it: a person decides
	OutReturned  OutgoingState = "returned"  // taken, and sent back later: it did not reach the person
	OutCancelled OutgoingState = "cancelled" // taken back before it was tried, or sent anew
)

// OutgoingStates lists them.
var OutgoingStates = []OutgoingState{OutQueued, OutSending, OutHanded, OutFailed, OutUncertain, OutReturned,
	OutCancelled}

// OnTheWay reports whether a message can still reach the person or has: nothing else may go instead of it unasked.
func (s OutgoingState) OnTheWay() bool {
	return slices.Contains([]OutgoingState{OutQueued, OutSending, OutHanded, OutUncertain}, s)
}

// Needs reports whether somebody must decide what happens: it did not reach the person, or may not have.
func (s OutgoingState) Needs() bool {
	return slices.Contains([]OutgoingState{OutFailed, OutUncertain, OutReturned}, s)
}
