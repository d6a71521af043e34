package incident_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/model/incident"
)

// shanghai is the zone of the rule pack.
var shanghai = time.FixedZone("", 8*3600)

var aware = time.Date(2026, 11, 23, 8, 12, 0, 0, shanghai)

func clock(tb testing.TB, list []incident.Running, id string) incident.Running {
	tb.Helper()
	i := slices.IndexFunc(list, func(r incident.Running) bool { return r.ID == id })
	if i < 0 {
		tb.Fatalf("there is no clock %q", id)
	}
	return list[i]
}

func TestClocksEndWhenTheRulesSay(t *testing.T) {
	r, p := rules(t)
	everywhere := map[string]incident.Range{}
	for _, regime := range r.Regimes() {
		everywhere[regime] = incident.Exactly(1_001)
	}
	yes := map[string]incident.Answer{}
	for _, q := range r.Questions {
		yes[q.ID] = incident.Yes
	}
	yes["no_risk"], yes["small_agent"], yes["improper_purpose"] = incident.No, incident.No, incident.No
	facts := func(operator string) incident.Facts {
		return incident.Facts{Title: "x", FoundBy: "x", Aware: aware, Operator: operator, Judged: "larger",
			People: incident.Exactly(2_000_000), Loss: incident.Exactly(0), Places: everywhere, Answers: yes,
			Assessed: aware.Add(24 * time.Hour), Handled: aware.Add(48 * time.Hour)}
	}
	told := incident.Told{"us_ca_people": aware.Add(72 * time.Hour), "br_authority": aware.Add(24 * time.Hour)}
	at := func(month time.Month, day, hour, minute, second int) time.Time {
		return time.Date(2026, month, day, hour, minute, second, 0, shanghai)
	}
	for _, tt := range []struct {
		id, operator string
		want         time.Time
	}{
		{"cn_authority", "", aware},
		{"cn_graded", "general", at(11, 23, 12, 12, 0)},
		{"cn_graded_critical", "critical", at(11, 23, 9, 12, 0)},
		{"cn_graded_state", "state", at(11, 23, 10, 12, 0)},
		{"cn_closing", "", at(12, 25, 23, 59, 59)},
		{"cn_flaw", "", at(11, 24, 8, 12, 0)},
		{"eu_authority", "", at(11, 26, 8, 12, 0)},
		{"uk_authority", "", at(11, 26, 8, 12, 0)},
		{"us_ca_people", "", at(12, 23, 23, 59, 59)},
		{"us_ca_attorney", "", at(12, 11, 23, 59, 59)},
		{"br_authority", "", at(11, 26, 23, 59, 59)},
		{"br_people", "", at(11, 26, 23, 59, 59)},
		{"br_further", "", at(12, 22, 23, 59, 59)},
		{"sg_assess", "", at(12, 23, 23, 59, 59)},
		{"sg_authority", "", at(11, 27, 23, 59, 59)},
		{"kr_people", "", at(11, 26, 8, 12, 0)},
		{"kr_authority", "", at(11, 26, 8, 12, 0)},
		{"jp_prelim", "", at(11, 26, 23, 59, 59)},
		{"jp_final", "", at(12, 23, 23, 59, 59)},
	} {
		c := clock(t, r.Reckon(p, facts(tt.operator), told), tt.id)
		if c.Applies == incident.No || !c.Due.Equal(tt.want) {
			t.Errorf("%s: applies %q, due %s, want %s", tt.id, c.Applies, c.Due.In(shanghai), tt.want)
		}
	}
	purpose := facts("")
	purpose.Answers = map[string]incident.Answer{"improper_purpose": incident.Yes, "small_agent": incident.Yes}
	if c := clock(t, r.Reckon(p, purpose, told),
		"jp_final_purpose"); !c.Due.Equal(time.Date(2027, 1, 22, 23, 59, 59, 0, shanghai)) {
		t.Errorf("Japan with an improper purpose: %s", c.Due.In(shanghai))
	}
	if c := clock(t, r.Reckon(p, purpose, told), "br_authority_small"); !c.Due.Equal(at(12, 1, 23, 59, 59)) {
		t.Errorf("Brazil, small agent: %s", c.Due.In(shanghai))
	}
	if c := clock(t, r.Reckon(p, purpose, told), "in_authority"); c.Applies != incident.No ||
		!strings.Contains(c.Why["en"], "2027-05-13") {
		t.Errorf("India before its law applies: %q, %q", c.Applies, c.Why)
	}
	purpose.Aware = time.Date(2027, 5, 13, 0, 0, 0, 0, shanghai)
	if c := clock(t, r.Reckon(p, purpose, told), "in_authority"); c.Applies != incident.Yes ||
		!c.Due.Equal(purpose.Aware.Add(72*time.Hour)) {
		t.Errorf("India: %q, %s", c.Applies, c.Due)
	}
}

