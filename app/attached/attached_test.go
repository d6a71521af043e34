package attached_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/attached"
	"orangelab.cn/rightsdesk/model/look"
)

func zipped(t *testing.T, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range names {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte("<x/>")); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func drawn(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// document is a PDF whose objects hold a text, packed into an object stream or in the clear.
func document(t *testing.T, text string, packed bool) []byte {
	t.Helper()
	if !packed {
		return []byte("%PDF-1.7\n1 0 obj\n" + text + "\nendobj\n")
	}
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return fmt.Appendf(nil,
		"%%PDF-1.7\n1 0 obj\n<< /Type /ObjStm /Filter /FlateDecode /Length %d >>\nstream\r\n%s\nendstream\nendobj\n",
		out.Len(), out.String())
}

func ole(names ...string) []byte {
	out := append([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, make([]byte, 600)...)
	for _, n := range names {
		for _, b := range []byte(n) {
			out = append(out, b, 0)
		}
	}
	return out
}

func TestAFileIsWhatItHoldsAndSaysWhatRunsInIt(t *testing.T) {
	word := zipped(t, "[Content_Types].xml", "_rels/.rels", "word/document.xml")
	for _, c := range []struct {
		what, name, declared string
		data                 []byte
		differs              bool
		active               []look.Active
	}{
		{"a picture", "proof.png", "image/png", drawn(t), false, nil},
		{"a picture of no type", "proof", "application/octet-stream", drawn(t), false, nil},
		{"a picture under another name", "proof.pdf", "application/pdf", drawn(t), true, nil},
		{"a picture under another type", "proof.png", "application/pdf", drawn(t), true, nil},
		{"a text", "letter.txt", "text/plain; charset=utf-8", []byte("请删除我的账号。"), false, nil},
		{"a table sent as a text", "rows.csv", "text/csv", []byte("a,b\n1,2\n"), false, nil},
		{"a program", "setup.exe", "application/octet-stream", append([]byte("MZ"), make([]byte, 200)...), false,
			[]look.Active{look.Program}},
		{"a program under the name of a picture", "proof.png", "image/png",
			append([]byte("\x7fELF\x02\x01\x01"), make([]byte, 200)...), true, []look.Active{look.Program}},
		{"a script that is only a text", "run.BAT", "text/plain", []byte("del *.*"), false,
			[]look.Active{look.Program}},
		{"an ending behind blanks and a point", "proof.scr . ", "", []byte("anything"), false,
			[]look.Active{look.Program}},
		{"a page", "read.html", "text/html", []byte("<!DOCTYPE html><html><script>1</script></html>"), false,
			[]look.Active{look.Page}},
		{"a drawing with a script", "sign.svg", "image/svg+xml",
			[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`), false,
			[]look.Active{look.Page}},
		{"a document", "letter.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", word,
			false, nil},
		{"a document with a macro", "letter.docx", "",
			zipped(t, "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), false,
			[]look.Active{look.Macro}},
		{"a document with an object", "letter.docx", "",
			zipped(t, "[Content_Types].xml", "word/document.xml", `word\embeddings\oleObject1.bin`), false,
			[]look.Active{look.Macro}},
		{"an old document", "letter.doc", "", ole("WordDocument"), false, nil},
		{"an old document with a macro", "letter.doc", "", ole("WordDocument", "_VBA_PROJECT"), false,
			[]look.Active{look.Macro}},
		{"an archive", "all.zip", "application/zip", zipped(t, "a.txt"), false, []look.Active{look.Unseen}},
		{"a PDF", "copy.pdf", "application/pdf", document(t, "<< /Type /Catalog /OpenAction [ 3 0 R /Fit ] >>", false),
			false, nil},
		{"a PDF with a script", "copy.pdf", "application/pdf", document(t, "<< /S /JavaScript /JS (1) >>", false),
			false, []look.Active{look.Document}},
		{"a PDF with a script spelt otherwise", "copy.pdf", "application/pdf",
			document(t, "<< /S /J#61vaScript >>", false), false, []look.Active{look.Document}},
		{"a PDF with a packed script", "copy.pdf", "application/pdf", document(t, "<< /S /Launch /F (cmd) >>", true),
			false, []look.Active{look.Document}},
		{"a PDF with packed objects", "copy.pdf", "application/pdf", document(t, "<< /Type /Page >>", true), false,
			nil},
		{"a locked PDF", "copy.pdf", "application/pdf", document(t, "<< /Encrypt 4 0 R >>", false), false,
			[]look.Active{look.Unseen}},
		{"a PDF that unpacks without end", "copy.pdf", "application/pdf", document(t, strings.Repeat(" ", 5<<20), true),
			false, []look.Active{look.Unseen}},
		{"nothing", "empty.txt", "text/plain", nil, false, nil},
	} {
		got := attached.Look(c.name, c.declared, c.data)
		if got.Differs != c.differs || !slices.Equal(got.Active, c.active) || got.Type == "" {
			t.Errorf("%s: %+v", c.what, got)
		}
	}
}

// bomb is a PNG of a few bytes that says it is as large as can be.
func bomb() []byte {
	head := binary.BigEndian.AppendUint32(nil, 60_000)
	head = binary.BigEndian.AppendUint32(head, 60_000)
	head = append(head, 8, 6, 0, 0, 0)
	chunk := append([]byte("IHDR"), head...)
	out := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, byte(len(head)))
	return binary.BigEndian.AppendUint32(append(out, chunk...), crc32.ChecksumIEEE(chunk))
}

func TestOnlyTextsAndPicturesAreShown(t *testing.T) {
	for _, c := range []struct {
		what    string
		data    []byte
		picture bool
		text    string
		is      bool
	}{
		{"a picture", drawn(t), true, "", false},
		{"a picture larger than a computer", bomb(), false, "", false},
		{"a text", []byte("第一行\r\nsecond\u202e line"), false, "第一行\nsecond line", true},
		{"a text in GB18030",
			[]byte{0xc7, 0xeb, 0xc9, 0xbe, 0xb3, 0xfd, 0xce, 0xd2, 0xb5, 0xc4, 0xd5, 0xcb, 0xba, 0xc5, 0xa1, 0xa3},
			false, "请删除我的账号。", true},
		{"a page, as its source", []byte("<!DOCTYPE html><html><body>hello</body></html>"), false,
			"<!DOCTYPE html><html><body>hello</body></html>", true},
		{"a PDF", document(t, "<< >>", false), false, "", false},
		{"a document", zipped(t, "[Content_Types].xml", "word/document.xml"), false, "", false},
	} {
		if _, ok := attached.Picture(c.data); ok != c.picture {
			t.Errorf("%s: a picture %v", c.what, ok)
		}
		if text, _, ok := attached.Text(c.data); ok != c.is || text != c.text {
			t.Errorf("%s: a text %v: %q", c.what, ok, text)
		}
	}
	long := strings.Repeat("字", 30_000)
	if text, cut, ok := attached.Text([]byte(long)); !ok || !cut || len([]rune(text)) != 20_000 {
		t.Errorf("a long text: %v, cut %v, %d characters", ok, cut, len([]rune(text)))
	}
}

func FuzzNoFileBreaksALook(f *testing.F) {
	f.Add("a.pdf", []byte("%PDF-1.7\n1 0 obj\n<< /Type /ObjStm >>\nstream\nx"))
	f.Add("a.docx", []byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if attached.Look(name, "text/plain", data).Type == "" {
			t.Error("a file of no type at all")
		}
		attached.Picture(data)
		attached.Text(data)
	})
}
