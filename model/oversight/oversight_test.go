package oversight

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/model"
)

func TestASpanIsOfWholeWeeksOrMonthsOfTheZone(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin") // summer time ends within the weeks
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 10, 45, 0, 0, zone) // a Sunday
	for span, want := range map[Span][2]string{
		FourWeeks:   {"2026-10-26T00:00:00+01:00", "2026-11-16T00:00:00+01:00"},
		TwelveWeeks: {"2026-08-31T00:00:00+02:00", "2026-11-16T00:00:00+01:00"},
		Year:        {"2025-12-01T00:00:00+01:00", "2026-11-01T00:00:00+01:00"},
	} {
		p := span.Until(now)
		if first, last := p.From.Format(time.RFC3339), p.Parts[len(p.Parts)-1].Format(time.RFC3339); first != want[0] ||
			last != want[1] || !p.To.After(now) {
			t.Errorf("%d: from %s, the last part from %s", span, first, last)
		}
		b := span.Before(p)
		if !b.To.Equal(p.From) || len(b.Parts) != len(p.Parts) || !b.End(len(b.Parts)-1).Equal(p.From) {
			t.Errorf("%d: the one before ends %s with %d parts", span, b.To, len(b.Parts))
		}
	}
	if p := FourWeeks.Until(time.Date(2026, 11, 23, 0, 0, 0, 0, zone)); p.Parts[3].Day() != 23 {
		t.Errorf("a Monday begins a week of its own: %s", p.Parts[3])
	}
}

func TestWhatIsAnsweredIsCountedOnceAndUnderEachOfItsRules(t *testing.T) {
	var f Figures
	f.Take(map[model.Kind]int64{model.Export: 7, model.Deletion: 2}, []Closed{
		{Kind: model.Export, Outcome: model.Fulfilled, InTime: true, N: 3},
		{Kind: model.Export, Outcome: model.Refused, Regimes: []string{"eu", "uk"}, N: 2},
		{Kind: model.Export, Outcome: model.Withdrawn, N: 5},
		{Kind: model.Correction, Outcome: model.Duplicate, InTime: true, N: 5},
	}, []string{"cn"})
	if want := (Share{3, 5}); f.OnTime != want {
		t.Errorf("%+v in time", f.OnTime)
	}
	if want := []Row{{"export", 7, Share{3, 5}}, {"deletion", 2, Share{}}}; !reflect.DeepEqual(f.Kinds, want) {
		t.Errorf("kinds %+v", f.Kinds)
	}
	if want := []Row{{"cn", 3, Share{3, 3}}, {"eu", 2, Share{0, 2}},
		{"uk", 2, Share{0, 2}}}; !reflect.DeepEqual(f.Regimes, want) {
		t.Errorf("rules %+v", f.Regimes)
	}
	if (Share{}).Percent() != 100 {
		t.Error("nothing that could be late was late")
	}
}

func moved(request int64, hour int, from, to model.Status) model.Entry {
	return model.Entry{RequestID: request, At: time.Date(2026, 11, 1, hour, 0, 0, 0, time.UTC), Action: "x",
		Detail: map[string]any{"from": string(from), "to": string(to)}}
}

func TestStaysAreReadBackwardsFromTheLog(t *testing.T) {
	m := NewMoves()
	taken := model.Entry{RequestID: 1, At: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Action: model.ActTakeRequest,
		Detail: map[string]any{}}
	refused := model.Entry{RequestID: 1, Action: model.ActRefuse,
		Detail: map[string]any{"grounds": []any{"EXC-1", "EXC-3"}}}
	for _, e := range []model.Entry{moved(1, 9, model.Review, model.Answering),
		moved(1, 8, model.Working, model.Review), moved(1, 7, model.Review, model.Working),
		moved(1, 4, model.Working, model.Review), refused, moved(2, 3, model.Verifying, model.Working),
		moved(1, 2, model.Received, model.Working), taken} {
		m.Follow(e)
	}
	want := []Stay{{model.Received, 1, 2 * time.Hour, 2 * time.Hour}, {model.Working, 2, time.Hour, 2 * time.Hour},
		{model.Review, 2, time.Hour, 3 * time.Hour}}
	if got := m.Stays(); !reflect.DeepEqual(got, want) {
		t.Errorf("stays %+v\nwant %+v", got, want)
	}
	if m.Reviews != 2 || m.Returned != 1 {
		t.Errorf("%d reviews, %d returned", m.Reviews, m.Returned)
	}
	if got := m.Grounds(); len(got) != 2 || got[0].N != 1 {
		t.Errorf("grounds %+v", got)
	}
}

func TestThePlaceOfAPartIsWithinTheListAndSplitsIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, part := rapid.IntRange(1, 1000).Draw(t, "n"), rapid.Float64Range(0, 1).Draw(t, "part")
		at := Place(n, part)
		if at < 0 || at >= n || float64(at+1) < float64(n)*part-0.001 || at > 0 && float64(at) > float64(n)*part {
			t.Errorf("of %d, %f ends at %d", n, part, at)
		}
	})
}
