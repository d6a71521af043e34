package httpapi_test

import (
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// peak runs something and returns the most bytes of the heap that were in use meanwhile, beyond those before.
func peak(run func()) uint64 {
	defer debug.SetGCPercent(debug.SetGCPercent(100)) // as the program runs; the tests collect less often
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before, most := m.HeapInuse, atomic.Uint64{}
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapInuse))
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	run()
	close(stop)
	<-done
	return max(most.Load(), before) - before
}

func TestAnAnswerThatWouldFillTheMemoryIsRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("answers of 64 MB")
	}
	for name, c := range map[string]struct {
		body  string
		fails bool
	}{
		"empty objects, 16 MB":  {`{"items":[` + strings.Repeat("{},", 16<<20/3) + `{}]}`, true},
		"nested, as many as go": {`{"items":[` + strings.Repeat(`{"a":{"b":[1]}},`, 240_000) + `{}]}`, false},
		"a long text, 60 MB":    {`{"items":[{"id":"` + strings.Repeat("x", 60<<20) + `"}]}`, false},
	} {
		g := newRig(t, func(w http.ResponseWriter, _ string, _ *http.Request) { say(t, w, c.body) })
		var err error
		most := peak(func() { _, err = g.access(people(""), person) })
		t.Logf("%s: %d MB answered, %d MB in use at most, %v", name, len(c.body)>>20, most>>20, err)
		if most > 1<<30 {
			t.Errorf("%s: %d MB in use", name, most>>20)
		}
		if (err != nil) != c.fails || err != nil && !strings.Contains(err.Error(), "values") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRowsThatOthersHangOnAreNotKeptWithoutEnd(t *testing.T) {
	pages := 0
	g := newRig(t, func(w http.ResponseWriter, line string, _ *http.Request) {
		if strings.HasPrefix(line, "GET /orders") {
			say(t, w, `[]`)
			return
		}
		pages++
		var b strings.Builder
		for i := range 10_000 {
			fmt.Fprintf(&b, `{"id": "%d-%d", "list": [1%s]},`, pages, i, strings.Repeat(",1", 85))
		}
		say(t, w, `{"items": [`+b.String()+`{}]}`)
	})
	config := strings.Replace(people(""), "{name: q, value: <mail>}]",
		"{name: q, value: <mail>}, {name: p, value: 1}], pagination: {strategy: offset, configuration: {incremental_param: p, increment_by: 1, limit: 3}}", 1)
	if rows, err := g.access(config, person); err != nil || len(rows["person"]) != 30_000 { // nothing hangs on them
		t.Errorf("%d rows, %v", len(rows["person"]), err)
	}
	pages = 0
	config += "    - name: orders\n      requests:\n        read: {method: GET, path: /orders, query_params: [{name: of, value: <of>}], param_values: [{name: of, references: [{dataset: post, field: person.none}]}]}\n"
	if rows, err := g.access(config, person+orders); err == nil || !strings.Contains(err.Error(), "others hang on") ||
		pages > 3 {
		t.Errorf("%d rows of %d pages, %v", len(rows["person"]), pages, err)
	}
}
