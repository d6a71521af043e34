package incident

import (
	"encoding/binary"
	"hash/maphash"
	"slices"

	"orangelab.cn/rightsdesk/model/keyed"
)

// Key is a value by which somebody is told from everybody else, in the one spelling that its kind is compared by: an
// e-mail address, a telephone number, an account, or the key of a row of a source that is one person.
type Key struct {
	Kind  string `json:"k"`
	Value string `json:"v"`
	// Row says that it is the key of a row and no identity: it leads from one table to another. Person says that each
	// such row is a person.
	Row    bool `json:"r,omitempty"`
	Person bool `json:"p,omitempty"`
}

// Affected is one line about somebody who is affected, as one row of a source, of a list or of a log tells of them: by
// which keys they are known, and what is said of them.
type Affected struct {
	Keys []Key    `json:"k"`
	Tags []string `json:"t,omitempty"` // see the functions that make one
	Name string   `json:"n,omitempty"`
	Lang string   `json:"l,omitempty"` // one of model.Languages
}

// Crowd counts people, each once however many lines tell of them: lines that share a key are of one person. It keeps
// hashes of the keys and not the keys.
type Crowd struct {
	seed    maphash.Seed
	at      keyed.Table // who has a key
	parent  []uint32
	people  []someone // of those who are their own parent
	sets    *tagSets
	scratch []byte
	hashes  []uint64 // of the keys of the line that is taken in
	fresh   []int    // which of them nobody had
}

// someone is what is known of one of a crowd.
type someone struct {
	tags uint32
	// held is how many identities of a rank the person has that no one line gave them together: two may be two people
	// who share another.
	held  [ranks]uint16
	named bool // an identity tells them from others, and not the key of a row only
}

// ranks are how surely an identity tells one person from another, the surest first: an account, an identity number, an
// e-mail address, a telephone number.
const ranks = 4

func rank(kind string) int {
	switch kind {
	case "phone_number":
		return 3
	case "email":
		return 2
	case "id_number":
		return 1
	}
	return 0
}

// NewCrowd returns a crowd of nobody.
func NewCrowd() *Crowd {
	return &Crowd{seed: maphash.MakeSeed(), sets: newTagSets()}
}

// Empty reports whether nobody is in the crowd.
func (c *Crowd) Empty() bool { return len(c.parent) == 0 }

// hash names a key. It is keyed by a secret of the run, so that nobody makes two keys alike on purpose.
func (c *Crowd) hash(k Key) uint64 {
	c.scratch = append(append(append(c.scratch[:0], k.Kind...), 0), k.Value...)
	return maphash.Bytes(c.seed, c.scratch)
}

// Has reports whether somebody of the crowd has a key.
func (c *Crowd) Has(k Key) bool {
	_, has := c.at.Get(c.hash(k))
	return has
}

// Near says which lines are taken in next, some hundred at a time: a large crowd finds the people of many at once
// sooner than those of one after the other.
func (c *Crowd) Near(lines []Affected) {
	c.hashes = c.hashes[:0]
	for n := range lines {
		for _, k := range lines[n].Keys {
			c.hashes = append(c.hashes, c.hash(k))
		}
	}
	c.at.Near(c.hashes)
}

// Add takes a line in and reports whether it told anything that was not known. One without a key tells of nobody.
func (c *Crowd) Add(a Affected) (told bool) {
	if len(a.Keys) == 0 {
		return false
	}
	who, known := uint32(0), false
	c.hashes, c.fresh = c.hashes[:0], c.fresh[:0]
	for n, k := range a.Keys {
		h := c.hash(k)
		c.hashes = append(c.hashes, h)
		at, has := c.at.Get(h)
		switch {
		case !has:
			c.fresh = append(c.fresh, n)
		case !known:
			who, known = c.root(at), true
		case c.root(at) != who:
			who, told = c.join(who, c.root(at)), true
		}
	}
	if !known {
		who = uint32(len(c.parent))
		c.parent, c.people = append(c.parent, who), append(c.people, someone{})
	}
	var counted [ranks]bool
	for _, n := range c.fresh {
		k := a.Keys[n]
		c.at.Put(c.hashes[n], who)
		told = true
		p := &c.people[who]
		p.named = p.named || !k.Row || k.Person
		if k.Row {
			continue
		}
		if i := rank(k.Kind); !counted[i] && p.held[i] < 1<<16-1 {
			p.held[i]++
			counted[i] = true
		}
	}
	if tags := c.sets.add(c.people[who].tags, a.Tags); tags != c.people[who].tags {
		c.people[who].tags, told = tags, true
	}
	return told
}

