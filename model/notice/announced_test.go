package notice

import (
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/policy"
)

func version(number int64, label string, from calendar.Date, clauses ...policy.Clause) policy.Version {
	return policy.Version{Document: "statement", Number: number, Label: label, From: from, Clauses: clauses}
}

func says(id, heading, body string) policy.Clause {
	return policy.Clause{ID: id, Heading: model.Text{"en": heading}, Body: model.Text{"en": body}}
}

// TestANoticeIsComparedWithTheLibrary: its day, the clauses that it names and the changes that it leaves out are named.
func TestANoticeIsComparedWithTheLibrary(t *testing.T) {
	january, later := calendar.Date{Year: 2027, Month: 1, Day: 1}, calendar.Date{Year: 2027, Month: 1, Day: 11}
	versions := []policy.Version{
		version(1, "3.2", calendar.Date{Year: 2025, Month: 1, Day: 1}, says("1", "Who we are", "Orange Lab."),
			says("4.2", "How long we keep it", "We keep it for three years."),
			says("5.1", "Who receives it", "Nobody receives it.")),
		version(2, "3.3", january, says("1", "Who we are", "Orange Lab."),
			says("4.2", "How long we keep it", "We keep it for five years."),
			says("5.1", "Who receives it", "Partners receive your number too.")),
	}
	update := Content{Kind: PolicyUpdate, Old: "3.2", New: "3.3", Effective: january,
		Changes: []Change{{Clause: "4.2"}, {Clause: "5.1"}}}
	tests := []struct {
		name string
		edit func(*Content)
		want []Problem
	}{
		{"as the library says", func(*Content) {}, nil},
		{"as people write it", func(c *Content) {
			c.Old, c.New, c.Changes = "V3.2", "3.3 版", []Change{{Clause: "第4.2条、第5.1条"}}
		}, nil},
		{"another day", func(c *Content) { c.Effective = later },
			[]Problem{{Trouble: OtherDay, Item: "effective", What: "3.3", Day: january}}},
		{"a clause that is not there", func(c *Content) { c.Changes = append(c.Changes, Change{Clause: "6.1"}) },
			[]Problem{{Trouble: NoClause, Item: Changes, What: "6.1"}}},
		{"a change that is not told", func(c *Content) { c.Changes = c.Changes[:1] },
			[]Problem{{Trouble: Untold, Item: Changes, What: "5.1"}}},
		{"a version that nobody drafted", func(c *Content) { c.New = "9" },
			[]Problem{{Trouble: NoVersion, Item: "versions", What: "9"}}},
		{"another kind of notice", func(c *Content) { c.Kind = Cessation }, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := update
			c.Changes = append([]Change{}, update.Changes...)
			tt.edit(&c)
			got := c.AgainstLibrary(c.Announce(versions, policy.Classing{}))
			if len(got) != len(tt.want) {
				t.Fatalf("problems %+v, want %+v", got, tt.want)
			}
			for i, p := range got {
				if w := tt.want[i]; p.Trouble != w.Trouble || p.Item != w.Item || p.What != w.What || p.Day != w.Day ||
					p.Blocking {
					t.Errorf("problem %+v, want %+v", p, w)
				}
			}
		})
	}
	if got := update.AgainstLibrary(update.Announce(nil, policy.Classing{})); got != nil {
		t.Errorf("a desk without a library is told %+v", got)
	}
}

// TestWhatAPersonClassedAsWordingNeedsNoTelling holds where every other change is told.
func TestWhatAPersonClassedAsWordingNeedsNoTelling(t *testing.T) {
	versions := []policy.Version{version(1, "1", calendar.Date{}, says("1", "Who we are", "Orange Lab of Haidian.")),
		version(2, "2", calendar.Date{}, says("1", "Who we are", "Orange Lab in Haidian."))}
	c := Content{Kind: PolicyUpdate, Old: "1", New: "2"}
	if got := c.AgainstLibrary(c.Announce(versions, policy.Classing{})); len(got) != 1 || got[0].Trouble != Untold {
		t.Errorf("before it was classed: %+v", got)
	}
	settled := policy.Classing{Comparison: policy.Compare(versions[0], versions[1]).Digest(),
		Classes: []policy.Class{{Change: "1→1", Triggers: []policy.Trigger{policy.NoteOnly}}}}
	if got := c.AgainstLibrary(c.Announce(versions, settled)); len(got) != 0 {
		t.Errorf("classed as wording: %+v", got)
	}
}

// TestEveryTextIsLookedAtForItsLanguage: not the paragraphs alone.
func TestEveryTextIsLookedAtForItsLanguage(t *testing.T) {
	chinese := model.Text{"en": "订单记录的保存期限由三年改为五年。", "zh-Hans": "订单记录的保存期限由三年改为五年。"}
	c := Content{Kind: PolicyUpdate, Title: chinese, SMS: chinese, Banner: chinese, Channels: []Channel{SMS, Home},
		Changes: []Change{{What: chinese}}, Passages: map[Item]model.Text{"why": chinese}}
	found := map[string]int{}
	for _, p := range c.Problems(model.Organisation{Languages: []string{"en", "zh-Hans"}}) {
		if p.Trouble == OtherLanguage {
			found[string(p.Item)+string(p.Channel)+" "+p.Language]++
		}
	}
	for _, want := range []string{"title en", "sms en", "home en", "changes en", "why en"} {
		if found[want] != 1 {
			t.Errorf("%s is named %d times: %v", want, found[want], found)
		}
	}
	if len(found) != 5 {
		t.Errorf("found %v", found)
	}
}
