package postgres

import (
	"testing"

	"github.com/jackc/pgx/v5"
)

// A server elsewhere behind one of this computer is not on this computer.
func TestEveryServerOfAnAddressIsLookedAt(t *testing.T) {
	for address, want := range map[string]bool{
		"postgres://u@127.0.0.1/d":                                     true,
		"postgres://u@localhost:5432,127.0.0.1:5433/d":                 true,
		"postgres://u@127.0.0.1,db.example.org/d":                      false,
		"postgres://u@127.0.0.1:5432,[::1]:5433,db.example.org:5432/d": false,
		"postgres://u@db.example.org,127.0.0.1/d":                      false,
		"postgres:///d?host=127.0.0.1,192.0.2.1&user=u":                false,
	} {
		cfg, err := pgx.ParseConfig(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := allHere(cfg); got != want {
			t.Errorf("%s: all on this computer %v, want %v", address, got, want)
		}
	}
}

// What only reads like a wish about encryption is none: the server is asked to prove who it is.
func TestOnlyAnAddressItselfAsksForLessThanACheckedCertificate(t *testing.T) {
	for address, want := range map[string]bool{
		"postgres://u@db/d":                                     false,
		"postgres://u:sslmode=x@db/d":                           false,
		"postgres://u@db/sslmode=d":                             false,
		"postgres://u@db/d?application_name=sslmode%3Dx":        false,
		"postgres://u@db/d?sslmode=":                            false,
		"postgres://u@db/d?sslmode=require":                     true,
		"postgres://u@db/d?sslrootcert=a&sslmode=disable":       true,
		"postgres://u@db/d?sslrootcert=a&%73slmode=verify-full": true,
	} {
		if got := saysHow(address); got != want {
			t.Errorf("%s: asks itself %v, want %v", address, got, want)
		}
	}
}
