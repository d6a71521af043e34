package store_test

import (
	"crypto/rand"
	"errors"
	"path/filepath"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/storetest"
)

var failedSignIn = model.Entry{At: start, Action: model.ActSignInFailed}

// unguard takes every trigger of the log away, as somebody with the file in hand could.
func (d *desk) unguard(tb testing.TB, engine string) {
	tb.Helper()
	if engine == "postgres" {
		for _, table := range []string{"entry", "entry_hash", "head"} {
			d.raw(tb, "ALTER TABLE "+table+" DISABLE TRIGGER ALL")
		}
		return
	}
	var triggers []string
	if err := d.Raw().
		Raw("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('entry', 'entry_hash', 'head')").
		Scan(&triggers).Error; err != nil {
		tb.Fatal(err)
	}
	for _, trigger := range triggers {
		d.raw(tb, "DROP TRIGGER "+trigger)
	}
}

// rebuild makes stored hashes and head fit the entries as they are now, and signs them where there is a signer: what
// somebody does who knows how the log is built.
func (d *desk) rebuild(tb testing.TB, signer note.Signer) {
	tb.Helper()
	var entries []store.EntryRow
	if err := d.Raw().Order("seq").Find(&entries).Error; err != nil {
		tb.Fatal(err)
	}
	var hashes []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, idx := range indexes {
			out[i] = hashes[idx]
		}
		return out, nil
	})
	for i, e := range entries {
		line, err := e.Line()
		if err != nil {
			tb.Fatal(err)
		}
		more, err := tlog.StoredHashesForRecordHash(int64(i), tlog.RecordHash(line), reader)
		if err != nil {
			tb.Fatal(err)
		}
		hashes = append(hashes, more...)
	}
	root, err := tlog.TreeHash(int64(len(entries)), reader)
	if err != nil {
		tb.Fatal(err)
	}
	d.raw(tb, "DELETE FROM entry_hash")
	for i, h := range hashes {
		d.raw(tb, "INSERT INTO entry_hash (idx, hash) VALUES (?, ?)", i, h[:])
	}
	d.raw(tb, "UPDATE head SET size = ?, root = ?", len(entries), root[:])
	if signer == nil {
		return
	}
	signed, err := note.Sign(&note.Note{Text: string(tlog.FormatTree(tlog.Tree{N: int64(len(entries)), Hash: root}))},
		signer)
	if err != nil {
		tb.Fatal(err)
	}
	d.raw(tb, "UPDATE head SET signed_size = ?, note = ?", len(entries), string(signed))
}

// headState is the head of the log with the hashes below it, as a back-up would hold them.
type headState struct {
	size, hashes int64
	root         []byte
	note         string
	signed       string // what the member of staff signed who wrote it
}

func (d *desk) headState(tb testing.TB) headState {
	tb.Helper()
	return headState{column[int64](tb, d, "SELECT size FROM head"),
		column[int64](tb, d, "SELECT MAX(idx) FROM entry_hash"),
		column[[]byte](tb, d, "SELECT root FROM head"), column[string](tb, d, "SELECT note FROM head"),
		column[string](tb, d, "SELECT note FROM signed_head WHERE staff = ?", keeper.ID)}
}

const insertEntry = "INSERT INTO entry (seq, at, staff, action, request_id, detail) "

// tampering is one way to change the log with its guards off. Before it, the log has 4 entries with the signed head
// early, then 4 more, and is not guarded any longer.
type tampering struct {
	name string
	do   func(t *testing.T, d *desk, early headState)
	// outside is set for what a check of the desk by itself cannot find, and a head kept elsewhere does.
	outside bool
	// never is set for what no head finds either: the log was not signed when it was done.
	never bool
}

// statements are a tampering in SQL; {rebuild} makes tree and head fit what is there then.
func statements(all ...string) func(*testing.T, *desk, headState) {
	return func(t *testing.T, d *desk, _ headState) {
		for _, s := range all {
			if s == "{rebuild}" {
				d.rebuild(t, nil)
			} else {
				d.raw(t, s)
			}
		}
	}
}

