package auditlog

import "golang.org/x/mod/sumdb/tlog"

// tree keeps only the peaks of a Merkle tree while leaves are added: checking a million entries needs 20 hashes.
type tree struct {
	n     int64
	peaks []tlog.Hash
}

// add takes the hash of the next entry and returns the hashes that are stored for it, in the order of entry_hash.
func (t *tree) add(h tlog.Hash) []tlog.Hash {
	stored := []tlog.Hash{h}
	for k := t.n; k&1 == 1; k >>= 1 {
		h = tlog.NodeHash(t.peaks[len(t.peaks)-1], h)
		t.peaks = t.peaks[:len(t.peaks)-1]
		stored = append(stored, h)
	}
	t.peaks = append(t.peaks, h)
	t.n++
	return stored
}

func (t *tree) root() tlog.Hash {
	if len(t.peaks) == 0 {
		h, err := tlog.TreeHash(0, nil)
		if err != nil {
			return tlog.Hash{}
		}
		return h
	}
	h := t.peaks[len(t.peaks)-1]
	for i := len(t.peaks) - 2; i >= 0; i-- {
		h = tlog.NodeHash(t.peaks[i], h)
	}
	return h
}

// EmptyRoot is the hash of a log without entries.
func EmptyRoot() tlog.Hash { return (&tree{}).root() }
