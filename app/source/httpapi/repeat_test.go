package httpapi_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
)

func TestAChangeIsSentAgainOnlyWhereItWasNotTaken(t *testing.T) {
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "GET"} {
		for _, c := range []struct {
			status int
			after  string
			sent   int
		}{{502, "", 1}, {504, "", 1}, {504, "1", 1}, {500, "", 1}, {503, "", 1}, {503, "1", 2}, {429, "", 2},
			{429, "1", 2}, {408, "1", 1}} {
			sent := 0
			g := newRig(t, func(w http.ResponseWriter, line string, r *http.Request) {
				if !strings.Contains(line, "/forget") {
					say(t, w, `{"items": [{"id": "9", "mail": "a@b.example"}]}`)
					return
				}
				if sent++; sent == 1 {
					w.Header().Set("Retry-After", c.after)
					if c.after == "" {
						w.Header().Del("Retry-After")
					}
					w.WriteHeader(c.status)
				}
			})
			opts := g.attached(
				people(
					`delete: {method: `+method+`, path: /forget/<id>, param_values: [{name: id, references: [{dataset: post, field: person.id}]}]}`), person)
			_, err := change.Preview(context.Background(),
				change.Options{Options: opts, Decide: func(search.Finding) (dataset.Treatment, error) {
					return dataset.Treatment{Delete: true}, nil
				}}, func(made change.RowChange) error {
					if err := opts.Services["post"].Make(context.Background(),
						made.Calls[0]); (err == nil) != (c.sent == 2) {
						t.Errorf("%s %d %q: %v", method, c.status, c.after, err)
					}
					return nil
				})
			if err != nil || sent != c.sent {
				t.Errorf("%s %d %q: sent %d times, %v", method, c.status, c.after, sent, err)
			}
		}
	}
}
