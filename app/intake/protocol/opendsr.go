package protocol

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
)

// openDSR is a request of the OpenDSR format up to 3.0; the versions differ in how they write identities. Regulation
// may be missing: the specification's own example leaves it out.
type openDSR struct {
	Version    jsonText        `json:"api_version"`
	Regulation jsonText        `json:"regulation"`
	ID         jsonText        `json:"subject_request_id"`
	Type       jsonText        `json:"subject_request_type"`
	Submitted  jsonText        `json:"submitted_time"`
	Identities json.RawMessage `json:"subject_identities"`
}

// jsonText is a text, or a number or truth value where a text belongs, kept as it is written.
type jsonText string

// UnmarshalJSON accepts any single value; null is the empty text.
func (t *jsonText) UnmarshalJSON(raw []byte) error {
	var text string
	switch {
	case json.Unmarshal(raw, &text) == nil:
		*t = jsonText(text)
	case len(raw) > 0 && (raw[0] == '{' || raw[0] == '['):
		return errNotText
	default:
		*t = jsonText(wholeNumber(string(raw)))
	}
	return nil
}

// wholeNumber writes a number that programs wrote with a point or an exponent, as 12345.0, as the whole one that it is.
func wholeNumber(raw string) string {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(raw), "e")
	if raw == mantissa && !strings.Contains(raw, ".") || len(mantissa) > 40 || len(exponent) > 3 {
		return raw
	}
	if n, ok := new(big.Rat).SetString(raw); ok && n.IsInt() && len(n.Num().String()) <= 40 {
		return n.Num().String()
	}
	return raw
}

var errNotText = errors.New("holds several values where one belongs")

// openDSRIdentity is one identity of the person.
type openDSRIdentity struct {
	field  string
	Type   jsonText `json:"identity_type"`
	Value  jsonText `json:"identity_value"`
	Format jsonText `json:"identity_format"`
}

// openDSRKinds maps the format's request types to ours.
var openDSRKinds = map[string]model.Kind{"erasure": model.Deletion, "portability": model.Export, "access": model.Access}

// openDSRFormats are how a value is given: as it is, or as a digest.
var openDSRFormats = []jsonText{"raw", "sha1", "md5", "sha256"}

// openDSRVersions are those whose form is known.
var openDSRVersions = []jsonText{"", "1", "1.0", "2", "2.0", "3", "3.0"}

// word is a name of the format in its own spelling: programs write ERASURE, Email, SHA-256 and controller-customer-id
// too.
func (t jsonText) word() jsonText {
	return jsonText(strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(record.Clean(string(t)))))
}

// encoding is the name of a digest in its own spelling.
func (t jsonText) encoding() jsonText {
	if plain := jsonText(strings.ReplaceAll(string(t.word()), "_", "")); slices.Contains(openDSRFormats, plain) {
		return plain
	}
	return t
}

// IsOpenDSR reports whether a file holds requests of OpenDSR.
func IsOpenDSR(f record.File) bool {
	trimmed := strings.TrimLeft(f.Text, " \t\r\n")
	return strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "[")
}

// ReadOpenDSR reads one request, an array of them, or one a line.
func ReadOpenDSR(f record.File, _ record.Trust, r *record.Reading) {
	source := boundedReader{text: strings.NewReader(f.Text)}
	dec := json.NewDecoder(&source)
	at := lineCounter{text: f.Text, line: 1}
	broken := func() {
		r.Fail(record.Problem{Line: at.to(dec.InputOffset()),
			Err: record.Because(
				"is not JSON from here on: a bracket, a quote or a comma is missing, or the file was cut off")})
	}
	array := strings.TrimLeft(f.Text, " \t\r\n")[0] == '['
	if array {
		if _, err := dec.Token(); err != nil {
			broken()
			return
		}
	}
	for !array || dec.More() {
		line := at.to(dec.InputOffset())
		var raw json.RawMessage
		source.read = 0
		if err := dec.Decode(&raw); err != nil {
			if errors.Is(err, errLongRequest) {
				r.Fail(record.Problem{Line: line,
					Err: record.Because("is a request of more than {{.A}} KB; from here on none is read",
						maxRequest>>10)})
				return
			}
			if !array && errors.Is(err, io.EOF) {
				return
			}
			broken()
			return
		}
		if r.Full(line) {
			return
		}
		sub, err := openDSRSubmission(raw)
		if err != nil {
			r.Fail(record.Problem{Line: line, Err: err})
			continue
		}
		sub.Line = line
		r.Take(sub)
	}
	if array {
		if _, err := dec.Token(); err != nil {
			broken()
			return
		}
	}
}

