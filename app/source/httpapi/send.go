package httpapi

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/value"
)

const (
	maxAnswer  = 64 << 20  // bytes of one answer, unpacked
	maxValues  = 1_000_000 // values in one answer: decoded, each takes many times its bytes
	maxRepeats = 3
	firstWait  = 2 * time.Second
	maxAfter   = 300 * time.Second // the longest Retry-After that is followed
)

// answer is what a system answered.
type answer struct {
	status  int
	header  http.Header
	body    []byte
	at      *url.URL // the address that was asked
	nothing bool     // the answer counts as nothing found
}

// document returns the answer as JSON.
func (a *answer) document(what string) (any, error) {
	if crowded(a.body) {
		return nil,
			sentence("%s: the answer has more than %d values; narrow the request in the connector file, or have it ask for smaller pages", what, maxValues)
	}
	doc, ok := value.ParseDocument(bytes.TrimPrefix(a.body, []byte("\ufeff")))
	if !ok {
		return nil,
			sentence("%s: the answer is no JSON; see whether the address and the version of the system are those of the connector file", what)
	}
	a.body = nil // what was read from it is held twice otherwise
	return doc, nil
}

// crowded reports whether a text of JSON has more than maxValues values, by its brackets and commas: each begins one.
func crowded(text []byte) bool {
	n, inside := 0, false
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case inside && b == '\\':
			i++
		case b == '"':
			inside = !inside
		case !inside && (b == ',' || b == '{' || b == '['):
			n++
		}
	}
	return n > maxValues
}

// send sends a request, signed in, within its limits, and again where that is safe. An answer that is an error is one
// here, unless the request says that it counts as nothing.
func (s *Source) send(ctx context.Context, c *call, q *connector.Request) (*answer, error) {
	client := q.Client
	if client == nil {
		client = s.c.Client
	}
	if a := client.Auth; a != nil && a.Program {
		return nil, sentence("%s cannot be sent: its sign-in, %q, is a program of the other system", q.What, a.Strategy)
	}
	fresh := false
	for try := 0; ; try++ {
		got, err := s.once(ctx, c, q, client)
		if err != nil {
			return nil, err
		}
		switch {
		case got.status < http.StatusMultipleChoices:
			return got, nil
		case got.status == http.StatusUnauthorized && client.Auth.OAuth() && !fresh:
			if fresh, err = s.renew(ctx, client, true); err != nil {
				return nil, err
			} else if fresh {
				try--
				continue
			}
		case repeatable(got, c) && try < maxRepeats:
			if err := s.options.Wait(ctx, waitFor(got.header, try, s.options.Now())); err != nil {
				return nil, err
			}
			continue
		}
		if got.status < http.StatusBadRequest {
			return nil,
				sentence("%s: %s leads on to another address, which is not followed; write the new address into the connector file or its settings", q.What, got.at.Hostname())
		}
		if q.Ignore.Has(got.status) {
			return &answer{status: got.status, header: got.header, at: got.at, nothing: true}, nil
		}
		return nil, refused(q, got, c.Kind)
	}
}

// repeatable reports whether a request may be sent again after such an answer. A server that fails on a change, and a
// gateway that does not wait for it, may have carried it out: a change is repeated only after an answer that says that
// it was not taken.
func repeatable(got *answer, c *call) bool {
	if c.Kind.changes() {
		return got.status == http.StatusTooManyRequests ||
			got.status == http.StatusServiceUnavailable && got.header.Get("Retry-After") != ""
	}
	switch got.status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	case http.StatusInternalServerError:
		return c.Method == http.MethodGet || c.Method == http.MethodHead
	}
	return false
}

// waitFor returns how long to wait before a request is sent again: what the server says, else twice as long as before.
func waitFor(header http.Header, try int, now time.Time) time.Duration {
	after := strings.TrimSpace(header.Get("Retry-After"))
	if n, err := strconv.Atoi(after); err == nil && n > 0 {
		return min(maxAfter, time.Duration(min(n, int(maxAfter/time.Second)))*time.Second)
	}
	if at, err := http.ParseTime(after); err == nil && at.After(now) {
		return min(maxAfter, at.Sub(now))
	}
	return firstWait << try
}

// refused is the sentence of an answer that is an error.
func refused(q *connector.Request, got *answer, as kind) error {
	remedy := "see what the system says of this request, and mend the connector file"
	switch {
	case got.status == http.StatusUnauthorized, got.status == http.StatusForbidden:
		remedy = "give the connection credentials that may do this"
	case got.status == http.StatusTooManyRequests:
		remedy = "it is asked too often; try again later, or set a rate limit in the connector file"
	case got.status >= http.StatusInternalServerError && as.changes():
		remedy = "it may have carried it out all the same"
	case got.status >= http.StatusInternalServerError:
		remedy = "the system fails; try again later"
	}
	return because(&statusError{got.status}, "%s: %s answered with the error %d %s; %s", q.What, got.at.Hostname(),
		got.status, http.StatusText(got.status), remedy)
}

// statusError is the status of an answer that is an error.
type statusError struct{ status int }

func (e *statusError) Error() string { return http.StatusText(e.status) }

