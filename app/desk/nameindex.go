package desk

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// nameIndex holds the names opened after sign-in, for searching in memory: keyed hashes of names would leak how often
// each occurs.
type nameIndex struct {
	loading sync.Mutex // one load at a time; a second waits for the first and finds its names

	mu      sync.Mutex // guards what follows and is never held while reading, or locking the window would have to wait
	session int        // counts the clearings: a load that began before one brings nothing any more
	parts   []namePart // in order of ID
}

func (n *nameIndex) clear() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.session++
	n.parts = nil
}

// begin says where a load goes on.
func (n *nameIndex) begin() (session int, after int64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.parts) == 0 {
		return n.session, 0
	}
	return n.session, n.parts[len(n.parts)-1].last
}

// take adds parts in order up to the first that was not read whole.
func (n *nameIndex) take(session int, parts []namePart) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.session != session {
		return
	}
	for _, p := range parts {
		if !p.whole {
			return
		}
		n.parts = append(n.parts, p)
	}
}

// find gives the newest requests whose name has text in it, at most maxHits.
func (n *nameIndex) find(text string) (ids []int64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i := len(n.parts) - 1; i >= 0 && len(ids) < maxHits; i-- {
		hits := n.parts[i].find(text)
		slices.Reverse(hits)
		ids = append(ids, hits...)
	}
	return ids[:min(len(ids), maxHits)]
}

// namePart holds the names of the requests above one ID and up to another: in one string, which takes a third of the
// memory of a million small ones and is searched many times as fast.
type namePart struct {
	after, last int64
	names       string // a line each
	ends        []int  // where each line ends
	ids         []int64
	whole       bool
}

// find gives the requests whose name has text in it, oldest first.
func (p *namePart) find(text string) (ids []int64) {
	for at := 0; ; {
		i := strings.Index(p.names[at:], text)
		if i < 0 {
			return ids
		}
		line, _ := slices.BinarySearch(p.ends, at+i+1)
		ids, at = append(ids, p.ids[line]), p.ends[line]
	}
}

// namePartIDs is how many IDs are read in one short transaction.
const namePartIDs = 10000

// nameReaders is how many read at once: one a core, while one of the store's four connections is left to the person.
func nameReaders() int { return min(runtime.NumCPU(), 3) }

// LoadNames reads the names not read yet, on every core; the window calls it in the background after sign-in.
func (s *Session) LoadNames(ctx context.Context) error { return s.loadNames(ctx, namePartIDs) }

func (s *Session) loadNames(ctx context.Context, size int64) error {
	s.names.loading.Lock()
	defer s.names.loading.Unlock()
	session, after := s.names.begin()
	var newest int64
	if err := s.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
		newest, err = v.NewestRequest()
		return err
	}); err != nil {
		return err
	}
	var parts []namePart
	for from := after; from < newest; from += size {
		parts = append(parts, namePart{after: from, last: min(from+size, newest)})
	}
	readers, ctx := errgroup.WithContext(ctx)
	readers.SetLimit(nameReaders())
	for i := range parts {
		readers.Go(func() error { return s.readNames(ctx, &parts[i]) })
	}
	err := readers.Wait()
	s.names.take(session, parts)
	return err
}

func (s *Session) readNames(ctx context.Context, p *namePart) error {
	var names strings.Builder
	err := s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		return v.Names(p.after, p.last, func(id int64, name string) {
			names.WriteString(model.NormaliseName(name))
			names.WriteByte('\n') // which no normalised name has in it
			p.ids, p.ends = append(p.ids, id), append(p.ends, names.Len())
		})
	})
	p.names, p.whole = names.String(), err == nil
	return err
}

func (s *Session) findNames(ctx context.Context, text string) ([]int64, error) {
	if text == "" {
		return nil, nil
	}
	if err := s.LoadNames(ctx); err != nil {
		return nil, err
	}
	return s.names.find(text), nil
}