const cutTheEnd = "DELETE FROM entry WHERE seq >= 6"

var tamperings = []tampering{
	{name: "a changed detail", do: statements("UPDATE entry SET detail = '{\"what\":\"another\"}' WHERE seq = 3")},
	{name: "a changed time", do: statements("UPDATE entry SET at = at + 1 WHERE seq = 3")},
	{name: "a changed author", do: statements("UPDATE entry SET staff = 'somebody else' WHERE seq = 3")},
	{name: "a changed action", do: statements("UPDATE entry SET action = 'request.claim' WHERE seq = 3")},
	{name: "a changed request", do: statements("UPDATE entry SET request_id = 7 WHERE seq = 3")},
	{name: "a change with the tree made to fit",
		do: statements("UPDATE entry SET staff = 'somebody else' WHERE seq = 3", "{rebuild}")},
	{name: "every entry's author changed", do: statements("UPDATE entry SET staff = 'somebody else'", "{rebuild}")},
	{name: "an entry removed", do: statements("DELETE FROM entry WHERE seq = 3")},
	{name: "an entry removed and closed over", do: statements("DELETE FROM entry WHERE seq = 3",
		"UPDATE entry SET seq = -seq WHERE seq > 3", "UPDATE entry SET seq = -seq - 1 WHERE seq < 0", "{rebuild}")},
	{name: "the first entry removed and closed over", do: statements("DELETE FROM entry WHERE seq = 0",
		"UPDATE entry SET seq = -seq", "UPDATE entry SET seq = -seq - 1", "{rebuild}")},
	{name: "two entries exchanged", do: statements("UPDATE entry SET seq = 1000 WHERE seq = 2",
		"UPDATE entry SET seq = 2 WHERE seq = 3", "UPDATE entry SET seq = 3 WHERE seq = 1000", "{rebuild}")},
	{name: "an entry put in between",
		do: statements("UPDATE entry SET seq = -seq - 1 WHERE seq > 3", "UPDATE entry SET seq = -seq WHERE seq < 0",
			insertEntry+"SELECT 4, at, staff, action, request_id, '{}' FROM entry WHERE seq = 3", "{rebuild}")},
	{name: "an entry before the first",
		do: statements(insertEntry + "SELECT -1, at, staff, action, request_id, detail FROM entry WHERE seq = 0")},
	{name: "an entry written twice",
		do: statements(insertEntry+"SELECT 8, at, staff, action, request_id, detail FROM entry WHERE seq = 7",
			"{rebuild}")},
	{name: "an entry appended",
		do: statements(insertEntry+"VALUES (8, 1, 'fang', 'request.claim', 1, '{}')", "{rebuild}")},
	{name: "an entry appended beside the head",
		do: statements(insertEntry + "VALUES (8, 1, 'fang', 'request.claim', 1, '{}')")},
	{name: "the newest cut off", do: statements(cutTheEnd)},
	{name: "the newest cut off, the head counts them no more", do: statements(cutTheEnd, "UPDATE head SET size = 6")},
	{name: "the newest cut off, the tree made to fit", do: statements(cutTheEnd, "{rebuild}")},
	{name: "the newest cut off, both sizes made to fit",
		do: statements(cutTheEnd, "{rebuild}", "UPDATE head SET signed_size = 6")},
	{name: "the newest cut off, no signature left",
		do: statements(cutTheEnd, "{rebuild}", "UPDATE head SET signed_size = 0, note = ''")},
	{name: "the newest cut off, an older signature put back", do: func(t *testing.T, d *desk, early headState) {
		d.raw(t, cutTheEnd)
		d.rebuild(t, nil)
		d.raw(t, "UPDATE head SET signed_size = ?, note = ?", early.size, early.note)
	}},
	{name: "the whole log emptied",
		do: statements("DELETE FROM entry", "{rebuild}", "UPDATE head SET signed_size = 0, note = ''")},
	{name: "only failed sign-ins left",
		do: statements("DELETE FROM entry", insertEntry+"VALUES (0, 1, '', 'desk.sign_in_failed', 0, '{}')",
			"{rebuild}", "UPDATE head SET signed_size = 0, note = ''")},
	{name: "the signature taken away", do: statements("UPDATE head SET signed_size = 0, note = ''")},
	{name: "the signature changed", do: statements("UPDATE head SET note = replace(note, '—', '–')")},
	{name: "the signed size changed", do: statements("UPDATE head SET signed_size = signed_size - 1")},
	{name: "the head's hash changed", do: func(t *testing.T, d *desk, early headState) {
		d.raw(t, "UPDATE head SET root = ?", early.root)
	}},
	{name: "the head removed", do: statements("DELETE FROM head")},
	{name: "an older head put back", do: func(t *testing.T, d *desk, early headState) {
		d.raw(t, "UPDATE head SET size = ?, signed_size = ?, root = ?, note = ?", early.size, early.size, early.root,
			early.note)
	}},
	{name: "an older signature put back", do: func(t *testing.T, d *desk, early headState) {
		d.raw(t, "UPDATE head SET signed_size = ?, note = ?", early.size, early.note)
	}},
	{name: "another desk's head", do: func(t *testing.T, d *desk, _ headState) {
		other := newDesk(t, "sqlite")
		other.log(t, 7)
		h := other.headState(t)
		d.raw(t, "UPDATE head SET size = ?, signed_size = ?, root = ?, note = ?", h.size, h.size, h.root, h.note)
	}},
	{name: "a stored hash changed", do: func(t *testing.T, d *desk, early headState) {
		d.raw(t, "UPDATE entry_hash SET hash = ? WHERE idx = 2", early.root)
	}},
	{name: "a stored hash removed", do: statements("DELETE FROM entry_hash WHERE idx = 2")},
	{name: "a stored hash too many",
		do: statements("INSERT INTO entry_hash (idx, hash) SELECT 1000, hash FROM entry_hash WHERE idx = 2")},
	{name: "the public key made unreadable", do: func(t *testing.T, d *desk, _ headState) {
		d.raw(t, "UPDATE desk SET audit_pub = ?", []byte("none"))
	}},
	{name: "the public key replaced", do: func(t *testing.T, d *desk, _ headState) {
		_, pub := newSigner(t)
		d.raw(t, "UPDATE desk SET audit_pub = ?", []byte(pub))
	}},

	{name: "the end cut back to an older signed head", outside: true, do: cutBack},
	{name: "a fork from an older signed head", outside: true, do: func(t *testing.T, d *desk, early headState) {
		cutBack(t, d, early)
		for range 6 {
			d.must(t, func(*store.Tx) error { return nil })
		}
	}},
	{name: "the public key replaced and everything signed with it", do: func(t *testing.T, d *desk, _ headState) {
		signer, pub := newSigner(t)
		d.raw(t, "UPDATE desk SET audit_pub = ?", []byte(pub))
		d.raw(t, "UPDATE entry SET staff = 'somebody else' WHERE seq = 3")
		d.rebuild(t, signer)
	}},
	{name: "the end cut back to an older signed head, but not what its author signed",
		do: func(t *testing.T, d *desk, early headState) {
			newest := d.headState(t)
			cutBack(t, d, early)
			d.raw(t, "UPDATE signed_head SET note = ?", newest.signed)
		}},
	{name: "a change signed with the desk's own key", do: func(t *testing.T, d *desk, _ headState) {
		d.raw(t, "UPDATE entry SET staff = 'somebody else' WHERE seq = 3")
		d.rebuild(t, d.keys.Signer())
	}},
	{name: "a failed sign-in changed before anybody signed", never: true, do: func(t *testing.T, d *desk, _ headState) {
		d.failSignIn(t)
		d.raw(t, "UPDATE entry SET at = at - 1 WHERE seq = 8")
		d.rebuild(t, nil)
	}},
	{name: "a failed sign-in removed before anybody signed", never: true, do: func(t *testing.T, d *desk, _ headState) {
		d.failSignIn(t)
		d.raw(t, "DELETE FROM entry WHERE seq = 8")
		d.rebuild(t, nil)
	}},
	{name: "a failed sign-in put in before anybody signed", never: true,
		do: statements(insertEntry+"VALUES (8, 1, '', 'desk.sign_in_failed', 0, '{}')", "{rebuild}")},
}

