// Package mail is how the desk speaks and hears: it hands messages to a mail server (SMTP) and reads a mailbox (IMAP).
// It knows nothing of requests, of letters and of how the desk is kept; who sends keeps what was sent. See
// docs/decisions/mail.md.
package mail
