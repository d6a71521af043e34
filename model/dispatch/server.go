package dispatch

import (
	"time"

	"orangelab.cn/rightsdesk/model/gateway"
)

// Security is how a connection to a mail server is secured.
type Security string

// The ways to secure a connection. Without TLS only this computer itself is spoken to.
const (
	TLS      Security = "tls"      // TLS from the first byte
	StartTLS Security = "starttls" // TLS before anything else is said (RFC 3207, RFC 9051 6.2.1)
	Plain    Security = "none"
)

// Securities lists them, the safest first.
var Securities = []Security{TLS, StartTLS, Plain}

// Server is a server that takes or keeps mail.
type Server struct {
	Host     string   `json:"host"`
	Port     int      `json:"port"`
	Security Security `json:"security"`
	User     string   `json:"user,omitempty"`
	Password string   `json:"password,omitempty"`
	// Authority is the certificate, in PEM form, of the authority that vouches for the server; empty where the computer
	// knows it.
	Authority string `json:"authority,omitempty"`
}

// Settings are how a desk sends and reads mail. Each change makes a new version. The zero value sends and reads
// nothing.
type Settings struct {
	Version int64     `json:"-"` // counted from 1
	SavedAt time.Time `json:"-"`
	SavedBy string    `json:"-"` // id of the member of staff

	Out  Server `json:"out"`  // takes what the desk sends (SMTP)
	From string `json:"from"` // the address that letters come from and answers go to
	// PerMinute is how many messages a server takes in a minute at most; 0 is as many as it takes.
	PerMinute int    `json:"per_minute,omitempty"`
	In        Server `json:"in"` // keeps what arrives for it (IMAP)
	// SMS and Push take short messages and messages to apps, over HTTP.
	SMS  gateway.Gateway `json:"sms,omitzero"`
	Push gateway.Gateway `json:"push,omitzero"`
}

// Sends reports whether the desk sends mail by itself.
func (m Settings) Sends() bool { return m.Out.Host != "" }

// Reads reports whether the desk reads a mailbox by itself.
func (m Settings) Reads() bool { return m.In.Host != "" }

// Masked returns the settings without their passwords and secrets.
func (m Settings) Masked() Settings {
	m.Out.Password, m.In.Password, m.SMS.Secret, m.Push.Secret = "", "", "", ""
	return m
}
