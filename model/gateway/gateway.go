// Package gateway is a service over HTTP that takes short messages or messages to apps: how it is asked, and what
// counts as taken.
package gateway

import (
	"errors"
	"net/url"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/model/loopback"
)

// Format is how a body is written, and so how what stands for a variable is escaped.
type Format string

// The formats of a body.
const (
	JSON Format = "json"
	Form Format = "form"
	XML  Format = "xml"
	Text Format = "text"
)

// Formats lists them.
var Formats = []Format{JSON, Form, XML, Text}

// types are the media types of the formats.
var types = map[Format]string{JSON: "application/json; charset=utf-8", Form: "application/x-www-form-urlencoded",
	XML: "application/xml; charset=utf-8", Text: "text/plain; charset=utf-8"}

// Get is the method with which a message stands in the address alone.
const Get = "GET"

// Methods are the methods of HTTP that a gateway may be asked with.
var Methods = []string{"POST", "PUT", Get}

// Gateway is a gateway as somebody set it up. The zero value takes nothing.
type Gateway struct {
	Name    string `json:"name"`
	Address string `json:"address"` // with https, or http on this computer; may hold variables behind the host
	Method  string `json:"method"`
	Headers string `json:"headers,omitempty"` // a line each, "Name: value"; may hold variables
	Format  Format `json:"format"`
	Body    string `json:"body,omitempty"` // holds variables
	// Statuses are those that say that a message was taken, such as "200, 202" or "200-299".
	Statuses string `json:"statuses"`
	// Field names a value of a JSON answer, such as "result.code" or "messages.0.status", and Want what it must be: one
	// of some values with commas between, or /a pattern/. Without a field Want is looked for in the whole answer;
	// without Want the status alone counts.
	Field string `json:"field,omitempty"`
	Want  string `json:"want,omitempty"`
	// Secret stands for {secret} in the address, the headers and the body.
	Secret string `json:"secret,omitempty"`
	// Authority is the certificate, in PEM form, of the authority that vouches for the gateway; empty where the
	// computer knows it.
	Authority string `json:"authority,omitempty"`
	PerMinute int    `json:"per_minute,omitempty"` // messages at most; 0 is as many as it takes
}

// Takes reports whether there is a gateway.
func (g Gateway) Takes() bool { return g.Address != "" }

// Masked is the gateway without its secret.
func (g Gateway) Masked() Gateway {
	g.Secret = ""
	return g
}

// Errors of a gateway as somebody set it up; each names what to change.
var (
	ErrAddress  = errors.New("an address begins with https://, or with http:// on this computer itself")
	ErrInHost   = errors.New("a variable may not stand in the host of an address")
	ErrMethod   = errors.New("a gateway is asked with POST, PUT or GET")
	ErrHeader   = errors.New("a header is a line such as “Authorization: Bearer {secret}”")
	ErrFormat   = errors.New("choose how the body is written")
	ErrVariable = errors.New("this variable is none that a gateway knows")
	ErrNoPerson = errors.New("nothing says to whom, or what: the address or the body needs {to} and {text}")
	ErrStatuses = errors.New("give the statuses that say that a message was taken, such as 200 or 200-299")
	ErrWant     = errors.New("the pattern cannot be read, or a field is named and not what it must be")
	ErrSecret   = errors.New("{secret} stands somewhere and no secret is given")
)

// Check reports, as an error, why nothing can be sent through a gateway as it stands.
func (g Gateway) Check() error {
	u, err := g.url(Message{})
	if err != nil {
		return err
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !loopback.Is(u.Hostname())) || u.Host == "" || u.User != nil {
		return ErrAddress
	}
	if !slices.Contains(Methods, g.Method) {
		return ErrMethod
	}
	if _, err := g.Header(Message{}); err != nil {
		return err
	}
	if !slices.Contains(Formats, g.Format) {
		return ErrFormat
	}
	used := map[string]bool{}
	for _, text := range []string{g.Address, g.Headers, g.Body} {
		for _, name := range variablesIn(text) {
			if !slices.Contains(Variables, name) {
				return &VariableError{name}
			}
			used[name] = true
		}
	}
	if !used["to"] && !used["digits"] && !used["device"] || !used["text"] {
		return ErrNoPerson
	}
	if used["secret"] && g.Secret == "" {
		return ErrSecret
	}
	if list, ok := ranges(g.Statuses); !ok || len(list) == 0 {
		return ErrStatuses
	}
	if g.Field != "" && g.Want == "" {
		return ErrWant
	}
	if p, ok := g.pattern(); ok {
		if _, err := syntax.Parse(p, syntax.Perl); err != nil {
			return ErrWant
		}
	}
	return nil
}

// VariableError names a variable that is none of a gateway's.
type VariableError struct{ Name string }

func (e *VariableError) Error() string { return "{" + e.Name + "}: " + ErrVariable.Error() }

// Unwrap returns ErrVariable.
func (e *VariableError) Unwrap() error { return ErrVariable }

// Origin is the scheme, host and port of the address: a secret is given for one and goes to no other.
func (g Gateway) Origin() string {
	u, err := g.url(Message{})
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + strings.ToLower(u.Host)
}

// ranges reads statuses, such as "200, 202" or "200-299".
func ranges(text string) (list [][2]int, ok bool) {
	for _, part := range strings.FieldsFunc(text,
		func(r rune) bool { return r == ',' || r == ' ' || r == '，' || r == '、' }) {
		low, high, is := strings.Cut(part, "-")
		if !is {
			high = low
		}
		from, err := strconv.Atoi(low)
		to, err2 := strconv.Atoi(high)
		if err != nil || err2 != nil || from < 100 || to > 599 || to < from {
			return nil, false
		}
		list = append(list, [2]int{from, to})
	}
	return list, true
}

func (g Gateway) url(m Message) (*url.URL, error) {
	host := g.Address
	if i := strings.Index(host, "://"); i >= 0 {
		host = host[i+3:]
	}
	if i := strings.IndexAny(host, "/?#"); i >= 0 {
		host = host[:i]
	}
	if strings.ContainsAny(host, "{}") {
		return nil, ErrInHost
	}
	u, err := url.Parse(m.fill(g.Address, inAddress, g.Secret))
	if err != nil {
		return nil, ErrAddress
	}
	return u, nil
}
