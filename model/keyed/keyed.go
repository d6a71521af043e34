// Package keyed keeps numbers by hashes: what a map does, for hashes that are spread evenly and secret already, in a
// good part of its time.
package keyed

// Table holds a number for each hash. The zero Table is empty.
type Table struct {
	slots   []slot
	filled  int
	zero    uint32 // the number of the hash 0, which stands for an empty slot
	hasZero bool
	near    uint64 // means nothing, see Near
}

type slot struct {
	hash   uint64
	number uint32
}

// fewest is how many slots a table begins with, a power of two.
const fewest = 64

// Get returns the number of a hash.
func (t *Table) Get(hash uint64) (uint32, bool) {
	if hash == 0 {
		return t.zero, t.hasZero
	}
	if len(t.slots) == 0 {
		return 0, false
	}
	s := t.slot(hash)
	return s.number, s.hash != 0
}

// Near has the memory fetch where some hashes stand, all at once: each is found sooner then.
func (t *Table) Near(hashes []uint64) {
	if len(t.slots) == 0 {
		return
	}
	last, all := uint64(len(t.slots)-1), uint64(0)
	for _, hash := range hashes {
		all ^= t.slots[hash&last].hash
	}
	t.near = all // or nothing would be fetched
}

// Put gives a hash a number.
func (t *Table) Put(hash uint64, number uint32) {
	if hash == 0 {
		t.zero, t.hasZero = number, true
		return
	}
	if t.filled*4 >= len(t.slots)*3 { // fuller, and a search takes long
		t.grow()
	}
	s := t.slot(hash)
	if s.hash == 0 {
		t.filled++
	}
	*s = slot{hash, number}
}

// slot is where a hash stands, or would.
func (t *Table) slot(hash uint64) *slot {
	last := uint64(len(t.slots) - 1)
	for at := hash & last; ; at = (at + 1) & last {
		if s := &t.slots[at]; s.hash == hash || s.hash == 0 {
			return s
		}
	}
}

func (t *Table) grow() {
	old := t.slots
	t.slots = make([]slot, max(fewest, 2*len(old)))
	for _, s := range old {
		if s.hash != 0 {
			*t.slot(s.hash) = s
		}
	}
}
