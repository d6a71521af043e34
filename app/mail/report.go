package mail

import (
	"bufio"
	"bytes"
	"io"
	"net/textproto"
	"strings"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // the encodings of headers

	"orangelab.cn/rightsdesk/model/pattern"
)

// Report is what a mail server says of a message that it could not deliver (RFC 3464).
type Report struct {
	// MessageID is the message's, without angle brackets, as the report returns its header or names its envelope.
	MessageID string
	Recipient string
	// Status is the class of failure, such as 5.1.1 (RFC 3463), and nothing else; Said is what the last server said.
	Status, Said string
}

const (
	maxReportParts = 50
	maxReportPart  = 1 << 20
)

// ReadReport reads the report that a mail is; false where it is none, or only says that the message is late.
func ReadReport(data []byte) (r Report, failed bool) {
	entity, err := message.Read(bytes.NewReader(data))
	if entity == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return r, false
	}
	parts := entity.MultipartReader()
	if parts == nil {
		return r, false
	}
	var words []byte
	for range maxReportParts {
		part, err := parts.NextPart()
		if part == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
			break
		}
		kind, _, _ := part.Header.ContentType()
		body, err := io.ReadAll(io.LimitReader(part.Body, maxReportPart))
		if err != nil {
			break
		}
		switch strings.ToLower(kind) {
		case "message/delivery-status", "message/global-delivery-status":
			failed = r.status(body) || failed
		case "text/rfc822-headers", "message/rfc822", "message/rfc822-headers", "message/global",
			"message/global-headers":
			r.original(body)
		case "text/plain", "text/html":
			words = append(words, body...)
		}
	}
	if !failed && r.MessageID != "" && deliverer.MatchString(entity.Header.Get("From")) {
		failed = r.told(words)
	}
	return r, failed && r.MessageID != ""
}

// status reads the groups of fields of a delivery status and reports whether one says that a recipient was not reached.
func (r *Report) status(body []byte) (failed bool) {
	lines := textproto.NewReader(bufio.NewReader(bytes.NewReader(body)))
	for range maxReportParts {
		group, err := lines.ReadMIMEHeader()
		if id := unbracketed(group.Get("Original-Envelope-Id")); id != "" && r.MessageID == "" {
			r.MessageID = unbracketed(unxtext(id))
		}
		if strings.EqualFold(strings.TrimSpace(group.Get("Action")), "failed") && !failed {
			failed = true
			r.Recipient, r.Status, r.Said = typed(group.Get("Final-Recipient")), statusCode.FindString(
				firstWord(group.Get("Status"))), said(typed(group.Get("Diagnostic-Code")))
		}
		if err != nil {
			break
		}
	}
	return failed
}

// deliverer is who reports for a server; refusal is what the server that refused says: its answer and, in most, the
// class of the failure.
var (
	deliverer = pattern.New(`(?i)\b(postmaster|mailer-daemon)@`)
	refusal   = pattern.New(`\b5\d\d[ -](#?(5\.\d{1,3}\.\d{1,3})\b)?[^\r\n<]{0,300}`)
	addressed = pattern.New(`[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+`)
)

// told reads a report that says in words alone what others say in a status, as that of QQ does, beside the message that
// it is about. It reports whether a server refused it for good.
func (r *Report) told(words []byte) bool {
	m := refusal.FindSubmatch(words)
	if m == nil {
		return false
	}
	r.Said, r.Status, r.Recipient = said(string(m[0])), string(m[2]), string(addressed.Find(words))
	return true
}

// original reads the header of the message that is reported about.
func (r *Report) original(body []byte) {
	// what came before a broken line counts
	h, _ := textproto.NewReader(bufio.NewReader(bytes.NewReader(body))).ReadMIMEHeader()
	if id := unbracketed(h.Get("Message-Id")); id != "" {
		r.MessageID = id
	}
}

func firstWord(text string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	return word
}

// typed is the value of a field that begins with its type, as "rfc822; a@example.com".
func typed(value string) string {
	if _, rest, ok := strings.Cut(value, ";"); ok {
		value = rest
	}
	return strings.TrimSpace(value)
}

// unbracketed is the name of a message without angle brackets; empty where it can be none: the desk's own are of
// printable ASCII, and what is not goes no further.
func unbracketed(id string) string {
	id = strings.Trim(strings.TrimSpace(id), "<>")
	if strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return ""
	}
	return id
}

// statusCode is the class of a failure (RFC 3463 2): what else stands there is anybody's text.
var statusCode = pattern.New(`^[245]\.[0-9]{1,3}\.[0-9]{1,3}$`)

// unxtext undoes the encoding of an envelope's name (RFC 3461 4).
func unxtext(text string) string {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '+' && i+2 < len(text) {
			high, low := strings.IndexByte("0123456789ABCDEF", text[i+1]), strings.IndexByte("0123456789ABCDEF",
				text[i+2])
			if high >= 0 && low >= 0 {
				out.WriteByte(byte(high<<4 | low))
				i += 2
				continue
			}
		}
		out.WriteByte(text[i])
	}
	return out.String()
}
