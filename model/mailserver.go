package model

import (
	"slices"
	"time"
)

// MailSecurity is how a connection to a mail server is secured.
type MailSecurity string

// The ways to secure a connection. Without TLS only this computer itself is spoken to.
const (
	MailTLS      MailSecurity = "tls"      // TLS from the first byte
	MailStartTLS MailSecurity = "starttls" // TLS before anything else is said (RFC 3207, RFC 9051 6.2.1)
	MailPlain    MailSecurity = "none"
)

// MailSecurities lists them, the safest first.
var MailSecurities = []MailSecurity{MailTLS, MailStartTLS, MailPlain}

// MailServer is a server that takes or keeps mail.
type MailServer struct {
	Host     string       `json:"host"`
	Port     int          `json:"port"`
	Security MailSecurity `json:"security"`
	User     string       `json:"user,omitempty"`
	Password string       `json:"password,omitempty"`
	// Authority is the certificate, in PEM form, of the authority that vouches for the server; empty where the computer knows it.
	Authority string `json:"authority,omitempty"`
}

// MailSettings are how a desk sends and reads mail. Each change makes a new version. The zero value sends and reads nothing.
type MailSettings struct {
	Version int64     `json:"-"` // counted from 1
	SavedAt time.Time `json:"-"`
	SavedBy string    `json:"-"` // id of the member of staff

	Out  MailServer `json:"out"`  // takes what the desk sends (SMTP)
	From string     `json:"from"` // the address that letters come from and answers go to
	// PerMinute is how many messages a server takes in a minute at most; 0 is as many as it takes.
	PerMinute int        `json:"per_minute,omitempty"`
	In        MailServer `json:"in"` // keeps what arrives for it (IMAP)
}

// Sends reports whether the desk sends mail by itself.
func (m MailSettings) Sends() bool { return m.Out.Host != "" }

// Reads reports whether the desk reads a mailbox by itself.
func (m MailSettings) Reads() bool { return m.In.Host != "" }

// Masked returns the settings without their passwords.
func (m MailSettings) Masked() MailSettings {
	m.Out.Password, m.In.Password = "", ""
	return m
}

// Outgoing is a message of a request on its way.
type Outgoing struct {
	ID      string
	Request int64
	// What is DeliveredLetter, DeliveredPacket or SentCode.
	What   string
	Letter string // of a letter, its ID; of a packet, that of the packet
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
	// File is the blob that goes with it, FileName what it is called.
	File     string `json:"file,omitempty"`
	FileName string `json:"file_name,omitempty"`
	FileType string `json:"file_type,omitempty"`
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
var OutgoingStates = []OutgoingState{OutQueued, OutSending, OutHanded, OutFailed, OutUncertain, OutReturned, OutCancelled}

// OnTheWay reports whether a message can still reach the person or has: nothing else may go instead of it unasked.
func (s OutgoingState) OnTheWay() bool {
	return slices.Contains([]OutgoingState{OutQueued, OutSending, OutHanded, OutUncertain}, s)
}

// Needs reports whether somebody must decide what happens: it did not reach the person, or may not have.
func (s OutgoingState) Needs() bool {
	return slices.Contains([]OutgoingState{OutFailed, OutUncertain, OutReturned}, s)
}
