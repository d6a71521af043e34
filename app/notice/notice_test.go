package notice_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	campaign "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/storetest"
)

var ctx = context.Background()

func both(en, zh string) model.Text { return model.Text{"en": en, "zh-Hans": zh} }

// full is a text that nothing is wrong with, on the desk of desktest.
func full(kind notice.Kind, org model.Organisation) notice.Content {
	c := notice.Content{Kind: kind, Title: both("Our statement changes on {effective}", "隐私声明将于{effective}更新"),
		Products: []string{"Orange Shop"}, Regimes: []string{"seed", "cn"},
		On: calendar.Date{Year: 2026, Month: 12, Day: 1}, Effective: calendar.Date{Year: 2027, Month: 1, Day: 1},
		Old: "3.2", New: "3.3", Link: "https://orangelab.cn/p33",
		Channels: []notice.Channel{notice.Email},
		Changes: []notice.Change{{Clause: "4.2", Triggers: []notice.Trigger{notice.TriggerService}, Reduces: true,
			What: both("Five years.", "五年。")}}, Passages: map[notice.Item]model.Text{}}
	for _, x := range c.Checklist(org) {
		if x.Passage() && x.ID != "changes" {
			c.Passages[x.ID] = both("About "+string(x.ID)+".", "关于"+string(x.ID)+"。")
		}
	}
	return c
}

func file(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "people.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// drafted is a draft with everything, of who wrote it.
func drafted(t testing.TB, writer *desk.Session, people string) campaign.Open {
	t.Helper()
	n, err := campaign.Begin(ctx, writer, notice.PolicyUpdate)
	if err != nil {
		t.Fatal(err)
	}
	if n, err = campaign.Save(ctx, writer, n.Seen(), full(notice.PolicyUpdate, desktest.Organisation())); err != nil {
		t.Fatal(err)
	}
	if n, err = campaign.AudienceFile(ctx, writer, n.Seen(), file(t, people)); err != nil {
		t.Fatal(err)
	}
	return read(t, writer, n.ID)
}

func read(t testing.TB, s *desk.Session, id int64) campaign.Open {
	t.Helper()
	o, err := campaign.Read(ctx, s, id)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

const three = "姓名,邮箱,手机,语言\n王小明,wang@person.test,13812341234,中文\nAnn Lee,ann@person.test,,en\nSam,,13912345678,\n"

func TestNobodyApprovesWhatTheyWrote(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		jing, li, fang := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead), d.Add(t, "fang",
			model.RoleAgent)
		o := drafted(t, jing, three)
		if o.Blocked() {
			t.Fatalf("blocked by %+v", o.Problems)
		}
		approve := func(s *desk.Session) error { return campaign.Approve(ctx, s, o.Seen(), o.Digest) }
		if err := approve(jing); !errors.Is(err, campaign.ErrOwn) {
			t.Errorf("who wrote it approves: %v", err)
		}
		if err := approve(fang); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("an agent approves: %v", err)
		}
		if err := campaign.Approve(ctx, li, o.Seen(), "another digest"); !errors.Is(err, store.ErrConflict) {
			t.Errorf("something else was seen: %v", err)
		}
		if err := campaign.Approve(ctx, li, notice.Seen{ID: o.ID, Version: o.Version - 1}, o.Digest); !errors.Is(err,
			store.ErrConflict) {
			t.Errorf("an older version was seen: %v", err)
		}
		if err := approve(li); err != nil {
			t.Fatal(err)
		}
		after := read(t, fang, o.ID)
		if after.State != notice.Approved || after.ApprovedBy != li.Staff().ID {
			t.Errorf("it is %s, approved by %q", after.State, after.ApprovedBy)
		}
		if _, err := campaign.Save(ctx, jing, after.Seen(),
			full(notice.PolicyUpdate, desktest.Organisation())); !errors.Is(err, campaign.ErrNotNow) {
			t.Errorf("an approved text changes: %v", err)
		}
		if _, err := campaign.AudienceFile(ctx, jing, after.Seen(), file(t, three)); !errors.Is(err,
			campaign.ErrNotNow) {
			t.Errorf("an approved audience changes: %v", err)
		}
		// Taken back, and changed by the second person: nobody is left who may approve but a third.
		if err := campaign.TakeBack(ctx, fang, after.Seen()); err != nil {
			t.Fatal(err)
		}
		if _, err := campaign.Save(ctx, li, notice.Seen{ID: o.ID, Version: after.Version + 1},
			after.Content); err != nil {
			t.Fatal(err)
		}
		again := read(t, li, o.ID)
		for _, s := range []*desk.Session{jing, li} {
			if err := campaign.Approve(ctx, s, again.Seen(), again.Digest); !errors.Is(err, campaign.ErrOwn) {
				t.Errorf("%s approves: %v", s.Staff().Login, err)
			}
		}
	})
}

