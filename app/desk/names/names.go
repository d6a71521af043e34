// Package names holds the names of the people of requests, opened after sign-in, for searching in memory: keyed hashes
// of names would leak how often each occurs.
package names

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"orangelab.cn/rightsdesk/model/hanzi"
	"orangelab.cn/rightsdesk/model/identifier"
)

// Index is the names that were opened. The zero value holds none; it may be used by many at once.
type Index struct {
	mu      sync.Mutex // guards what follows and is never held while reading, or locking the window would have to wait
	session int        // counts the clearings: a load that began before one brings nothing any more
	parts   []Part     // in order of ID
	// newer are names that stand for those in parts: corrected here since, or of requests that another desktop began
	// before and committed after a load.
	newer map[int64]string
}

// form is a name as it is searched.
func form(name string) string { return hanzi.Fold(identifier.NormaliseName(name)) }

// Clear forgets all names, as when the window is locked.
func (n *Index) Clear() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.session++
	n.parts, n.newer = nil, nil
}

// Correct notes a request's name as it is from now on.
func (n *Index) Correct(id int64, name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.newer == nil {
		n.newer = map[int64]string{}
	}
	n.newer[id] = form(name)
}

// Has reports whether a request was read already.
func (n *Index) Has(id int64) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if _, ok := n.newer[id]; ok {
		return true
	}
	i, _ := slices.BinarySearchFunc(n.parts, id, func(p Part, id int64) int { return cmp.Compare(p.Last, id) })
	if i == len(n.parts) {
		return false
	}
	_, ok := slices.BinarySearch(n.parts[i].ids, id)
	return ok
}

// Begin returns where a load goes on, after which ID, and the session that it is to be taken into.
func (n *Index) Begin() (session int, after int64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.parts) == 0 {
		return n.session, 0
	}
	return n.session, n.parts[len(n.parts)-1].Last
}

// Take adds parts in order up to the first that was not read whole.
func (n *Index) Take(session int, parts []Part) {
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

// Find returns the newest requests whose name has text in it, at most so many. Text is normalised; in traditional or in
// simplified characters it finds either.
func (n *Index) Find(text string, most int) (ids []int64) {
	text = hanzi.Fold(text)
	n.mu.Lock()
	defer n.mu.Unlock()
	for id, name := range n.newer {
		if strings.Contains(name, text) {
			ids = append(ids, id)
		}
	}
	for i, found := len(n.parts)-1, 0; i >= 0 && found < most; i-- {
		for _, id := range n.parts[i].find(text) {
			if _, corrected := n.newer[id]; !corrected {
				ids, found = append(ids, id), found+1
			}
		}
	}
	slices.SortFunc(ids, func(a, b int64) int { return cmp.Compare(b, a) })
	return ids[:min(len(ids), most)]
}

// Part is the names of the requests above one ID and up to another: in one string, which takes a third of the
// memory of a million small ones and is searched many times as fast.
type Part struct {
	After, Last int64
	names       string // a line each
	ends        []int  // where each line ends
	ids         []int64
	whole       bool
}

// Fill reads a part: each tells of every request with its name, oldest first.
func (p *Part) Fill(each func(tell func(id int64, name string)) error) error {
	var names strings.Builder
	err := each(func(id int64, name string) {
		names.WriteString(form(name))
		names.WriteByte('\n') // which no normalised name has in it
		p.ids, p.ends = append(p.ids, id), append(p.ends, names.Len())
	})
	p.names, p.whole = names.String(), err == nil
	return err
}

// find gives the requests whose name has text in it, oldest first.
func (p *Part) find(text string) (ids []int64) {
	for at := 0; ; {
		i := strings.Index(p.names[at:], text)
		if i < 0 {
			return ids
		}
		line, _ := slices.BinarySearch(p.ends, at+i+1)
		ids, at = append(ids, p.ids[line]), p.ends[line]
	}
}
