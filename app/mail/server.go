package mail

import (
	"crypto/x509"
	"errors"
	"net"
	"net/mail"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/loopback"
)

// Errors of a server's address; each names what to change.
var (
	ErrHost      = errors.New("the server's name is missing")
	ErrPort      = errors.New("a port is a number from 1 to 65535")
	ErrSecurity  = errors.New("choose how the connection is secured")
	ErrPlain     = errors.New("only this computer itself may be spoken to without TLS")
	ErrUser      = errors.New("user and password go together")
	ErrAuthority = errors.New("this is no certificate in PEM form")
	ErrAddress   = errors.New("this is no e-mail address")
)

// Check reports, as an error, why nothing can be sent or read through a server as it stands.
func Check(s dispatch.Server) error {
	if s.Host == "" || strings.ContainsAny(s.Host, " /@\t") {
		return ErrHost
	}
	if s.Port < 1 || s.Port > 65535 {
		return ErrPort
	}
	switch s.Security {
	case dispatch.TLS, dispatch.StartTLS:
	case dispatch.Plain:
		if !loopback.Is(s.Host) || strings.HasPrefix(s.Host, "/") {
			return ErrPlain
		}
	default:
		return ErrSecurity
	}
	if (s.User == "") != (s.Password == "") {
		return ErrUser
	}
	_, err := roots(s)
	return err
}

// CheckAddress reports, as an error, that a text is no plain e-mail address.
func CheckAddress(address string) error {
	if a, err := mail.ParseAddress(address); err != nil || a.Address != address ||
		strings.ContainsAny(address, "\r\n\x00") {
		return ErrAddress
	}
	return nil
}

// roots are the authorities whose certificates a server may show: those of the computer, and the one that the desk
// names.
func roots(s dispatch.Server) (*x509.CertPool, error) {
	if s.Authority == "" {
		return nil, nil // those of the computer
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM([]byte(s.Authority)) {
		return nil, ErrAuthority
	}
	return pool, nil
}

func address(s dispatch.Server) string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }
