package policy_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	library "orangelab.cn/rightsdesk/app/policy"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/policy"
	"orangelab.cn/rightsdesk/store/storetest"
)

var ctx = context.Background()

const first = `# Privacy statement

## 1 Who we are

Orangelab, 12 Garden Road.

## 2 Keeping

We keep your orders for three years.

## 3 Your rights

We answer your request within 15 working days.
`

var longer = strings.Replace(first, "three years", "five years", 1)

func day(tb testing.TB, s string) calendar.Date {
	tb.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// draft reads a text and saves it as the next version.
func draft(tb testing.TB, s *desk.Session, label, from, text string) policy.Version {
	tb.Helper()
	v, seen, _, err := library.Look(ctx, s,
		library.Import{Label: label, From: day(tb, from), Language: "en", Name: "statement.md", Data: []byte(text)})
	if err != nil {
		tb.Fatal(err)
	}
	saved, err := library.Draft(ctx, s, v, seen)
	if err != nil {
		tb.Fatal(err)
	}
	return saved
}

func publish(tb testing.TB, s *desk.Session, v policy.Version) {
	tb.Helper()
	if err := library.Publish(ctx, s, v.Ref()); err != nil {
		tb.Fatal(err)
	}
}

func TestAVersionIsInForceFromItsDayOnceASecondPersonPublishedIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
		v1 := draft(t, fang, "3.2", "2024-05-01", first)
		publish(t, jing, v1)
		v2 := draft(t, fang, "3.3", "2027-01-01", longer)
		read := func() library.Library {
			l, err := library.Read(ctx, fang)
			if err != nil {
				t.Fatal(err)
			}
			return l
		}
		if got := read().InForce("statement", day(t, "2027-06-01")); got == nil || got.Number != v1.Number {
			t.Errorf("a draft is in force: %+v", got)
		}
		publish(t, jing, v2)
		l := read()
		for on, want := range map[string]int64{"2024-04-30": 0, "2024-05-01": 1, "2026-12-31": 1, "2027-01-01": 2,
			"2030-01-01": 2} {
			got := int64(0)
			if v := l.InForce("statement", day(t, on)); v != nil {
				got = v.Number
			}
			if got != want {
				t.Errorf("on %s version %d is in force, want %d", on, got, want)
			}
		}
		for number, want := range map[int64]policy.State{1: policy.InForce, 2: policy.Coming} {
			if v, err := l.Version("statement", number); err != nil || l.State(v) != want || v.By != jing.Staff().ID {
				t.Errorf("version %d is %s, by %s, %v; want %s", number, l.State(v), v.By, err, want)
			}
		}
		d.Clock.Step(60 * 24 * time.Hour)
		l = read()
		for number, want := range map[int64]policy.State{1: policy.Superseded, 2: policy.InForce} {
			if v, _ := l.Version("statement", number); l.State(v) != want {
				t.Errorf("later version %d is %s, want %s", number, l.State(v), want)
			}
		}
	})
}