// drawnRange draws a number that is not known, known, or estimated around the thresholds of the rules.
func drawnRange(t *rapid.T, name string, limits ...int64) incident.Range {
	if !rapid.Bool().Draw(t, name+" is known") {
		return incident.Range{}
	}
	near := []int64{0, 1}
	for _, l := range limits {
		near = append(near, l-1, l, l+1)
	}
	a, b := rapid.SampledFrom(near).Draw(t, name), rapid.SampledFrom(near).Draw(t, name+" at most")
	return incident.Range{Known: true, Least: min(a, b), Most: max(a, b)}
}

func drawnFacts(t *rapid.T, r *incident.Rules) incident.Facts {
	f := incident.Facts{Aware: rapid.SampledFrom([]time.Time{aware, aware.AddDate(1, 0, 0)}).Draw(t, "aware"),
		Places: map[string]incident.Range{}, Answers: map[string]incident.Answer{}}
	for _, q := range r.Questions {
		f.Answers[q.ID] = rapid.SampledFrom([]incident.Answer{incident.Unknown, incident.Yes, incident.No}).
			Draw(t, q.ID)
	}
	for _, regime := range r.Regimes() {
		f.Places[regime] = drawnRange(t, regime, 500, 501, 1_000, 1_001)
	}
	f.Operator = rapid.SampledFrom([]string{"", "general", "critical", "state"}).Draw(t, "operator")
	f.Judged = rapid.SampledFrom([]string{"", "ordinary", "larger", "major", "especially_major"}).Draw(t, "judged")
	f.People, f.Loss = drawnRange(t, "people", 1_000_000, 10_000_000), drawnRange(t, "loss", 5_000_000)
	return f
}

// duties is the table of the law, written down apart from the rules: which clocks can be ruled out. Everything that is
// not ruled out for certain must run.
func duties(f incident.Facts) map[string]bool {
	no := func(question string) bool { return f.Answers[question] == incident.No }
	yes := func(question string) bool { return f.Answers[question] == incident.Yes }
	nobody := func(regime string) bool { return f.Places[regime].Known && f.Places[regime].Most == 0 }
	below := func(regime string, n int64) bool { return f.Places[regime].Known && f.Places[regime].Most < n }
	ungraded := f.Judged == "ordinary" && f.People.Known && f.People.Most < 1_000_000 && f.Loss.Known &&
		f.Loss.Most < 5_000_000
	other := func(operator string) bool { return f.Operator != "" && f.Operator != operator }
	noHighRisk := no("high_risk") || yes("unintelligible")
	jp := nobody("jp") || no("sensitive") && no("financial_harm") && no("improper_purpose") && below("jp", 1_001)
	early := f.Aware.Before(time.Date(2027, 5, 13, 0, 0, 0, 0, shanghai))
	out := map[string]bool{
		"cn_authority": false, "cn_people": yes("harm_avoided"), "cn_guardians": no("minors"),
		"cn_others": no("others_harmed"), "cn_police": no("crime"), "cn_flaw": no("national_security"),
		"cn_graded": ungraded || other("general"), "cn_graded_critical": ungraded || other("critical"),
		"cn_graded_state": ungraded || other("state"), "cn_closing": ungraded,
		"eu_authority": nobody("eu") || yes("no_risk"), "uk_authority": nobody("uk") || yes("no_risk"),
		"eu_people": nobody("eu") || noHighRisk, "uk_people": nobody("uk") || noHighRisk,
		"us_ca_people": nobody("us_ca"), "us_ca_attorney": below("us_ca", 501),
		"br_authority": nobody("br") || yes("small_agent"), "br_authority_small": nobody("br") || no("small_agent"),
		"br_people": nobody("br"), "br_further": nobody("br"),
		"sg_assess": nobody("sg"), "sg_authority": nobody("sg") || no("significant_harm") && below("sg", 500),
		"sg_people": nobody("sg") || no("significant_harm"),
		"kr_people": nobody("kr"), "kr_authority": nobody("kr") ||
			below("kr", 1_000) && no("sensitive") && no("unique_ids") && no("outside_access"),
		"jp_prelim": jp, "jp_people": jp, "jp_final_purpose": nobody("jp") || no("improper_purpose"),
		"jp_final": nobody("jp") || yes("improper_purpose") ||
			no("sensitive") && no("financial_harm") && below("jp", 1_001),
		"hk_authority": nobody("hk"), "in_first": early || nobody("in"), "in_authority": early || nobody("in"),
		"in_people": early || nobody("in"),
	}
	run := map[string]bool{}
	for id, ruledOut := range out {
		run[id] = !ruledOut
	}
	return run
}

