package store

import (
	"sync"

	"orangelab.cn/rightsdesk/store/seal"
)

// rememberedAtMost is how many results a store remembers.
const rememberedAtMost = 64

// remembered are results of long readings, by the state of the rows they were worked out of.
type remembered struct {
	mu      sync.Mutex
	results map[string]string
}

// Remembered returns what work makes of a request's rows and of nothing else, for one purpose. It is worked out once
// for each state of them, which the request's tally tells apart: what was read for a screen is not read again inside
// the transaction that acts on it, where everybody else would wait. A transaction that wrote to the request works it
// out anew.
func (v *View) Remembered(request int64, purpose string, work func() (string, error)) (string, error) {
	if !v.KeepsTallies() {
		return work()
	}
	t, err := v.tally(request)
	if err != nil {
		return "", err
	}
	if !t.there || len(t.dirty) > 0 || len(t.spans) > 0 {
		return work()
	}
	kept, state := &v.store.results, string(seal.MAC(v.keys.mac, "remembered", purpose, t.row.Mark(v.chain.ID())))
	kept.mu.Lock()
	result, ok := kept.results[state]
	kept.mu.Unlock()
	if ok {
		return result, nil
	}
	if result, err = work(); err != nil {
		return "", err
	}
	kept.mu.Lock()
	defer kept.mu.Unlock()
	if kept.results == nil || len(kept.results) >= rememberedAtMost {
		kept.results = map[string]string{}
	}
	kept.results[state] = result
	return result, nil
}
