// Package mailbox reads the messages of a mailbox over IMAP as a source, and deletes whole messages.
package mailbox
