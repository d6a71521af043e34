package model

import (
	"encoding/json"
	"time"

	"orangelab.cn/rightsdesk/model/mailwork"
)

// WaitingFile is a file with records that nobody has decided about.
type WaitingFile struct {
	ID string
	// At is when it was read, and By who read it.
	At time.Time
	By string
	// Records is how many of its records wait.
	Records int
	Head    WaitingHead
}

// Draft reports whether nobody has decided about any of it: somebody opened it, and the program ended or went on to
// another file.
func (f WaitingFile) Draft() bool { return f.Head.Digest == "" }

// WaitingHead is what a list shows of a waiting file, and how it was read. It is kept sealed.
type WaitingHead struct {
	File   string          `json:"file"`
	As     json.RawMessage `json:"as"`
	Digest string          `json:"digest"` // of what was shown; empty for a draft
	// Mail is what a list shows of a mail from the mailbox; nil of any other file.
	Mail *WaitingMail `json:"mail,omitempty"`
}

// WaitingMail is a mail from the mailbox as it is proposed, before anybody confirmed any of it.
type WaitingMail struct {
	From     string    `json:"from"` // the address that it says it is from
	Subject  string    `json:"subject,omitempty"`
	Received time.Time `json:"received"` // by the server
	Kind     Kind      `json:"kind,omitempty"`
	Lang     string    `json:"lang,omitempty"`
	Files    int       `json:"files,omitempty"`
	// Belongs are the references of the open requests that it may belong to.
	Belongs []string `json:"belongs,omitempty"`
	// Cut says that only its beginning is kept, since it is larger than what is taken.
	Cut bool `json:"cut,omitempty"`
	// Trouble says why it waits where the desk could not put it where it belongs; empty where it could.
	Trouble string `json:"trouble,omitempty"`
	// Consent is set where it answers a notice that asks for express consent.
	Consent *mailwork.ConsentReply `json:"consent,omitempty"`
	// Incidents are the references of the incidents that it answers a report of, or names.
	Incidents []string `json:"incidents,omitempty"`
}