// lostError is a request that may have gone out and got no answer.
type lostError struct{ cause error }

func (e *lostError) Error() string { return e.cause.Error() }
func (e *lostError) Unwrap() error { return e.cause }

// uncertain reports whether a request that failed so may have been carried out all the same: one that the system failed
// on, or of which no answer came.
func uncertain(err error) bool {
	var lost *lostError
	var status *statusError
	return errors.As(err, &lost) || errors.As(err, &status) &&
		(status.status >= http.StatusInternalServerError || status.status == http.StatusRequestTimeout)
}

// once sends a request one time.
func (s *Source) once(ctx context.Context, c *call, q *connector.Request, client *connector.Client) (*answer, error) {
	base, err := s.base(client)
	if err != nil {
		return nil, err
	}
	if client.Auth.OAuth() {
		if _, err := s.renew(ctx, client, false); err != nil {
			return nil, err
		}
	}
	request, err := s.prepared(ctx, c, client, base)
	if err != nil {
		return nil, lacks(q.What, err)
	}
	limits := q.Limits
	if limits == nil {
		limits = s.c.Limits
	}
	if err := s.limits.take(ctx, limits, s.c.Key, s.options.Now, s.options.Wait); err != nil {
		return nil, err
	}
	return s.exchange(request, q.What)
}

// prepared is a call as it goes out: with its secrets, signed in.
func (s *Source) prepared(ctx context.Context, c *call, client *connector.Client,
	base *url.URL) (*http.Request, error) {
	settings := s.held()
	signed, err := s.signed(client.Auth)
	if err != nil {
		return nil, err
	}
	target, err := c.target(func(f filled) (string, error) { return f.opened(settings) })
	if err != nil {
		return nil, err
	}
	if target, err = signed.into(target); err != nil {
		return nil, err
	}
	from := base.String()
	if c.Absolute {
		from = base.Scheme + "://" + base.Host
	}
	at, err := url.Parse(from + target)
	if err != nil || at.Host != base.Host {
		return nil, sentence("the path of the request is no path")
	}
	body, kind, err := c.body(settings, signed.body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, c.Method, at.String(), bytes.NewReader(body))
	if err != nil {
		return nil, sentence("the request cannot be made; see its method and path in the connector file")
	}
	if body == nil {
		request.Body, request.ContentLength, request.GetBody = nil, 0, nil
	}
	for _, h := range c.Headers {
		v, err := h.Value.opened(settings)
		if err != nil {
			return nil, err
		}
		request.Header.Set(h.Name, v)
	}
	for name, v := range signed.headers {
		request.Header.Set(name, v)
	}
	if kind != "" && request.Header.Get("Content-Type") == "" {
		request.Header.Set("Content-Type", kind)
	}
	if request.Header.Get("Accept") == "" {
		request.Header.Set("Accept", "application/json, */*;q=0.5")
	}
	request.Header.Set("User-Agent", "Rightsdesk")
	return request, nil
}

// exchange sends a request and reads its answer, of which no more is read than is bearable, and no longer waited for
// than something comes.
func (s *Source) exchange(request *http.Request, what string) (*answer, error) {
	ctx, stop := context.WithCancel(request.Context())
	defer stop()
	got, err := s.client.Do(request.WithContext(ctx))
	if err != nil {
		if dial := (*net.OpError)(nil); !errors.As(err, &dial) || dial.Op != "dial" {
			err = &lostError{err}
		}
		return nil, unreached(request.Context(), what, request.URL.Hostname(), err)
	}
	idle := time.AfterFunc(answerTime, stop)
	defer idle.Stop()
	body, err := io.ReadAll(io.LimitReader(&lively{got.Body, idle}, maxAnswer+1))
	if closing := got.Body.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return nil, unreached(request.Context(), what, request.URL.Hostname(), &lostError{err})
	}
	if len(body) > maxAnswer {
		return nil, because(&lostError{errors.New("the answer is too long")},
			"%s: the answer has more than %d MiB; narrow the request in the connector file", what, maxAnswer>>20)
	}
	return &answer{status: got.StatusCode, header: got.Header, body: body, at: got.Request.URL,
		nothing: got.StatusCode == http.StatusNoContent}, nil
}

// lively puts off the end of a wait with every part of an answer that comes.
type lively struct {
	io.Reader
	idle *time.Timer
}

func (l *lively) Read(p []byte) (int, error) {
	n, err := l.Reader.Read(p)
	l.idle.Reset(answerTime)
	return n, err
}

// unreached is the sentence of a request that got no answer. What the library says of it repeats the address, in which
// a secret may stand.
func unreached(ctx context.Context, what, host string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	reason := "it cannot be reached"
	var unknown *net.DNSError
	var timeout net.Error
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.Is(err, errInside):
		reason = errInside.Error()
	case errors.As(err, &certificate):
		reason = "its certificate is not one that this machine trusts"
	case errors.As(err, &unknown):
		reason = "no such host is known"
	case errors.As(err, &timeout) && timeout.Timeout(), errors.Is(err, context.Canceled):
		reason = "it did not answer in time"
	}
	return because(err, "%s: %s did not answer: %s", what, host, reason)
}
