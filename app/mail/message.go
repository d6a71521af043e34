package mail

import (
	"bytes"
	"fmt"
	"io"
	"mime/quotedprintable"
	"strings"
	"time"

	"github.com/emersion/go-message/mail"
	"github.com/emersion/go-message/textproto"
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

// A text is written under two kinds.
var forms = []string{"text/plain", "text/html"}

// text is what a form of the message says.
func (m Message) text(kind string) string {
	if kind == forms[0] {
		return m.Text
	}
	return m.HTML
}

// light writes a message without files, of which a notice is a million: its forms are the whole of it, and what parts
// them cannot stand in a text as it is encoded.
func (m Message) light(out io.Writer) error {
	parts := "=_" + strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, m.ID[:min(len(m.ID), 40)])
	h := m.header()
	h.Set("Mime-Version", "1.0")
	h.SetContentType("multipart/alternative", map[string]string{"boundary": parts})
	if err := textproto.WriteHeader(out, h.Header.Header); err != nil {
		return err
	}
	for _, kind := range forms {
		text := m.text(kind)
		if text == "" {
			continue
		}
		if _, err := io.WriteString(out, "--"+parts+"\r\nContent-Type: "+kind+
			"; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"); err != nil {
			return err
		}
		w := quotedprintable.NewWriter(out)
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		if _, err := io.WriteString(out, "\r\n"); err != nil {
			return err
		}
	}
	_, err := io.WriteString(out, "--"+parts+"--\r\n")
	return err
}

func (m Message) write(out io.Writer) error {
	if len(m.Files) == 0 {
		return m.light(out)
	}
	w, err := mail.CreateWriter(out, m.header())
	if err != nil {
		return err
	}
	inline, err := w.CreateInline()
	if err != nil {
		return err
	}
	for _, kind := range forms {
		if m.text(kind) == "" {
			continue
		}
		var h mail.InlineHeader
		h.SetContentType(kind, map[string]string{"charset": "utf-8"})
		h.Set("Content-Transfer-Encoding", "quoted-printable")
		part := func() (io.WriteCloser, error) { return inline.CreatePart(h) }
		if err := put(part, []byte(m.text(kind))); err != nil {
			return err
		}
	}
	if err := inline.Close(); err != nil {
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
