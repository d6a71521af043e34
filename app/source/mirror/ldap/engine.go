package ldap

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/go-ldap/ldap/v3"

	"orangelab.cn/rightsdesk/app/source/mirror"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/loopback"
)

const engineName = "LDAP"

// Engine is a directory.
var Engine = sqldb.Engine{Key: "ldap", Name: engineName, Schemes: []string{"ldaps", "ldap"}, Form: "ldaps://…",
	Open: open}

// directory is a directory by its address.
type directory struct {
	host, port     string
	user, password string
	base, filter   string
	encrypted      bool // from the beginning; else by StartTLS, but on this machine
	tls            *tls.Config
}

var errForm = errors.New("the LDAP address cannot be read; write ldaps://LOGIN:password@host/BASE, as ldaps://cn=reader,dc=example,dc=org:…@host/dc=example,dc=org, with special characters percent-encoded")

// open prepares a directory by its address, for reading and for changing entries alike. Off this machine the connection
// is encrypted and the certificate of the server checked.
func open(address string, write bool) (*sqldb.Source, error) {
	d, err := read(address)
	if err != nil {
		return nil, err
	}
	return mirror.Open(d, mirror.Kind{Name: engineName, Piecewise: true},
		fmt.Sprintf("LDAP directory %q at %s", d.base, net.JoinHostPort(d.host, d.port)), d.password, write)
}

func read(address string) (*directory, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || strings.Trim(u.Path, "/") == "" {
		return nil, errForm // the cause would repeat the password
	}
	d := &directory{host: u.Hostname(), port: u.Port(), base: strings.TrimPrefix(u.Path, "/"),
		filter: "(objectClass=*)", encrypted: strings.EqualFold(u.Scheme, "ldaps")}
	if d.port == "" {
		d.port = map[bool]string{true: "636", false: "389"}[d.encrypted]
	}
	d.user = u.User.Username()
	d.password, _ = u.User.Password()
	if d.user != "" && d.password == "" {
		return nil,
			errors.New("the LDAP address has a login and no password: without one a directory lets in nobody in particular, and shows what everybody sees")
	}
	d.tls = &tls.Config{ServerName: d.host, MinVersion: tls.VersionTLS12}
	for name, list := range u.Query() {
		switch name {
		case "filter":
			d.filter = list[0]
		case "ca":
			if d.tls.RootCAs, err = mirror.Roots(engineName, list[0]); err != nil {
				return nil, err
			}
		default:
			return nil, fmt.Errorf("the LDAP address has the parameter %q, which is none of filter and ca", name)
		}
	}
	if _, err := ldap.CompileFilter(d.filter); err != nil {
		return nil, errors.New("the filter of the LDAP address is none; write it as (objectClass=person)")
	}
	if _, err := ldap.ParseDN(d.base); err != nil {
		return nil,
			errors.New("the LDAP address does not name where in the directory to begin; write it behind the host, as /ou=people,dc=example,dc=org")
	}
	return d, nil
}

// answerTime is how long a directory may think about one question.
const answerTime = time.Minute

// connect signs in.
func (d *directory) connect() (*ldap.Conn, error) {
	dialer := &net.Dialer{Timeout: sqldb.ConnectTimeout}
	address, scheme := net.JoinHostPort(d.host, d.port), "ldap"
	options := []ldap.DialOpt{ldap.DialWithDialer(dialer)}
	if d.encrypted {
		scheme, options = "ldaps", append(options, ldap.DialWithTLSConfig(d.tls))
	}
	c, err := ldap.DialURL(scheme+"://"+address, options...)
	if err != nil {
		return nil, failed(err)
	}
	c.SetTimeout(answerTime)
	if !d.encrypted && !loopback.Is(d.host) {
		if err := c.StartTLS(d.tls); err != nil {
			return nil, errors.Join(failed(err), closed(c))
		}
	}
	if d.user != "" {
		if err := c.Bind(d.user, d.password); err != nil {
			return nil, errors.Join(failed(err), closed(c))
		}
	}
	return c, nil
}

// closed closes a connection; one that is gone already is as good.
func closed(c *ldap.Conn) error {
	if c.IsClosing() {
		return nil
	}
	return c.Close()
}

// Refuses tells nothing: what a login may change shows entry by entry.
func (d *directory) Refuses(context.Context) (string, error) { return "", nil }

// reasons are by the result codes of RFC 4511.
var reasons = map[uint16]string{
	ldap.LDAPResultInvalidCredentials:       "the login or its password is wrong",
	ldap.LDAPResultInsufficientAccessRights: sqldb.DeniedReason, ldap.LDAPResultNoSuchObject: "there is no such entry",
	ldap.LDAPResultObjectClassViolation: "the schema of the directory demands the attribute",
	ldap.LDAPResultNotAllowedOnNonLeaf:  "other entries lie below it", ldap.LDAPResultAssertionFailed: changedMeanwhile,
	ldap.LDAPResultConstraintViolation:    "a rule of the directory refuses the value",
	ldap.LDAPResultInvalidAttributeSyntax: "the schema of the directory takes no such value",
	ldap.LDAPResultUnwillingToPerform:     "the directory does not do that",
	ldap.LDAPResultSizeLimitExceeded:      "the directory gives this login only some of its entries: have its limit raised",
	ldap.LDAPResultTimeLimitExceeded:      "it took too long", ldap.LDAPResultBusy: sqldb.BusyReason,
	ldap.LDAPResultUnavailable:             sqldb.BusyReason,
	ldap.LDAPResultConfidentialityRequired: "the directory wants an encrypted connection: write ldaps://",
	ldap.LDAPResultStrongAuthRequired:      "the directory wants an encrypted connection: write ldaps://",
	ldap.LDAPResultAdminLimitExceeded:      "the directory gives this login only some of its entries: have its limit raised",
	ldap.LDAPResultNotAllowedOnRDN:         "the name of the entry is made of it",
	ldap.LDAPResultAttributeOrValueExists:  "the entry has the value already",
	ldap.LDAPResultInvalidDNSyntax:         "the place in the directory is written wrongly",
}

const changedMeanwhile = "somebody changed the entry meanwhile"

// failed is why a directory does not do something, in a sentence of ours; the words of servers repeat values.
func failed(err error) error {
	var answer *ldap.Error
	var certificate *tls.CertificateVerificationError
	reason := "the server does not answer as a directory"
	switch {
	case errors.As(err, &certificate):
		reason = "the certificate of the server is not trusted; name the one it comes from with ca=FILE in the address"
	case errors.As(err, &answer) && answer.ResultCode == ldap.ErrorNetwork:
		reason = "the server does not answer"
	case errors.As(err, &answer):
		if known := reasons[answer.ResultCode]; known != "" {
			reason = known
		} else {
			reason = fmt.Sprintf("the directory refuses it (code %d)", answer.ResultCode)
		}
	}
	return &value.Error{Message: reason, Cause: err}
}
