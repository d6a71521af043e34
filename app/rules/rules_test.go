package rules_test

import (
	"context"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/rules"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store/storetest"
)

var ctx = context.Background()

// shorter is the rule pack in force with a shorter limit for access and export under Chinese law.
func shorter(tb testing.TB, s *desk.Session) string {
	tb.Helper()
	text := s.Rules().Text()
	out := strings.Replace(text, "{amount: 30, unit: calendar_days, start: identity_verified",
		"{amount: 20, unit: calendar_days, start: identity_verified", 1)
	if out == text {
		tb.Fatal("the pack counts another way by now")
	}
	return out
}

func state(tb testing.TB, s *desk.Session) rules.State {
	tb.Helper()
	st, err := rules.Read(ctx, s)
	if err != nil {
		tb.Fatal(err)
	}
	return st
}

func TestANewVersionOfTheRulesIsForRequestsOpenedFromThenOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
		before := d.Request(t, fang)
		version, err := rules.Save(ctx, jing, state(t, jing), shorter(t, jing), "we promise twenty days")
		if err != nil || version != "2026-11-23/1" {
			t.Fatalf("saved %q, %v", version, err)
		}
		sub := desktest.Submission()
		sub.Subject.Email = "other@163.com"
		after := d.Take(t, fang, sub)
		if before.Rules == after.Rules || after.Rules != version {
			t.Errorf("opened under %s and %s", before.Rules, after.Rules)
		}
		if days := before.DueAt.Sub(after.DueAt); days < 8*24*time.Hour || days > 12*24*time.Hour {
			t.Errorf("due %s by the old rules, %s by the new ones", before.DueAt, after.DueAt)
		}
		claimed, err := fang.Claim(ctx, before.Revision())
		if err != nil || !claimed.DueAt.Equal(before.DueAt) || claimed.Rules != before.Rules {
			t.Errorf("a request changed its rules: %s due %s, %v", claimed.Rules, claimed.DueAt, err)
		}
		st := state(t, d.SignInAs(t, "fang"))
		last := st.Kept.Changes[len(st.Kept.Changes)-1]
		if st.Pack.Version != version || last.Why != "we promise twenty days" || last.By != jing.Staff().ID ||
			!last.At.Equal(d.Now()) {
			t.Errorf("kept %+v", last)
		}
		log, err := jing.Log(ctx, 0, 0, 20)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range log {
			if e.Action == model.ActEditRules && e.Detail["version"] == version && e.Staff == jing.Staff().ID {
				return
			}
		}
		t.Error("no entry tells of it")
	})
}

// A pack that a desk edited before packs said what letters cite goes on with letters that name the law, and only where
// it is the same law.
func TestAPackThatSaysNothingOfArticlesCitesAsTheProgramDoes(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing := d.Add(t, "jing", model.RoleLead)
	text := jing.Rules().Text()
	sue := jing.Rules().LawFor([]string{"cn"}, rule.CiteSue, "en")
	text = regexp.MustCompile(`(?m)^  cites:\n(    .*\n)+`).ReplaceAllString(text, "")
	text = strings.Replace(text, `{en: "United Kingdom", zh-Hans: "英国"}`+"\n  calendar: uk",
		`{en: "Guernsey", zh-Hans: "根西"}`+"\n  calendar: uk", 1)
	text = strings.Replace(text, "  calendar: hk\n", "  calendar: hk\n  cites: {}\n", 1)
	text = strings.Replace(text, "  calendar: kr\n",
		"  calendar: kr\n  cites: {others: {en: \"our article\", zh-Hans: \"本台条文\"}}\n", 1)
	if _, err := rules.Save(ctx, jing, state(t, jing), text, "as it was before"); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		regime string
		cite   rule.Cite
		want   string
	}{{"cn", rule.CiteSue, sue}, {"eu", rule.CiteSue, "GDPR, Article 79"}, {"uk", rule.CiteSue, ""},
		{"hk", rule.CiteComplain, ""}, {"kr", rule.CiteOthers, "our article"}} {
		if got := jing.Rules().LawFor([]string{tt.regime}, tt.cite, "en"); got != tt.want || sue == "" {
			t.Errorf("%s cites %q for %s, want %q", tt.regime, got, tt.cite, tt.want)
		}
	}
}

func TestAnotherDesktopGoesByTheNewRulesAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		jing := d.Add(t, "jing", model.RoleLead)
		d.Add(t, "fang", model.RoleAgent)
		other := d.Another(t)
		fang := other.SignInAs(t, "fang")
		version, err := rules.Save(ctx, jing, state(t, jing), shorter(t, jing), "why")
		if err != nil {
			t.Fatal(err)
		}
		if fang.Rules().Version == version {
			t.Fatal("the other desktop is the same one")
		}
		if r := other.Request(t, fang); r.Rules != version || fang.Rules().Version != version {
			t.Errorf("opened under %s while %s is in force", r.Rules, version)
		}
	})
}

func TestWhoSavesOverWhatTheyHaveNotSeenIsRefused(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, min := d.Add(t, "jing", model.RoleLead), d.Add(t, "min", model.RoleLead)
	text, seen := shorter(t, jing), state(t, min)
	if _, err := rules.Save(ctx, jing, state(t, jing), text, "why"); err != nil {
		t.Fatal(err)
	}
	if _, err := rules.Save(ctx, min, seen, text+"\n", "why"); !errors.Is(err, rules.ErrMoved) {
		t.Errorf("saved over a version that was not seen: %v", err)
	}
	if _, err := rules.Save(ctx, min, state(t, min), text+"\n", "why"); err != nil {
		t.Error(err)
	}
}

