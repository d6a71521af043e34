package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync/atomic"
	"time"

	"orangelab.cn/rightsdesk/model/dispatch"
)

const (
	dialTime = 20 * time.Second
	// answerTime is how long a server may think about a command.
	answerTime = time.Minute
)

var errTooMuch = errors.New("the server says more than it was asked")

// limitedConn is a connection whose other end may say only so much at a time: what it says is counted anew whenever
// something is asked.
type limitedConn struct {
	net.Conn
	most int64
	left atomic.Int64
}

func limit(conn net.Conn, most int64) *limitedConn {
	b := &limitedConn{Conn: conn, most: most}
	b.left.Store(most)
	return b
}

func (b *limitedConn) Read(p []byte) (int, error) {
	if b.left.Load() <= 0 {
		return 0, errTooMuch
	}
	n, err := b.Conn.Read(p)
	b.left.Add(-int64(n))
	return n, err
}

func (b *limitedConn) Write(p []byte) (int, error) {
	b.left.Store(b.most)
	return b.Conn.Write(p)
}

// dial opens the connection to a server, with TLS where it begins with it. It ends when ctx does.
func dial(ctx context.Context, s dispatch.Server, most int64) (net.Conn, error) {
	if err := Check(s); err != nil {
		return nil, err
	}
	limited, end := context.WithTimeout(ctx, dialTime)
	defer end()
	raw, err := (&net.Dialer{}).DialContext(limited, "tcp", address(s))
	if err != nil {
		return nil, failed(s.Host, NoAnswer, err)
	}
	conn := net.Conn(limit(raw, most))
	if s.Security != dispatch.TLS {
		return conn, nil
	}
	secured := tls.Client(conn, tlsOf(s))
	if err := secured.HandshakeContext(limited); err != nil {
		return nil, giveUpOn(raw, failed(s.Host, NoTLS, err))
	}
	return secured, nil
}

// tlsOf is how a server is spoken to: its certificate must be its own, and vouched for.
func tlsOf(s dispatch.Server) *tls.Config {
	pool, _ := roots(s) // Check read it
	return &tls.Config{ServerName: s.Host, RootCAs: pool, MinVersion: tls.VersionTLS12}
}

// giveUpOn closes what is of no use any more and returns why.
func giveUpOn(c io.Closer, why error) error {
	c.Close() // whatever it says, it is not used again
	return why
}
