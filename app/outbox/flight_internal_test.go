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
		"nobody begun with":       {boot: boot(), ok: true},
		"the third in flight":     {boot: boot(), notes: begun, done: 2, begun: 13, ok: true},
		"another start":           {boot: "another", notes: begun},
		"no start":                {notes: begun},
		"somebody passed over":    {boot: boot(), notes: []flown{{Begins: 11}, {Begins: 13, Ended: ended(11)}}},
		"behind the last":         {boot: boot(), notes: []flown{{Begins: 11}, {Begins: 12, Ended: ended(11)}, {Begins: 13, Ended: ended(12)}, {Begins: 14, Ended: ended(13)}}},
		"an end of somebody else": {boot: boot(), notes: []flown{{Begins: 11}, {Begins: 12, Ended: ended(12)}}},
		"no file":                 {boot: boot(), notes: begun, harm: func(t *testing.T, path string) { change(t, path, nil) }},
		"torn":                    {boot: boot(), notes: begun, harm: func(t *testing.T, path string) { change(t, path, func(b []byte) []byte { return b[:len(b)-3] }) }},
		"without its first line": {boot: boot(), notes: begun, harm: func(t *testing.T, path string) {
			change(t, path, func(b []byte) []byte { return b[bytes.IndexByte(b, '\n')+1:] })
		}},
		"a line in the middle gone": {boot: boot(), notes: begun, harm: func(t *testing.T, path string) {
			change(t, path, func(b []byte) []byte {
				lines := bytes.SplitAfter(b, []byte("\n"))
				return bytes.Join([][]byte{lines[0], lines[2], lines[3]}, nil)
			})
		}},
		"nothing in it": {boot: boot(), notes: begun, harm: func(t *testing.T, path string) { change(t, path, func([]byte) []byte { return []byte{} }) }},
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
