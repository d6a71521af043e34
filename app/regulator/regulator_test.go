package regulator_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/regulator"
	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/model/rule"
)

var aware = time.Date(2026, 11, 23, 0, 12, 0, 0, time.UTC)

// made is a case with entries of several kinds.
func made(tb testing.TB, drill bool, more ...incident.Entry) regulator.Case {
	tb.Helper()
	rules, err := incident.Read(assets.Incident)
	if err != nil {
		tb.Fatal(err)
	}
	pack, err := rule.Read(assets.RulePack)
	if err != nil {
		tb.Fatal(err)
	}
	told := incident.Reported
	reference := "I-2026-0003"
	if drill {
		told, reference = incident.Played, "D-2026-0003"
	}
	entries := append([]incident.Entry{
		{Kind: incident.Opened,
			Body: incident.Body{Facts: &incident.Facts{Title: "Export readable", FoundBy: "He Yu", Aware: aware}}},
		{Kind: incident.Noted, Body: incident.Body{Text: "=2+5 was typed, and \"quoted\"", Done: aware}},
		{Kind: incident.Decided,
			Body: incident.Body{Decision: &incident.Decision{What: "not to tell", Reason: "nobody there, 无人",
				Clock: "eu_authority"}}},
		{Kind: incident.Written,
			Body: incident.Body{Draft: &incident.Draft{Clock: "cn_authority", First: true,
				Fields: map[string]string{"event": "Found at 08:12"}}}},
		{Kind: told,
			Body: incident.Body{Report: &incident.Report{Clock: "cn_authority", At: aware.Add(time.Hour),
				Channel: "12387", Receipt: "A-2026-77"}}},
		{Kind: incident.Stated,
			Body: incident.Body{Facts: &incident.Facts{Title: "Export readable", FoundBy: "He Yu", Aware: aware,
				Places: map[string]incident.Range{"eu": incident.Exactly(0)}}}},
	}, more...)
	for n := range entries {
		entries[n].Number, entries[n].At, entries[n].By = int64(n+1), aware.Add(time.Duration(n+1)*time.Minute), "id-1"
	}
	i, err := incident.Of(1, reference, drill, entries)
	if err != nil {
		tb.Fatal(err)
	}
	st, err := rules.Stand(pack, i)
	if err != nil {
		tb.Fatal(err)
	}
	c := regulator.Case{Standing: st, Rules: rules, Organisation: model.Text{"en": "Seaside Shop", "zh-Hans": "海边商店"},
		Staff:   map[string]string{"id-1": "Li Jing"},
		Regimes: map[string]model.Text{}, Zone: time.FixedZone("", 8*3600), Made: aware.Add(5 * time.Hour),
		Head: "head\n\n— signature\n"}
	for _, r := range pack.Regimes {
		c.Regimes[r.ID] = r.Name
	}
	return c
}

// unpacked writes a file and unpacks it, and returns the folder that was in it.
func unpacked(tb testing.TB, c regulator.Case) string {
	tb.Helper()
	var out bytes.Buffer
	if err := regulator.Write(&out, c); err != nil {
		tb.Fatal(err)
	}
	in, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		tb.Fatal(err)
	}
	dir := tb.TempDir()
	if err := os.CopyFS(dir, in); err != nil {
		tb.Fatal(err)
	}
	return filepath.Join(dir, c.Folder())
}

