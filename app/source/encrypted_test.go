package source_test

import (
	"context"
	"net/url"
	"os"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source"
)

// elsewhere is the address of a test server by a host that is not loopback by its name, as a server in a network:
// 0.0.0.0 leads to this computer all the same.
func elsewhere(t *testing.T, variable string) *url.URL {
	t.Helper()
	u, err := url.Parse(os.Getenv(variable))
	if err != nil || u.Host == "" {
		t.Skipf("%s names no server", variable)
	}
	u.Host = "0.0.0.0:" + u.Port()
	u.RawQuery = ""
	return u
}

func TestASourceElsewhereIsReachedEncryptedOrNotAtAll(t *testing.T) {
	for variable, plain := range map[string]string{"RIGHTSDESK_TEST_POSTGRES": "sslmode=disable",
		"RIGHTSDESK_TEST_MYSQL": "tls=false"} {
		t.Run(variable, func(t *testing.T) {
			u := elsewhere(t, variable)
			for query, want := range map[string][]string{"": {"no encrypted connections", "is not trusted"},
				plain: nil} {
				u.RawQuery = query
				s, err := source.Open(context.Background(), u.String())
				if err != nil {
					t.Fatal(err)
				}
				err = s.Ping(context.Background())
				closed(t, s.DB)
				if want == nil && err != nil || want != nil &&
					(err == nil || !strings.Contains(err.Error(), want[0]) && !strings.Contains(err.Error(), want[1])) {
					t.Errorf("with %q: %v", query, err)
				}
				if err != nil && !strings.Contains(err.Error(), plain) &&
					!strings.Contains(err.Error(), "sslmode=require") {
					t.Errorf("with %q nothing says what to do: %v", query, err)
				}
			}
		})
	}
}
