package packet

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestOpenGivesBackWhatWasSealed(t *testing.T) {
	file, m := sealedSample(t, Chinese, 30_000) // several chunks
	o, err := Open(bytes.NewReader(file), "KA7M 3XWY T4CD 9HPR EVA6")
	if err != nil {
		t.Fatal(err)
	}
	if o.Meta.Person != "王小明" || len(o.Meta.Complaints) != 3 || len(o.Meta.Rights) == 0 {
		t.Errorf("meta came back as %+v", o.Meta)
	}
	if n := len(o.Sections[1].Rows); n != 30_000 {
		t.Fatalf("%d rows came back", n)
	}
	var row map[string]any
	if err := json.Unmarshal(o.Sections[1].Rows[13], &row); err != nil {
		t.Fatal(err)
	}
	if row["note"] != hostile[13] {
		t.Errorf("note = %q, want %q", row["note"], hostile[13])
	}
	want :=
		`{"id":9007199254740993,"name":"王小明","vip":true,"born":null,"joined":"2021-03-04T05:06:07Z","balance":-12.5,"photo":"AQID","preferences":{"ads":false,"big":12345678901234567890,"t":"a, \"b\" }"}}`
	if got := string(o.Sections[0].Rows[0]); got != want {
		t.Errorf("row = %s\nwant  %s", got, want)
	}
	if !bytes.Equal(o.Attachments[0].Data, attachment) || o.Attachments[0].Name != "me_.jpg" ||
		o.Attachments[1].Name != "me_-2.jpg" {
		t.Errorf("attachments came back as %q and %q with %d bytes", o.Attachments[0].Name, o.Attachments[1].Name,
			len(o.Attachments[0].Data))
	}
	sum := sha256.Sum256(file)
	if m.Files[0].SHA256 != hex.EncodeToString(sum[:]) || m.Files[0].Size != int64(len(file)) || m.Rows != 30_001 ||
		m.Rounds != MinRounds {
		t.Errorf("manifest %+v does not describe the file", m)
	}
	inside, err := Verify(bytes.NewReader(file), testPassword)
	if err != nil {
		t.Fatal(err)
	}
	m.Files = []File{}
	if got, want := asJSON(t, inside), asJSON(t, m); got != want {
		t.Errorf("the manifest inside is\n%s\nwant\n%s", got, want)
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestNothingPersonalStandsInTheClear(t *testing.T) {
	file, _ := sealedSample(t, Chinese, 50)
	for _, secret := range []string{"王小明", "客户数据库", "中关村", "验证码"} {
		if bytes.Contains(file, []byte(secret)) {
			t.Errorf("%q stands in the sealed file", secret)
		}
	}
	if !bytes.Contains(file, []byte("R-2026-000123")) {
		t.Error("the reference is missing, so the person cannot tell what the file is")
	}
}

func TestChangedPacketsDoNotOpen(t *testing.T) {
	file, _ := sealedSample(t, English, 30_000)
	other, _ := sealedSample(t, English, 30_000)
	lines := strings.SplitAfter(string(file), "\n")
	var chunks []int
	for i, l := range lines {
		if strings.HasPrefix(l, chunkOpen) {
			chunks = append(chunks, i)
		}
	}
	if len(chunks) < 3 {
		t.Fatalf("the sample has only %d chunks", len(chunks))
	}
	first, second, last := chunks[0], chunks[1], chunks[len(chunks)-1]
	otherLines := strings.SplitAfter(string(other), "\n")
	edit := func(f func(l []string) []string) string {
		return strings.Join(f(append([]string(nil), lines...)), "")
	}
	tests := []struct {
		name, file, password string
		want                 error
	}{
		{"wrong password", string(file), "not the right password", ErrPassword},
		{"last chunk cut off", edit(func(l []string) []string { return append(l[:last], l[last+1:]...) }), testPassword,
			ErrDamaged},
		{"cut in the middle of a line", string(file[:len(file)/2]), testPassword, ErrDamaged},
		{"first chunk missing", edit(func(l []string) []string { return append(l[:first], l[first+1:]...) }),
			testPassword, ErrPassword},
		{"two chunks swapped", edit(func(l []string) []string { l[second], l[last] = l[last], l[second]; return l }),
			testPassword, ErrDamaged},
		{"chunk of another packet", edit(func(l []string) []string { l[second] = otherLines[second]; return l }),
			testPassword, ErrDamaged},
		{"chunk twice", edit(func(l []string) []string { l[last] += l[last]; return l }), testPassword, ErrDamaged},
		{"one character of a chunk", edit(func(l []string) []string { l[second] = flip(l[second], 500); return l }),
			testPassword, ErrDamaged},
		{"another organisation in the head",
			strings.Replace(string(file), `"organisation":"Example`, `"organisation":"Examplf`, 1), testPassword,
			ErrPassword},
		{"fewer rounds in the head", strings.Replace(string(file), `"rounds":600000`, `"rounds":1000`, 1), testPassword,
			ErrDamaged},
		{"no packet at all", "<html>hello</html>", testPassword, ErrDamaged},
		{"head only", strings.Join(lines[:first], ""), testPassword, ErrDamaged},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.file == string(file) && tt.want != ErrPassword {
				t.Fatal("the test changed nothing")
			}
			if _, err := Open(strings.NewReader(tt.file), tt.password); !errors.Is(err, tt.want) {
				t.Errorf("err = %v, want %v", err, tt.want)
			}
		})
	}
}