func TestTheFileChecksWithStandardTools(t *testing.T) {
	dir := unpacked(t, made(t, false))
	check := func() ([]byte, error) {
		cmd := exec.Command("sha256sum", "--strict", "-c", "SHA256SUMS")
		cmd.Dir = dir
		return cmd.CombinedOutput()
	}
	if _, err := exec.LookPath("sha256sum"); err != nil {
		t.Skip("no sha256sum here")
	}
	out, err := check()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	files := 0
	if err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		name, _ := filepath.Rel(dir, path)
		if !d.IsDir() && name != "SHA256SUMS" {
			files++
			if !bytes.Contains(out, []byte(filepath.ToSlash(name)+": OK")) {
				t.Errorf("%s was not checked", name)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Errorf("only %d files", files)
	}
	if err := os.WriteFile(filepath.Join(dir, "en", "reports.csv"), []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := check(); err == nil {
		t.Errorf("a changed file passes:\n%s", out)
	}
}

func TestTheFileSaysTheSameToReadAndToCountWith(t *testing.T) {
	c := made(t, false)
	dir := unpacked(t, c)
	for _, lang := range model.Languages {
		read := func(name string) string {
			t.Helper()
			text, err := os.ReadFile(filepath.Join(dir, lang, name))
			if err != nil {
				t.Fatal(err)
			}
			return string(text)
		}
		html := read("record.html")
		if !strings.HasPrefix(read("record.pdf"), "%PDF-") {
			t.Error("record.pdf is none")
		}
		for name, want := range map[string]string{"decisions.csv": "nobody there, 无人", "reports.csv": "A-2026-77",
			"drafts.csv": "Found at 08:12", "timeline.csv": "'=2+5 was typed, and \"quoted\"", "facts.csv": "He Yu",
			"clocks.csv": c.Clocks[0].Source.In(lang),
			"team.csv":   c.Rules.Seats[0].Name.In(lang)} {
			rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(read(name), "\ufeff"))).ReadAll()
			if err != nil {
				t.Errorf("%s of %s: %v", name, lang, err)
			}
			found := false
			for _, row := range rows {
				for _, cell := range row {
					found = found || cell == want
				}
			}
			if !found {
				t.Errorf("%s of %s does not say %q", name, lang, want)
			}
		}
		for _, want := range []string{"nobody there, 无人", "A-2026-77", "Li Jing", c.Clocks[0].Source.In(lang)} {
			if !strings.Contains(html, want) {
				t.Errorf("the record of %s does not say %q", lang, want)
			}
		}
	}
}

func TestOfADrillEveryFileSaysSo(t *testing.T) {
	dir := unpacked(t, made(t, true))
	if filepath.Base(dir) != "DRILL-D-2026-0003" {
		t.Errorf("the folder is %s", filepath.Base(dir))
	}
	if err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if !d.IsDir() && d.Name() != "SHA256SUMS" && !strings.HasPrefix(d.Name(), "DRILL-") {
			t.Errorf("%s does not say that it is of a drill", path)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for lang, word := range map[string]string{"en": "DRILL", "zh-Hans": "演练"} {
		html, err := os.ReadFile(filepath.Join(dir, lang, "DRILL-record.html"))
		if err != nil || !strings.Contains(string(html), word) {
			t.Errorf("the record of %s does not say that it is of a drill: %v", lang, err)
		}
	}
}

func TestAFileWithoutASignedHeadIsNotMade(t *testing.T) {
	c := made(t, false)
	c.Head = ""
	if err := regulator.Write(io.Discard, c); err == nil {
		t.Error("it is made")
	}
}

func BenchmarkAFileWithManyReceipts(b *testing.B) {
	const many = 100_000
	c := made(b, false)
	c.Notices = []regulator.Notice{{Notice: notice.Notice{ID: 1, Reference: "N-2026-0007", State: notice.Sent}}}
	c.Receipts = func(_ int64, each func(regulator.Receipt) error) error {
		for n := range int64(many) {
			if err := each(regulator.Receipt{To: "p***@person.test", Receipt: notice.Receipt{Number: n + 1,
				Recipient: n + 1, Channel: notice.Email, Result: notice.Handed,
				At:   aware.Add(time.Duration(n) * time.Second),
				Said: "2.0.0 Ok: queued as 4bT" + strconv.FormatInt(n, 16)}}); err != nil {
				return err
			}
		}
		return nil
	}
	for b.Loop() {
		var out bytes.Buffer
		if err := regulator.Write(&out, c); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(out.Len())/1e6, "MB")
	}
}
