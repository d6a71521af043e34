// Package dispatch holds how a desk sends by itself: the servers it speaks to, and the messages of requests on their
// way.
package dispatch

import (
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// Outgoing is a message of a request on its way.
type Outgoing struct {
	ID      string
	Request int64
	// What is DeliveredLetter, DeliveredPacket, DeliveredPassword or Code.
	What   string
	Letter string // of a letter, its ID; of a packet and its password, that of the packet
	Way    string // ByEmail or BySMS
	State  State
	// MessageID names the message among mail programs, without its angle brackets; an answer names it.
	MessageID string
	At        time.Time // when it was queued
	By        string    // id of who queued it
	Due       time.Time // when it is tried next
	Tries     int
	SentAt    time.Time // when the server took it, or when it was known that it does not reach the person
	// Sender is who is trying it; empty while nobody is.
	Sender string
	Mail   Mail
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

// Code is what a message is that carries a code for the identity check.
const Code = "code"

// Mail is what a message says: sealed with its request, and forgotten once a server took it.
type Mail struct {
	To        string   `json:"to"`
	Subject   string   `json:"subject,omitempty"`
	Text      string   `json:"text,omitempty"`
	HTML      string   `json:"html,omitempty"`
	InReplyTo []string `json:"in_reply_to,omitempty"`
	Refers    []string `json:"refers,omitempty"` // References
	Lang      string   `json:"lang,omitempty"`   // in which the organisation is named as its sender
	// Files go with it, each a blob of the request.
	Files []model.Attachment `json:"files,omitempty"`
	// Until is when it is of no use any more; the zero time is never.
	Until time.Time `json:"until,omitzero"`
	// Elsewhere is why it goes to no contact of the request.
	Elsewhere model.Elsewhere `json:"elsewhere,omitzero"`
}

// State is where a message on its way stands.
type State string

// The states of a message.
const (
	Queued    State = "queued"    // waits to be tried, for the first time or again
	Sending   State = "sending"   // is being handed over just now
	Handed    State = "handed"    // a server took it and vouches for the rest
	Failed    State = "failed"    // refused for good: nobody got it
	Uncertain State = "uncertain" // nobody knows whether the server took it: a person decides
	Returned  State = "returned"  // taken, and sent back later: it did not reach the person
	Cancelled State = "cancelled" // taken back before it was tried, or sent anew
)

// States lists them.
var States = []State{Queued, Sending, Handed, Failed, Uncertain, Returned,
	Cancelled}

// OnTheWay reports whether a message can still reach the person or has: nothing else may go instead of it unasked.
func (s State) OnTheWay() bool {
	return slices.Contains([]State{Queued, Sending, Handed, Uncertain}, s)
}

// Needs reports whether somebody must decide what happens: it did not reach the person, or may not have.
func (s State) Needs() bool {
	return slices.Contains([]State{Failed, Uncertain, Returned}, s)
}