func flip(s string, at int) string {
	b := []byte(s)
	if b[at] == 'A' {
		b[at] = 'B'
	} else {
		b[at] = 'A'
	}
	return string(b)
}

func TestRefusedPackets(t *testing.T) {
	with := func(f func(*Meta)) Meta { m := testMeta(English); f(&m); return m }
	tests := []struct {
		name, password, want string
		meta                 Meta
	}{
		{"short password", "abc", "at least 12", testMeta(English)},
		{"no reference", testPassword, "reference", with(func(m *Meta) { m.Reference = "" })},
		{"no contact", testPassword, "contact", with(func(m *Meta) { m.Contact = "" })},
		{"unknown language", testPassword, "language", with(func(m *Meta) { m.Language = "fr" })},
		{"few rounds", testPassword, "rounds", with(func(m *Meta) { m.Rounds = 1000 })},
		{"expired", testPassword, "expire", with(func(m *Meta) { m.Expires = m.Created })},
		{"odd id", testPassword, "packet id", with(func(m *Meta) { m.ID = "x" })},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := NewWriter(io.Discard, tt.password, tt.meta); err == nil ||
				!strings.Contains(err.Error(), tt.want) {
				t.Errorf("err = %v, want one that names %q", err, tt.want)
			}
		})
	}
}

func TestMistakesOfTheCallerStopThePacket(t *testing.T) {
	good := Section{Dataset: "d", Collection: "c", Title: "T", Columns: []Column{{Name: "a"}}}
	tests := []struct {
		name string
		do   func(w *Writer) error
	}{
		{"row before its collection", func(w *Writer) error { return w.Row([]any{1}) }},
		{"too many values", func(w *Writer) error { return errors.Join(w.Begin(good), w.Row([]any{1, 2})) }},
		{"column twice", func(w *Writer) error {
			return w.Begin(Section{Title: "T", Columns: []Column{{Name: "a"}, {Name: "a"}}})
		}},
		{"no title", func(w *Writer) error { return w.Begin(Section{Columns: []Column{{Name: "a"}}}) }},
		{"value that is no data", func(w *Writer) error {
			return errors.Join(w.Begin(good), w.Row([]any{make(chan int)}))
		}},
		{"left out without a reason", func(w *Writer) error { return w.Withheld(Withheld{Title: "x"}) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, err := NewWriter(io.Discard, testPassword, testMeta(English))
			if err != nil {
				t.Fatal(err)
			}
			if err := tt.do(w); err == nil {
				t.Fatal("the mistake was accepted")
			}
			if _, err := w.Close(); err == nil {
				t.Error("the packet could be closed as if it were whole")
			}
		})
	}
}

