package database

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"orangelab.cn/rightsdesk/model/loopback"
)

// Errors of reaching a shared desk.
var (
	// ErrPassword says that the server of the shared desk refuses the name or the password, or wants one.
	ErrPassword = errors.New("the server of the shared desk refuses the name or the password")
	// ErrUnreachable says that the server of the shared desk does not answer.
	ErrUnreachable = errors.New(
		"the server of the shared desk does not answer; check host and port in the address, and that it runs")
	// ErrNoDatabase says that the server has no database of the name in the address.
	ErrNoDatabase = errors.New(
		"the server of the shared desk has no such database; check the name at the end of the address")
	// ErrUnencrypted says that the server of the shared desk takes no encrypted connections.
	ErrUnencrypted = errors.New(
		"the server of the shared desk takes no encrypted connections; let its administrator turn TLS on")
	// ErrCertificate says that the server of the shared desk cannot prove who it is.
	ErrCertificate = errors.New("the certificate of the shared desk's server is not trusted; let it have one for the " +
		"name in the address, and name the root it comes from with sslrootcert=FILE in the address")
	// ErrWeak says that an address asks for a connection that others can read or answer.
	ErrWeak = errors.New("the address of the shared desk asks for a connection that is not encrypted, or does not " +
		"check who answers; take sslmode out of it, or write sslmode=verify-full")
)

// SplitPassword takes the password out of the address of a shared desk.
func SplitPassword(address string) (without, password string) {
	u, hosts, err := parse(address)
	if err != nil || u.User == nil {
		return address, ""
	}
	password, there := u.User.Password()
	if !there {
		return address, ""
	}
	u.User = url.User(u.User.Username())
	return joined(u, hosts), password
}

// aHost stands for the hosts of an address while it is taken apart: an address may name several, which no URL does.
const aHost = "h"

// parse takes the address of a shared desk apart, its hosts by themselves.
func parse(address string) (u *url.URL, hosts string, err error) {
	scheme, rest, found := strings.Cut(address, "://")
	if !IsShared(address) || !found {
		return nil, "", errors.New("not the address of a shared desk")
	}
	authority, after := rest, ""
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		authority, after = rest[:end], rest[end:]
	}
	at := strings.LastIndex(authority, "@") + 1
	u, err = url.Parse(scheme + "://" + authority[:at] + aHost + after)
	return u, authority[at:], err
}

// Place is what stays of the address of a shared desk where it is written with another sign-in to its server.
func Place(address string) string {
	u, hosts, err := parse(address)
	if err != nil {
		return address
	}
	return "postgres://" + hosts + u.Path + "?" + u.Query().Get("search_path")
}

func joined(u *url.URL, hosts string) string {
	before, after, _ := strings.Cut(u.String(), "://")
	user := ""
	if u.User != nil {
		user = u.User.String() + "@"
	}
	return before + "://" + user + hosts + strings.TrimPrefix(after, user+aHost)
}

// JoinPassword puts a password into the address of a shared desk.
func JoinPassword(address, password string) string {
	u, hosts, err := parse(address)
	if err != nil || u.User == nil || password == "" {
		return address
	}
	u.User = url.UserPassword(u.User.Username(), password)
	return joined(u, hosts)
}

// connectTimeout bounds how long the server of a shared desk may take to let us in, by all its addresses and until the
// handshake is done. Tests lower it.
var connectTimeout = 10 * time.Second

// Reach tries whether the server of a shared desk lets us in, and changes nothing. The errors are those above.
func Reach(ctx context.Context, address string) error {
	secure, err := Encrypted(address)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	conn, err := pgx.Connect(ctx, secure)
	if err != nil {
		return ReachError(err)
	}
	return conn.Close(ctx)
}

// Encrypted is the address with TLS asked for and the server's certificate checked, unless every server of it is on
// this computer. What the environment or a service file asks for does not count; what the address asks for in its own
// words is refused where it is less, or where it cannot be made sure: ErrWeak.
func Encrypted(address string) (string, error) {
	cfg, err := pgconn.ParseConfig(address)
	if err != nil {
		return "",
			errors.New("the address of the shared desk cannot be read; write postgres://user@host:port/database; " +
				"of sslmode it knows verify-full, and on this computer disable")
	}
	if allHere(cfg) {
		return address, nil
	}
	u, hosts, err := parse(address)
	if err != nil {
		return "", ErrWeak
	}
	if !u.Query().Has("sslmode") && !u.Query().Has("ssl") {
		if u.RawQuery != "" {
			u.RawQuery += "&"
		}
		u.RawQuery += "sslmode=verify-full"
		address = joined(u, hosts)
	}
	// What the driver is going to do is looked at, not what the address says: it has more ways to be told than one.
	if cfg, err = pgconn.ParseConfig(address); err != nil || !checked(cfg) {
		return "", ErrWeak
	}
	return address, nil
}

// allHere reports whether every server of an address is this computer.
func allHere(cfg *pgconn.Config) bool {
	for _, f := range cfg.Fallbacks {
		if !here(f.Host) {
			return false
		}
	}
	return here(cfg.Host)
}

// here reports whether what is sent to a host stays on this computer: a folder of sockets is written otherwise on
// Windows.
func here(host string) bool {
	network, _ := pgconn.NetworkAddress(host, 0)
	return network == "unix" || loopback.Is(host)
}

// checked reports whether every try to connect that goes beyond this computer is encrypted, and whoever answers has to
// prove that they are the host asked for.
func checked(cfg *pgconn.Config) bool {
	tries := append([]*pgconn.FallbackConfig{{Host: cfg.Host, TLSConfig: cfg.TLSConfig}}, cfg.Fallbacks...)
	for _, f := range tries {
		if here(f.Host) {
			continue
		}
		if f.TLSConfig == nil || f.TLSConfig.InsecureSkipVerify || f.TLSConfig.ServerName != f.Host {
			return false
		}
	}
	return true
}

// ReachError says in a sentence of ours why a server cannot be reached; what the driver says repeats the address.
func ReachError(err error) error {
	var pg *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &pg) && strings.HasPrefix(pg.Code, "28"):
		return ErrPassword
	case errors.As(err, &pg) && strings.HasPrefix(pg.Code, "3D"):
		return ErrNoDatabase
	case errors.As(err, &pg):
		return fmt.Errorf(
			"the server of the shared desk does not let anybody in now (its code is %s); ask its administrator",
			pg.Code)
	case strings.Contains(err.Error(), "server refused TLS connection"):
		return ErrUnencrypted
	case strings.Contains(err.Error(), "failed to verify certificate"):
		return ErrCertificate
	}
	return ErrUnreachable
}
