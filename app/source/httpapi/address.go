package httpapi

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"orangelab.cn/rightsdesk/app/source/connector"
)

const (
	connectTime  = 3 * time.Second
	answerTime   = time.Minute // until an answer begins, and between two parts of it
	maxRedirects = 5
	maxHeader    = 1 << 20 // bytes of the headers of an answer
)

// base returns where the requests of a client go: the address of the trial, else what the file says, which must be TLS.
func (s *Source) base(c *connector.Client) (*url.URL, error) {
	if s.at != nil {
		return s.at, nil
	}
	values := s.everything()
	protocol, err := fill(c.Protocol, values, false)
	if err != nil {
		return nil, lacks("the address", err)
	}
	host, err := fill(c.Host, values, false)
	if err != nil {
		return nil, lacks("the address", err)
	}
	at, err := address(protocol.String() + "://" + host.String())
	if err != nil {
		return nil, err
	}
	if at.Scheme != "https" {
		return nil, sentence("the connector file asks for %q without TLS; requests are sent over https alone",
			at.Hostname())
	}
	if name, only := c.Host.Only(); only {
		if p := s.c.Param(name); p != nil && !p.Allows(at.Hostname()) {
			return nil, sentence("the connector file does not allow the host %q", at.Hostname())
		}
	}
	return at, nil
}

// address reads the address of a system: a scheme and a host, and a path before every path of the file.
func address(text string) (*url.URL, error) {
	at, err := url.Parse(strings.TrimRight(text, "/"))
	if err != nil || at.Host == "" || at.Hostname() == "" || at.User != nil || at.RawQuery != "" || at.Fragment != "" ||
		at.Opaque != "" ||
		at.Scheme != "https" && at.Scheme != "http" {
		return nil, sentence("the address of a system that answers over HTTP is written https://HOST")
	}
	return at, nil
}

// trialAddress reads the address that stands for every host of a file. Without TLS it must be this machine.
func trialAddress(text string) (*url.URL, error) {
	at, err := address(text)
	if err != nil {
		return nil, err
	}
	if at.Scheme != "https" && !local(at.Hostname()) {
		return nil, sentence("%q is no address on this machine: write https://, so that nobody reads along",
			at.Hostname())
	}
	return at, nil
}

// local reports whether a host is this machine by its name.
func local(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// errInside says that a name led to an address that no host of a connector file has.
var errInside = sentence(
	"the host leads to an address inside this machine or this network segment, where no such system is")

// newClient returns a client that knows no proxy, follows a redirect only on the same host and never with a change, and
// connects to no address of this machine or its link unless the address of the trial is one.
func newClient(options Options, at *url.URL) *http.Client {
	inside := at != nil && local(at.Hostname())
	dialer := &net.Dialer{Timeout: connectTime, Control: func(_, to string, _ syscall.RawConn) error {
		ap, err := netip.ParseAddrPort(to)
		if err != nil {
			return errInside
		}
		ip := ap.Addr().Unmap()
		if here := ip.IsLoopback(); here && inside {
			return nil
		} else if here || ip.IsLinkLocalUnicast() || ip.IsLinkLocalMulticast() || ip.IsUnspecified() ||
			ip.IsMulticast() {
			return errInside
		}
		return nil
	}}
	transport := &http.Transport{Proxy: nil,
		DialContext: func(ctx context.Context, network, to string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, to)
		}, TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: answerTime, MaxResponseHeaderBytes: maxHeader,
		ForceAttemptHTTP2: true,
		IdleConnTimeout:   time.Minute, TLSClientConfig: options.tls()}
	return &http.Client{Transport: transport, CheckRedirect: func(next *http.Request, before []*http.Request) error {
		first := before[0]
		if first.Method != http.MethodGet && first.Method != http.MethodHead || len(before) > maxRedirects ||
			next.URL.Host != first.URL.Host || next.URL.Scheme != first.URL.Scheme {
			return http.ErrUseLastResponse // the answer is an error then: see send
		}
		return nil
	}}
}
