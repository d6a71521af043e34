package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/model"
)

// openDSR is a request of the OpenDSR 2.0 format. Regulation may be missing: the specification's own example leaves it
// out.
type openDSR struct {
	Regulation string `json:"regulation"`
	ID         string `json:"subject_request_id"`
	Type       string `json:"subject_request_type"`
	Submitted  string `json:"submitted_time"`
	Identities []struct {
		Type   string `json:"identity_type"`
		Value  string `json:"identity_value"`
		Format string `json:"identity_format"`
	} `json:"subject_identities"`
}

// openDSRKinds maps the format's request types to ours.
var openDSRKinds = map[string]model.Kind{"erasure": model.Deletion, "portability": model.Export, "access": model.Access}

// openDSRTypes are the identity types of the format; only the first two name a person by what the desk can look up, the
// others name devices and are kept in the text.
var openDSRTypes = []string{"controller_customer_id", "email", "android_advertising_id", "android_id", "fire_advertising_id",
	"ios_advertising_id", "ios_vendor_id", "microsoft_advertising_id", "microsoft_publisher_id", "roku_publisher_id", "roku_advertising_id"}

func isOpenDSR(_ string, data []byte) bool {
	trimmed := bytes.TrimLeft(data, " \t\r\n")
	return len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[')
}

// readOpenDSR reads one request, an array of them, or one a line.
func readOpenDSR(data []byte, _ Trust) ([]Submission, []Problem) {
	var subs []Submission
	var problems []Problem
	one := func(raw json.RawMessage, line int) {
		sub, err := openDSRSubmission(raw)
		if err != nil {
			problems = append(problems, Problem{Line: line, Err: err})
			return
		}
		sub.Line = line
		subs = append(subs, sub)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	array := bytes.TrimLeft(data, " \t\r\n")[0] == '['
	if array {
		if _, err := dec.Token(); err != nil {
			return nil, []Problem{{Line: 1, Err: because("is not JSON from here on: {{.A}}", err)}}
		}
	}
	for !array || dec.More() {
		line := lineAt(data, dec.InputOffset())
		var raw json.RawMessage
		err := dec.Decode(&raw)
		if err != nil {
			if !array && errors.Is(err, errEOF) {
				break
			}
			return subs, append(problems, Problem{Line: lineAt(data, dec.InputOffset()), Err: because("is not JSON from here on: {{.A}}", err)})
		}
		one(raw, line)
	}
	return subs, problems
}

// lineAt is the line of the first character at or after an offset that is no space or comma.
func lineAt(data []byte, offset int64) int {
	for offset < int64(len(data)) && strings.ContainsRune(" \t\r\n,", rune(data[offset])) {
		offset++
	}
	return 1 + bytes.Count(data[:offset], []byte("\n"))
}

func openDSRSubmission(raw json.RawMessage) (Submission, error) {
	var o openDSR
	if err := json.Unmarshal(raw, &o); err != nil {
		return Submission{}, because("is not an OpenDSR request: {{.A}}", err)
	}
	if id, err := uuid.Parse(o.ID); err != nil || id.Version() != 4 {
		return Submission{}, wrong("subject_request_id", "needs a UUID of version 4")
	}
	kind, ok := openDSRKinds[o.Type]
	if !ok {
		return Submission{}, wrong("subject_request_type", "is erasure, portability or access")
	}
	if o.Regulation != "" && o.Regulation != "gdpr" && o.Regulation != "ccpa" {
		return Submission{}, wrong("regulation", "is gdpr or ccpa")
	}
	at, err := time.Parse(time.RFC3339, o.Submitted)
	if err != nil {
		return Submission{}, wrong("submitted_time", "needs a time like 2026-11-23T09:30:00Z")
	}
	if len(o.Identities) == 0 {
		return Submission{}, wrong("subject_identities", "names nobody")
	}
	sub := Submission{Kind: kind, Channel: model.ByOpenDSR, Requester: model.Self, ReceivedAt: at, External: "opendsr:" + strings.ToLower(o.ID)}
	var rest []string
	for i, id := range o.Identities {
		field := fmt.Sprintf("subject_identities[%d]", i)
		if !slices.Contains(openDSRTypes, id.Type) {
			return Submission{}, wrong(field+".identity_type", "is none of {{.A}}", strings.Join(openDSRTypes, ", "))
		}
		if id.Value == "" {
			return Submission{}, wrong(field+".identity_value", "is empty")
		}
		switch {
		case id.Format != "raw" && id.Format != "sha1" && id.Format != "md5" && id.Format != "sha256":
			return Submission{}, wrong(field+".identity_format", "is raw, sha1, md5 or sha256")
		case id.Format == "raw" && id.Type == "email" && sub.Subject.Email == "":
			sub.Subject.Email = id.Value
		case id.Format == "raw" && id.Type == "controller_customer_id" && sub.Subject.Account == "":
			sub.Subject.Account = id.Value
		default:
			rest = append(rest, id.Type+" ("+id.Format+"): "+id.Value)
		}
	}
	if sub.Subject.Email == "" && sub.Subject.Account == "" {
		return Submission{}, wrong("subject_identities", "needs an email or a controller_customer_id in format raw: hashed and device identifiers alone lead to nobody here")
	}
	sub.Body = strings.Join(rest, "\n")
	return sub, nil
}
