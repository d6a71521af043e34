package packet

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A person reads that of an address book only digests are kept, on the page as in the index of a zip; whoever has none
// reads nothing of it.
func TestACopySaysOfWhatOnlyADigestIsKept(t *testing.T) {
	for lang, want := range map[string]string{
		English: "Friends, Mail. The system keeps a check value alone, which nobody can turn back into what it was made of.",
		Chinese: "Friends、Mail。系统仅保存其摘要值，任何人都无法据以还原原始内容。",
	} {
		plain := Section{Dataset: "shop", Collection: "orders", Title: "Orders",
			Columns: []Column{{Name: "no", Title: "Number"}}}
		hashed := Section{Dataset: "shop", Collection: "contacts", Title: "Contacts",
			Columns: []Column{{Name: "no", Title: "Number"}, {Name: "friends", Title: "Friends", Digest: true},
				{Name: "more", Title: "More", Fields: []Column{{Name: "mail", Title: "Mail", Digest: true}}}}}
		w := wordsOf(lang)
		if got := w.facts(hashed); !slices.Contains(got, fact{w.Digest, want}) {
			t.Errorf("%s: %+v", lang, got)
		}
		if got := w.facts(plain); slices.ContainsFunc(got, func(f fact) bool { return f.Label == w.Digest }) {
			t.Errorf("%s: digests where there are none: %+v", lang, got)
		}
		var file bytes.Buffer
		out, err := NewWriter(&file, testPassword, testMeta(lang))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []Section{hashed, plain} {
			if err := out.Begin(s); err != nil {
				t.Fatal(err)
			}
			if err := out.Row([]any{int64(1), "9f86d081", "{}"}[:len(s.Columns)]); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := out.Close(); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "copy.html")
		if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		b := startBrowser(t, t.TempDir())
		b.open(path)
		b.eval(`document.getElementById('password').value = `+quote(
			testPassword)+`; document.getElementById('open').click()`, nil)
		b.until(`document.querySelector('#c1 td')`)
		var page []string
		b.eval(`['c0', 'c1'].map(id => document.getElementById(id).textContent)`, &page)
		if len(page) != 2 || !strings.Contains(page[0], want) || strings.Contains(page[1], w.Digest) {
			t.Errorf("%s: the page says %q", lang, page)
		}
	}
}
