package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/gateway"
)

// The kinds of failure of a gateway beside those of a server.
const (
	Refused Kind = "refused" // the gateway says that it did not take it
	Closed  Kind = "closed"  // the gateway takes nothing in this way: its address, secret or method is wrong
	Unclear Kind = "unclear" // the answer says neither that it was taken nor that it was not
)

// Gateway hands messages to a gateway, one after the other.
type Gateway struct {
	to     gateway.Gateway
	host   string
	client *http.Client
	pace   interface{ Wait(context.Context) error }
	// Now is the clock of receipts; time.Now where nil.
	Now func() time.Time
}

// OpenGateway returns the way to a gateway; nothing is said to it yet. It fails with an error of gateway.Check, or
// ErrAuthority.
func OpenGateway(g gateway.Gateway) (*Gateway, error) {
	if err := g.Check(); err != nil {
		return nil, err
	}
	pool, err := roots(dispatch.Server{Authority: g.Authority})
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(g.Origin())
	if err != nil {
		return nil, gateway.ErrAddress
	}
	transport := &http.Transport{
		DialContext:         (&net.Dialer{Timeout: dialTime}).DialContext,
		TLSClientConfig:     &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout: dialTime,
		// HTTP/1.1 alone: with HTTP/2 the library says a request again where it thinks that it may.
		TLSNextProto:           map[string]func(string, *tls.Conn) http.RoundTripper{},
		MaxResponseHeaderBytes: maxAnswer, MaxConnsPerHost: 1, DisableCompression: true, IdleConnTimeout: answerTime,
	}
	return &Gateway{to: g, host: u.Host, Now: time.Now, pace: paceOf(g.Origin(), g.PerMinute),
		client: &http.Client{Transport: transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil
}

// Close ends the connection.
func (g *Gateway) Close() { g.client.CloseIdleConnections() }

// Answer is what a gateway said.
type Answer struct {
	Status int
	Said   string
	Means  gateway.Verdict
}

// Send hands one message over and returns what the gateway said when it took it. It fails with a *Failure: Uncertain
// where the gateway may have taken it, and in every other class nobody got it.
func (g *Gateway) Send(ctx context.Context, m gateway.Message) (Receipt, error) {
	answer, err := g.Ask(ctx, m)
	if err != nil {
		return Receipt{}, err
	}
	f := &Failure{Host: g.host, Code: answer.Status, Said: answer.Said}
	switch answer.Means {
	case gateway.Taken:
		return Receipt{g.Now(), answer.Said}, nil
	case gateway.Refused:
		f.Class, f.Kind = Permanent, Refused
	case gateway.Busy:
		f.Class, f.Kind = Temporary, Busy
	case gateway.Closed: // of no message's making: all of them wait until it is put right
		f.Class, f.Kind = Temporary, Closed
	default:
		f.Class, f.Kind = Uncertain, Unclear
	}
	return Receipt{}, f
}

// Ask says a message to the gateway once and returns what it answered, and what that means. It fails with a *Failure
// where no answer came.
func (g *Gateway) Ask(ctx context.Context, m gateway.Message) (Answer, error) {
	if err := g.pace.Wait(ctx); err != nil {
		return Answer{}, failed(g.host, Busy, context.Cause(ctx))
	}
	ctx, end := context.WithTimeout(ctx, answerTime)
	defer end()
	request, begun, err := g.request(ctx, m)
	if err != nil {
		return Answer{}, &Failure{Class: Permanent, Kind: BadMessage, Host: g.host, err: err}
	}
	response, err := g.client.Do(request)
	if err != nil {
		return Answer{}, g.lost(err, begun.Load())
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil && g.to.Want != "" {
		return Answer{}, g.lost(err, true)
	}
	return Answer{response.StatusCode, said(fmt.Sprintf("%d %s", response.StatusCode, text)),
		g.to.Judge(response.StatusCode, text)}, nil
}

// request is a message as the gateway gets it. begun becomes true with the first byte that may be said of it.
func (g *Gateway) request(ctx context.Context, m gateway.Message) (*http.Request, *atomic.Bool, error) {
	address, err := g.to.URL(m)
	if err != nil {
		return nil, nil, err
	}
	body := g.to.Written(m)
	begun := &atomic.Bool{}
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) {
		begun.Store(true)
	}})
	// A body that cannot be had again keeps the library from saying the request again by itself.
	request, err := http.NewRequestWithContext(ctx, g.to.Method, address, io.NopCloser(strings.NewReader(body)))
	if err != nil {
		return nil, nil, gateway.ErrAddress // the library's error would show the address, and with it the secret
	}
	request.ContentLength = int64(len(body))
	header, err := g.to.Header(m)
	if err != nil {
		return nil, nil, err
	}
	for name, values := range header {
		for _, value := range values {
			request.Header.Set(name, value)
		}
	}
	if body != "" && request.Header.Get("Idempotency-Key")+request.Header.Get("X-Idempotency-Key") == "" {
		// Said again only where not a byte of it was: the connection had ended before.
		request.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(body)), nil }
	}
	return request, begun, nil
}

// lost is the failure of a request that got no answer. Before a connection stood nobody got anything; afterwards nobody
// knows.
func (g *Gateway) lost(err error, begun bool) *Failure {
	var of *url.Error
	if errors.As(err, &of) {
		err = of.Err // without the address, in which the secret may stand
	}
	f := &Failure{Host: g.host, Kind: connectionKind(err), Class: Temporary, Lost: true, err: err}
	if begun {
		f.Class = Uncertain
	}
	return f
}
