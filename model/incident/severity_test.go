package incident_test

import (
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/model/incident"
)

func circumstances(confidentiality, integrity, availability, intent string) map[string]string {
	return map[string]string{"confidentiality": confidentiality, "integrity": integrity, "availability": availability,
		"intent": intent}
}

// The contexts are the examples of the method's own annex.
func TestTheExamplesOfTheMethodScoreAsItSays(t *testing.T) {
	r, _ := rules(t)
	for name, tt := range map[string]struct {
		category, adjust string
		want             int
	}{
		"customers of a supermarket":                {"simple", "", 100},
		"customers of a seller of luxury goods":     {"simple", "plus1", 200},
		"addresses of an adult book store":          {"simple", "plus2", 300},
		"officers under cover":                      {"simple", "plus3", 400},
		"calls to a provider's help desk":           {"behavioural", "minus1", 100},
		"a week of calls":                           {"behavioural", "", 200},
		"a year of calls":                           {"behavioural", "plus1", 300},
		"calls to a centre of psychological help":   {"behavioural", "plus2", 400},
		"a letter that says somebody is a customer": {"financial", "minus2", 100},
		"transactions of a day without details":     {"financial", "minus1", 200},
		"balances of a month":                       {"financial", "", 300},
		"statements of a year with details":         {"financial", "plus1", 400},
		"general blood tests were made":             {"sensitive", "minus3", 100},
		"a blood test in an emergency":              {"sensitive", "minus2", 200},
		"a test for one disease":                    {"sensitive", "minus1", 300},
		"the results of the test":                   {"sensitive", "", 400},
	} {
		t.Run(name, func(t *testing.T) {
			score, err := r.Severity.Score(incident.Factors{Contexts: []incident.Context{{tt.category, tt.adjust}},
				Identification: "maximum", Circumstances: circumstances("none", "none", "none", "none")})
			if err != nil || score.DPC != tt.want || score.SE != tt.want {
				t.Errorf("scores %d, SE %d, %v; want %d", score.DPC, score.SE, err, tt.want)
			}
		})
	}
}

func TestAScoreIsWhatItsFactorsComeTo(t *testing.T) {
	r, _ := rules(t)
	for name, tt := range map[string]struct {
		factors incident.Factors
		se      int
		band    string
	}{
		"an export readable by a public link": {incident.Factors{[]incident.Context{{"sensitive", "minus1"}}, "maximum",
			circumstances("unknown", "none", "none", "none")}, 350, "high"},
		"just below medium": {incident.Factors{[]incident.Context{{"behavioural", ""}}, "significant",
			circumstances("known", "none", "none", "none")}, 175, "low"},
		"just medium": {incident.Factors{[]incident.Context{{"behavioural", ""}}, "maximum",
			circumstances("none", "none", "none", "none")}, 200, "medium"},
		"just high": {incident.Factors{[]incident.Context{{"financial", ""}}, "maximum",
			circumstances("none", "none", "none", "none")}, 300, "high"},
		"just very high": {incident.Factors{[]incident.Context{{"sensitive", ""}}, "significant",
			circumstances("unknown", "none", "none", "malicious")}, 400, "very_high"},
		"the highest there is": {incident.Factors{[]incident.Context{{"sensitive", ""}}, "maximum",
			circumstances("unknown", "unrecoverable", "full", "malicious")}, 600, "very_high"},
		"the lowest there is": {incident.Factors{[]incident.Context{{"simple", ""}}, "negligible",
			circumstances("none", "none", "none", "none")}, 25, "low"},
		"of several the highest counts": {
			incident.Factors{[]incident.Context{{"simple", "plus1"}, {"financial", "plus1"}, {"sensitive", "minus3"}},
				"limited", circumstances("known", "recoverable", "temporary", "none")}, 275, "medium"},
	} {
		t.Run(name, func(t *testing.T) {
			score, err := r.Severity.Score(tt.factors)
			if err != nil || score.SE != tt.se || score.Band.ID != tt.band {
				t.Errorf("SE %d, %s, %v; want %d, %s", score.SE, score.Band.ID, err, tt.se, tt.band)
			}
		})
	}
	if top := r.Severity.Top(); top != 600 {
		t.Errorf("the scale ends at %d", top)
	}
}

func TestNothingIsScoredBeforeEveryFactorIsChosen(t *testing.T) {
	r, _ := rules(t)
	whole := func() incident.Factors {
		return incident.Factors{[]incident.Context{{"simple", "plus1"}}, "limited",
			circumstances("none", "none", "none", "none")}
	}
	if _, err := r.Severity.Score(whole()); err != nil {
		t.Fatal(err)
	}
	for name, drop := range map[string]func(*incident.Factors){
		"no data":            func(f *incident.Factors) { f.Contexts = nil },
		"unknown data":       func(f *incident.Factors) { f.Contexts[0].Category = "other" },
		"another's wording":  func(f *incident.Factors) { f.Contexts[0].Adjust = "minus3" },
		"no identification":  func(f *incident.Factors) { f.Identification = "" },
		"one circumstance":   func(f *incident.Factors) { delete(f.Circumstances, "integrity") },
		"an unknown outcome": func(f *incident.Factors) { f.Circumstances["intent"] = "perhaps" },
	} {
		f := whole()
		drop(&f)
		if _, err := r.Severity.Score(f); !errors.Is(err, incident.ErrFactors) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheChineseGradeFollowsPeopleLossAndJudgment(t *testing.T) {
	r, _ := rules(t)
	for name, tt := range map[string]struct {
		facts       incident.Facts
		least, most string
		judged      bool
	}{
		"nothing is known": {incident.Facts{}, "ordinary", "especially_major", false},
		"a million": {incident.Facts{People: incident.Exactly(1_000_000), Loss: incident.Exactly(0)},
			"larger", "larger", false},
		"one fewer needs a judgment": {incident.Facts{People: incident.Exactly(999_999), Loss: incident.Exactly(0)},
			"ordinary", "larger", false},
		"one fewer, judged": {incident.Facts{People: incident.Exactly(999_999), Loss: incident.Exactly(0),
			Judged: "ordinary"}, "ordinary", "ordinary", true},
		"judged larger": {incident.Facts{People: incident.Exactly(18_402), Loss: incident.Exactly(0),
			Judged: "larger"}, "larger", "larger", true},
		"a judgment below the figures": {incident.Facts{People: incident.Exactly(10_000_000), Judged: "ordinary"},
			"major", "major", true},
		"by the loss": {incident.Facts{People: incident.Exactly(3),
			Loss: incident.Exactly(20_000_000)}, "major", "major", false},
		"a hundred million": {incident.Facts{People: incident.Exactly(100_000_000),
			Loss: incident.Exactly(1)}, "especially_major", "especially_major", false},
		"an estimate": {
			incident.Facts{People: incident.Range{Known: true, Least: 1_000_000, Most: 12_000_000},
				Loss: incident.Exactly(0)}, "larger", "major", false},
	} {
		if g := r.Grade(tt.facts); g.Least.ID != tt.least || g.Most.ID != tt.most || g.Judged != tt.judged {
			t.Errorf("%s: %s to %s, judged %v", name, g.Least.ID, g.Most.ID, g.Judged)
		}
	}
}
