package record

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// Known is what the desk knows of a record.
type Known string

// What the desk can know of a record; NotAsked where no desk was asked.
const (
	NotAsked     Known = ""
	New          Known = "new"
	Same         Known = "same"          // this very record was taken in before
	OtherContent Known = "other content" // its number was taken in before, and said something else
)

// Record is all that a record says, together with its number: the same text is the same record. When a mail came in is
// no part of it, since one mail can reach two addresses, nor is what this program makes of it.
func (s Submission) Record() (string, error) {
	if s.Came != "" {
		return s.Came, nil
	}
	said := struct {
		Kind                            model.Kind
		Requester                       model.RequesterKind
		RequesterName, RequesterContact string
		Subject                         model.Subject
		Sensitive                       bool
		Body                            string
		Received                        time.Time
		Attachments                     []string
	}{s.Kind, s.Requester, s.RequesterName, s.RequesterContact, s.Subject, s.Sensitive, s.Body, s.ReceivedAt.UTC(), nil}
	if s.Channel == model.ByMail {
		said.Kind, said.Received = "", time.Time{}
	}
	for _, a := range s.Attachments {
		if !a.Original {
			sum := sha256.Sum256(a.Data)
			said.Attachments = append(said.Attachments, a.Name+":"+hex.EncodeToString(sum[:]))
		}
	}
	raw, err := json.Marshal(said)
	if err != nil {
		return "", fmt.Errorf("compare a record: %w", err)
	}
	sum := sha256.Sum256(raw)
	return s.External + "\x00" + hex.EncodeToString(sum[:]), nil
}

// WaitingRecord is a record of a file that is kept because it waits for a decision.
type WaitingRecord struct {
	File  string // ID; empty where it is not kept
	Place int
}