func cutBack(t *testing.T, d *desk, early headState) {
	d.raw(t, "DELETE FROM entry WHERE seq >= ?", early.size)
	d.raw(t, "DELETE FROM entry_hash WHERE idx > ?", early.hashes)
	d.raw(t, "UPDATE head SET size = ?, signed_size = ?, root = ?, note = ?", early.size, early.size, early.root,
		early.note)
	d.raw(t, "UPDATE signed_head SET note = ? WHERE staff = ?", early.signed, keeper.ID)
}

func (d *desk) failSignIn(tb testing.TB) {
	tb.Helper()
	if err := d.Write(ctx, nil, func(tx *store.Tx) error { tx.Append(failedSignIn); return nil }); err != nil {
		tb.Fatal(err)
	}
}

func newSigner(tb testing.TB) (note.Signer, string) {
	tb.Helper()
	secret, public, err := note.GenerateKey(rand.Reader, "another")
	if err != nil {
		tb.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		tb.Fatal(err)
	}
	return signer, public
}

func TestEveryTamperingWithTheLogIsFoundOrNeedsAHeadKeptOutside(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		for _, tt := range tamperings {
			t.Run(tt.name, func(t *testing.T) {
				d := newDesk(t, engine)
				d.log(t, 3)
				early := d.headState(t)
				outside := d.log(t, 4)[3]
				d.unguard(t, engine)
				if problems := d.verify(t, outside); problems != nil {
					t.Fatalf("before: %v", problems)
				}
				tt.do(t, d, early)
				if problems := d.verify(t); (len(problems) == 0) != (tt.outside || tt.never) {
					t.Errorf("by itself: %q", problems)
				}
				if problems := d.verify(t, outside); (len(problems) == 0) != tt.never {
					t.Errorf("with a head kept outside: %q", problems)
				}
				if err := d.CheckHead(ctx, outside); tt.outside && !errors.Is(err, store.ErrLogBroken) {
					t.Errorf("at sign-in, with the head this computer remembers: %v", err)
				}
			})
		}
	})
}