// full fails after some bytes, as a full disk does.
type full struct{ left int }

func (f *full) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errors.New("no space left on device")
	}
	return len(b), nil
}

func TestFullDiskIsReported(t *testing.T) {
	w, err := NewWriter(&full{left: 2 << 20}, testPassword, testMeta(English))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Begin(Section{Title: "T", Columns: []Column{{Name: "a"}}}); err != nil {
		t.Fatal(err)
	}
	row := []any{strings.Repeat("x", 1<<20)}
	for range 5 {
		err = errors.Join(err, w.Row(row))
	}
	if err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("err = %v", err)
	}
	if _, err := w.Close(); err == nil {
		t.Error("Close hid the failed write")
	}
}

func TestPasswords(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		p := NewPassword()
		if seen[p] || len(p) != 24 || canonical(p) != p || checkPassword(p) != nil {
			t.Fatalf("password %q is malformed or came twice", p)
		}
		seen[p] = true
	}
	if bits := groupSize * groupCount * math.Log2(float64(len(spoken))); bits < 80 {
		t.Errorf("a password has %.0f bits", bits)
	}
	for typed, want := range map[string]string{
		" KA7M3XWYT4CD9HPREVA6 ":   testPassword,
		"ka7m 3xwy t4cd 9hpr eva6": testPassword,
		"ｋａ７ｍ－３ｘｗｙ－ｔ４ｃｄ－９ｈｐｒ－ｅｖａ６":                         testPassword, // a Chinese input method, full width
		"ka7m－3xwy－t4cd－9hpr－eva6":                         testPassword,
		"ka7m–3xwy–t4cd–9hpr–eva6":                         testPassword, // a text program
		"ka7m—3xwy——t4cd‑9hpr−eva6":                        testPassword,
		"KA7Mー3XWYーT4CDー9HPRーEVA6":                         testPassword, // a kana keyboard
		"\ufeffka7m\u00ad3xwy\u3000t4cd\u00a09hpr\teva6\n": testPassword,
		"“ka7m-3xwy-t4cd-9hpr-eva6”。":                      testPassword, // out of a letter
		"ka7m─3xwy━t4cd_9hpr~eva6":                         testPassword, // lines that are drawn
		"ka7m·3xwy・t4cd•9hpr．eva6":                         testPassword,
		"ka7m+3xwy=t4cd｜9hpr→eva6":                         testPassword,
		// a letter more is another password
		"ka7m一3xwy-t4cd-9hpr-eva6": "ka7m一3xwy-t4cd-9hpr-eva6",
		"My own Pass-Word 2026":    "My own Pass-Word 2026",
		"Cafe\u0301 au lait":       "Café au lait",
	} {
		if got := canonical(typed); got != want {
			t.Errorf("canonical(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestAnyValueIsReadBackFromJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(),
			rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "s")
		n := rapid.Int64().Draw(t, "n")
		f := rapid.Float64().Draw(t, "f")
		b, err := appendValue(nil, s)
		if err != nil {
			t.Fatal(err)
		}
		var gotS string
		if utf8.ValidString(s) {
			err = json.Unmarshal(b, &gotS)
		} else {
			var unreadable struct{ Base64 []byte }
			err = json.Unmarshal(b, &unreadable)
			gotS = string(unreadable.Base64)
		}
		if err != nil || gotS != s {
			t.Fatalf("%q came back as %q, %v", s, gotS, err)
		}
		if b, err = appendValue(nil, n); err != nil || string(b) != fmt.Sprint(n) {
			t.Fatalf("%d was written as %s, %v", n, b, err)
		}
		if b, err = appendValue(nil, f); err != nil {
			t.Fatal(err)
		}
		var gotF float64
		if err := json.Unmarshal(b, &gotF); err != nil || gotF != f {
			t.Fatalf("%v was written as %s, %v", f, b, err)
		}
	})
}

