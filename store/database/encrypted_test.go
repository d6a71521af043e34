package database_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/storetest"
)

// Neither an address nor what stands around it has a shared desk elsewhere reached without TLS, or without the name of
// its server being checked.
func TestNoAddressOfASharedDeskElsewhereIsReachedUnchecked(t *testing.T) {
	services := filepath.Join(t.TempDir(), "services")
	if err := os.WriteFile(services, []byte("[plain]\nhost=db.example.org\nsslmode=disable\n\n"+
		"[here]\nhost=127.0.0.1\nsslmode=disable\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	// What the address says itself is refused where it is less.
	for _, address := range []string{
		"postgres://fang@db/desk?sslmode=disable", "postgres://fang@db/desk?sslmode=allow",
		"postgres://fang@db/desk?sslmode=prefer", "postgres://fang@db/desk?sslmode=require",
		"postgres://fang@db/desk?sslmode=verify-ca", "postgresql://fang@db/desk?sslmode=disable",
		"postgres://fang@db/desk?sslmode=", "postgres://fang@db/desk?ssl=true", "postgres://fang@db/desk?ssl=false",
		"postgres://fang@db/desk#sslmode=disable", "postgres://fang@db/desk?application_name=sslmode=disable",
		"postgres://fang@db/desk?%73slmode=disable", "postgres://fang@db/desk?sslmod%65=%64isable",
		"postgres://fang@db/desk?sslmode=verify-full&sslmode=disable",
		"postgres://fang@db/desk?sslmode=DISABLE", "postgres://fang@db/desk?sslmode=disable#x",
		"postgres://fang@127.0.0.1,db/desk?sslmode=disable", "postgres://fang@db,127.0.0.1/desk?sslmode=disable",
		"postgres://fang@a:5432,b:5433/desk?sslmode=prefer", "postgres://fang@127.0.0.1/desk?host=db&sslmode=disable",
		"postgres:///desk?host=db&sslmode=disable", "postgres:///desk?host=127.0.0.1,db&sslmode=disable",
		"postgres://fang@127.1/desk?sslmode=disable", "postgres://fang@127.example.org/desk?sslmode=disable",
		"postgres://fang@0.0.0.0/desk?sslmode=disable", "postgres://fang@[::]/desk?sslmode=disable",
		"postgres://fang@[fe80::1]/desk?sslmode=disable", "postgres://fang@10.0.0.5/desk?sslmode=disable",
		"postgres://fang@db/desk?sslmode=disable&sslnegotiation=direct",
		"postgres://fang@db/desk?sslmode=require&sslnegotiation=direct",
		"postgres://fang@db/desk?service=plain&sslmode=disable",
	} {
		t.Setenv("PGSERVICEFILE", services)
		if secure, err := database.Encrypted(address); err == nil {
			t.Errorf("%s is reached as %s", address, secure)
		}
	}
	// What it does not say itself, and what the environment says, comes to a checked connection.
	for _, env := range []map[string]string{{}, {"PGSSLMODE": "disable"}, {"PGSSLMODE": "prefer"},
		{"PGSERVICE": "plain"}, {"PGSSLSNI": "0"}, {"PGSSLNEGOTIATION": "direct"}, {"PGHOST": "db.example.org"},
		{"PGSSLMODE": "disable", "PGHOST": "db.example.org"}, {"PGSERVICE": "plain", "PGSSLMODE": "disable"}} {
		t.Run(fmt.Sprint(env), func(t *testing.T) {
			t.Setenv("PGSERVICEFILE", services)
			for name, value := range env {
				t.Setenv(name, value)
			}
			for _, address := range []string{"postgres://fang@db/desk", "postgres://fang:sslmode=x@db/desk",
				"postgres://fang@db/desk?application_name=sslmode%3Ddisable", "postgres://fang@db/sslmode=disable",
				"postgres://fang@127.0.0.1,db/desk",
				"postgres://fang@db/desk?sslmode=verify-full", "postgres://fang@db/desk?search_path=a"} {
				secure, err := database.Encrypted(address)
				if err != nil || !strings.Contains(secure, "sslmode=verify-full") {
					t.Errorf("%s is reached as %q, %v", address, secure, err)
				}
			}
			if env["PGHOST"] == "" && env["PGSERVICE"] == "" {
				return
			}
			if secure, err := database.Encrypted("postgres:///desk"); err != nil ||
				!strings.Contains(secure, "sslmode=verify-full") {
				t.Errorf("a host of the environment is reached as %q, %v", secure, err)
			}
		})
	}
	for _, address := range []string{"postgres://fang@127.0.0.1/desk?sslmode=disable", "postgres://fang@localhost/desk",
		"postgres://fang@127.0.0.1:1,[::1]:2/desk?sslmode=disable", "postgres:///desk?host=/var/run/postgresql"} {
		if secure, err := database.Encrypted(address); err != nil || secure != address {
			t.Errorf("on this computer %s is reached as %q, %v", address, secure, err)
		}
	}
}

// signs makes certificates of one authority.
type signs struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	file string
}

func authority(t *testing.T, name string) signs {
	key := newKey(t)
	made := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, IsCA: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, made, made, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "root.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return signs{cert, key, file}
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// server is a certificate and its key for an address, until a time from now.
func (a signs) server(t *testing.T, ip string, until time.Duration) (cert, key []byte) {
	own := newKey(t)
	made := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: ip},
		NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: time.Now().Add(until),
		IPAddresses: []net.IP{net.ParseIP(ip)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	der, err := x509.CreateCertificate(rand.Reader, made, a.cert, &own.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalECPrivateKey(own)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: secret})
}

func TestASharedDeskElsewhereIsReachedByItsCertificateOrNotAtAll(t *testing.T) {
	server := storetest.NewServer(t, "-c fsync=off")
	ours, others := authority(t, "ours"), authority(t, "others")
	// no loopback by its name, though it leads to this computer
	const elsewhere = "0.0.0.0"
	address := func(query string) string {
		return fmt.Sprintf("postgres://rightsdesk@%s:%d/postgres%s", elsewhere, server.Port, query)
	}
	root := "?sslrootcert=" + url.QueryEscape(ours.file)
	try := func(what, address string, want error) {
		t.Helper()
		if err := database.Reach(t.Context(), address); !errors.Is(err, want) || want == nil && err != nil {
			t.Errorf("%s: reached: %v, want %v", what, err, want)
		}
		s, err := store.Open(t.Context(), address)
		if !errors.Is(err, want) || want == nil && err != nil {
			t.Errorf("%s: opened: %v, want %v", what, err, want)
		}
		if s != nil {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	try("a server without TLS", address(root), database.ErrUnencrypted)
	try("a server without TLS, as the address allows it", address("?sslmode=disable"), database.ErrWeak)
	t.Setenv("PGSSLMODE", "disable")
	try("a server without TLS, as the environment allows it", address(root), database.ErrUnencrypted)
	for _, tt := range []struct {
		what, ip, query string
		by              signs
		until           time.Duration
		want            error
	}{
		{"its own certificate", elsewhere, root, ours, time.Hour, nil},
		{"its own certificate, nobody's root", elsewhere, "", ours, time.Hour, database.ErrCertificate},
		{"its own certificate, not checked", elsewhere, root + "&sslmode=require", ours, time.Hour, database.ErrWeak},
		{"a certificate of another authority", elsewhere, root, others, time.Hour, database.ErrCertificate},
		{"a certificate that has ended", elsewhere, root, ours, -time.Hour, database.ErrCertificate},
		{"a certificate of another host", "10.1.2.3", root, ours, time.Hour, database.ErrCertificate},
		{"a certificate of another host, its name not looked at", "10.1.2.3", root + "&sslmode=verify-ca", ours,
			time.Hour, database.ErrWeak},
	} {
		cert, key := tt.by.server(t, tt.ip, tt.until)
		server.Certify(t, cert, key)
		try(tt.what, address(tt.query), tt.want)
	}
	wrong := strings.Replace(address(root), "rightsdesk@", "nobody_here:s3cret@", 1)
	cert, key := ours.server(t, elsewhere, time.Hour)
	server.Certify(t, cert, key)
	if err := database.Reach(t.Context(), wrong); !errors.Is(err, database.ErrPassword) ||
		strings.Contains(err.Error(), "s3cret") {
		t.Errorf("an unknown name: %v", err)
	}
}