func TestWhatCannotBeCountedByIsNotSaved(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing := d.Add(t, "jing", model.RoleLead)
	text := jing.Rules().Text()
	const limit = "{amount: 30, unit: calendar_days, start: identity_verified, word: &timely {en: \"timely\", zh-Hans: \"及时\"}, source:"
	line := 1 + strings.Count(text[:strings.Index(text, limit)], "\n")
	for name, with := range map[string]string{
		"an unknown unit":   strings.Replace(limit, "calendar_days", "moons", 1),
		"a negative amount": strings.Replace(limit, "30", "-30", 1),
		"no source":         strings.Replace(limit, "source:", "origin:", 1),
	} {
		var f *rule.Fault
		if _, err := rules.Save(ctx, jing, state(t, jing), strings.Replace(text, limit, with, 1),
			"why"); !errors.As(err, &f) || f.Line != line {
			t.Errorf("%s: %v, want line %d", name, err, line)
		}
	}
	if _, err := rules.Save(ctx, jing, state(t, jing), shorter(t, jing), "  "); !errors.Is(err, rules.ErrWhy) {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := rules.Save(ctx, jing, state(t, jing), text, "why"); !errors.Is(err, rules.ErrSameText) {
		t.Errorf("without a change: %v", err)
	}
	if st := state(t, jing); len(st.Versions()) != 0 {
		t.Errorf("kept %+v", st.Kept.Changes)
	}
}

// springFestival is a table of 2027 as it may be published.
func springFestival(tb testing.TB) []calendar.Table {
	tb.Helper()
	data, err := os.ReadFile("testdata/cn-2027.json")
	if err != nil {
		tb.Fatal(err)
	}
	t, err := calendar.ReadHolidayCN(data)
	if err != nil {
		tb.Fatal(err)
	}
	return []calendar.Table{t}
}

func TestHolidaysThatArriveCountForEveryVersion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
		d.Clock.Step(65 * 24 * time.Hour) // 27 January 2027
		old := d.Request(t, fang)
		if _, err := rules.Save(ctx, jing, state(t, jing), shorter(t, jing), "why"); err != nil {
			t.Fatal(err)
		}
		if before := fang.Rules().Dates(old, d.Now()).Answer; !before.Provisional {
			t.Fatalf("%s is not provisional", before.At)
		}
		seen := state(t, jing)
		if err := rules.Import(ctx, jing, seen, "cn", springFestival(t), "published today"); err != nil {
			t.Fatal(err)
		}
		for name, s := range map[string]*desk.Session{"the same session": fang, "a new one": d.SignInAs(t, "fang")} {
			if d := s.Rules().Dates(old, d.Now()).Answer; d.Provisional {
				t.Errorf("%s: %s is provisional", name, d.Text())
			}
		}
		var unknown *rules.CalendarError
		if err := rules.Import(ctx, jing, state(t, jing), "mars", springFestival(t), ""); !errors.As(err, &unknown) {
			t.Errorf("holidays of a calendar that is not there: %v", err)
		}
		if err := rules.Import(ctx, jing, seen, "cn", springFestival(t), ""); !errors.Is(err, rules.ErrMoved) {
			t.Errorf("over an import that was not seen: %v", err)
		}
	})
}

func TestATableOfMoreHolidaysThanAYearCanHaveIsNotImported(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing := d.Add(t, "jing", model.RoleLead)
	off := func(each, n int) (table calendar.Table) {
		table.Year = 2027
		day := calendar.Date{Year: 2027, Month: 1, Day: 1}
		for i := range n {
			table.Days = append(table.Days, calendar.Listed{Date: day.Add(i * each), Name: "x", Off: true})
		}
		return table
	}
	for name, tt := range map[string]struct {
		table   calendar.Table
		refused bool
	}{
		"every day":            {off(1, 365), true},
		"every fifth day":      {off(5, 73), true},
		"three weeks in a row": {off(1, 21), true},
		"two weeks in a row":   {off(1, 14), false},
		"once a week":          {off(7, 52), false},
	} {
		var file *calendar.FileError
		if err := rules.Import(ctx, jing, state(t, jing), "cn", []calendar.Table{tt.table},
			"x"); tt.refused != errors.As(err, &file) || !tt.refused && err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A figure of a law that a desk makes longer stands in the log as that, so that whoever reads it need not compare two
// texts.
func TestTheLogSaysWhereALawGetsMoreTime(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing := d.Add(t, "jing", model.RoleLead)
	longer := strings.Replace(shorter(t, jing), "{amount: 20, unit: calendar_days, start: identity_verified",
		"{amount: 90, unit: calendar_days, start: identity_verified", 1)
	if len(rules.Longer(longer)) == 0 || len(rules.Longer(shorter(t, jing))) != 0 || len(rules.Longer("no pack")) != 0 {
		t.Fatal("ninety days are no longer than thirty")
	}
	var said []any
	for _, text := range []string{shorter(t, jing), longer} {
		if _, err := rules.Save(ctx, jing, state(t, jing), text, "tried"); err != nil {
			t.Fatal(err)
		}
		entries, err := jing.Log(ctx, 0, 0, 200)
		if err != nil {
			t.Fatal(err)
		}
		// the newest stands first
		i := slices.IndexFunc(entries, func(e model.Entry) bool { return e.Action == model.ActEditRules })
		said = append(said, entries[i].Detail["longer"])
	}
	if said[0] != nil || said[1] == nil {
		t.Errorf("the log says %v", said)
	}
}