// maxRequest is the longest request of a file in bytes; a longer one is never built.
const maxRequest = 1 << 20

var errLongRequest = errors.New("longer than a request may be")

// boundedReader reads a text and ends where more than maxRequest bytes were read for one request; read is set back
// before each.
type boundedReader struct {
	text *strings.Reader
	read int
}

func (b *boundedReader) Read(p []byte) (int, error) {
	if b.read > maxRequest {
		return 0, errLongRequest
	}
	n, err := b.text.Read(p[:min(len(p), 64<<10)])
	b.read += n
	return n, err
}

// lineCounter counts lines up to offsets that only grow, so that the whole text is counted once.
type lineCounter struct {
	text   string
	offset int
	line   int
}

// to returns the line of the first character at or after an offset that is no space or comma.
func (c *lineCounter) to(offset int64) int {
	end := min(int(offset), len(c.text))
	for end < len(c.text) && strings.IndexByte(" \t\r\n,", c.text[end]) >= 0 {
		end++
	}
	if end > c.offset {
		c.line += strings.Count(c.text[c.offset:end], "\n")
		c.offset = end
	}
	return c.line
}

func openDSRSubmission(raw json.RawMessage) (record.Submission, error) {
	var o openDSR
	if err := json.Unmarshal(raw, &o); err != nil {
		return record.Submission{}, notOpenDSR(err)
	}
	if name := namedTwice(raw); name != "" {
		return record.Submission{}, record.Wrong(name, "stands twice: which of the two is meant cannot be told")
	}
	if id, err := uuid.Parse(string(o.ID)); err != nil || id.Version() != 4 {
		return record.Submission{}, record.Wrong("subject_request_id", "needs a UUID of version 4")
	}
	kind, ok := openDSRKinds[string(o.Type.word())]
	if !ok {
		return record.Submission{}, record.Wrong("subject_request_type", "is erasure, portability or access")
	}
	at, err := time.Parse(time.RFC3339, strings.ToUpper(string(o.Submitted)))
	if err != nil {
		return record.Submission{}, record.Wrong("submitted_time", "needs a time like 2026-11-23T09:30:00Z")
	}
	identities, err := openDSRIdentities(o.Identities)
	if err != nil {
		return record.Submission{}, err
	}
	sub := record.Submission{Kind: kind, Channel: model.ByOpenDSR, Requester: model.Self, ReceivedAt: at,
		External: "opendsr:" + strings.ToLower(string(o.ID))}
	if version := jsonText(strings.TrimPrefix(string(o.Version.word()), "v")); !slices.Contains(openDSRVersions,
		version) {
		sub.Doubt(record.Doubtful("api_version",
			"is {{.A}}, which is not known here, and was read as 3.0: compare it with the file", string(o.Version)))
	}
	if law := o.Regulation.word(); law != "" && law != "gdpr" && law != "ccpa" {
		sub.Doubt(record.Doubtful("regulation",
			"is {{.A}}, which the format does not know; the desk counts by its own rules", string(o.Regulation)))
	}
	return sub, identify(&sub, identities)
}

// notOpenDSR names the field that has another form than the format gives it.
func notOpenDSR(err error) error {
	var field *json.UnmarshalTypeError
	if errors.As(err, &field) && field.Field != "" {
		return record.Wrong(field.Field, "has another form than the format gives it")
	}
	return record.Because("is not a request of the OpenDSR format: it needs subject_request_id, subject_request_type, submitted_time and subject_identities, each once")
}

