package sheet_test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/intake/sheet"
)

func listRows(t *testing.T, path string) (rows []string, err error) {
	t.Helper()
	p, err := sheet.Open(path)
	if err != nil {
		return nil, err
	}
	err = p.EachRow(func(map[string]bool) error { return nil }, func(get func(string) string) error {
		rows = append(rows, get("name")+"|"+get("email")+"|"+get("phone"))
		return nil
	})
	return rows, err
}

func keptFile(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestAFileReadInPiecesSaysWhatItSaysWhole reads tables with quotes, line breaks and broken rows both ways, in every
// encoding.
func TestAFileReadInPiecesSaysWhatItSaysWhole(t *testing.T) {
	utf16 := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	for name, enc := range map[string]encoding.Encoding{"utf-8": encoding.Nop, "mark": unicode.UTF8BOM,
		"gb18030": simplifiedchinese.GB18030, "utf-16": utf16} {
		for _, ending := range []string{"\n", "\r\n", "\r"} {
			if ending != "\n" && name != "utf-8" {
				continue
			}
			draw := rand.New(rand.NewPCG(7, 11))
			var b strings.Builder
			b.WriteString("name,email,phone\n")
			odd := []string{`"李, 娜"`, "\"two\nlines\"", `"broken" end`, `"never closed`, `欧阳"明`}
			for n := range 20_000 {
				who := "王芳"
				if k := draw.IntN(1000); k < len(odd) {
					who = odd[k]
				}
				fmt.Fprintf(&b, "%s,p%d@person.test,138%08d\n", who, n, n)
			}
			text := strings.ReplaceAll(b.String(), "\n", ending)
			data, err := enc.NewEncoder().Bytes([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			path := keptFile(t, "people.csv", data)
			whole, err := listRows(t, path)
			if err != nil || len(whole) < 19_000 {
				t.Fatalf("%s %q: %d rows, %v", name, ending, len(whole), err)
			}
			for _, piece := range []int{5003, 64 << 10} {
				back := sheet.ReadInPieces(1024, piece)
				rows, err := listRows(t, path)
				back()
				if err != nil || !slices.Equal(rows, whole) {
					t.Errorf("%s %q by %d: %d rows of %d, %v", name, ending, piece, len(rows), len(whole), err)
				}
			}
		}
	}
}

func TestALogReadInPiecesIsTheWholeLog(t *testing.T) {
	defer sheet.ReadInPieces(1024, 4096)()
	text := strings.Repeat("10:42 GET /导出 uid=1 ok\n", 2000)
	p, err := sheet.Open(keptFile(t, "access.log", []byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Read(func(in io.Reader) error {
		got, err := io.ReadAll(in)
		if string(got) != text {
			t.Errorf("%d bytes of %d", len(got), len(text))
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}

func TestAFileThatIsNoTextOrChangesIsRefused(t *testing.T) {
	defer sheet.ReadInPieces(1024, 4096)()
	line := "王芳,p@person.test,13800000000\n"
	text := "name,email,phone\n" + strings.Repeat(line, 500)
	_, err := listRows(t, keptFile(t, "people.csv", []byte(text+"\xff\xfe,b@person.test,\n"+text)))
	var e *charset.Error
	if !errors.As(err, &e) || e.Broken != 502 {
		t.Errorf("bytes of no text: %v", err)
	}
	path := keptFile(t, "people.csv", []byte(text))
	p, err := sheet.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(text, "p@", "q@", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	err = p.EachRow(func(map[string]bool) error { return nil }, func(func(string) string) error { return nil })
	if !errors.Is(err, sheet.ErrChanged) {
		t.Errorf("changed meanwhile: %v", err)
	}
}
