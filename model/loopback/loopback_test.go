package loopback

import (
	"testing"
)

func TestOnlyThisComputerIsLoopback(t *testing.T) {
	for host, want := range map[string]bool{"": true, "localhost": true, "LOCALHOST": true, "127.0.0.1": true,
		"127.1.2.3": true, "::1": true, "[::1]": true,
		"/var/run/postgresql": true, "127.example.org": false, "localhost.example.org": false, "0.0.0.0": false,
		"10.0.0.1": false, "127.1": false, "127.0.0.1.5": false, "127.0.0.1.": false,
		"::ffff:127.0.0.1": true, "::ffff:10.0.0.1": false, "127.0.0.256": false,
		"@127.0.0.1": false, "localhost.": false, "db": false, "::2": false} {
		if got := Is(host); got != want {
			t.Errorf("%q: %t", host, got)
		}
	}
}
