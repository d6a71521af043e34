package packet

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestPageInABrowser(t *testing.T) {
	for _, lang := range []string{English, Chinese} {
		t.Run(lang, func(t *testing.T) {
			dir := t.TempDir()
			b := startBrowser(t, dir)
			file, _ := sealedSample(t, lang, 30_000)
			path := filepath.Join(dir, "packet.html")
			if err := os.WriteFile(path, file, 0o600); err != nil {
				t.Fatal(err)
			}
			w := wordsOf(lang)
			b.open(path)
			b.picture("locked-"+lang, 900, false)

			enter := func(password string) {
				b.eval(`document.getElementById('password').value = `+quote(
					password)+`; document.getElementById('open').click()`, nil)
			}
			enter("wrong password here")
			b.until(`!document.getElementById('message').hidden`)
			var message string
			if b.eval(`document.getElementById('message').textContent`, &message); message != w.Wrong {
				t.Fatalf("a wrong password says %q", message)
			}
			b.picture("wrong-"+lang, 360, true)

			enter(map[string]string{English: "KA7M–3xwy t4cd—9hpr eva6", Chinese: "ｋａ７ｍ－３ｘｗｙ－ｔ４ｃｄ　９ｈｐｒー ｅｖａ６"}[lang])
			b.until(`!document.getElementById('opened').hidden`)
			checkShown(t, b, lang)
			checkSaved(t, b, lang, dir)
			b.picture("opened-"+lang, 1100, false)
			b.picture("narrow-"+lang, 360, true)
			checkNarrow(t, b)
			checkSilent(t, b)
		})
	}
}

func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// checkShown compares what a person sees with what was sealed.
func checkShown(t *testing.T, b *browser, lang string) {
	t.Helper()
	w := wordsOf(lang)
	var text string
	b.eval(`document.getElementById('opened').innerText`, &text)
	want := append([]string{w.Title, "9007199254740993", "王小明", w.moment("2021-03-04T05:06:07Z"),
		"big" + w.Colon + "12345678901234567890", w.Withheld, "GB/T 35273 8.7", "me_-2.jpg", w.NotStated, w.Nobody,
		w.Nothing, "R-2026-000123"}, testMeta(lang).Identity)
	meta := testMeta(lang)
	if err := meta.settle(); err != nil {
		t.Fatal(err)
	}
	for _, p := range append(append(want, meta.Rights...), meta.Complaints...) {
		if !strings.Contains(text, p) {
			t.Errorf("the page does not show %q", p)
		}
	}
	var cells []string
	b.eval(`[...document.querySelectorAll('#c1 tbody td:nth-child(2)')].map(td => td.textContent)`, &cells)
	if len(cells) != 50 || !slices.Equal(cells[:len(hostile)], hostile) {
		t.Errorf("%d notes are shown, the first are %q", len(cells), cells[:min(len(cells), len(hostile))])
	}
	var more int
	b.eval(`(async () => { const rows = () => document.querySelectorAll('#c1 tbody tr').length, before = rows(); document.querySelector('#c1 .more').click();
		while (rows() < before + 200) await new Promise(done => setTimeout(done, 5)); return rows() })()`, &more)
	var last string
	if b.eval(`document.querySelector('#c1 tbody tr:last-child td').textContent`, &last); more != 250 || last != "249" {
		t.Errorf("after one more page %d rows are shown, the last is %q", more, last)
	}
	var title string
	var scripts int
	b.eval(`document.title`, &title)
	if b.eval(`document.querySelectorAll('#opened script, #opened img, #opened b').length`, &scripts); scripts != 0 ||
		strings.Contains(title, "taken") {
		t.Errorf("markup from the data became %d elements; the title is %q", scripts, title)
	}
}

// checkSaved compares the saved files with those of the zip, byte for byte.
func checkSaved(t *testing.T, b *browser, lang, dir string) {
	t.Helper()
	want := map[string][]byte{}
	var expected bytes.Buffer
	z, err := NewZipWriter(&expected, testPassword, testMeta(lang))
	if err != nil {
		t.Fatal(err)
	}
	m := writeSample(t, z, lang, 30_000)
	for _, f := range m.Files {
		want[f.Name] = []byte(f.SHA256)
	}
	sums := func(name string, data []byte) {
		t.Helper()
		s := newSummer(&bytes.Buffer{})
		if _, err := s.Write(data); err != nil {
			t.Fatal(err)
		}
		if s.sum() != string(want[name]) {
			t.Errorf("what the page saves is not the %s of the zip; it begins %q", name, data[:min(len(data), 300)])
		}
	}
	sums("data.json", b.download(dir, `document.querySelector('header button')`, "R-2026-000123.json"))
	for i, s := range m.Sections[:2] {
		sums(s.File, b.download(dir,
			`[...document.querySelectorAll('#c`+string(rune('0'+i))+` .buttons button')].at(-1)`, s.File))
	}
	sums("attachments/1.jpg", b.download(dir, `document.querySelector('#files button')`, "me_.jpg"))
}

// checkNarrow sees to it that a telephone's width needs no sideways scrolling.
func checkNarrow(t *testing.T, b *browser) {
	t.Helper()
	b.call("Emulation.setDeviceMetricsOverride",
		map[string]any{"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": false}, nil)
	var width int
	if b.eval(`document.documentElement.scrollWidth`, &width); width > 360 {
		t.Errorf("at 360 pixels the page is %d wide", width)
	}
}

// checkSilent sees to it that the page asked nobody for anything and that nothing failed unseen.
func checkSilent(t *testing.T, b *browser) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.seen {
		var p struct{ Request struct{ URL string } }
		if err := json.Unmarshal(e.Params, &p); err != nil {
			t.Fatal(err)
		}
		if u := p.Request.URL; !strings.HasPrefix(u, "file:///") && !strings.HasPrefix(u, "blob:null/") ||
			strings.Contains(u, "example") {
			t.Errorf("the page asked for %s", u)
		}
	}
	if len(b.seen) == 0 {
		t.Error("not even the page itself was seen being loaded, so the check saw nothing")
	}
	for _, e := range b.errors {
		t.Errorf("the browser reports %s", e)
	}
}

func TestDamagedFileInABrowser(t *testing.T) {
	dir := t.TempDir()
	b := startBrowser(t, dir)
	file, _ := sealedSample(t, English, 30_000)
	cut := bytes.LastIndex(file, []byte(chunkOpen))
	path := filepath.Join(dir, "packet.html")
	if err := os.WriteFile(path, append(file[:cut:cut], pageTail...), 0o600); err != nil {
		t.Fatal(err)
	}
	b.open(path)
	b.eval(`document.getElementById('password').value = `+quote(
		testPassword)+`; document.getElementById('open').click()`, nil)
	b.until(`!document.getElementById('message').hidden`)
	var message string
	if b.eval(`document.getElementById('message').textContent`, &message); message != english.Damaged {
		t.Errorf("a cut file says %q", message)
	}
}

// A working tree with the line ends of Windows makes the same page: a browser hashes inline scripts with those of Unix.
func TestLineEndsOfAWorkingTreeDoNotReachThePage(t *testing.T) {
	for _, text := range []string{pageCSS(), pageJS(), pageHTML(), indexHTML()} {
		if strings.Contains(text, "\r") {
			t.Errorf("a part of the page has a carriage return: %.60q", text)
		}
	}
	if got := lineFeeds("a\r\nb\nc\rd"); got != "a\nb\nc\rd" {
		t.Errorf("%q", got)
	}
}
