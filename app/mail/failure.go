package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
	"unicode"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-smtp"
)

// Class is what follows from a failure.
type Class int

// The classes of failure.
const (
	// Temporary: nobody got the message; it may be tried again.
	Temporary Class = iota
	// Permanent: nobody got the message, and trying again helps nothing.
	Permanent
	// Uncertain: all of the message was said and no answer came; the server may have taken it. Never tried again
	// unasked.
	Uncertain
)

// Kind is what went wrong, as the desk says it.
type Kind string

// The kinds of failure.
const (
	NoHost     Kind = "no_host"     // the name is not known
	NoAnswer   Kind = "no_answer"   // nobody listens there
	TooSlow    Kind = "too_slow"    // no answer in time
	Cut        Kind = "cut"         // the connection ended
	Authority  Kind = "authority"   // the certificate is of an authority that is not known
	WrongName  Kind = "wrong_name"  // the certificate is another server's
	Expired    Kind = "expired"     // the certificate is not valid today
	NoTLS      Kind = "no_tls"      // the server speaks no TLS here
	BadAnswer  Kind = "bad_answer"  // what came is none of the protocol's, or too much
	Login      Kind = "login"       // user or password was refused
	NoLogin    Kind = "no_login"    // the server offers no way to sign in with a password
	Originator Kind = "sender"      // the desk's own address was refused
	Recipient  Kind = "recipient"   // the person's address was refused
	Content    Kind = "content"     // the message itself was refused
	TooLarge   Kind = "too_large"   // larger than the server takes
	Busy       Kind = "busy"        // the server takes nothing just now
	NoMailbox  Kind = "no_mailbox"  // the inbox cannot be opened
	BadMessage Kind = "bad_message" // the message cannot be written
	TooLate    Kind = "too_late"    // of no use any more before any server took it
	// Restored: it waited in the back-up that the desk was restored from, and may have gone since
	Restored    Kind = "restored"
	Interrupted Kind = "interrupted" // the program ended while it was handed over
)

// Failure is why a server did not do what it was asked. It has a sentence in the window.
type Failure struct {
	Class Class
	Kind  Kind
	Host  string
	// Code is the server's answer as a number, 0 where there was none; Said its words, cleaned and cut.
	Code int
	Said string
	// Lost says that the connection cannot be used any more.
	Lost bool
	err  error
}

func (f *Failure) Error() string {
	text := fmt.Sprintf("mail server %s: %s", f.Host, f.Kind)
	if f.Said != "" {
		text += fmt.Sprintf(" (%d %s)", f.Code, f.Said)
	}
	return text
}

// Unwrap returns the cause.
func (f *Failure) Unwrap() error { return f.err }

// maxSaid is how much of a server's words is kept, in characters.
const maxSaid = 300

// said cleans what a server said: it is shown and kept.
func said(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	}), " ")
	text = strings.ToValidUTF8(text, "�")
	if r := []rune(text); len(r) > maxSaid {
		text = string(r[:maxSaid]) + "…"
	}
	return text
}

// failed makes a failure of an error. kind is what went wrong where the server answered.
func failed(host string, kind Kind, err error) *Failure {
	f := &Failure{Host: host, Kind: kind, err: err}
	var known *Failure
	if errors.As(err, &known) {
		return known
	}
	var answer *smtp.SMTPError
	var no *imap.Error
	switch {
	case errors.As(err, &answer):
		f.Code, f.Said = answer.Code, said(answer.Message)
		if answer.Code >= 500 {
			f.Class = Permanent
		}
		f.Lost = answer.Code == 421
		return f
	case errors.As(err, &no):
		f.Said = said(no.Text)
		if no.Type == imap.StatusResponseTypeNo && no.Code != imap.ResponseCodeUnavailable &&
			no.Code != imap.ResponseCodeInUse {
			f.Class = Permanent
		}
		return f
	}
	f.Kind, f.Lost = connectionKind(err), true
	switch f.Kind {
	case Authority, WrongName, Expired, NoTLS:
		f.Class = Permanent
	}
	return f
}

// connectionKind tells why a connection could not be made or went away.
func connectionKind(err error) Kind {
	var dns *net.DNSError
	var invalid x509.CertificateInvalidError
	var name x509.HostnameError
	var unknown x509.UnknownAuthorityError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	var timeout net.Error
	var op *net.OpError
	switch {
	case errors.As(err, &unknown):
		return Authority
	case errors.As(err, &name):
		return WrongName
	case errors.As(err, &invalid):
		return Expired
	case errors.As(err, &record), errors.As(err, &alert):
		return NoTLS
	case errors.Is(err, errTooMuch):
		return BadAnswer
	case errors.As(err, &dns):
		return NoHost
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return TooSlow
	case errors.As(err, &op) && op.Op == "dial":
		return NoAnswer
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed),
		errors.As(err, &op):
		return Cut
	}
	return BadAnswer
}

// Again returns when a message that failed for a time is tried the next time, after so many tries, and whether it is at
// all: after 1, 4, 16 minutes and so on up to 4 hours, for two days.
func Again(tries int, queued, now time.Time) (time.Time, bool) {
	wait := time.Minute
	for i := 1; i < tries && wait < maxWait; i++ {
		wait *= 4
	}
	return now.Add(min(wait, maxWait)), now.Sub(queued) < giveUp
}

const (
	maxWait = 4 * time.Hour
	giveUp  = 48 * time.Hour
)
