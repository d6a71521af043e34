package rule_test

import (
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
)

// Any law alone makes a desk: every kind of request has a day under it, counted by the days of that law, and the
// company's own promises with it.
func TestEveryLawAloneGivesEveryRequestItsDay(t *testing.T) {
	carried := rules(t)
	if len(carried.Laws()) < 10 {
		t.Fatalf("%d laws", len(carried.Laws()))
	}
	received := time.Date(2026, 12, 24, 9, 0, 0, 0, time.UTC)
	for _, law := range carried.Laws() {
		text, err := carried.UnderLaw(law.ID)
		if err != nil {
			t.Errorf("%s: %v", law.ID, err)
			continue
		}
		p, err := rule.Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if seed, _ := p.Regime("seed"); seed.Calendar != law.Calendar || seed.Rolls != law.Rolls ||
			seed.Counting.In("en") != law.Counting.In("en") {
			t.Errorf("%s: the company's promises are counted by %s", law.ID, seed.Calendar)
		}
		for _, kind := range model.Kinds {
			d := p.Dates(model.Request{Kind: kind, ReceivedAt: received}, received)
			for what, day := range map[string]rule.Dated{"acknowledgement": d.Acknowledge, "identity": d.Identity,
				"answer": d.Answer} {
				if !day.At.After(received) || day.Limit.AtOnce() || len(day.Limit.Source) == 0 {
					t.Errorf("%s: %s of %s is due %s (%+v)", law.ID, what, kind, day.At, day.Limit)
				}
			}
		}
	}
	if _, err := carried.UnderLaw("seed"); err == nil {
		t.Error("promises of the company's own are taken for a law")
	}
}

// A pack without figures of its own is refused where the law of the desk leaves a kind without one.
func TestAPackWithoutFiguresOfItsOwnNeedsThemOfItsLaws(t *testing.T) {
	before, rest, _ := strings.Cut(string(assets.RulePack), "\notherwise:\n")
	_, after, _ := strings.Cut(rest, "\n\n")
	old := before + "\n\n" + after
	if _, err := rule.Read([]byte(old)); err != nil {
		t.Fatalf("a pack of before: %v", err)
	}
	if _, err := rule.WithDefaults(old, []string{"seed", "eu"}); err == nil ||
		!strings.Contains(err.Error(), "none of them gives a figure for") {
		t.Errorf("%v", err)
	}
}
