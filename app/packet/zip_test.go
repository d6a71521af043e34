package packet

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func zipSample(t testing.TB, lang string, many int) ([]byte, Manifest) {
	t.Helper()
	var file bytes.Buffer
	w, err := NewZipWriter(&file, "KA7M－3xwy–t4cd 9hpr eva6", testMeta(lang))
	if err != nil {
		t.Fatal(err)
	}
	m := writeSample(t, w, lang, many)
	return file.Bytes(), m
}

func sevenZip(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"7z", "7zz", "7za"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("7-Zip is not installed (package p7zip-full), so the zip cannot be opened by another program")
	return ""
}

func TestSevenZipOpensTheZip(t *testing.T) {
	program := sevenZip(t)
	file, m := zipSample(t, Chinese, 1200)
	dir := t.TempDir()
	archive := filepath.Join(dir, "copy.zip")
	if err := os.WriteFile(archive, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(program, "x", "-pwrong-password", "-o"+filepath.Join(dir, "wrong"), "-y", archive).
		CombinedOutput(); err == nil {
		t.Errorf("a wrong password opened the zip: %s", out)
	}
	if out, err := exec.Command(program, "x", "-p"+testPassword, "-o"+filepath.Join(dir, "out"), "-y", archive).
		CombinedOutput(); err != nil {
		t.Fatalf("7-Zip: %v\n%s", err, out)
	}
	if len(m.Files) != 1+2*3+2+2 {
		t.Fatalf("the manifest names %d files: %+v", len(m.Files), m.Files)
	}
	read := func(name string) []byte {
		t.Helper()
		b, err := os.ReadFile(filepath.Join(dir, "out", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for _, f := range m.Files[1:] {
		b := read(f.Name)
		if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != f.SHA256 || int64(len(b)) != f.Size {
			t.Errorf("%s does not fit the manifest", f.Name)
		}
	}
	if !bytes.Equal(read("attachments/1.jpg"), attachment) {
		t.Error("the attachment changed")
	}
	var data struct {
		Packet      Meta
		Collections []struct {
			About sectionHead
			Rows  []json.RawMessage
		}
		Withheld    []Withheld
		Attachments []File
	}
	if err := json.Unmarshal(read("data.json"), &data); err != nil {
		t.Fatal(err)
	}
	if len(data.Collections) != 3 || len(data.Collections[1].Rows) != 1200 || len(data.Collections[2].Rows) != 0 ||
		len(data.Withheld) != 1 || len(data.Attachments) != 2 || data.Packet.Person != "王小明" {
		t.Errorf("data.json holds %d collections, %d left out, %d attachments", len(data.Collections),
			len(data.Withheld), len(data.Attachments))
	}
	text, marked := strings.CutPrefix(string(read(data.Collections[1].About.File)), "\ufeff")
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !marked {
		t.Fatalf("the CSV is malformed: %v, byte order mark %v", err, marked)
	}
	if len(records) != 1201 || records[0][2] != "'=特殊列" || records[3][1] != "'=cmd|'/c calc'!A1" ||
		records[1][2] != `["x",0,null]` {
		t.Errorf("the CSV reads %q, %q, %q in %d records", records[0], records[1], records[3], len(records))
	}
	index := string(read("index.html"))
	if strings.Contains(index, "<script") || !strings.Contains(index, "&lt;script&gt;") {
		t.Error("the index shows markup from the data")
	}
	for _, want := range []string{"王小明", "1200", "示例区人民法院", "其他客户的消息", "短信服务商、快递公司", "未作记录"} {
		if !strings.Contains(index, want) {
			t.Errorf("the index lacks %q", want)
		}
	}
}

func TestZipLeavesNoTemporaryFiles(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	zipSample(t, English, 10)
	w, err := NewZipWriter(&bytes.Buffer{}, testPassword, testMeta(English))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Begin(Section{Title: "T", Columns: []Column{{Name: "name"}}}); err != nil {
		t.Fatal(err)
	}
	for range 50_000 {
		if err := w.Row([]any{"王小明 a secret"}); err != nil {
			t.Fatal(err)
		}
	}
	waiting, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(waiting) != 3 { // data.json, index.html and the workbook
		t.Fatalf("%d temporary files while writing, %v", len(waiting), err)
	}
	for _, name := range waiting {
		b, err := os.ReadFile(name)
		if err != nil || bytes.Contains(b, []byte("a secret")) {
			t.Errorf("%s: %v, or plain text on the disk", name, err)
		}
	}
	if err := w.Discard(); err != nil {
		t.Fatal(err)
	}
	if waiting, err = filepath.Glob(filepath.Join(dir, "*")); err != nil || len(waiting) != 0 {
		t.Errorf("left behind: %v, %v", waiting, err)
	}
}

func TestZipPasswordIsASCII(t *testing.T) {
	if _, err := NewZipWriter(&bytes.Buffer{}, "密码密码密码密码密码密码密码", testMeta(Chinese)); err == nil {
		t.Error("a password was accepted that programs encode differently")
	}
}
