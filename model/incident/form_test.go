package incident_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
)

func ids(fields []incident.Field) (list []string) {
	for _, f := range fields {
		list = append(list, f.ID)
	}
	return list
}

func TestADraftLacksWhatItsFormAsksForAtItsStage(t *testing.T) {
	r, _ := rules(t)
	gdpr, ok := r.FormOf("eu_authority")
	if !ok {
		t.Fatal("no form for the EU authority")
	}
	for name, c := range map[string]struct {
		draft incident.Draft
		late  bool
		want  []string
	}{
		"nothing written, first": {incident.Draft{First: true}, false, []string{"nature", "people", "contact"}},
		"nothing written, whole": {incident.Draft{}, false,
			[]string{"nature", "people", "contact", "consequences", "measures"}},
		"late, whole": {
			incident.Draft{Fields: map[string]string{"nature": "a", "people": "b", "contact": "c",
				"consequences": "d"}}, true, []string{"measures", "late"}},
		"late, first": {incident.Draft{First: true,
			Fields: map[string]string{"nature": "a", "people": "b", "contact": "c"}}, true, []string{"late"}},
		"blank is not said": {incident.Draft{First: true,
			Fields: map[string]string{"nature": " ", "people": "泄露", "contact": "c"}}, false, []string{"nature"}},
		"everything, though late": {
			incident.Draft{Fields: map[string]string{"nature": "a", "people": "b", "contact": "c", "consequences": "d",
				"measures": "e", "late": "f"}}, true, nil},
	} {
		if got := ids(gdpr.Lacks(c.draft, c.late)); !slices.Equal(got, c.want) {
			t.Errorf("%s: lacks %v, want %v", name, got, c.want)
		}
	}
}

// What a draft says is approved as it stands, by somebody who did not write it.
func TestADraftIsApprovedWholeByASecondPerson(t *testing.T) {
	o := newTold(t, false)
	o.seat()
	form, _ := o.rules.FormOf("cn_authority")
	write := func(by string, leave ...string) int64 {
		t.Helper()
		d := incident.Draft{Clock: "cn_authority", First: true, Fields: map[string]string{}}
		for _, f := range form.Fields {
			if f.First && !slices.Contains(leave, f.ID) {
				d.Fields[f.ID] = fmt.Sprint("said ", o.Version) // nobody keeps the same draft twice
			}
		}
		o.must(incident.Written, incident.Body{Draft: &d})
		o.Record[len(o.Record)-1].By = by
		return o.Version
	}
	approve := func(n int64) error {
		return o.try(incident.Approved, incident.Body{Approval: &incident.Approval{Draft: n}})
	}
	report := func(n int64) error {
		return o.try(incident.Reported,
			incident.Body{Report: &incident.Report{Clock: "cn_authority", At: aware, Channel: "12387", Draft: n}})
	}
	var lacks *incident.LackError
	if err := approve(write("other", "people", "contact")); !errors.As(err, &lacks) ||
		!slices.Equal(ids(lacks.Fields), []string{"people", "contact"}) {
		t.Errorf("a draft that lacks something: %v", err)
	}
	older := write("other")
	newer := write("other")
	if err := approve(older); !errors.Is(err, incident.ErrDraft) {
		t.Errorf("an older draft is approved: %v", err)
	}
	if err := report(newer); !errors.Is(err, incident.ErrDraft) {
		t.Errorf("a draft that nobody approved was sent: %v", err)
	}
	if err := approve(newer); err != nil {
		t.Fatal(err)
	}
	if err := approve(newer); !errors.Is(err, incident.ErrDraft) {
		t.Errorf("approved twice: %v", err)
	}
	if err := report(newer); err != nil {
		t.Error(err)
	}
	last := write("other")
	if d, _ := o.Drafted("cn_authority"); d.Number != last || d.Approved.Number != 0 {
		t.Errorf("a new draft takes over the approval of the older one: %+v", d)
	}
	if err := approve(write("staff")); !errors.Is(err, incident.ErrOwn) {
		t.Errorf("approved by who wrote it: %v", err)
	}
	if err := approve(write("other")); !errors.Is(err, incident.ErrOwn) {
		t.Errorf("approved by who wrote an earlier version of it: %v", err)
	}
	same := *o.Record[len(o.Record)-1].Body.Draft
	if err := o.try(incident.Written, incident.Body{Draft: &same}); !errors.Is(err, incident.ErrSame) {
		t.Errorf("the same draft once more: %v", err)
	}
	if err := o.try(incident.Written,
		incident.Body{Draft: &incident.Draft{Clock: "cn_authority",
			Fields: map[string]string{"shoe size": "43"}}}); !errors.Is(err, incident.ErrWord) {
		t.Errorf("a field that no form has: %v", err)
	}
}

func TestADraftBeginsWithWhatTheRecordKnows(t *testing.T) {
	o := newTold(t, false)
	r, p := rules(t)
	o.must(incident.Noted, incident.Body{Text: "Public link closed", Done: aware})
	form, _ := r.FormOf("cn_graded")
	for lang, want := range map[string]string{"en": "Export readable by public link. Found 2026-",
		"zh-Hans": "Export readable by public link。2026-"} {
		st, err := r.Stand(p, o.Incident)
		if err != nil {
			t.Fatal(err)
		}
		d := st.Begin(form, "cn_graded",
			model.Organisation{Name: model.Text{"en": "Shop", "zh-Hans": "商店"}, Contact: "dpo@example.org"}, lang,
			time.UTC)
		if d.Fields["event"][:len(want)] != want || d.Fields["people"] != "" ||
			d.Fields["contact"] != "dpo@example.org" || d.Fields["cause"] != "" || !d.First {
			t.Errorf("%s: the draft begins with %+v", lang, d)
		}
	}
}

// Whoever an authority waits for has a form to begin with; what no form is for says so here.
func TestEveryReportToAnAuthorityHasAForm(t *testing.T) {
	r, _ := rules(t)
	without := map[string]string{"cn_police": "a call and a statement on the spot",
		"cn_flaw": "the flaw is reported on the platform of the ministry", "sg_assess": "an assessment, and no report"}
	for _, c := range r.Clocks {
		_, has := r.FormOf(c.ID)
		if why := without[c.ID]; !c.People && has == (why != "") {
			t.Errorf("%s has a form: %v, %s", c.ID, has, why)
		}
	}
}