func TestNoCombinationOfFactsLeavesOutAClockThatApplies(t *testing.T) {
	r, p := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		f := drawnFacts(t, r)
		want := duties(f)
		list := r.Reckon(p, f, nil)
		if len(list) != len(want) {
			t.Fatalf("%d clocks, the table has %d", len(list), len(want))
		}
		for _, c := range list {
			runs, known := want[c.ID]
			if !known || runs != (c.Applies != incident.No) {
				t.Fatalf("%s applies %q, by the table %v: %s", c.ID, c.Applies, runs, c.Why["en"])
			}
			for lang, why := range c.Why {
				if why == "" || strings.Contains(why, "<no value>") || strings.HasSuffix(why, "：") ||
					strings.HasSuffix(why, ": ") {
					t.Fatalf("%s does not say why in %s: %q", c.ID, lang, why)
				}
			}
		}
	})
}

func TestMoreKnowledgeNeverMakesAClockThatRunsForCertainDoubtful(t *testing.T) {
	r, p := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		f := drawnFacts(t, r)
		var open []string
		for _, q := range r.Questions {
			if f.Answers[q.ID] == incident.Unknown {
				open = append(open, q.ID)
			}
		}
		if len(open) == 0 {
			return
		}
		before := r.Reckon(p, f, nil)
		f.Answers[rapid.SampledFrom(open).Draw(t, "question")] = rapid.SampledFrom(
			[]incident.Answer{incident.Yes, incident.No}).Draw(t, "answer")
		for _, turn := range incident.Turns(before, r.Reckon(p, f, nil)) {
			if turn.Before.Applies != incident.Unknown {
				t.Fatalf("%s was %q for certain and is %q now", turn.Before.ID, turn.Before.Applies, turn.After.Applies)
			}
		}
	})
}

func TestAFactThatChangesSaysWhichClocksBeginAndEnd(t *testing.T) {
	r, p := rules(t)
	f := incident.Facts{Aware: aware, People: incident.Exactly(900), Loss: incident.Exactly(0), Judged: "ordinary",
		Operator: "general", Places: map[string]incident.Range{"eu": incident.Exactly(0)}}
	before := r.Reckon(p, f, nil)
	f.Places = map[string]incident.Range{"eu": incident.Exactly(214)}
	f.People, f.Answers = incident.Exactly(1_200_000), map[string]incident.Answer{"minors": incident.No,
		"no_risk": incident.No}
	turns := map[string]incident.Turn{}
	for _, turn := range incident.Turns(before, r.Reckon(p, f, nil)) {
		turns[turn.After.ID] = turn
	}
	for id, want := range map[string][2]incident.Answer{"eu_authority": {incident.No, incident.Yes},
		"cn_graded": {incident.No, incident.Yes}, "cn_guardians": {incident.Unknown, incident.No}} {
		if got := turns[id]; got.Before.Applies != want[0] || got.After.Applies != want[1] ||
			got.After.Why["zh-Hans"] == "" {
			t.Errorf("%s turns from %q to %q, want %q", id, got.Before.Applies, got.After.Applies, want)
		}
	}
	if why := turns["eu_authority"].After.Why["en"]; !strings.Contains(why, "214 people there") {
		t.Errorf("the reason is %q", why)
	}
	if why := turns["cn_graded"].After.Why["zh-Hans"]; !strings.Contains(why, "较大") {
		t.Errorf("the reason is %q", why)
	}
}