func TestValuesWithoutJSONFormAreKeptAsText(t *testing.T) {
	for _, tt := range []struct {
		v    any
		want string
	}{
		{math.NaN(), `"NaN"`}, {math.Inf(-1), `"-Inf"`}, {json.RawMessage(`{broken`), `"{broken"`},
		{json.RawMessage(nil), `null`},
		{[]byte(nil), `null`}, {"a\xffb", `{"unreadable":"not UTF-8","base64":"Yf9i"}`},
		{json.RawMessage("\"a\xffb\""), `{"unreadable":"not UTF-8","base64":"ImH/YiI="}`},
		{map[string]any{"b": "<", "a": 1}, `{"a":1,"b":"<"}`}, {uint8(7), `7`},
	} {
		if b, err := appendValue(nil, tt.v); err != nil || string(b) != tt.want {
			t.Errorf("%v was written as %s, %v; want %s", tt.v, b, err, tt.want)
		}
	}
}

func TestFileNamesAreSafe(t *testing.T) {
	for given, want := range map[string]string{
		"../../etc/passwd": "passwd", `C:\x\a:b*.txt`: "a_b_.txt", "CON.txt": "file_CON.txt", "com1": "file_com1",
		"...": "file_", "": "file_",
		"照片 1.jpg": "照片_1.jpg", "evil\u202egpj.exe": "evil_gpj.exe",
		strings.Repeat("x", 300) + ".pdf": strings.Repeat("x", 76) + ".pdf",
	} {
		if got := safeName(given); got != want {
			t.Errorf("safeName(%q) = %q, want %q", given, got, want)
		}
	}
}

func FuzzOpen(f *testing.F) {
	file, _ := sealedSample(f, English, 3)
	f.Add(file)
	f.Add([]byte(headerOpen + `{"format":"rightsdesk-packet-1","id":"00"}` + headerShut))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := Open(bytes.NewReader(b), testPassword); err == nil && !bytes.Contains(b, []byte(chunkOpen)) {
			t.Error("a file without a chunk was opened")
		}
	})
}

// BenchmarkPacket writes findings the size of an ordinary customer table; the speed is that of the JSON inside.
func BenchmarkPacket(b *testing.B) {
	row := make([]any, 20)
	columns := make([]Column, len(row))
	for i := range row {
		columns[i] = Column{Name: fmt.Sprintf("column_%d", i)}
		switch i % 4 {
		case 0:
			row[i] = int64(1_000_000 + i)
		case 1:
			row[i] = "王小明 lives at 12 Zhongguancun Street, Haidian"
		case 2:
			row[i] = "a plain text of some forty characters here"
		case 3:
			row[i] = nil
		}
	}
	size := 0
	for i, v := range row {
		t, err := appendValue(nil, v)
		if err != nil {
			b.Fatal(err)
		}
		size += len(t) + len(columns[i].Name) + 4
	}
	for _, form := range []struct {
		name string
		open func() (packetWriter, error)
	}{
		{"html", func() (packetWriter, error) { return NewWriter(io.Discard, testPassword, testMeta(English)) }},
		{"zip", func() (packetWriter, error) { return NewZipWriter(io.Discard, testPassword, testMeta(English)) }},
	} {
		b.Run(form.name, func(b *testing.B) {
			w, err := form.open()
			if err == nil {
				err = w.Begin(Section{Title: "T", Dataset: "shop", Collection: "customer", Columns: columns})
			}
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				if err := w.Row(row); err != nil {
					b.Fatal(err)
				}
			}
			if _, err := w.Close(); err != nil {
				b.Fatal(err)
			}
		})
	}
}
