package model

import (
	"time"

	"orangelab.cn/rightsdesk/model/gateway"
)

// MailSecurity is how a connection to a mail server is secured.
type MailSecurity string

// The ways to secure a connection. Without TLS only this computer itself is spoken to.
const (
	MailTLS      MailSecurity = "tls"      // TLS from the first byte
	MailStartTLS MailSecurity = "starttls" // TLS before anything else is said (RFC 3207, RFC 9051 6.2.1)
	MailPlain    MailSecurity = "none"
)

// MailSecurities lists them, the safest first.
var MailSecurities = []MailSecurity{MailTLS, MailStartTLS, MailPlain}

// MailServer is a server that takes or keeps mail.
type MailServer struct {
	Host     string       `json:"host"`
	Port     int          `json:"port"`
	Security MailSecurity `json:"security"`
	User     string       `json:"user,omitempty"`
	Password string       `json:"password,omitempty"`
	// Authority is the certificate, in PEM form, of the authority that vouches for the server; empty where the computer
	// knows it.
	Authority string `json:"authority,omitempty"`
}

// MailSettings are how a desk sends and reads mail. Each change makes a new version. The zero value sends and reads
// nothing.
type MailSettings struct {
	Version int64     `json:"-"` // counted from 1
	SavedAt time.Time `json:"-"`
	SavedBy string    `json:"-"` // id of the member of staff

	Out  MailServer `json:"out"`  // takes what the desk sends (SMTP)
	From string     `json:"from"` // the address that letters come from and answers go to
	// PerMinute is how many messages a server takes in a minute at most; 0 is as many as it takes.
	PerMinute int        `json:"per_minute,omitempty"`
	In        MailServer `json:"in"` // keeps what arrives for it (IMAP)
	// SMS and Push take short messages and messages to apps, over HTTP.
	SMS  gateway.Gateway `json:"sms,omitzero"`
	Push gateway.Gateway `json:"push,omitzero"`
}

// Sends reports whether the desk sends mail by itself.
func (m MailSettings) Sends() bool { return m.Out.Host != "" }

// Reads reports whether the desk reads a mailbox by itself.
func (m MailSettings) Reads() bool { return m.In.Host != "" }

// Masked returns the settings without their passwords and secrets.
func (m MailSettings) Masked() MailSettings {
	m.Out.Password, m.In.Password, m.SMS.Secret, m.Push.Secret = "", "", "", ""
	return m
}
