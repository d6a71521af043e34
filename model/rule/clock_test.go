package rule_test

import (
	"io/fs"
	"testing"
	"time"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/rule"
)

// rules is the pack that the program carries, with its holidays.
func rules(t testing.TB) *rule.Pack {
	t.Helper()
	p, err := rule.Read(assets.RulePack)
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(assets.Holidays, "holidays/cn-*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, name := range files {
		data, err := assets.Holidays.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		table, err := calendar.ReadHolidayCN(data)
		if err != nil {
			t.Fatal(err)
		}
		p = p.WithHolidays("cn", table)
	}
	return p
}

var shanghai = time.FixedZone("UTC+8", 8*60*60)

// day is an hour of a day in Shanghai.
func day(month time.Month, d int) time.Time { return time.Date(2026, month, d, 10, 0, 0, 0, shanghai) }

func TestEveryRegimeGivesItsDates(t *testing.T) {
	p := rules(t)
	for _, tt := range []struct {
		regimes            []string
		kind               model.Kind
		received, verified time.Time
		answer, extended   string // days in Shanghai
		acknowledge        string
	}{
		{[]string{"cn"}, model.Export, day(11, 2), day(11, 3), "2026-12-03", "", "2026-11-03"},
		{[]string{"cn"}, model.Export, day(11, 2), time.Time{}, "2026-12-02", "", "2026-11-03"},
		{[]string{"seed", "cn"}, model.Deletion, day(9, 21), time.Time{}, "2026-10-19", "", "2026-09-22"},
		{[]string{"cn"}, model.Correction, day(9, 21), time.Time{}, "2026-10-19", "", "2026-09-22"},
		// 15 working days, two of them Saturdays; 30 days end on 11 March
		{[]string{"cn"}, model.Correction, day(2, 9), time.Time{}, "2026-03-06", "", "2026-02-10"},
		{[]string{"eu"}, model.Access, day(9, 3), time.Time{}, "2026-10-05", "2026-12-03", "2026-09-04"},
		{[]string{"eu"}, model.Restriction, day(1, 31), time.Time{}, "2026-03-02", "2026-04-30", "2026-02-02"},
		{[]string{"uk"}, model.Access, day(9, 3), day(9, 10), "2026-10-12", "2026-12-10", "2026-09-04"},
		{[]string{"us_ca"}, model.Access, day(9, 1), time.Time{}, "2026-10-15", "2026-11-29", "2026-09-15"},
		{[]string{"us_ca"}, model.Objection, day(9, 1), time.Time{}, "2026-09-22", "", "2026-09-02"},
		{[]string{"hk"}, model.Correction, day(9, 1), time.Time{}, "2026-10-11", "2026-11-20", "2026-09-02"},
		{[]string{"kr"}, model.Deletion, day(9, 1), time.Time{}, "2026-09-11", "", "2026-09-02"},
		// what China does not put off stays
		{[]string{"cn", "eu"}, model.Deletion, day(9, 21), time.Time{}, "2026-10-19", "", "2026-09-22"},
		{[]string{"cn", "kr"}, model.Deletion, day(9, 21), time.Time{}, "2026-10-01", "", "2026-09-22"},
	} {
		d, err := p.DatesUnder(tt.regimes, tt.kind, rule.Moments{Received: tt.received, Verified: tt.verified})
		if err != nil {
			t.Fatal(err)
		}
		on := func(d rule.Dated) string {
			if d.At.IsZero() {
				return ""
			}
			return d.At.In(shanghai).Format(time.DateOnly)
		}
		if on(d.Answer) != tt.answer || on(d.Extended) != tt.extended || on(d.Acknowledge) != tt.acknowledge ||
			d.CanExtend() != (tt.extended != "") {
			t.Errorf("%v %s: answer %s, extended %q, acknowledge %s; want %s, %q, %s", tt.regimes, tt.kind,
				on(d.Answer), on(d.Extended), on(d.Acknowledge), tt.answer, tt.extended, tt.acknowledge)
		}
	}
}

func TestWhatIsDueAtOnceGivesWayToAFigure(t *testing.T) {
	p := rules(t)
	d, err := p.DatesUnder([]string{"seed", "cn"}, model.Access,
		rule.Moments{Received: day(11, 3), Verified: day(11, 3)})
	if err != nil || d.Answer.Regime != "cn" || len(d.All) != 2 || !d.All[0].Limit.AtOnce() {
		t.Errorf("%+v, %v", d.Answer, err)
	}
	alone, err := p.DatesUnder([]string{"seed"}, model.Access, rule.Moments{Received: day(11, 3)})
	if err != nil || !alone.Answer.Limit.AtOnce() ||
		calendar.DateOf(alone.Answer.At, shanghai) != calendar.DateOf(day(11, 3), shanghai) {
		t.Errorf("%+v, %v", alone.Answer, err)
	}
}

