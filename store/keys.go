package store

import (
	"crypto/hmac"
	"crypto/sha256"
	"hash"
	"maps"
	"sync/atomic"

	"golang.org/x/mod/sumdb/note"

	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/store/seal"
)

// Keys opens the desk: every desk key version a member of staff holds, and the secrets kept under the newest. It lives
// only in memory while somebody is signed in. Keys do not change; where the roster moved on, newer ones take their
// place by themselves, see View.follow.
type Keys struct {
	me      string // the staff ID they were opened by, or recoveryRecipient
	id      seal.Identity
	desk    map[uint32][]byte
	current uint32
	lookup  []byte
	mac     []byte
	audit   note.Signer

	root  []byte  // the fingerprint of the desk's first roster; nil where it was never signed
	seen  *Roster // the newest roster these keys followed
	fresh atomic.Pointer[Keys]
}

// now are the newest keys that took the place of these.
func (k *Keys) now() *Keys {
	for {
		next := k.fresh.Load()
		if next == nil {
			return k
		}
		k = next
	}
}

func (k *Keys) clone() *Keys {
	return &Keys{me: k.me, id: k.id, desk: maps.Clone(k.desk), current: k.current, lookup: k.lookup, mac: k.mac,
		audit: k.audit, root: k.root, seen: k.seen}
}

// adopt lets keys that a transaction made take the place of these, unless newer ones have by now.
func (k *Keys) adopt(made *Keys) {
	for {
		last := k.now()
		if last.seen != nil && made.seen != nil && last.seen.Version > made.seen.Version ||
			last.fresh.CompareAndSwap(nil, made) {
			return
		}
	}
}

// signer is the key that whoever the keys belong to signs with.
func (k *Keys) signer() seal.SigningKey {
	if k.me == RecoveryRecipient {
		return k.id.PrintSigner()
	}
	return k.id.Signer()
}

// Epoch is the version of the desk key that these keys write with.
func (k *Keys) Epoch() uint32 { return k.current }

// The names of the secrets kept under the desk key. They survive a rotation: hashes and signatures stay valid.
const (
	SecretLookup = "lookup"
	SecretMAC    = "mac"
	SecretAudit  = "audit"
)

// Hash is the keyed hash of a normalised value, for exact look-up, as it is written today. The kind is part of it, so
// that the same text as e-mail and as account differ.
func (k *Keys) Hash(kind identifier.LookupKind, normalised string) []byte {
	return k.LookupMAC("lookup", string(kind), normalised)
}

// Hashes are all that a value is found by: what was written before a rotation lies under an older key.
func (k *Keys) Hashes(kind identifier.LookupKind, normalised string) [][]byte {
	return k.LookupMACs("lookup", string(kind), normalised)
}

// ErasedHash is that of the ledger of who was erased. It keeps one key: a desk that was restored reads it, which has
// none that is newer.
func (k *Keys) ErasedHash(kind identifier.LookupKind, normalised string) []byte {
	return seal.MAC(k.lookup, "lookup", string(kind), normalised)
}

// Digest begins a digest of what somebody approves, for one purpose. It is keyed by the desk: a digest is kept and
// logged in the clear, and whoever reads one there cannot try guesses of a short value against it.
func (v *View) Digest(purpose string) hash.Hash {
	return hmac.New(sha256.New, seal.MAC(v.keys.mac, "digest", purpose))
}

// SealDesk seals a value of the desk to its table, column and row, under the desk key in force.
func (k *Keys) SealDesk(table, column, row string, plain []byte) (seal.Sealed, error) {
	return seal.Seal(k.desk[k.current], k.current, seal.Place(table, column, row), plain)
}

// OpenDesk opens what SealDesk sealed, under whichever desk key; seal.ErrUnseal where it does not open there.
func (k *Keys) OpenDesk(table, column, row string, s seal.Sealed) ([]byte, error) {
	key, ok := k.desk[s.KeyVersion()]
	if !ok {
		return nil, seal.ErrUnseal
	}
	return seal.Unseal(key, seal.Place(table, column, row), s)
}

// RecordHash is the keyed hash of a record, or of its number, as it is written today; RecordHashes are all that it is
// known by.
func (k *Keys) RecordHash(text string) []byte { return k.LookupMAC("intake", text) }

// RecordHashes are all that a record, or its number, is known by.
func (k *Keys) RecordHashes(text string) [][]byte { return k.LookupMACs("intake", text) }
