package model

import (
	"time"

	"orangelab.cn/rightsdesk/model/look"
)

// Arrival is how a request came in: what staff should know of it beside what it says. It is stored only sealed.
type Arrival struct {
	// File is the name of the file it came in; empty where it was taken by hand.
	File string `json:"file,omitempty"`
	// FileDigest is the digest of that file and of how it was read, as it was shown before it was taken in; empty where
	// it was not shown.
	FileDigest string `json:"file_digest,omitempty"`
	// Words are the person's words that the kind was read from.
	Words string `json:"words,omitempty"`
	// ForwardedBy is the address of who passed the person’s mail on, as its sender line says; empty where it came
	// straight from the person.
	ForwardedBy string `json:"forwarded_by,omitempty"`
	// Doubts are what may not be so.
	Doubts []ArrivalDoubt `json:"doubts,omitempty"`
	// Attachments came with it.
	Attachments []Attachment `json:"attachments,omitempty"`
	// MessageID names the mail it came in as, without angle brackets; empty where it was none. Answers go on its
	// thread.
	MessageID string `json:"message_id,omitempty"`
	// Joined are later records of which staff decided that they belong to the request.
	Joined []Joined `json:"joined,omitempty"`
}

// Joined is a record that belongs to a request that came in before it.
type Joined struct {
	File string    `json:"file"`
	At   time.Time `json:"at"` // when it was joined
	// Received is when the record says that the person asked; zero where it does not.
	Received time.Time `json:"received"`
	// Text is what the record says in words.
	Text string `json:"text"`
	// What it says of whom, and by which number: enough to make a request of its own of it. Whoever it is about may be
	// another person than the request's.
	Kind      Kind          `json:"kind,omitempty"`
	Requester RequesterKind `json:"requester,omitempty"`
	Asks      Requester     `json:"asks,omitzero"`
	Subject   Subject       `json:"subject,omitzero"`
	Sensitive bool          `json:"sensitive,omitempty"`
	// AskedWithout says that it asks for a copy without sensitive data.
	AskedWithout bool    `json:"asked_without,omitempty"`
	Channel      Channel `json:"channel,omitempty"`
	Number       string  `json:"number,omitempty"`
	// MessageID names the mail that it came as, without angle brackets; empty where it was none.
	MessageID string `json:"message_id,omitempty"`
	// From is the address that the mail says it is from, where it is no contact of the request.
	From   string         `json:"from,omitempty"`
	Doubts []ArrivalDoubt `json:"doubts,omitempty"`
	// Blobs are those of the request's attachments that came with it.
	Blobs []string `json:"blobs,omitempty"`
}

// ArrivalDoubt is one thing about a request that may not be so: a text with places for its values.
type ArrivalDoubt struct {
	Field  string `json:"field,omitempty"`
	Text   string `json:"text"`
	Values []any  `json:"values,omitempty"`
}

// Attachment is a file that came with a request and is kept sealed with it.
type Attachment struct {
	Name   string    `json:"name"`
	Type   string    `json:"type"` // the MIME type that its sender gave
	Size   int       `json:"size"` // in bytes
	Blob   string    `json:"blob"`
	Looked look.Look `json:"looked,omitzero"` // as it came in; zero where it came before files were looked at
}

// AutomaticMail is mail that a machine sent, waiting to be taken in or dismissed.
type AutomaticMail struct {
	ID   string
	Kind string // one of intake.Automatics
	At   time.Time
	By   string
	// DismissedAt is when it was dismissed, and DismissedBy who did; zero while it waits.
	DismissedAt time.Time
	DismissedBy string
	Head        AutomaticHead
}

// AutomaticHead is what the list of automatic mail shows. It is kept sealed.
type AutomaticHead struct {
	From    string `json:"from"`
	Subject string `json:"subject"`
	Text    string `json:"text"` // the beginning of the text
	File    string `json:"file"`
	// Received is when it came in, where a server said so.
	Received time.Time `json:"received"`
}
