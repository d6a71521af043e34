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

func TestAFailureWithTheStatusOfASuccessIsNeverNothingHeld(t *testing.T) {
	for _, answer := range []string{`{"errors": [{"message": "throttled"}], "data": null}`,
		`{"errors": [{"message": "partly"}], "items": [{"id": 1}]}`, `{"error": "rate limited"}`,
		`{"error": {"code": 5}, "items": []}`, `{"success": false, "items": []}`, `{"ok": false}`,
		`{"status": "fail", "code": 500}`, `null`, `false`, `0`, `""`, `"items"`, `[1]`,
		`{"items": false}`, `{"items": ""}`, `{"items": 0}`, `{"Items": []}`} {
		g := newRig(t, func(w http.ResponseWriter, _ string, _ *http.Request) { say(t, w, answer) })
		if rows, err := g.access(people(""), person); err == nil || len(rows) > 0 {
			t.Errorf("%s: %v, %v", answer, rows, err)
		} else if strings.Contains(err.Error(), "throttled") || strings.Contains(err.Error(), "limited") {
			t.Errorf("repeats what the system said, which may name a person: %v", err)
		}
	}
	for _, answer := range []string{`{"errors": ["x"]}`, `{"error": "x"}`, `{"ok": false}`, `{"status": "fail"}`,
		`false`, `0`, `""`} {
		g := newRig(t, func(w http.ResponseWriter, _ string, _ *http.Request) { say(t, w, answer) })
		if rows, err := g.access(one(""), person); err == nil || len(rows) > 0 {
			t.Errorf("%s for the row: %v, %v", answer, rows, err)
		}
	}
	g := newRig(t, func(w http.ResponseWriter, line string, _ *http.Request) {
		say(t, w,
			map[string]string{"GET /people?q=a%40b.example&p=1": `{"items": [{"id": 1}]}`}[line]+map[string]string{
				"GET /people?q=a%40b.example&p=2": `{"message": "slow down"}`}[line])
	})
	config := strings.Replace(people(""), "{name: q, value: <mail>}]",
		"{name: q, value: <mail>}, {name: p, value: 1}], pagination: {strategy: offset, configuration: {incremental_param: p, increment_by: 1}}", 1)
	if _, err := g.access(config, person); err == nil {
		t.Error("a later page that fails ends the reading as if it were the last")
	}
	// A field of the collection's own that is called so is one.
	g = newRig(t, func(w http.ResponseWriter, _ string, _ *http.Request) {
		say(t, w, `{"id": 1, "error": "of the member"}`)
	})
	if rows, err := g.access(one(""),
		strings.Replace(person, "{name: name,", "{name: error, data_categories: [user.content]}, {name: name,",
			1)); err != nil || len(rows["person"]) != 1 {
		t.Errorf("%v, %v", rows, err)
	}
}

func TestAChangeThatFailsWithTheStatusOfASuccessIsNotDone(t *testing.T) {
	for answer, fails := range map[string]bool{`{"errors": [{"message": "no"}], "data": null}`: true,
		`{"error": "no"}`: true, `{"success": false}`: true, `{"error": null, "id": 1}`: false, ``: false,
		`gone`: false, `{}`: false} {
		g := newRig(t, func(w http.ResponseWriter, _ string, r *http.Request) {
			if r.Method == http.MethodGet {
				say(t, w, `{"items": [{"id": "9", "mail": "a@b.example"}]}`)
				return
			}
			say(t, w, answer)
		})
		opts := g.attached(
			people(`delete: {method: DELETE, path: /people/<id>, param_values: [{name: id, references: [{dataset: post, field: person.id}]}]}`), person)
		made := 0
		if _, err := change.Preview(context.Background(),
			change.Options{Options: opts,
				Decide: func(search.Finding) (dataset.Treatment,
					error) {
					return dataset.Treatment{Delete: true}, nil
				}}, func(c change.RowChange) error {
				for _, call := range c.Calls {
					made++
					if err := opts.Services["post"].Make(context.Background(), call); (err != nil) != fails {
						t.Errorf("%s: %v", answer, err)
					}
				}
				return nil
			}); err != nil || made != 1 {
			t.Errorf("%d made, %v", made, err)
		}
		if err := g.source.Test(context.Background()); err != nil {
			t.Errorf("the test: %v", err)
		}
	}
	g := newRig(t, func(w http.ResponseWriter, _ string, _ *http.Request) { say(t, w, `{"errors": ["no such key"]}`) })
	g.attached(people(""), person)
	if err := g.source.Test(context.Background()); err == nil {
		t.Error("a connection that answers with an error is one that works")
	}
}