func TestWhatCannotBePublished(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, jing, wei := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead), d.Add(t, "wei",
		model.RoleLead)
	v1 := draft(t, fang, "3.2", "2024-05-01", first)
	publish(t, jing, v1)
	try := func(s *desk.Session, v policy.Version) error {
		return library.Publish(ctx, s, v.Ref())
	}
	flawed := draft(t, fang, "3.3", "2027-01-01",
		strings.Replace(longer, "five years.", "five years. It does not apply to:", 1))
	var flaws *library.DefectsError
	if err := try(jing, flawed); !errors.As(err, &flaws) || flaws.Defects[0].Kind != policy.EmptyList {
		t.Errorf("a text that breaks off: %v", err)
	}
	for _, tt := range []struct {
		name        string
		label, from string
		text        string
		by          *desk.Session
		want        error
	}{
		{"without a name", "", "2027-01-01", longer, jing, library.ErrNoLabel},
		{"under the name of another", "3.2", "2027-01-01", longer, jing, library.ErrLabelTaken},
		{"for a day that is past", "3.3", "2026-11-22", longer, jing, library.ErrDayPast},
		{"by an agent", "3.3", "2027-01-01", longer, fang, desk.ErrForbidden},
		{"by who drafted it", "3.3", "2027-01-01", longer + "\n\nAlso.", wei, library.ErrOwnDraft},
	} {
		t.Run(tt.name, func(t *testing.T) {
			by := fang
			if errors.Is(tt.want, library.ErrOwnDraft) {
				by = tt.by
			}
			if err := try(tt.by, draft(t, by, tt.label, tt.from, tt.text)); !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
		})
	}
	good := draft(t, fang, "3.3", "2027-01-01", longer)
	if err := library.Publish(ctx, jing,
		policy.Ref{Document: "statement", Number: good.Number, Digest: flawed.Digest()}); !errors.Is(err,
		library.ErrMoved) {
		t.Errorf("another text than was seen: %v", err)
	}
	if err := try(jing, flawed); !errors.Is(err, library.ErrNotNewest) {
		t.Errorf("an older draft: %v", err)
	}
	publish(t, jing, good)
	if err := try(wei, good); !errors.Is(err, library.ErrPublished) {
		t.Errorf("twice: %v", err)
	}
	if err := try(jing, draft(t, fang, "3.4", "2027-01-01", first)); !errors.Is(err, library.ErrDayPast) {
		t.Errorf("two from one day: %v", err)
	}
	if err := library.Publish(ctx, jing, policy.Ref{Document: "statement", Number: 99}); !errors.Is(err,
		library.ErrNoVersion) {
		t.Errorf("a version that is not there: %v", err)
	}
}

func TestADraftIsSavedAfterTheOneThatWasSeen(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	v := draft(t, fang, "1", "2027-01-01", first)
	if _, err := library.Draft(ctx, fang, v, v.Ref()); !errors.Is(err, library.ErrSame) {
		t.Errorf("the same text again: %v", err)
	}
	seen := v.Ref()
	v.Label = "1a"
	if _, err := library.Draft(ctx, fang, v, policy.Ref{Document: "statement"}); !errors.Is(err, library.ErrMoved) {
		t.Errorf("after another version than was seen: %v", err)
	}
	if _, err := library.Draft(ctx, fang, policy.Version{Document: "statement"}, seen); !errors.Is(err,
		library.ErrEmpty) {
		t.Errorf("no text: %v", err)
	}
	auditor := d.Add(t, "shen", model.RoleAuditor)
	if _, err := library.Draft(ctx, auditor, v, seen); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("an auditor drafts: %v", err)
	}
}

func TestChangesAreClassedAsTheyWereSeen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
		draft(t, fang, "3.2", "2024-05-01", first)
		draft(t, fang, "3.3", "2027-01-01", longer)
		seen, err := library.ReadChanges(ctx, fang, "statement", 1, 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(seen.List) != 1 || seen.Settled() || seen.List[0].ID() != "2" ||
			!slices.Equal(seen.List[0].Effects, []policy.Effect{policy.ReducesRights}) {
			t.Fatalf("compared %+v", seen.List)
		}
		class := seen.List[0].Class
		class.Words["en"] = "Orders are kept for two years more."
		settled, err := library.Class(ctx, fang, seen, []policy.Class{class})
		if err != nil {
			t.Fatal(err)
		}
		if !settled.Settled() || settled.Classing.SavedBy != fang.Staff().ID ||
			settled.List[0].Words["en"] != class.Words["en"] ||
			len(settled.NeedConsent()) != 1 ||
			!slices.Equal(settled.Triggers(), []policy.Trigger{policy.ServiceModel}) {
			t.Errorf("settled as %+v", settled)
		}
		if _, err := library.Class(ctx, jing, seen, []policy.Class{class}); !errors.Is(err, library.ErrMoved) {
			t.Errorf("classed over a class that was not seen: %v", err)
		}
		class.Triggers = nil
		var refused *library.ClassError
		if _, err := library.Class(ctx, jing, settled, []policy.Class{class}); !errors.As(err, &refused) ||
			refused.Fault != policy.NoTrigger {
			t.Errorf("classed under nothing: %v", err)
		}
		again, err := library.ReadChanges(ctx, jing, "statement", 1, 2)
		if err != nil || !again.Settled() || again.List[0].Words["en"] != settled.List[0].Words["en"] {
			t.Errorf("read again %+v, %v", again.List, err)
		}
		if _, err := library.ReadChanges(ctx, jing, "statement", 2, 2); !errors.Is(err, library.ErrSameVersion) {
			t.Errorf("a version with itself: %v", err)
		}
	})
}