func TestAnOldDatabaseFileIsSoundUntilComparedWithAHeadKeptOutside(t *testing.T) {
	dir, old := t.TempDir(), t.TempDir()
	s, err := store.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	d := setUp(t, s)
	d.log(t, 3)
	storetest.Copy(t, dir, filepath.Join(old, store.File))
	outside := d.log(t, 1)[0]
	o, err := store.Open(ctx, old)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	back := &desk{Store: o}
	if problems := back.verify(t); problems != nil {
		t.Errorf("by itself: %q", problems)
	}
	if problems := back.verify(t, outside); len(problems) != 1 {
		t.Errorf("with a head kept outside: %q", problems)
	}
	if err := back.CheckHead(ctx, outside); !errors.Is(err, store.ErrLogBroken) {
		t.Errorf("at sign-in: %v", err)
	}
}

func TestADeskWhosePublicKeyWasReplacedOpensToNobody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		signer, pub := newSigner(t)
		d.unguard(t, engine)
		d.raw(t, "UPDATE desk SET audit_pub = ?", []byte(pub))
		d.rebuild(t, signer)
		err := d.read(func(v *store.View) error { _, err := v.OpenKeys("", d.recovery); return err })
		if !errors.Is(err, store.ErrLogBroken) {
			t.Errorf("with the recovery print: %v", err)
		}
	})
}
