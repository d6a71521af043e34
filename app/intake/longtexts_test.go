package intake_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
)

// whole is how many long texts use up what is looked through whole.
const whole = 50

// longTexts are records whose first ones use up what is looked through whole. Two more ask for something: one at once,
// one behind a long story.
func longTexts(record func(n int, text string) string) string {
	var b strings.Builder
	story := strings.Repeat("第一天，天气很好。\n", 750) // 28 bytes each
	n := 0
	for ; n < whole; n++ {
		b.WriteString(record(n, story))
	}
	b.WriteString(record(n, "请删除我的个人信息。"))
	b.WriteString(record(n+1, story[:28*60]+"请删除我的个人信息。"))
	b.WriteString(record(n+2, "请删除我的个人信息。\n"+story))
	return b.String()
}

func doubts(s record.Submission, words string) (n int) {
	for _, d := range s.Doubts {
		if strings.Contains(d.String(), words) {
			n++
		}
	}
	return n
}

// A table of 1,500 long texts took minutes.
func TestOfManyLongTextsTheBeginningIsLookedThrough(t *testing.T) {
	data := "id,received,email,text\n" + longTexts(func(n int, text string) string {
		return fmt.Sprintf("%d,2026-11-20 09:30,p%d@example.org,\"%s\"\n", n, n, text)
	})
	subs, problems := intake.ReadFile("long.csv", []byte(data), record.Trust{Now: today})
	if len(subs) != whole+3 || len(problems) != 0 {
		t.Fatalf("%d records, %v", len(subs), problems)
	}
	const cut = "since the file is long"
	for n, want := range map[int]struct {
		kind model.Kind
		cut  int
	}{0: {model.SelfService, 0}, whole: {model.Deletion, 0}, whole + 1: {model.SelfService, 1},
		whole + 2: {model.Deletion, 1}} {
		if got := subs[n]; got.Kind != want.kind || doubts(got, cut) != want.cut ||
			strings.Contains(got.Body, "删除") != (n > 0) {
			t.Errorf("record %d: %s, %v", n, got.Kind, got.Doubts)
		}
	}
}

func TestOfManyLongMailsTheBeginningIsLookedThrough(t *testing.T) {
	data := longTexts(func(n int, text string) string {
		return fmt.Sprintf("From p%d@example.org Mon Nov 23 10:00:00 2026\nFrom: p%d@example.org\nTo: a@shop.cn\n"+
			"Date: Mon, 23 Nov 2026 10:00:00 +0000\nMessage-ID: <%d@example.org>\nSubject: hello\n"+
			"Content-Type: text/plain; charset=utf-8\n\n%s\n\n", n, n, n, text)
	})
	subs, problems := intake.ReadFile("long.mbox", []byte(data), record.Trust{Now: today})
	if len(subs) != whole+3 || len(problems) != 0 {
		t.Fatalf("%d mails, %v", len(subs), problems)
	}
	for n, want := range map[int]struct {
		kind model.Kind
		cut  int
	}{0: {model.SelfService, 0}, whole: {model.Deletion, 0}, whole + 1: {model.SelfService, 1},
		whole + 2: {model.Deletion, 1}} {
		got := subs[n]
		if got.Kind != want.kind || doubts(got, "whole mail is kept as mail.eml") != want.cut {
			t.Errorf("mail %d: %s, %v", n, got.Kind, got.Doubts)
		}
		if kept := len(got.Attachments) == 1 && got.Attachments[0].Name == "mail.eml"; kept != (want.cut == 1) {
			t.Errorf("mail %d keeps %d files", n, len(got.Attachments))
		}
	}
}

func TestAReadingThatNobodyWaitsForEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, data := range map[string]string{"a.csv": "id,text\n1,hello\n", "a.json": `[{"a":1}]`,
		"a.mbox": "From a@b.cn Mon Nov 23 10:00:00 2026\nFrom: a@b.cn\nDate: Mon, 23 Nov 2026 10:00:00 +0000\n\n" +
			"hello\n"} {
		p, err := intake.PreviewData(ctx, name, []byte(data), time.Now(), record.As{})
		if !errors.Is(err, context.Canceled) || len(p.Records) > 0 {
			t.Errorf("%s: %d records, %v", name, len(p.Records), err)
		}
	}
}
