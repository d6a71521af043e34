package calendar_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model/calendar"
)

// failer is what a helper needs of a test or of a property.
type failer interface {
	Helper()
	Fatal(args ...any)
}

// china is the calendar with the tables that the program carries.
func china(t failer) *calendar.Calendar {
	t.Helper()
	var tables []calendar.Table
	for _, year := range []string{"2025", "2026"} {
		data, err := os.ReadFile("../../assets/holidays/cn-" + year + ".json")
		if err != nil {
			t.Fatal(err)
		}
		table, err := calendar.ReadHolidayCN(data)
		if err != nil {
			t.Fatal(err)
		}
		tables = append(tables, table)
	}
	fixed := []calendar.MonthDay{{Month: time.January, Day: 1}, {Month: time.May, Day: 1},
		{Month: time.October, Day: 1}}
	return calendar.New([]time.Weekday{time.Saturday, time.Sunday}, fixed, nil, tables...)
}

func zone(t failer, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

const (
	days, months, working, hours = calendar.CalendarDays, calendar.Months, calendar.WorkingDays, calendar.Hours

	minute = "2006-01-02T15:04"
)

func at(t failer, s string, z *time.Location) time.Time {
	t.Helper()
	when, err := time.ParseInLocation(minute, s, z)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func TestKnownDates(t *testing.T) {
	shanghai := zone(t, "Asia/Shanghai")
	for _, tt := range []struct {
		from   string
		amount int
		unit   calendar.Unit
		pause  [2]string
		want   string
		text   string
	}{
		{"2026-09-21T10:00", 15, working, [2]string{}, "2026-10-19T23:59:59",
			"15 working days from 21 Sep (received), without the holidays 25 Sep–27 Sep and 1 Oct–7 Oct, working 10 Oct: 19 Oct"},
		// a Saturday on which China works
		{"2026-01-31T10:00", 1, months, [2]string{}, "2026-02-28T23:59:59", "1 month from 31 Jan (received): 28 Feb"},
		{"2025-01-31T10:00", 1, months, [2]string{}, "2025-02-28T23:59:59", "1 month from 31 Jan (received): 28 Feb"},
		{"2026-09-03T10:00", 1, months, [2]string{}, "2026-10-08T23:59:59",
			"1 month from 3 Sep (received), 3 Oct is a public holiday, so 8 Oct"},
		{"2026-09-30T22:30", 72, hours, [2]string{}, "2026-10-03T22:30:00",
			"72 hours from 30 Sep 22:30 (received): 3 Oct 22:30"},
		{"2025-12-31T10:00", 30, days, [2]string{}, "2026-01-30T23:59:59",
			"30 calendar days from 31 Dec (received): 30 Jan 2026"},
		{"2026-12-31T10:00", 30, days, [2]string{}, "2027-02-01T23:59:59",
			"30 calendar days from 31 Dec (received), 30 Jan 2027 is a Saturday, so 1 Feb 2027; provisional, the holidays of 2027 are not known"},
		{"2026-11-03T10:00", 30, days, [2]string{"2026-11-10T09:00", "2026-11-12T18:00"}, "2026-12-07T23:59:59",
			"30 calendar days from 3 Nov (received), paused 2 days, 5 Dec is a Saturday, so 7 Dec"},
		{"2026-11-03T10:00", 30, days, [2]string{"2026-11-03T11:00", "2026-11-05T18:00"}, "2026-12-07T23:59:59",
			"30 calendar days from 5 Nov (received on 3 Nov, paused until 5 Nov), 5 Dec is a Saturday, so 7 Dec"},
		{"2026-11-03T10:00", 4, hours, [2]string{"2026-11-03T09:00", "2026-11-04T12:30"}, "2026-11-04T16:30:00",
			"4 hours from 4 Nov 12:30 (received on 3 Nov 10:00, paused until 4 Nov 12:30): 4 Nov 16:30"},
		{"2026-11-03T10:00", 3, days, [2]string{"2026-11-06T11:00", "2026-11-09T18:00"}, "2026-11-09T23:59:59",
			"3 calendar days from 3 Nov (received), paused 3 days: 9 Nov"},
		{"2026-11-03T10:00", 3, working, [2]string{"2026-11-05T11:00", "2026-11-10T18:00"}, "2026-11-11T23:59:59",
			"3 working days from 3 Nov (received), paused 5 days: 11 Nov"},
		{"2026-11-03T10:00", 4, hours, [2]string{"2026-11-03T11:00", "2026-11-03T12:30"}, "2026-11-03T15:30:00",
			"4 hours from 3 Nov 10:00 (received), paused 1 h 30 min: 3 Nov 15:30"},
		{"2026-01-02T10:00", 1, working, [2]string{}, "2026-01-04T23:59:59",
			"1 working day from 2 Jan (received), without the holiday 3 Jan, working 4 Jan: 4 Jan"},
		{"2026-04-03T10:00", 80, working, [2]string{}, "2026-07-30T23:59:59",
			"80 working days from 3 Apr (received), without the holidays 4 Apr–6 Apr, 1 May–5 May and 19 Jun–21 Jun, working 9 May: 30 Jul"},
		{"2026-11-03T23:59", 1, working, [2]string{}, "2026-11-04T23:59:59",
			"1 working day from 3 Nov (received): 4 Nov"},
	} {
		t.Run(fmt.Sprintf("%d %s from %s", tt.amount, tt.unit, tt.from), func(t *testing.T) {
			ask := calendar.Ask{From: at(t, tt.from, shanghai), Zone: shanghai,
				Period: calendar.Period{Amount: tt.amount, Unit: tt.unit}, Calendar: china(t), Rolls: true}
			if tt.pause[0] != "" {
				ask.Pauses = []calendar.Pause{{From: at(t, tt.pause[0], shanghai), To: at(t, tt.pause[1], shanghai)}}
			}
			due := calendar.Count(ask)
			if got := due.At.In(shanghai).Format("2006-01-02T15:04:05"); got != tt.want {
				t.Errorf("due %s, want %s", got, tt.want)
			}
			if got := due.Text(calendar.Since{"en": "received", "zh-Hans": "收到请求"})["en"]; got != tt.text {
				t.Errorf("text\n %s, want\n %s", got, tt.text)
			}
		})
	}
}

func TestTheCountIsExplainedInChinese(t *testing.T) {
	shanghai := zone(t, "Asia/Shanghai")
	for _, tt := range []struct {
		from   string
		amount int
		unit   calendar.Unit
		pauses []calendar.Pause
		want   string
	}{
		{"2026-11-03T10:00", 30, days,
			[]calendar.Pause{{From: at(t, "2026-11-10T01:00", shanghai), To: at(t, "2026-11-12T01:00", shanghai)}},
			"自11月3日（身份核验通过）次日起30个自然日，暂停2天，12月5日为星期六，顺延至12月7日"},
		{"2026-11-03T10:00", 30, days,
			[]calendar.Pause{{From: at(t, "2026-11-03T11:00", shanghai), To: at(t, "2026-11-05T01:00", shanghai)}},
			"自11月5日（11月3日身份核验通过，暂停至11月5日）次日起30个自然日，12月5日为星期六，顺延至12月7日"},
		{"2026-09-03T10:00", 1, months, nil, "自9月3日（身份核验通过）次日起1个月，10月3日为节假日（国庆节），顺延至10月8日"},
		{"2026-09-21T10:00", 15, working, nil,
			"自9月21日（身份核验通过）次日起15个工作日，扣除节假日9月25日至9月27日、10月1日至10月7日，10月10日为调休上班日，至10月19日"},
		{"2026-09-30T22:30", 72, hours, nil, "自9月30日 22:30（身份核验通过）起72小时，至10月3日 22:30"},
		{"2026-12-31T22:30", 1, working, nil, "自12月31日（身份核验通过）次日起1个工作日，扣除节假日2027年1月1日，至2027年1月4日；暂定，尚无2027年的节假日安排"},
	} {
		due := calendar.Count(calendar.Ask{From: at(t, tt.from, shanghai), Zone: shanghai, Calendar: china(t),
			Rolls: true, Pauses: tt.pauses,
			Period: calendar.Period{Amount: tt.amount, Unit: tt.unit}})
		if got := due.Text(calendar.Since{"en": "identity proven", "zh-Hans": "身份核验通过"})["zh-Hans"]; got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

func TestAYearWithoutATableIsCountedByWeekendsAndMarked(t *testing.T) {
	cal := china(t)
	for day, rests := range map[string]bool{"2026-10-10": false, "2026-10-07": true, "2026-10-11": true,
		"2027-01-01": true, "2027-10-02": true, "2027-10-08": false, "2027-05-01": true} {
		d, err := calendar.ParseDate(day)
		if err != nil || cal.Rests(d) != rests {
			t.Errorf("%s rests: %t, want %t; %v", day, !rests, rests, err)
		}
	}
	with := cal.With(calendar.Table{Year: 2027,
		Days: []calendar.Listed{{Date: calendar.Date{Year: 2026, Month: 12, Day: 31}, Off: true}}})
	if d := (calendar.Date{Year: 2026, Month: 12, Day: 31}); !with.Rests(d) || cal.Rests(d) || !with.Known(2027) ||
		cal.Known(2027) {
		t.Error("a table changes the calendar that it is added to, or a day of its neighbour year does not count")
	}
	if again := with.With(calendar.Table{Year: 2027}); again.Rests(calendar.Date{Year: 2026, Month: 12, Day: 31}) ||
		!again.Rests(calendar.Date{Year: 2026, Month: 10, Day: 1}) {
		t.Error("a newer table of a year leaves days of the older one, or takes those of another year")
	}
}

func TestAPeriodThatCannotBeCountedIsRefused(t *testing.T) {
	for _, p := range []calendar.Period{{}, {1, "weeks"}, {-1, days}, {0, hours}, {1, calendar.Immediate},
		{calendar.MaxAmount + 1, months}} {
		if p.Check() == nil {
			t.Errorf("%+v passes", p)
		}
	}
}