func TestNothingIsApprovedWhileSomethingIsMissing(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
	for _, tt := range []struct {
		name   string
		change func(*notice.Content)
		want   notice.Trouble
	}{
		{"a required content", func(c *notice.Content) { delete(c.Passages, "refusing") }, notice.Missing},
		{"a translation", func(c *notice.Content) { c.Title = model.Text{"en": "Changes"} }, notice.NoTitle},
		{"the time", func(c *notice.Content) { c.On = c.Effective }, notice.NotBefore},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := drafted(t, jing, three)
			tt.change(&o.Content)
			n, err := campaign.Save(ctx, jing, o.Seen(), o.Content)
			if err != nil {
				t.Fatal(err)
			}
			o = read(t, li, n.ID)
			var incomplete *campaign.IncompleteError
			if err := campaign.Approve(ctx, li, o.Seen(), o.Digest); !errors.As(err, &incomplete) ||
				!slices.ContainsFunc(incomplete.Problems,
					func(p notice.Problem) bool { return p.Blocking && p.Trouble == tt.want }) {
				t.Errorf("approved: %v", err)
			}
		})
	}
	n, err := campaign.Begin(ctx, jing, notice.PolicyUpdate)
	if err != nil {
		t.Fatal(err)
	}
	if n, err = campaign.Save(ctx, jing, n.Seen(), full(notice.PolicyUpdate, desktest.Organisation())); err != nil {
		t.Fatal(err)
	}
	o := read(t, li, n.ID)
	if err := campaign.Approve(ctx, li, o.Seen(), o.Digest); err == nil {
		t.Error("a notice to nobody is approved")
	}
}

func TestAnAudienceIsCountedAndEverybodyIsInItOnce(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	o := drafted(t, fang, "name;e-mail;phone;language\n"+
		"Wang;Wang@Person.test;138 1234 1234;zh\n"+
		"Wang again;wang@person.TEST;;\n"+ // the same address in another spelling, as the program compares them
		"Wang's phone alone;;+86 138-1234-1234;\n"+
		"Li, who shares the phone;li@person.test;13812341234;\n"+
		"nobody;no address;12;\n"+
		";;;\n"+
		"Sam;;13912345678;en\n")
	a := o.Audience
	a.Digest = ""
	if want := (notice.Audience{From: "people.csv", Count: 3, Email: 2, SMS: 3, By: [8]int64{2: 1, 3: 2}, Both: 2,
		Same: 2, Faulty: 1}); a != want {
		t.Errorf("counted %+v, want %+v", a, want)
	}
	for number := range int64(3) {
		p, err := campaign.Preview(ctx, fang, o.ID, number+1)
		if err != nil {
			t.Fatal(err)
		}
		if p.Texts[notice.Email].Text == "" {
			t.Errorf("the preview of %d is empty", number+1)
		}
		for _, bare := range []string{"wang@person.test", "li@person.test", "13812341234"} {
			if strings.Contains(strings.ToLower(fmt.Sprint(p)), bare) {
				t.Errorf("a preview shows %s: %+v", bare, p.Recipient)
			}
		}
	}
	if _, err := campaign.Preview(ctx, fang, o.ID, 4); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a fourth of three: %v", err)
	}
	if _, err := campaign.AudienceFile(ctx, fang, o.Seen(), file(t, "name,city\nWang,Beijing\n")); !errors.Is(err,
		campaign.ErrNoAddress) {
		t.Errorf("a file without addresses: %v", err)
	}
}

// A workbook is a list like any other; of two sheets with something on them nobody knows which is meant.
func TestAnAudienceComesFromAWorkbook(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing := d.Add(t, "jing", model.RoleLead)
	o := drafted(t, jing, three)
	f := excelize.NewFile()
	defer f.Close()
	path := filepath.Join(t.TempDir(), "people.xlsx")
	if err := errors.Join(f.SetSheetRow("Sheet1", "A1", &[]any{"姓名", "手机号", "email"}),
		f.SetSheetRow("Sheet1", "A2", &[]any{"Wang", 13812341234, "wang@person.test"}),
		f.SetSheetRow("Sheet1", "A3", &[]any{"Li", "139 0000 0000"}), f.SaveAs(path)); err != nil {
		t.Fatal(err)
	}
	chosen, err := campaign.AudienceFile(ctx, jing, o.Seen(), path)
	if err != nil || chosen.Audience.Count != 2 || chosen.Audience.SMS != 2 || chosen.Audience.Email != 1 ||
		chosen.Audience.From != "people.xlsx" {
		t.Fatalf("%+v %v", chosen.Audience, err)
	}
	if _, err := f.NewSheet("Others"); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.SetCellValue("Others", "A1", "email"), f.SaveAs(path)); err != nil {
		t.Fatal(err)
	}
	if _, err := campaign.AudienceFile(ctx, jing, chosen.Seen(), path); err == nil ||
		!strings.Contains(err.Error(), "Others") {
		t.Errorf("two sheets: %v", err)
	}
}

func TestNothingGoesOutThatNobodySigned(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
	o := drafted(t, jing, three)
	if err := campaign.Send(ctx, li, o.Seen()); !errors.Is(err, campaign.ErrState) {
		t.Errorf("a draft is sent: %v", err)
	}
	if err := campaign.Approve(ctx, li, o.Seen(), o.Digest); err != nil {
		t.Fatal(err)
	}
	if err := campaign.Send(ctx, jing, o.Seen()); !errors.Is(err, store.ErrConflict) {
		t.Errorf("an older version is sent: %v", err)
	}
}
