package letter

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func certificateFor(t *testing.T, lang string, d CertificateData) Letter {
	t.Helper()
	l, err := RenderCertificate(lang, d)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestACertificateSaysWhatWasErasedAndWhatWasFoundAfterwards(t *testing.T) {
	for _, lang := range Languages {
		t.Run(lang, func(t *testing.T) {
			d := SpecimenCertificate(lang)
			text := certificateFor(t, lang, d).Text()
			for _, want := range []string{
				"C-2026-000123", "R-2026-000123", "9f86 d081", "Li Na|李娜", "Zhang Wei|张伟",
				"Customer database: done\\. Records found: 18, of which rewritten: 1; deleted: 14; left as they are, also other people's: 3\\.|客户数据库：已完成。查得记录 18 条：改写 1 条，删除 14 条，因涉及他人保持原状 3 条。",
				"Records found: 60, of which rewritten: 12 \\(4 of them in part\\); kept under a legal duty: 48\\.|查得记录 60 条：改写 12 条（其中 4 条仅一部分），依法留存 48 条。",
				"no write access\\.\n|没有写入权限。\n",
				"48 records: kept under E-Commerce Law, Article 31, until Mon 15 Nov 2027 at the latest|48 条：依据《电子商务法》第三十一条，最迟留存至2027年11月15日",
				"Customer database: 3 records, left|客户数据库：3 条，保持原状",
				"Tables searched: 27; values compared: 1,204,311|数据表 27 张、比对值 1,204,311 个",
				"not passed|未通过", "posts.body",
				"could not be searched, so nothing is certified of them: Paper files|未能检查，本证明对其不作任何证明：纸质档案",
				"does not speak of those copies|不涉及此类副本",
			} {
				if !regexp.MustCompile(want).MatchString(text) {
					t.Errorf("the certificate lacks %q:\n%s", want, text)
				}
			}
			for _, odd := range []string{"<no value>", "{{", "Jan 0001", "0001年", "rewritten: 0", "改写记录 0", "。。", "..",
				"Wang Fang", "王芳"} {
				if strings.Contains(text, odd) {
					t.Errorf("the certificate contains %q:\n%s", odd, text)
				}
			}
			checkPDF(t, func() Letter { return certificateFor(t, lang, d) })
			html, err := certificateFor(t, lang, d).HTML()
			if err != nil || !strings.Contains(string(html), "1,204,311") {
				t.Errorf("HTML: %v", err)
			}
		})
	}
}

func TestACertificateOfACleanRun(t *testing.T) {
	for _, lang := range Languages {
		d := SpecimenCertificate(lang)
		d.Kept, d.Shared, d.NothingKept, d.NothingShared = nil, nil, true, true
		d.Residue.Passed, d.Residue.Remains, d.Residue.Unsearched = true, nil, nil
		d.Method, d.Beyond = "METHOD", "BEYOND"
		text := certificateFor(t, lang, d).Text()
		for _, want := range []string{"Result: passed|结果：通过", "Nothing\\.|无。", "kept for being also another|没有因同时涉及他人",
			"METHOD", "BEYOND"} {
			if !regexp.MustCompile(want).MatchString(text) {
				t.Errorf("%s: the certificate lacks %q:\n%s", lang, want, text)
			}
		}
		if regexp.MustCompile("could not be searched|未能检查|in a plan beforehand|事先列入|does not speak|不涉及此类").
			MatchString(text) {
			t.Errorf("%s: the certificate says too much:\n%s", lang, text)
		}
	}
}

func TestAFaultyCertificateIsRefused(t *testing.T) {
	for _, tt := range []struct {
		drop func(*CertificateData)
		want string
	}{
		{func(d *CertificateData) { d.Number = " " }, "its number is missing"},
		{func(d *CertificateData) { d.ApprovedBy = "" }, "who approved"},
		{func(d *CertificateData) { d.Plan = "" }, "digest of the plan"},
		{func(d *CertificateData) { d.Issued = time.Time{} }, "its date"},
		{func(d *CertificateData) { d.Systems = nil }, "no system"},
		{func(d *CertificateData) { d.Systems[2].State = "" }, "system 3"},
		{func(d *CertificateData) { d.Systems[0].When = time.Time{} }, "nothing says when"},
		{func(d *CertificateData) { d.Systems[0].Records = d.Systems[0].Records[:2] },
			"of 18 records of system Customer database it tells what became of 15"},
		{func(d *CertificateData) { d.Systems[0].Records[1].What = "" }, "lack their number"},
		{func(d *CertificateData) { d.Systems[0].When = d.Issued.Add(time.Second) }, "after the date"},
		{func(d *CertificateData) { d.Kept[0].Until = time.Time{} }, "what is kept"},
		{func(d *CertificateData) { d.Shared[0].Rows = 0 }, "records of others"},
		{func(d *CertificateData) { d.Residue.At = time.Time{} }, "searched for again"},
		{func(d *CertificateData) { d.Residue.Passed = true }, "passed and that something remains"},
		{func(d *CertificateData) { d.Residue.Remains, d.Residue.Unsearched = nil, nil }, "or neither"},
		{func(d *CertificateData) { d.Residue.Remains, d.Residue.Passed = nil, true }, "was not searched"},
		{func(d *CertificateData) { d.Kept = nil }, "nothing is kept"},
		{func(d *CertificateData) { d.NothingShared = true }, "nothing of others"},
	} {
		t.Run(tt.want, func(t *testing.T) {
			d := SpecimenCertificate(English)
			tt.drop(&d)
			if l, err := RenderCertificate(English, d); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("err = %v, want one that names %q; text:\n%s", err, tt.want, l.Text())
			}
		})
	}
	if _, err := RenderCertificate("fr", SpecimenCertificate(English)); err == nil {
		t.Error("an unknown language was rendered")
	}
}

func TestFactsOfACertificateStayText(t *testing.T) {
	want := certificateFor(t, English, SpecimenCertificate(English))
	rapid.Check(t, func(rt *rapid.T) {
		d := SpecimenCertificate(English)
		hostile := rapid.SampledFrom([]string{"# x", "- x", "x\n# y\n- z", "{{.Contact}}", "<script>alert(1)</script>",
			"a\u202Eb", "\x02- x"})
		d.Systems[1].Name, d.Residue.Remains[0] = hostile.Draw(rt, "name"), hostile.Draw(rt, "remains")
		l, err := RenderCertificate(English, d)
		if err != nil || len(l.Blocks) != len(want.Blocks) {
			rt.Fatalf("%v, %d blocks instead of %d", err, len(l.Blocks), len(want.Blocks))
		}
		for i, b := range l.Blocks {
			if b.Kind != want.Blocks[i].Kind || strings.ContainsAny(b.Text, "\x02\n\u202E") {
				rt.Fatalf("block %d is %+v", i, b)
			}
		}
		if html, err := l.HTML(); err != nil || strings.Contains(string(html), "<script") {
			rt.Fatalf("HTML: %v, or a script in it", err)
		}
	})
}

func TestCounts(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 1_204_311: "1,204,311", -12: "-12",
		-123_456: "-123,456"} {
		if got := countText(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
