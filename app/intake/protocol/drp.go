package protocol

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
)

// drp is the signed part of a Data Rights Protocol 1.0 request.
type drp struct {
	AgentID    string    `json:"agent-id"`
	BusinessID string    `json:"business-id"`
	IssuedAt   time.Time `json:"issued-at"`
	ExpiresAt  time.Time `json:"expires-at"`
	RequestID  string    `json:"agent-request-id"`
	Version    string    `json:"drp.version"`
	Exercise   string    `json:"exercise"`
	Name       string    `json:"name"`
	Email      string    `json:"email"`
	Phone      string    `json:"phone_number"`
	Address    string    `json:"address"`
	Power      string    `json:"power_of_attorney"`
}

// drpKinds maps what an agent exercises to our kinds.
var drpKinds = map[string]model.Kind{"deletion": model.Deletion, "access": model.Export,
	"access:categories": model.Access,
	"access:specific":   model.Export, "sale:opt-out": model.Objection, "sale:opt-in": model.SelfService}

// IsDRP accepts what is base64 throughout; the check of what is in it comes with reading.
func IsDRP(f record.File) bool {
	if text := strings.TrimSpace(f.Text); text == "null" || text == "true" || text == "false" {
		return false // JSON that says nothing
	}
	for _, b := range strings.TrimSpace(f.Text) {
		if !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=\r\n", b) {
			return false
		}
	}
	return true
}

// ReadDRP checks in the order of the protocol: base64, signature, agent and its key, business, issued, expiry.
func ReadDRP(f record.File, t record.Trust, r *record.Reading) {
	sub, err := drpSubmission(f.Text, t)
	if err != nil {
		r.Fail(record.Problem{Line: 1, Err: err})
		return
	}
	sub.Line = 1
	r.Take(sub)
}

func drpSubmission(text string, t record.Trust) (record.Submission, error) {
	text = strings.NewReplacer("\r", "", "\n", "").Replace(strings.TrimSpace(text))
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		if raw, err = base64.RawURLEncoding.DecodeString(strings.TrimRight(text, "=")); err != nil {
			return record.Submission{}, record.Because("is not base64: it was cut off, or is another kind of file")
		}
	}
	if len(raw) <= ed25519.SignatureSize {
		return record.Submission{}, record.Because("is shorter than a signature: {{.A}} bytes", len(raw))
	}
	signature, message := raw[:ed25519.SignatureSize], raw[ed25519.SignatureSize:]
	var d drp
	jsonErr := json.Unmarshal(message, &d)
	signer := ""
	for _, a := range t.Agents {
		if len(a.PublicKey) == ed25519.PublicKeySize && ed25519.Verify(a.PublicKey, message, signature) {
			signer = a.ID
		}
	}
	switch {
	case signer == "":
		return record.Submission{},
			record.Because("is signed by no agent this desk knows: add the agent and its key first")
	case jsonErr != nil, !utf8.Valid(message):
		return record.Submission{},
			record.Because("is signed, but is not a request of the protocol: ask the agent to send it again")
	case d.AgentID != signer:
		return record.Submission{}, record.Wrong("agent-id", "the key that signed belongs to another agent")
	case t.BusinessID == "" || d.BusinessID != t.BusinessID:
		return record.Submission{}, record.Wrong("business-id", "is not this organisation")
	case !t.Now.After(d.IssuedAt):
		return record.Submission{}, record.Wrong("issued-at", "lies in the future")
	case !t.Now.Before(d.ExpiresAt):
		return record.Submission{}, record.Wrong("expires-at", "has passed: ask the agent to send it again")
	case d.Version != "1.0":
		return record.Submission{}, record.Wrong("drp.version", "is not 1.0")
	}
	kind, ok := drpKinds[d.Exercise]
	if !ok {
		return record.Submission{},
			record.Wrong("exercise",
				"is none of sale:opt-out, sale:opt-in, deletion, access, access:categories, access:specific")
	}
	external := d.RequestID
	if external == "" {
		external = base64.RawURLEncoding.EncodeToString(signature)
	}
	sub := record.Submission{Kind: kind, Channel: model.ByDRP, Requester: model.Agent, RequesterName: d.AgentID,
		ReceivedAt: d.IssuedAt,
		Subject: model.Subject{Name: record.Clean(d.Name), Email: record.Clean(d.Email),
			Phone: record.Clean(d.Phone)},
		External: "drp:" + d.AgentID + ":" + external}
	var notes []string
	for _, n := range [][2]string{{"address", d.Address}, {"power of attorney", d.Power}} {
		if n[1] != "" {
			notes = append(notes, n[0]+": "+record.CleanText(n[1]))
		}
	}
	sub.Body = strings.Join(notes, "\n")
	return sub, nil
}
