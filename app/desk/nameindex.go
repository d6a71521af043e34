package desk

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/lists"
)

// nameIndex holds the names opened after sign-in, for searching in memory: keyed hashes of names would leak how often
// each occurs.
type nameIndex struct {
	loading sync.Mutex // one load at a time; a second waits for the first and finds its names

	mu      sync.Mutex // guards what follows and is never held while reading, or locking the window would have to wait
	session int        // counts the clearings: a load that began before one brings nothing any more
	parts   []namePart // in order of ID
	// newer are names that stand for those in parts: corrected here since, or of requests that another desktop began
	// before and committed after a load.
	newer map[int64]string
}

func (n *nameIndex) clear() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.session++
	n.parts, n.newer = nil, nil
}

// correct notes a request's name as it is from now on.
func (n *nameIndex) correct(id int64, name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.newer == nil {
		n.newer = map[int64]string{}
	}
	n.newer[id] = identifier.NormaliseName(name)
}

// has reports whether a request was read already.
func (n *nameIndex) has(id int64) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if _, ok := n.newer[id]; ok {
		return true
	}
	i, _ := slices.BinarySearchFunc(n.parts, id, func(p namePart, id int64) int { return cmp.Compare(p.last, id) })
	if i == len(n.parts) {
		return false
	}
	_, ok := slices.BinarySearch(n.parts[i].ids, id)
	return ok
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
	for id, name := range n.newer {
		if strings.Contains(name, text) {
			ids = append(ids, id)
		}
	}
	for i, found := len(n.parts)-1, 0; i >= 0 && found < maxHits; i-- {
		for _, id := range n.parts[i].find(text) {
			if _, corrected := n.newer[id]; !corrected {
				ids, found = append(ids, id), found+1
			}
		}
	}
	slices.SortFunc(ids, func(a, b int64) int { return cmp.Compare(b, a) })
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
		newest, err = lists.NewestRequest(v)
		return err
	}); err != nil {
		return err
	}
	var parts []namePart
	for from := after; from < newest; from += size {
		parts = append(parts, namePart{after: from, last: min(from+size, newest)})
	}
	readers, reading := errgroup.WithContext(ctx)
	readers.SetLimit(nameReaders())
	for i := range parts {
		readers.Go(func() error { return s.readNames(reading, &parts[i]) })
	}
	err := readers.Wait()
	s.names.take(session, parts)
	if after == 0 {
		// The first reading leaves twice its worth of memory behind, beside the 64 MiB that the password took.
		debug.FreeOSMemory()
		return err
	}
	return errors.Join(err, s.lateNames(ctx, after))
}

// lateWithin is how far below the newest ID a request may have been committed after a later one.
const lateWithin = 200

// lateNames reads the names of requests that were not committed yet when their neighbours were read.
func (s *Session) lateNames(ctx context.Context, upTo int64) error {
	late := map[int64]string{}
	if err := s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		return lists.Names(v, upTo-lateWithin, upTo, func(id int64, name string) { late[id] = name })
	}); err != nil {
		return err
	}
	for id, name := range late {
		if !s.names.has(id) {
			s.names.correct(id, name)
		}
	}
	return nil
}

func (s *Session) readNames(ctx context.Context, p *namePart) error {
	var names strings.Builder
	err := s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		return lists.Names(v, p.after, p.last, func(id int64, name string) {
			names.WriteString(identifier.NormaliseName(name))
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