func (c *Crowd) root(i uint32) uint32 {
	for c.parent[i] != i {
		c.parent[i] = c.parent[c.parent[i]]
		i = c.parent[i]
	}
	return i
}

// join makes one person of two; the earlier number stays.
func (c *Crowd) join(a, b uint32) uint32 {
	a, b = min(a, b), max(a, b)
	c.parent[b] = a
	p, q := &c.people[a], c.people[b]
	p.tags, p.named = c.sets.union(p.tags, q.tags), p.named || q.named
	for i := range p.held {
		p.held[i] = uint16(min(int(p.held[i])+int(q.held[i]), 1<<16-1))
	}
	return a
}

// Person is one of a crowd.
type Person struct {
	ID uint32
	// Most is how many people it may be, see Count.People.
	Most    int64
	Under14 bool
}

// Who returns whom a line that was added tells of; false where it tells of nobody.
func (c *Crowd) Who(a Affected) (p Person, is bool) {
	for _, k := range a.Keys {
		at, has := c.at.Get(c.hash(k))
		if !has {
			continue
		}
		p.ID = c.root(at)
		one := c.people[p.ID]
		p.Most, p.Under14 = one.most(), slices.Contains(c.sets.of(one.tags), tagAge+ageUnder14)
		return p, true
	}
	return p, false
}

// most is how many people somebody may be, by the surest of their identities.
func (s someone) most() int64 {
	if i := slices.IndexFunc(s.held[:], func(n uint16) bool { return n > 0 }); i >= 0 {
		return int64(s.held[i])
	}
	return 1
}

// tagSets are sets of tags, each kept once: most people have the same as many others.
type tagSets struct {
	names  []string
	sets   [][]uint64        // by number; the first is empty
	known  map[string]uint32 // by their bytes
	joined map[[2]uint32]uint32
	single map[string]uint32 // the set of one tag
	// last are the tags of the line before with their set: most lines have the same.
	last    []string
	lastSet uint32
}

func newTagSets() *tagSets {
	return &tagSets{sets: [][]uint64{nil}, known: map[string]uint32{"": 0}, joined: map[[2]uint32]uint32{},
		single: map[string]uint32{}}
}

func (t *tagSets) add(set uint32, tags []string) uint32 {
	if !slices.Equal(tags, t.last) {
		t.last, t.lastSet = slices.Clone(tags), t.setOf(tags)
	}
	return t.union(set, t.lastSet)
}

// setOf is the set of some tags.
func (t *tagSets) setOf(tags []string) (set uint32) {
	for _, tag := range tags {
		one, has := t.single[tag]
		if !has {
			n := len(t.names)
			t.names = append(t.names, tag)
			bits := make([]uint64, n/64+1)
			bits[n/64] = 1 << (n % 64)
			one = t.intern(bits)
			t.single[tag] = one
		}
		set = t.union(set, one)
	}
	return set
}

func (t *tagSets) union(a, b uint32) uint32 {
	if a == b || b == 0 {
		return a
	}
	if a == 0 {
		return b
	}
	if both, has := t.joined[[2]uint32{a, b}]; has {
		return both
	}
	bits := make([]uint64, max(len(t.sets[a]), len(t.sets[b])))
	copy(bits, t.sets[a])
	for i, word := range t.sets[b] {
		bits[i] |= word
	}
	both := t.intern(bits)
	t.joined[[2]uint32{a, b}] = both
	return both
}

func (t *tagSets) intern(bits []uint64) uint32 {
	var key []byte
	for _, word := range bits {
		key = binary.LittleEndian.AppendUint64(key, word)
	}
	if n, has := t.known[string(key)]; has {
		return n
	}
	n := uint32(len(t.sets))
	t.sets, t.known[string(key)] = append(t.sets, bits), n
	return n
}

// of lists the tags of a set.
func (t *tagSets) of(set uint32) (tags []string) {
	bits := t.sets[set]
	for i, name := range t.names {
		if i/64 < len(bits) && bits[i/64]&(1<<(i%64)) != 0 {
			tags = append(tags, name)
		}
	}
	return tags
}
