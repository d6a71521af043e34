// Package mail reads mails: their headers, parts and pages, who speaks in them, what was forwarded, and what a machine
// sent.
package mail
