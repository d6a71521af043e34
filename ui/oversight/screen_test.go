package oversight

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/oversight"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

func figures() oversight.Figures {
	now := time.Date(2026, 11, 22, 10, 45, 0, 0, time.UTC)
	f := oversight.Figures{Span: oversight.TwelveWeeks, Period: oversight.TwelveWeeks.Until(now),
		OnTime: oversight.Share{InTime: 465, Of: 477}, Open: 64, Late: 1,
		LateOne: oversight.Pointed{ID: 9, Reference: "R-2026-001794"}, Median: 9 * 24 * time.Hour,
		Ages: []int64{22, 17, 14, 10, 1}, Reviews: 452, Returned: 27,
		Oldest:  oversight.Pointed{ID: 8, Reference: "R-2026-001761", ReceivedAt: now},
		Grounds: []oversight.Row{{Name: "EXC-3", N: 14}, {Name: "unheard", N: 1}},
		Kinds: []oversight.Row{{Name: "export", N: 176, Share: oversight.Share{InTime: 3, Of: 4}},
			{Name: "restriction", N: 2}},
		Regimes: []oversight.Row{{Name: "cn", N: 470, Share: oversight.Share{InTime: 1, Of: 1}}},
		Staff:   []oversight.Work{{Staff: model.Staff{ID: "a", Name: "王芳"}, Open: 19, ThisWeek: 6}, {Open: 5}},
		Stays:   []oversight.Stay{{Status: model.Review, N: 3, Median: time.Hour, Slow: 48 * time.Hour}}}
	f.Arrived, f.Closed = make([]int64, 12), make([]int64, 12)
	f.Arrived[11], f.Closed[11] = 51, 46
	return f
}

func TestTheScreenShowsWhatTheReportSays(t *testing.T) {
	frametest.New(t)
	rules, err := rule.Read(assets.RulePack)
	if err != nil {
		t.Fatal(err)
	}
	s := &screen{rules: rules, note: part.NewCaption(""), body: part.VBox(12)}
	s.show(figures())
	shown := strings.Join(words(s.body), "\n")
	for _, want := range []string{"97.5 %", "465 of 477", "R-2026-001794", "R-2026-001761", "arrived 51", "closed 46",
		"75.0 %", "王芳", "Unclaimed", "unheard", "6 %", "review"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the screen lacks %q", want)
		}
	}
	p := s.paper(figures())
	for _, part := range p.Parts {
		for _, row := range part.Rows {
			if len(row) != len(p.Heads)-1 {
				t.Errorf("%s: %q has not a cell under each head", part.Title, row)
			}
		}
	}
}

// words are all texts below an object.
func words(o fyne.CanvasObject) (list []string) {
	switch o := o.(type) {
	case *part.Text:
		return []string{o.Text}
	case *part.Button:
		return []string{o.Text}
	case *part.Card:
		return words(o.Content)
	case *fyne.Container:
		for _, c := range o.Objects {
			list = append(list, words(c)...)
		}
	}
	return list
}