// openDSRIdentities reads the list of 2.0 or the object by type of 3.0, where a type may have several values.
func openDSRIdentities(raw json.RawMessage) (list []openDSRIdentity, err error) {
	const field = "subject_identities"
	switch trimmed := strings.TrimSpace(string(raw)); {
	case strings.HasPrefix(trimmed, "["):
		if json.Unmarshal(raw, &list) != nil {
			return nil, record.Wrong(field,
				"has an entry of another form than identity_type, identity_value and identity_format")
		}
		for i := range list {
			list[i].field = fmt.Sprintf("%s[%d]", field, i)
		}
	case strings.HasPrefix(trimmed, "{"):
		var byType map[string]openDSRValues
		if json.Unmarshal(raw, &byType) != nil {
			return nil, record.Wrong(field, "has an entry of another form than value and encoding")
		}
		for name, values := range byType {
			for i, v := range values {
				at := field + "." + name
				if len(values) > 1 {
					at = fmt.Sprintf("%s[%d]", at, i)
				}
				list = append(list, openDSRIdentity{at, jsonText(name), v.Value, v.Encoding})
			}
		}
		slices.SortStableFunc(list, func(a, b openDSRIdentity) int {
			return strings.Compare(string(a.Type), string(b.Type))
		})
	}
	if len(list) == 0 {
		return nil, record.Wrong(field, "names nobody")
	}
	for i := range list {
		list[i].Format = list[i].Format.encoding()
	}
	return list, nil
}

// openDSRValues are the values of one type: one, or a list of them.
type openDSRValues []openDSRValue

type openDSRValue struct {
	Value    jsonText `json:"value"`
	Encoding jsonText `json:"encoding"`
}

// UnmarshalJSON accepts a value and a list of values.
func (v *openDSRValues) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '[' {
		return json.Unmarshal(raw, (*[]openDSRValue)(v))
	}
	var one openDSRValue
	err := json.Unmarshal(raw, &one)
	*v = openDSRValues{one}
	return err
}

// identify puts the identities that name a person by what the desk can look up into the subject, and keeps the others,
// such as those of devices, in the text.
func identify(s *record.Submission, identities []openDSRIdentity) error {
	var emails, accounts, phones, rest []string
	named := slices.ContainsFunc(identities, func(id openDSRIdentity) bool {
		return record.Clean(string(id.Value)) != ""
	})
	for _, id := range identities {
		value, kind := record.Clean(string(id.Value)), id.Type.word()
		switch {
		case value == "" && named:
			s.Doubts = append(s.Doubts, record.Doubtful(id.field, "is empty; the others were taken"))
		case value == "":
			return record.Wrong(id.field, "is empty")
		case charset.Damaged(string(id.Value)):
			return record.Wrong(id.field, "holds half a character")
		case !slices.Contains(openDSRFormats, id.Format):
			return record.Wrong(id.field, "is given as {{.A}}", "raw, sha1, md5 or sha256")
		case id.Format == "raw" && (kind == "email" || kind == "email_address"):
			emails = append(emails, value)
		case id.Format == "raw" && (kind == "phone_number" || kind == "phone" || kind == "mobile_number"):
			phones = append(phones, value)
		case id.Format == "raw" && (kind == "controller_customer_id" || kind == "customer_id"):
			accounts = append(accounts, value)
		default:
			rest = append(rest, record.Clean(string(id.Type))+" ("+string(id.Format)+"): "+value)
		}
	}
	if len(emails)+len(accounts)+len(phones) == 0 {
		return record.Wrong("subject_identities",
			"needs an email or a controller_customer_id in format raw: hashed and device identifiers alone lead to nobody here")
	}
	s.Subject = s.Subject.WithContacts(record.Once("email", emails), record.Once("phone_number", phones), accounts)
	s.Body = strings.Join(rest, "\n")
	return nil
}
