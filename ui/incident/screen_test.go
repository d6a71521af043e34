package incident

import (
	"reflect"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/rule"
)

func pack(tb testing.TB) *rule.Pack {
	tb.Helper()
	p, err := rule.Read(assets.RulePack)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// known are facts of which every one is stated.
func known() incident.Facts {
	at := time.Date(2026, 11, 23, 8, 12, 34, 0, time.UTC)
	f := incident.Facts{Title: "Export readable", Known: true, FoundBy: "He Yu", Aware: at,
		Happened: at.Add(-time.Hour), System: "export", Cause: "a job", Operator: "critical", Judged: "larger",
		People: incident.Range{Known: true, Least: 200, Most: 500}, Loss: incident.Exactly(0),
		Places: map[string]incident.Range{}, Answers: map[string]incident.Answer{},
		Contained: at.Add(time.Hour), Assessed: at.Add(2 * time.Hour), Handled: at.Add(3 * time.Hour)}
	for _, id := range app.Rules().Regimes() {
		if id != "cn" {
			f.Places[id] = incident.Exactly(7)
		}
	}
	for i, q := range app.Rules().Questions {
		f.Answers[q.ID] = []incident.Answer{incident.Yes, incident.No}[i%2]
	}
	return f
}

func TestTheFormOfTheFactsGivesBackWhatItShows(t *testing.T) {
	test.NewTempApp(t)
	for name, f := range map[string]incident.Facts{"all known": known(),
		"nothing known": {Title: "x", FoundBy: "y", Aware: known().Aware, Places: map[string]incident.Range{},
			Answers: map[string]incident.Answer{}}} {
		if back := newFactsForm(f, pack(t)).facts(); !reflect.DeepEqual(back, f) {
			t.Errorf("%s: unchanged, the form reads\n%+v, want\n%+v", name, back, f)
		}
	}
}

func TestANumberIsReadAsItIsWritten(t *testing.T) {
	for text, want := range map[string]incident.Range{"": {}, "214": incident.Exactly(214),
		"18,402": incident.Exactly(18402), "200-500": {Known: true, Least: 200, Most: 500},
		" 1,000 – 2,000 ": {Known: true, Least: 1000, Most: 2000}, "0": incident.Exactly(0)} {
		got, ok := readSpan(text)
		if !ok || got != want {
			t.Errorf("%q is read as %+v, %v", text, got, ok)
		}
		if again, ok := readSpan(got.String()); !ok || again != got {
			t.Errorf("%+v is written %q", got, got.String())
		}
	}
	for _, text := range []string{"many", "-5", "500-200", "1-2-3", "1.5"} {
		if _, ok := readSpan(text); ok {
			t.Errorf("%q is a number", text)
		}
	}
}

// TestEveryFieldOfAReportSaysWhatAsksForIt: the very point where a form goes by several, else what the form goes by.
func TestEveryFieldOfAReportSaysWhatAsksForIt(t *testing.T) {
	test.NewTempApp(t)
	points := map[string]string{"eu_authority/consequences": "GDPR, Article 33(3)(c)",
		"eu_authority/late":    "GDPR, Article 33(1)",
		"cn_authority/contact": "PIPL, Article 57(1)(3)",
		"sg_authority/harm":    "PDPA, section 26D; Notification of Data Breaches Regulations 2021, regulation 5"}
	for _, form := range app.Rules().Forms {
		for _, f := range form.Fields {
			at := form.Clocks[0] + "/" + f.ID
			if got := sourceOf(form, f); got == "" || points[at] != "" && got != points[at] {
				t.Errorf("%s: %q asks for it, want %q", at, got, points[at])
			}
			delete(points, at)
		}
	}
	if len(points) > 0 {
		t.Errorf("no form has %v", points)
	}
}
