package sqldb

import (
	"context"
	"database/sql/driver"
	"errors"
	"time"
)

// ConnectTimeout bounds how long a server may take to let us in, by all its addresses and until the handshake is done.
// One that takes the connection and then says nothing would otherwise be waited for without end. Tests lower it.
var ConnectTimeout = 10 * time.Second

// TimeoutConnector makes a driver's connections give up in time.
type TimeoutConnector struct {
	driver.Connector
	Server string // host and port, for people
}

// Connect returns a *silentError where the server has not let us in within ConnectTimeout.
func (p TimeoutConnector) Connect(ctx context.Context) (driver.Conn, error) {
	bounded, cancel := context.WithTimeout(ctx, ConnectTimeout)
	defer cancel()
	conn, err := p.Connector.Connect(bounded)
	if err != nil && ctx.Err() == nil && (bounded.Err() != nil || errors.Is(err, context.DeadlineExceeded)) {
		return nil, &silentError{p.Server, err}
	}
	return conn, err
}

// silentError reports that a server took too long to let us in. To wait for it again would only double the time.
type silentError struct {
	at    string
	cause error
}

func (e *silentError) Error() string {
	return "the server at " + e.at +
		" does not answer as one of its kind; check host and port, and whether a firewall stands between"
}

func (e *silentError) Unwrap() error { return e.cause }

func (e *silentError) Sentence() {}
