package mailbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/source/mirror"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/loopback"
)

const engineName = "IMAP"

// Engine is a mailbox.
var Engine = sqldb.Engine{Key: "imap", Name: engineName, Schemes: []string{"imaps", "imap"}, Form: "imaps://…",
	Open: open}

// server is a mailbox by its address.
type server struct {
	host, port     string
	user, password string
	folder         string // empty for all of them
	encrypted      bool   // from the beginning; else by STARTTLS, but on this machine
	tls            *tls.Config
}

var errForm = errors.New("the IMAP address cannot be read; write imaps://user:password@host, with %40 for the @ of a user, and a folder behind it where only that one is meant")

// open prepares a mailbox by its address. Off this machine the connection is encrypted and the certificate of the
// server checked.
func open(address string, write bool) (*sqldb.Source, error) {
	s, err := read(address)
	if err != nil {
		return nil, err
	}
	where := fmt.Sprintf("the mailbox of %s at %s", s.user, net.JoinHostPort(s.host, s.port))
	return mirror.Open(s, mirror.Kind{Name: engineName, Piecewise: true}, where, s.password, write)
}

func read(address string) (*server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return nil, errForm // the cause would repeat the password
	}
	s := &server{host: u.Hostname(), port: u.Port(), folder: strings.Trim(u.Path, "/"),
		encrypted: strings.EqualFold(u.Scheme, "imaps")}
	if s.port == "" {
		s.port = map[bool]string{true: "993", false: "143"}[s.encrypted]
	}
	s.user = u.User.Username()
	s.password, _ = u.User.Password()
	if s.user == "" || s.password == "" {
		return nil, errForm
	}
	s.tls = &tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12}
	for name, list := range u.Query() {
		if name != "ca" {
			return nil, fmt.Errorf("the IMAP address has the parameter %q, and knows ca alone", name)
		}
		if s.tls.RootCAs, err = mirror.Roots(engineName, list[0]); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Bounds of what a server may say.
const (
	maxSaid    = 2 * mirror.MaxBytes
	answerTime = 2 * time.Minute // for one question
)

// bounded is a connection whose other end may say only so much, and must not fall silent.
type bounded struct {
	net.Conn
	left atomic.Int64
}

var errTooMuch = errors.New("the server says more than it was asked")

// Read counts what the server says.
func (b *bounded) Read(p []byte) (int, error) {
	if b.left.Load() <= 0 {
		return 0, errTooMuch
	}
	if err := b.Conn.SetReadDeadline(time.Now().Add(answerTime)); err != nil {
		return 0, err
	}
	n, err := b.Conn.Read(p)
	b.left.Add(-int64(n))
	return n, err
}

// words decodes what of a header is not in ASCII.
var words = &mime.WordDecoder{CharsetReader: func(name string, in io.Reader) (io.Reader, error) {
	data, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	text, _, err := charset.DecodeAs(data, name)
	return strings.NewReader(text), err
}}

// connect signs in.
func (s *server) connect(ctx context.Context) (*imapclient.Client, error) {
	limited, end := context.WithTimeout(ctx, sqldb.ConnectTimeout)
	defer end()
	raw, err := (&net.Dialer{}).DialContext(limited, "tcp", net.JoinHostPort(s.host, s.port))
	if err != nil {
		return nil, failed(err)
	}
	conn := &bounded{Conn: raw}
	conn.left.Store(maxSaid)
	options := &imapclient.Options{TLSConfig: s.tls, WordDecoder: words}
	var c *imapclient.Client
	switch {
	case s.encrypted:
		secured := tls.Client(conn, s.tls)
		if err := secured.HandshakeContext(limited); err != nil {
			return nil, errors.Join(failed(err), raw.Close())
		}
		c = imapclient.New(secured, options)
	case loopback.Is(s.host):
		c = imapclient.New(conn, options)
	default:
		if c, err = imapclient.NewStartTLS(conn, options); err != nil {
			return nil, errors.Join(failed(err), raw.Close())
		}
	}
	if err = c.WaitGreeting(); err == nil {
		err = c.Login(s.user, s.password).Wait()
	}
	if err != nil {
		var said *imap.Error
		if errors.As(err, &said) {
			err = &value.Error{
				Message: "the user or the password is wrong, or the server wants an encrypted connection: write imaps://", Cause: err}
		} else {
			err = failed(err)
		}
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// leave ends a connection; what a server says to that is of no interest.
func leave(c *imapclient.Client) {
	if c.Logout().Wait() != nil {
		c.Close()
	}
}

// Refuses tells nothing: what a login may delete shows folder by folder.
func (s *server) Refuses(context.Context) (string, error) { return "", nil }

// failed is why a server does not do something, in a sentence of ours; its own words are in any language.
func failed(err error) error {
	var said *imap.Error
	var certificate *tls.CertificateVerificationError
	reason := "the server does not answer as a mailbox"
	var network net.Error
	switch {
	case errors.As(err, &certificate):
		reason = "the certificate of the server is not trusted; name the one it comes from with ca=FILE in the address"
	case errors.Is(err, errTooMuch):
		reason = errTooMuch.Error()
	case errors.As(err, &network):
		reason = "the server does not answer"
	case errors.As(err, &said):
		reason = "the server refuses it"
		if said.Code == imap.ResponseCodeNoPerm {
			reason = sqldb.DeniedReason
		}
	}
	return &value.Error{Message: reason, Cause: err}
}
