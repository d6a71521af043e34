package outbox

import (
	"bytes"
	"os"
	"testing"

	"orangelab.cn/rightsdesk/model/notice"
)

func TestWhatAFlightLeftIsReliedOnOnlyWhereAllOfItIsThere(t *testing.T) {
	if boot() == "" {
		t.Skip("this system does not name its start: nobody flies")
	}
	key := bytes.Repeat([]byte{7}, 32)
	ended := func(r int64) *notice.Receipt { return &notice.Receipt{Recipient: r, Result: notice.Handed, Said: "ok"} }
	begun := []flown{{Begins: 11}, {Begins: 12, Ended: ended(11)}, {Begins: 13, Ended: ended(12)}}
	for name, tt := range map[string]struct {
		boot  string
		notes []flown
		harm  func(t *testing.T, path string)
		done  int
		begun int64
		ok    bool
	}{
		"nobody begun with":    {boot: boot(), ok: true},
		"the third in flight":  {boot: boot(), notes: begun, done: 2, begun: 13, ok: true},
		"another start":        {boot: "another", notes: begun},
		"no start":             {notes: begun},
		"somebody passed over": {boot: boot(), notes: []flown{{Begins: 11}, {Begins: 13, Ended: ended(11)}}},
		"behind the last": {boot: boot(),
			notes: []flown{{Begins: 11}, {Begins: 12, Ended: ended(11)}, {Begins: 13, Ended: ended(12)},
				{Begins: 14, Ended: ended(13)}}},
		"an end of somebody else": {boot: boot(), notes: []flown{{Begins: 11}, {Begins: 12, Ended: ended(12)}}},
		"no file": {boot: boot(), notes: begun, harm: func(t *testing.T, path string) {
			change(t, path, nil)
		}},
		"torn": {boot: boot(), notes: begun, harm: func(t *testing.T, path string) {
			change(t, path, func(b []byte) []byte { return b[:len(b)-3] })
		}},
		"without its first line": {boot: boot(), notes: begun, harm: func(t *testing.T, path string) {
			change(t, path, func(b []byte) []byte { return b[bytes.IndexByte(b, '\n')+1:] })
		}},
		"a line in the middle gone": {boot: boot(), notes: begun, harm: func(t *testing.T, path string) {
			change(t, path, func(b []byte) []byte {
				lines := bytes.SplitAfter(b, []byte("\n"))
				return bytes.Join([][]byte{lines[0], lines[2], lines[3]}, nil)
			})
		}},
		"nothing in it": {boot: boot(), notes: begun, harm: func(t *testing.T, path string) {
			change(t, path, func([]byte) []byte { return []byte{} })
		}},
		"zeros behind": {boot: boot(), notes: begun, harm: func(t *testing.T, path string) {
			change(t, path, func(b []byte) []byte { return append(b, 0, 0, 0, 0) })
		}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			f, err := flightUnder(key, folder, "a")
			if err != nil {
				t.Fatal(err)
			}
			if err := f.begin(tt.boot); err != nil {
				t.Fatal(err)
			}
			for _, x := range tt.notes {
				if err := f.note(x); err != nil {
					t.Fatal(err)
				}
			}
			if tt.harm != nil {
				tt.harm(t, f.path)
			}
			again, err := flightUnder(key, folder, "a")
			if err != nil {
				t.Fatal(err)
			}
			done, last, ok := again.read(11, 13)
			if len(done) != tt.done || last != tt.begun || ok != tt.ok {
				t.Errorf("%d done, %d begun, %t", len(done), last, ok)
			}
			if err := f.end(); err != nil {
				t.Error(err)
			}
		})
	}
}

// A line that was cut anywhere, as where the disk was full in the middle of it, says that somebody was begun with and
// not who: nobody of the flight is tried again.
func TestALineOfAFlightThatWasCutAnywhereLeavesAllUncertain(t *testing.T) {
	if boot() == "" {
		t.Skip("this system does not name its start: nobody flies")
	}
	key, folder := bytes.Repeat([]byte{7}, 32), t.TempDir()
	f, err := flightUnder(key, folder, "a")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.begin(boot()); err != nil {
		t.Fatal(err)
	}
	for _, x := range []flown{{Begins: 1},
		{Begins: 2, Ended: &notice.Receipt{Recipient: 1, Result: notice.Handed, Said: "250 ok"}}} {
		if err := f.note(x); err != nil {
			t.Fatal(err)
		}
	}
	whole, err := os.ReadFile(f.path)
	if err != nil {
		t.Fatal(err)
	}
	for n := range whole {
		change(t, f.path, func([]byte) []byte { return whole[:n] })
		again, err := flightUnder(key, folder, "a")
		if err != nil {
			t.Fatal(err)
		}
		if _, _, ok := again.read(1, 9); ok != (n > 0 && whole[n-1] == '\n') {
			t.Errorf("cut after %d of %d bytes, and relied on: %t", n, len(whole), ok)
		}
	}
	if err := f.end(); err != nil {
		t.Error(err)
	}
}

// Where a note cannot be written, nobody is begun with.
func TestNobodyIsBegunWithWhoseNoteTheDiskRefuses(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no device that is full")
	}
	f, err := flightUnder(bytes.Repeat([]byte{7}, 32), t.TempDir(), "a")
	if err != nil {
		t.Fatal(err)
	}
	f.file = full
	c := &campaign{o: &sender{s: signedIn(t)}, now: inFlight{recipient: 1}, flight: f}
	if done := c.fly(t.Context(), []named{{}, {}}); len(done) != 0 || c.stuck == nil {
		t.Errorf("%d handed over, %v", len(done), c.stuck)
	}
	if err := full.Close(); err != nil {
		t.Error(err)
	}
}

// change changes a file, or takes it away.
func change(t *testing.T, path string, how func([]byte) []byte) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err == nil && how == nil {
		err = os.Remove(path)
	} else if err == nil {
		err = os.WriteFile(path, how(raw), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
