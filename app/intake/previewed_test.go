package intake_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
)

// today is a Thursday in Shanghai, after every date in the files below.
var today = time.Date(2026, 11, 26, 4, 0, 0, 0, time.UTC)

// failer is a test, or one draw of a property.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

func preview(t failer, name, data string) intake.Preview {
	t.Helper()
	p, err := intake.PreviewData(context.Background(), name, []byte(data), today, record.As{})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(raw), "\uFFFD") {
		t.Errorf("a character was replaced: %s", raw)
	}
	return p
}

func gbk(text string) string {
	out, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		panic(err)
	}
	return out
}

func utf16LE(text string) string {
	var b strings.Builder
	b.WriteString("\xff\xfe")
	for _, u := range utf16.Encode([]rune(text)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

// mail makes a mail that the desk's own server received on 23 November 2026, 10:00:05 in Shanghai.
func mail(head, body string) string {
	return strings.ReplaceAll(
		"Received: from mx.example by in.shop.example; Mon, 23 Nov 2026 10:00:05 +0800\n"+head+"\n\n"+body, "\n",
		"\r\n")
}

const sender = "From: wang@example.cn\nSubject: x\nMessage-ID: <1@mail.example>\nDate: Mon, 23 Nov 2026 10:00:00 +0800\n"

// want is what a record must say; an empty field is not looked at.
type want struct {
	kind, name, email, phone, account, id, birth, received string
	text                                                   []string // pieces of the text
	attachments                                            []string
	automatic                                              string
	doubt                                                  string // a piece of one of the doubts
	noAge                                                  bool
	age                                                    int
}

func (w want) check(t *testing.T, r intake.PreviewRecord) {
	t.Helper()
	has := func(list []string, v string) bool { return v == "" || slices.Contains(list, v) }
	switch {
	case w.kind != "" && r.Kind != w.kind, w.name != "" && r.Name != w.name, !has(r.Emails, w.email),
		!has(r.Phones, w.phone), !has(r.Accounts, w.account),
		w.id != "" && r.IDNumber != w.id, w.birth != "" && r.BirthDate != w.birth, w.received != "" &&
			r.Received != w.received,
		w.attachments != nil && !slices.Equal(r.Attachments, w.attachments), r.Automatic != w.automatic,
		w.noAge && r.Age >= 0, w.age > 0 && int(r.Age) != w.age, w.doubt != "" &&
			!strings.Contains(strings.Join(r.Doubts, "\n"), w.doubt):
		t.Errorf("%+v\nwant %+v", r, w)
	}
	for _, piece := range w.text {
		if !strings.Contains(r.Text, piece) {
			t.Errorf("no %q in %q", piece, r.Text)
		}
	}
}

type example struct {
	name, file, data string
	records          []want
	problems         []string // line, field and the beginning of the text
	encoding         string
}

func run(t *testing.T, examples []example) {
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			p := preview(t, e.file, e.data)
			if len(p.Records) != len(e.records) {
				t.Fatalf("%d records, want %d: %+v", len(p.Records), len(e.records), p)
			}
			for i, w := range e.records {
				w.check(t, p.Records[i])
			}
			var got []string
			for _, problem := range p.Problems {
				got = append(got, fmt.Sprintf("%d %s %s", problem.Line, problem.Field, problem.Text))
			}
			if len(got) != len(e.problems) {
				t.Fatalf("problems %q, want %q", got, e.problems)
			}
			for i, w := range e.problems {
				if !strings.HasPrefix(got[i], w) {
					t.Errorf("problem %q, want %q", got[i], w)
				}
			}
			if e.encoding != "" && p.Encoding != e.encoding {
				t.Errorf("encoding %s, want %s", p.Encoding, e.encoding)
			}
		})
	}
}
