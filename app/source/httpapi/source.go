package httpapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/app/source/connector"
)

// Options say where a system is and by whose clock it is asked.
type Options struct {
	Settings Settings
	// Address stands for every protocol and host of the file; empty for the file's own, over TLS.
	Address string
	// Roots are the certificates that a server may be vouched for by; nil for those of this machine.
	Roots *x509.CertPool
	// Tokens keeps the settings of a sign-in when they are new, in the place of those before; nil where nobody does.
	// Many systems take a refresh token once.
	Tokens func(before, tokens Settings) error
	// Now and Wait are the clock; nil for the real one.
	Now  func() time.Time
	Wait func(ctx context.Context, d time.Duration) error
}

func (o Options) tls() *tls.Config {
	return &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12}
}

// Source is one system with its connector file and settings. It is safe for concurrent use.
type Source struct {
	c       *connector.Connector
	at      *url.URL // nil for the file's own hosts
	options Options
	client  *http.Client
	limits  limiter
	request string // what the system is told as the number of the request

	mu       sync.Mutex
	settings Settings
}

// New returns a source that has asked nothing yet.
func New(c *connector.Connector, options Options) (*Source, error) {
	s := &Source{c: c, options: options, settings: options.Settings.withDefaults(c), request: uuid.NewString()}
	if options.Address != "" {
		at, err := trialAddress(options.Address)
		if err != nil {
			return nil, err
		}
		s.at = at
	}
	if s.options.Now == nil {
		s.options.Now = time.Now
	}
	if s.options.Wait == nil {
		s.options.Wait = waitByClock
	}
	s.client = newClient(options, s.at)
	return s, nil
}

// Close lets go of the connections.
func (s *Source) Close() { s.client.CloseIdleConnections() }

// Test sends the test request. Nil means that the system answers and lets us in.
func (s *Source) Test(ctx context.Context) error {
	c, err := makeCall(s.c.Test, s.everything())
	if err != nil {
		return lacks(s.c.Test.What, err)
	}
	c.Kind = test
	got, err := s.send(ctx, c, s.c.Test)
	if err != nil {
		return err
	}
	return got.unfailed(s.c.Test.What, nil)
}

// held returns the settings as they are now.
func (s *Source) held() Settings {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.settings)
}

func (s *Source) keep(tokens Settings) error {
	s.mu.Lock()
	before := maps.Clone(s.settings)
	maps.Copy(s.settings, tokens)
	s.mu.Unlock()
	if s.options.Tokens == nil {
		return nil
	}
	if err := s.options.Tokens(before, tokens); err != nil {
		return because(err,
			"the system gave a new token, which could not be kept at the desk; give the connection a new one if it does not sign in any more")
	}
	return nil
}

// everything gives the value of every setting: for hosts, sign-ins and the test, which see all.
func (s *Source) everything() names {
	settings := s.held()
	return func(name string) (any, bool) {
		if v, ok := s.builtIn(name); ok {
			return v, ok
		}
		v, ok := settings[name]
		return v, ok && v != "" && v != nil
	}
}

// lacks is the sentence of what cannot be made for want of a value, or for one that cannot stand there.
func lacks(what string, err error) error {
	var lack *lackError
	if errors.As(err, &lack) {
		return because(err,
			"%s cannot be made: there is no value for <%s>; give the connection one, or mend the connector file", what,
			lack.name)
	}
	var unsafe *unsafeError
	if errors.As(err, &unsafe) {
		return because(err, "%s cannot be made: %s", what, unsafe.Error())
	}
	return err
}

func waitByClock(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
