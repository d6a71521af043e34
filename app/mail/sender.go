package mail

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"golang.org/x/time/rate"

	"orangelab.cn/rightsdesk/model/dispatch"
)

// maxAnswer is how much an SMTP server may say at once, in bytes.
const maxAnswer = 64 << 10

// Receipt is what a server said when it took a message.
type Receipt struct {
	At   time.Time
	Said string // its own words, where its number for the message stands
}

// Sender is an open connection over which messages are handed to a server, one after the other.
type Sender struct {
	server  dispatch.Server
	client  *smtp.Client
	largest int
	pace    *rate.Limiter
	// Now is the clock of receipts; time.Now where nil.
	Now func() time.Time
}

// paces are how fast each server is spoken to, by its address: every connection of this program keeps to the same.
var paces struct {
	sync.Mutex
	of map[string]*rate.Limiter
}

func paceOf(server string, perMinute int) *rate.Limiter {
	limit := rate.Inf
	if perMinute > 0 {
		limit = rate.Every(time.Minute / time.Duration(perMinute))
	}
	paces.Lock()
	defer paces.Unlock()
	if paces.of == nil {
		paces.of = map[string]*rate.Limiter{}
	}
	pace := paces.of[server]
	if pace == nil {
		pace = rate.NewLimiter(limit, 1)
		paces.of[server] = pace
	}
	pace.SetLimit(limit)
	return pace
}

// Open connects to a server, secures the connection and signs in. It fails with an error of Check, or a *Failure.
func Open(ctx context.Context, s dispatch.Server, perMinute int) (*Sender, error) {
	conn, err := dial(ctx, s, maxAnswer)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	out := &Sender{server: s, pace: paceOf(address(s), perMinute), Now: time.Now}
	if s.Security == dispatch.StartTLS {
		if out.client, err = smtp.NewClientStartTLS(conn, tlsOf(s)); err != nil {
			f := failed(s.Host, NoTLS, err)
			if f.Kind == BadAnswer { // the library has no other error for a server that does not offer it
				f.Kind, f.Class = NoTLS, Permanent
			}
			return nil, giveUpOn(conn, f)
		}
	} else {
		out.client = smtp.NewClient(conn)
	}
	out.client.CommandTimeout, out.client.SubmissionTimeout = answerTime, 5*time.Minute
	if err := out.signIn(); err != nil {
		return nil, giveUpOn(out.client, err)
	}
	if ok, size := out.client.Extension("SIZE"); ok {
		out.largest, _ = strconv.Atoi(size) // 0: it names no limit
	}
	return out, nil
}

func (s *Sender) signIn() error {
	if err := s.client.Hello("localhost"); err != nil {
		return failed(s.server.Host, Busy, err)
	}
	if s.server.User == "" {
		return nil
	}
	var with sasl.Client
	switch {
	case s.client.SupportsAuth(sasl.Plain):
		with = sasl.NewPlainClient("", s.server.User, s.server.Password)
	case s.client.SupportsAuth(sasl.Login):
		with = sasl.NewLoginClient(s.server.User, s.server.Password)
	default:
		return &Failure{Class: Permanent, Kind: NoLogin, Host: s.server.Host}
	}
	if err := s.client.Auth(with); err != nil {
		return failed(s.server.Host, Login, err)
	}
	return nil
}

// Send hands one message over and returns what the server said when it took it. It fails with a *Failure: Uncertain
// where all of the message was said and no answer came, and in every other class nobody got it. ctx ends the wait, and
// with it the connection.
func (s *Sender) Send(ctx context.Context, m Message) (Receipt, error) {
	return s.SendReady(ctx, *m.Ready())
}

// SendReady is Send for a message that is written already.
func (s *Sender) SendReady(ctx context.Context, m Ready) (Receipt, error) {
	if m.err != nil {
		return Receipt{}, m.err
	}
	if s.largest > 0 && len(m.data) > s.largest {
		return Receipt{}, &Failure{Class: Permanent, Kind: TooLarge, Host: s.server.Host}
	}
	if err := s.pace.Wait(ctx); err != nil {
		return Receipt{}, failed(s.server.Host, Busy, context.Cause(ctx))
	}
	stop := context.AfterFunc(ctx, func() { s.client.Close() })
	defer stop()
	text, err := s.hand(m)
	if err == nil {
		return Receipt{s.Now(), said(text)}, nil
	}
	var f *Failure
	if errors.As(err, &f) && !f.Lost && s.client.Reset() != nil {
		f.Lost = true
	}
	return Receipt{}, err
}

// hand is one transaction (RFC 5321 3.3).
func (s *Sender) hand(m Ready) (answer string, err error) {
	if err := s.client.Mail(m.from,
		&smtp.MailOptions{Size: int64(len(m.data)), Return: smtp.DSNReturnHeaders, EnvelopeID: m.id}); err != nil {
		return "", failed(s.server.Host, Originator, err)
	}
	if err := s.client.Rcpt(m.to, nil); err != nil {
		return "", failed(s.server.Host, Recipient, err)
	}
	w, err := s.client.Data()
	if err != nil {
		return "", failed(s.server.Host, Content, err)
	}
	if _, err := w.Write(m.data); err != nil {
		return "", failed(s.server.Host, Content, err) // without the last dot no server takes it
	}
	taken, err := w.CloseWithResponse()
	if err == nil {
		return taken.StatusText, nil
	}
	f := failed(s.server.Host, Content, err)
	if f.Code == 0 {
		f.Class, f.Lost = Uncertain, true
	}
	return "", f
}

// Close ends the connection. What was handed over is handed over, whatever becomes of the good-bye.
func (s *Sender) Close() {
	if s.client.Quit() != nil {
		s.client.Close() // it went before
	}
}