func TestADateSaysInBothLanguagesHowItWasCounted(t *testing.T) {
	d := rules(t).Dates(model.Request{Kind: model.Export, ReceivedAt: day(11, 2), VerifiedAt: day(11, 3)}, day(11, 3))
	for got, want := range map[string]string{
		d.Answer.Text()["en"]:            "30 calendar days from 3 Nov (identity proven): 3 Dec",
		d.Answer.Text()["zh-Hans"]:       "自11月3日（身份核验通过）次日起30个自然日，至12月3日",
		d.Answer.Letter()["en"]:          "30 calendar days from 3 Nov 2026 (your identity was confirmed): 3 Dec 2026 (GB/T 35273-2020, 8.7 a)",
		d.Answer.Limit.Text()["en"]:      "30 calendar days from proven identity (the law says “timely”; the figure is one of practice)",
		d.Answer.Limit.Text()["zh-Hans"]: "自身份核验通过次日起30个自然日（法律规定为“及时”，此为实务期限）",
	} {
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestTheNearestClockIsNeverAfterTheFinalOne(t *testing.T) {
	p := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		r := model.Request{Kind: rapid.SampledFrom(model.Kinds).Draw(t, "kind"),
			Status: rapid.SampledFrom(model.Statuses).Draw(t, "status"),
			Regimes: rapid.SampledFrom([][]string{nil, {"cn"}, {"eu"}, {"cn", "us_ca"}, {"nowhere"}, {"br"}}).
				Draw(t, "regimes"),
			Cause: rapid.SampledFrom([]model.Cause{model.ByPerson, model.CauseMinor}).Draw(t, "cause"),
			ReceivedAt: time.UnixMilli(rapid.Int64Range(1_700_000_000_000, 1_900_000_000_000).Draw(t, "received")).
				UTC()}
		if rapid.Bool().Draw(t, "verified") {
			r.VerifiedAt = r.ReceivedAt.Add(time.Duration(rapid.IntRange(0, 40*24).Draw(t, "hours")) * time.Hour)
		}
		final := p.Dates(r, r.ReceivedAt)
		near := final.Nearest(r.Status).At
		if r.Status == model.Closed {
			if !near.IsZero() {
				t.Fatalf("a closed request waits until %s", near)
			}
			return
		}
		if near.After(final.Answer.At) || !near.After(r.ReceivedAt) ||
			final.CanExtend() && final.Extended.At.Before(final.Answer.At) {
			t.Fatalf("%s is not between %s and %s", near, r.ReceivedAt, final.Answer.At)
		}
	})
}

func TestTheNearestClockSaysWhatItIsFor(t *testing.T) {
	p := rules(t)
	received := day(11, 4)
	for _, tt := range []struct {
		status   model.Status
		verified time.Time
		name     model.ClockName
		day      string // in UTC, in which the Shanghai day ends at 16:00
	}{
		{model.Received, time.Time{}, model.ClockSettle, "2026-11-05"},
		{model.Verifying, time.Time{}, model.ClockVerify, "2026-11-18"},
		{model.Working, received.AddDate(0, 0, 3), model.ClockAnswer, "2026-12-07"},
	} {
		r := model.Request{Kind: model.Export, Status: tt.status, ReceivedAt: received, VerifiedAt: tt.verified}
		dates := p.Dates(r, r.ReceivedAt)
		dates.Set(&r)
		if c := r.Clock(); c.Name != tt.name || c.Due.Format(time.DateOnly) != tt.day {
			t.Errorf("%s: %s by %s, want %s by %s", tt.status, c.Name, c.Due, tt.name, tt.day)
		}
	}
}

// Settling a request does not tell the person that it arrived.
func TestTheAcknowledgementStaysDueUntilThePersonIsToldOfTheRequest(t *testing.T) {
	p := rules(t)
	for _, tt := range []struct {
		status model.Status
		untold bool
		name   model.ClockName
	}{
		{model.Received, true, model.ClockSettle}, {model.Verifying, true, model.ClockTell},
		{model.Verifying, false, model.ClockVerify},
		{model.Working, true, model.ClockTell}, {model.Review, true, model.ClockTell},
		{model.Running, true, model.ClockTell},
		{model.Working, false, model.ClockAnswer}, {model.Waiting, true, model.ClockAnswer},
		{model.Answering, true, model.ClockTell}, {model.Closed, true, model.NoClock},
	} {
		r := model.Request{Kind: model.Export, Status: tt.status, ReceivedAt: day(11, 4), VerifiedAt: day(11, 6)}
		dates := p.Dates(r, r.ReceivedAt)
		dates.Untold = tt.untold
		dates.Set(&r)
		if c := r.Clock(); c.Name != tt.name || tt.name == model.ClockTell &&
			(!c.Due.Equal(dates.Acknowledge.At) || !r.NextDueAt.Before(r.DueAt)) {
			t.Errorf("%s, untold %v: %s by %s", tt.status, tt.untold, c.Name, c.Due)
		}
	}
}

func TestAChildsDataWithoutConsentWaitsForADayAlone(t *testing.T) {
	r := model.Request{Kind: model.Deletion, Cause: model.CauseMinor, ReceivedAt: day(9, 30)}
	d := rules(t).Dates(r, r.ReceivedAt)
	if !d.Answer.At.Equal(r.ReceivedAt.Add(24*time.Hour)) || d.CanExtend() {
		t.Errorf("due %s, %+v", d.Answer.At, d.Extended)
	}
}
