package sqldb

import (
	"context"
	"crypto/tls"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"io/fs"
	"net"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/value"
)

// What reaches a person about a failed statement is a sentence of ours. The words of servers and drivers come in their
// own language, name types of a programming language, and repeat the values of rows.

// Reasons that more than one engine gives.
const (
	LostReason   = "the connection was lost"
	UniqueReason = "another row has the value, and it must be unique"
	// ReferenceReason is both ways in which a change breaks a foreign key, where the engine does not say which.
	ReferenceReason = "a foreign key forbids it: rows that stay point at the row, or a value points at no row"
	BusyReason      = "other work on the database stands in the way; try again"
	DeniedReason    = "this login may not do it; grant the permission"
	NoTLSReason     = "the server takes no encrypted connections; let its administrator turn TLS on, or, where the network between is trusted, " +
		"write sslmode=disable, for MySQL tls=false, into the address"
)

// Failure is what an error of a database, or of the way to it, means for going on.
type Failure struct {
	Answered  bool   // the engine itself said it
	Reason    string // in a sentence of ours, without any value of a row; empty where nothing special is known
	Lost      bool   // it is about the way to the server rather than about the question, and asking again may help
	Stale     bool   // a table was altered under a prepared statement; asking again prepares it anew
	Value     bool   // the engine refuses a value, or a condition could not be worked out for it
	Overtaken bool   // somebody else changed a row after the transaction began that would write it
	Refused   bool   // to connect again is pointless: a wrong password, no such database, a server waited for in vain
}

// Failure returns what an error of the source means; it asks the dialect first.
func (s *Source) Failure(err error) Failure {
	f := s.Dialect.FailureOf(err)
	var network net.Error
	f.Lost = f.Lost || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.As(err, &network) && !f.Answered
	var silent *silentError
	var path *fs.PathError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &silent):
		f.Reason, f.Refused = silent.Error(), true
	case f.Answered:
	case errors.Is(err, context.Canceled):
		f.Reason = "it was stopped"
	case errors.Is(err, context.DeadlineExceeded):
		f.Reason = "it took too long"
	case errors.As(err, &path): // before the network, of whose errors it has the form
		f.Reason = value.FileReason(path)
	case errors.As(err, &certificate):
		f.Reason =
			"the certificate of the server is not trusted; for PostgreSQL name the root it comes from with sslrootcert=FILE in the address, " +
				"or encrypt without checking who answers: sslmode=require, for MySQL tls=skip-verify"
	case f.Lost:
		f.Reason = "the server does not answer"
	case f.Reason == "":
		f.Reason = "the database driver cannot use what the server gave"
	}
	return f
}

// Reason returns, in a sentence of ours, without any value of a row, why the database or the way to it failed. An error
// of our own speaks for itself.
func (s *Source) Reason(err error) string {
	if several, ok := err.(interface{ Unwrap() []error }); ok && len(several.Unwrap()) > 0 {
		var reasons []string
		for _, one := range several.Unwrap() {
			if reason := s.Reason(one); !slices.Contains(reasons, reason) {
				reasons = append(reasons, reason)
			}
		}
		return strings.Join(reasons, "; ")
	}
	if ours(err) {
		return err.Error()
	}
	return s.Failure(err).Reason
}

// DropEnded drops what only says that the context or the server was faster in closing.
func (s *Source) DropEnded(err error) error {
	for _, done := range []error{sql.ErrTxDone, sql.ErrConnDone, driver.ErrBadConn, context.Canceled,
		context.DeadlineExceeded} {
		if errors.Is(err, done) {
			return nil
		}
	}
	if err != nil && s.Failure(err).Lost {
		return nil
	}
	return err
}

// ours reports whether an error is a sentence of ours already.
func ours(err error) bool {
	_, is := err.(value.Sentence)
	return is
}