func TestTheOtherLanguageStandsBesideTheNewestVersion(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	draft(t, fang, "3.2", "2024-05-01", first)
	translated := "# 隐私声明\n\n## 一、我们是谁\n\n橙子实验室，花园路 12 号。\n\n## 二、保存\n\n我们保存您的订单三年。\n\n## 三、您的权利\n\n我们在15个工作日内答复。"
	v, seen, defects, err := library.Look(ctx, fang,
		library.Import{Language: "zh-Hans", Beside: true, Name: "声明.md", Data: []byte(translated)})
	if err != nil || seen.Number != 1 || len(defects) > 0 {
		t.Fatalf("read beside %d: %v, %v", seen.Number, defects, err)
	}
	if v.Label != "3.2" || v.Clauses[1].Heading["zh-Hans"] != "保存" || v.Clauses[1].Heading["en"] != "Keeping" ||
		v.Title["zh-Hans"] != "隐私声明" || v.Title["en"] != "Privacy statement" {
		t.Errorf("put together %+v", v)
	}
}

func TestTheSupplementForAServiceIsCitedBeforeTheStatement(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	publish(t, jing, draft(t, fang, "3.2", "2024-05-01", first))
	v, seen, _, err := library.Look(ctx, fang,
		library.Import{Document: "shop", Supplements: "statement", Service: "Orange Shop", Label: "1.0",
			From:     day(t, "2025-01-01"),
			Language: "en", Format: "markdown", Data: []byte("# 1 Orders\n\nWe keep them.")})
	if err != nil {
		t.Fatal(err)
	}
	saved, err := library.Draft(ctx, fang, v, seen)
	if err != nil {
		t.Fatal(err)
	}
	publish(t, jing, saved)
	l, err := library.Read(ctx, fang)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ service, day, want string }{
		{"Orange Shop", "2026-01-01", "shop"}, {"Orange Shop", "2024-06-01", "statement"},
		{"Orange Mail", "2026-01-01", "statement"}, {"", "2026-01-01", "statement"}, {"Orange Shop", "2020-01-01", ""},
	} {
		got := ""
		if v := l.For(tt.service, day(t, tt.day)); v != nil {
			got = v.Document
		}
		if got != tt.want {
			t.Errorf("%q on %s cites %q, want %q", tt.service, tt.day, got, tt.want)
		}
	}
}

func TestNobodyWhoWroteAVersionPublishesIt(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, li, wei := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleAgent), d.Add(t, "wei", model.RoleLead)
	draft(t, jing, "1", "2024-05-01", first)
	again := draft(t, li, "1.0", "2024-05-01", first) // the label alone
	if err := library.Publish(ctx, jing, again.Ref()); !errors.Is(err, library.ErrOwnDraft) {
		t.Errorf("who wrote every word of it published it: %v", err)
	}
	publish(t, wei, again)
	// What was published is nobody's draft any more.
	publish(t, jing, draft(t, li, "2", "2027-01-01", longer))
}
