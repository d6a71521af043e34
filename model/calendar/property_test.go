package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/model/calendar"
)

var zones = []string{"Asia/Shanghai", "Europe/Berlin", "America/Los_Angeles", "America/Sao_Paulo"}

// asked draws what to count, in any of the units.
func asked(t *rapid.T, units ...calendar.Unit) calendar.Ask {
	z := zone(t, rapid.SampledFrom(zones).Draw(t, "zone"))
	from := time.Date(2024, 11, 1, 0, rapid.IntRange(0, 3*366*24*60).Draw(t, "minute"), 0, 0, z)
	ask := calendar.Ask{From: from, Zone: z, Calendar: china(t), Rolls: rapid.Bool().Draw(t, "rolls"),
		Period: calendar.Period{Unit: rapid.SampledFrom(units).Draw(t, "unit"),
			Amount: rapid.IntRange(1, 60).Draw(t, "amount")}}
	for range rapid.IntRange(0, 3).Draw(t, "pauses") {
		stop := from.Add(time.Duration(rapid.IntRange(-40*24, 90*24).Draw(t, "stops")) * time.Hour)
		ask.Pauses = append(ask.Pauses,
			calendar.Pause{From: stop,
				To: stop.Add(time.Duration(rapid.IntRange(-5, 400).Draw(t, "stands")) * time.Hour)})
	}
	return ask
}

// Every count agrees with one made day by day, from the words of the rules alone.
func TestCountingAgreesWithOneDayAfterTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ask := asked(t, days, working, months)
		ask.FirstCounts = rapid.IntRange(0, 3).Draw(t, "first") == 0
		due := calendar.Count(ask)
		if want := dayByDay(ask); due.Last.String() != want {
			t.Fatalf("ends %s, want %s", due.Last, want)
		}
		if end := due.At.In(ask.Zone); end.Format(time.DateOnly) != due.Last.String() ||
			end.Add(time.Second).Format(time.DateOnly) != due.Last.Add(1).String() {
			t.Fatalf("%s is not the last second of %s", end, due.Last)
		}
	})
}

// A leaf of a wall calendar: a day as people read it, with what is known of it.
type leaf struct {
	name           string
	month, day     int // months run on over the years
	last           bool
	rests, standby bool
}

// leaves tears off days from a moment on, by the calendar of a wall: each is the next whole day in UTC.
func leaves(ask calendar.Ask) func(i int) leaf {
	first, err := time.Parse(time.DateOnly, ask.From.In(ask.Zone).Format(time.DateOnly))
	return func(i int) leaf {
		d := first.AddDate(0, 0, i)
		date, dateErr := calendar.ParseDate(d.Format(time.DateOnly))
		if err != nil || dateErr != nil {
			return leaf{}
		}
		l := leaf{name: date.String(), month: 12*d.Year() + int(d.Month()), day: d.Day(),
			last: d.AddDate(0, 0, 1).Day() == 1, rests: ask.Calendar.Rests(date)}
		for _, p := range ask.Pauses {
			from, to := p.From.In(ask.Zone).Format(time.DateOnly), p.To.In(ask.Zone).Format(time.DateOnly)
			l.standby = l.standby || from <= l.name && l.name < to
		}
		return l
	}
}

func dayByDay(ask calendar.Ask) string {
	wall := leaves(ask)
	at := 0
	for wall(at).standby { // the clock stands when it should start
		at++
	}
	start, need := wall(at), ask.Period.Amount
	if ask.Period.Unit == months { // how many days lie before the corresponding one
		need = 0
		for l := start; l.month < start.month+ask.Period.Amount || l.day < start.day && !l.last; l = wall(at + need) {
			need++
		}
	}
	counts := func(l leaf) bool { return !l.standby && (ask.Period.Unit != working || !l.rests) }
	if ask.FirstCounts && counts(start) {
		need--
	}
	for need > 0 {
		at++
		if counts(wall(at)) {
			need--
		}
	}
	for ask.Rolls && (wall(at).rests || wall(at).standby) {
		at++
	}
	return wall(at).name
}

// Hours agree with a clock that is looked at every minute.
func TestHoursAgreeWithAClockThatIsLookedAtEveryMinute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ask := asked(t, hours)
		left := ask.Period.Amount * 60
		now := ask.From
		for left > 0 {
			standing := false
			for _, p := range ask.Pauses {
				standing = standing || !now.Before(p.From) && now.Before(p.To)
			}
			now = now.Add(time.Minute)
			if !standing {
				left--
			}
		}
		if due := calendar.Count(ask); !due.At.Equal(now) || due.Provisional {
			t.Fatalf("ends %s, want %s", due.At.In(ask.Zone), now)
		}
	})
}

// What a longer period or a pause adds never brings the end nearer, and every sentence names the day of the end.
func TestMoreTimeNeverEndsEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ask := asked(t, days, working, months, hours)
		due := calendar.Count(ask)
		longer := ask
		longer.Period.Amount++
		without := ask
		without.Pauses = nil
		if calendar.Count(longer).At.Before(due.At) || due.At.Before(calendar.Count(without).At) ||
			due.At.Before(ask.From) {
			t.Fatalf("longer %s, as asked %s, without a pause %s", calendar.Count(longer).At, due.At,
				calendar.Count(without).At)
		}
		for lang, text := range due.Text(calendar.Since{"en": "received", "zh-Hans": "收到"}) {
			if text == "" {
				t.Fatalf("no words in %s", lang)
			}
		}
	})
}
