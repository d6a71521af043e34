package database_test

import (
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

func TestAPasswordIsTakenOutOfAnAddressAndPutBack(t *testing.T) {
	for address, want := range map[string][2]string{
		"postgres://fang:s3%2Fcret@db/desk?search_path=a": {
			"postgres://fang@db/desk?search_path=a", "s3/cret"},
		"postgres://fang:s%40cret@a:5432,b:5433/desk?target_session_attrs=read-write": {
			"postgres://fang@a:5432,b:5433/desk?target_session_attrs=read-write", "s@cret"},
		"postgres://fang@a,[::1]:5433/desk": {
			"postgres://fang@a,[::1]:5433/desk", ""},
		"postgres://fang@db/desk": {"postgres://fang@db/desk", ""},
		"postgres://db/desk":      {"postgres://db/desk", ""},
		"/srv/desk:a@b":           {"/srv/desk:a@b", ""},
	} {
		without, password := database.SplitPassword(address)
		if without != want[0] || password != want[1] {
			t.Errorf("%s: %q, %q", address, without, password)
		}
		if again := database.JoinPassword(without, password); again != address {
			t.Errorf("%s comes back as %s", address, again)
		}
	}
}

func TestADeskIsAtOnePlaceForEverySignIn(t *testing.T) {
	for _, same := range [][2]string{
		{"postgres://fang:s3cret@db:5432/desk?sslmode=disable", "postgres://jing@db:5432/desk"},
		{"postgres://fang@a,b:5433/desk?target_session_attrs=read-write", "postgres://jing:x@a,b:5433/desk"},
	} {
		if a, b := database.Place(same[0]), database.Place(same[1]); a != b || strings.Contains(a, "s3cret") {
			t.Errorf("%s and %s", a, b)
		}
	}
	if a, b := database.Place("postgres://fang@db/desk?search_path=one"), database.Place(
		"postgres://fang@db/desk?search_path=two"); a == b {
		t.Errorf("two desks at %s", a)
	}
}

// A server that takes the connection and says nothing is not waited for without end.
func TestASilentServerOfASharedDeskIsNotWaitedFor(t *testing.T) {
	bound := database.WaitForServers(100 * time.Millisecond)
	t.Cleanup(func() { database.WaitForServers(bound) })
	l, err := net.Listen("tcp", "127.0.0.1:0") // nobody accepts: the connections wait in the system
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	address := "postgres://fang:s3cret@" + l.Addr().String() + "/desk"
	began := time.Now()
	if err := database.Reach(t.Context(), address); !errors.Is(err, database.ErrUnreachable) {
		t.Errorf("reached: %v", err)
	}
	if s, err := store.Open(t.Context(), address); !errors.Is(err, database.ErrUnreachable) {
		t.Errorf("opened: %v %v", s, err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
}
