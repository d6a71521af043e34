package mail

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/emersion/go-message/mail"
	"github.com/google/uuid"
)

// Message is what goes to one recipient.
type Message struct {
	// ID names the message among mail programs, without angle brackets: see NewID.
	ID       string
	From, To string // addresses
	FromName string
	Subject  string
	// Text is the message; HTML says the same, and is left out where it is empty.
	Text, HTML string
	Date       time.Time
	// InReplyTo and References are the messages that it answers, without angle brackets.
	InReplyTo, References []string
	// Automatic says that no person wrote it just now, so that no machine answers it (RFC 3834).
	Automatic bool
	Files     []File
}

// File goes with a message.
type File struct {
	Name, Type string
	Data       []byte
}

// NewID returns a name that no other message has, at the domain of an address.
func NewID(from string) string {
	_, domain, _ := strings.Cut(from, "@")
	return uuid.NewString() + "@" + domain
}

// Bytes writes the message as it goes over the wire.
func (m Message) Bytes() ([]byte, error) {
	for _, a := range []string{m.From, m.To} {
		if err := CheckAddress(a); err != nil {
			return nil, &Failure{Class: Permanent, Kind: BadMessage, err: err}
		}
	}
	var out bytes.Buffer
	out.Grow(2048 + 2*len(m.Text) + 2*len(m.HTML))
	if err := m.write(&out); err != nil {
		return nil, &Failure{Class: Permanent, Kind: BadMessage, err: fmt.Errorf("write a message: %w", err)}
	}
	return out.Bytes(), nil
}

// Ready is a message as it goes over the wire, or why it cannot.
type Ready struct {
	id, from, to string
	data         []byte
	err          error
}

// Ready writes the message, so that it can be done while others are handed over.
func (m Message) Ready() *Ready {
	r := &Ready{id: m.ID, from: m.From, to: m.To}
	r.data, r.err = m.Bytes()
	return r
}

func (m Message) header() (h mail.Header) {
	h.SetDate(m.Date)
	h.SetAddressList("From", []*mail.Address{{Name: oneLine(m.FromName), Address: m.From}})
	h.SetAddressList("To", []*mail.Address{{Address: m.To}})
	h.SetSubject(oneLine(m.Subject))
	h.SetMessageID(m.ID)
	if len(m.InReplyTo) > 0 {
		h.SetMsgIDList("In-Reply-To", m.InReplyTo)
	}
	if len(m.References) > 0 {
		h.SetMsgIDList("References", m.References)
	}
	if m.Automatic {
		h.Set("Auto-Submitted", "auto-generated")
	}
	return h
}

// oneLine keeps a value from becoming another line of the header.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func (m Message) write(out io.Writer) error {
	w, err := mail.CreateWriter(out, m.header())
	if err != nil {
		return err
	}
	forms, err := w.CreateInline()
	if err != nil {
		return err
	}
	for _, form := range []struct{ kind, text string }{{"text/plain", m.Text}, {"text/html", m.HTML}} {
		if form.text == "" {
			continue
		}
		var h mail.InlineHeader
		h.SetContentType(form.kind, map[string]string{"charset": "utf-8"})
		h.Set("Content-Transfer-Encoding", "quoted-printable")
		if err := put(func() (io.WriteCloser, error) { return forms.CreatePart(h) }, []byte(form.text)); err != nil {
			return err
		}
	}
	if err := forms.Close(); err != nil {
		return err
	}
	for _, f := range m.Files {
		var h mail.AttachmentHeader
		h.SetContentType(f.Type, nil)
		h.SetFilename(oneLine(f.Name))
		h.Set("Content-Transfer-Encoding", "base64")
		if err := put(func() (io.WriteCloser, error) { return w.CreateAttachment(h) }, f.Data); err != nil {
			return err
		}
	}
	return w.Close()
}

func put(open func() (io.WriteCloser, error), data []byte) error {
	w, err := open()
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return err
	}
	return w.Close()
}
