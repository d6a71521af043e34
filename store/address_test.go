package store_test

import (
	"errors"
	"net/url"
	"os"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestAPasswordIsTakenOutOfAnAddressAndPutBack(t *testing.T) {
	for address, want := range map[string][2]string{
		"postgres://fang:s3%2Fcret@db/desk?search_path=a": {"postgres://fang@db/desk?search_path=a", "s3/cret"},
		"postgres://fang@db/desk":                         {"postgres://fang@db/desk", ""},
		"postgres://db/desk":                              {"postgres://db/desk", ""},
		"/srv/desk:a@b":                                   {"/srv/desk:a@b", ""},
	} {
		without, password := store.SplitPassword(address)
		if without != want[0] || password != want[1] {
			t.Errorf("%s: %q, %q", address, without, password)
		}
		if again := store.JoinPassword(without, password); again != address {
			t.Errorf("%s comes back as %s", address, again)
		}
	}
}

func TestASharedDeskElsewhereIsReachedEncryptedOrNotAtAll(t *testing.T) {
	server, err := url.Parse(os.Getenv(storetest.Postgres))
	if err != nil || server.Host == "" {
		t.Skipf("%s names no server", storetest.Postgres)
	}
	server.Host = "0.0.0.0:" + server.Port() // no loopback by its name, though it leads to this computer
	server.RawQuery = ""
	if err := store.Reach(ctx, server.String()); !errors.Is(err, store.ErrUnencrypted) && !errors.Is(err, store.ErrCertificate) {
		t.Errorf("without encryption: %v", err)
	}
	if s, err := store.Open(ctx, server.String()); !errors.Is(err, store.ErrUnencrypted) && !errors.Is(err, store.ErrCertificate) {
		t.Errorf("opened without encryption: %v %v", s, err)
	}
	server.RawQuery = "sslmode=disable"
	if err := store.Reach(ctx, server.String()); err != nil {
		t.Errorf("where the address says so: %v", err)
	}
	server.User = url.UserPassword("nobody_here", "s3cret")
	if err := store.Reach(ctx, server.String()); !errors.Is(err, store.ErrPassword) || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("an unknown name: %v", err)
	}
}
