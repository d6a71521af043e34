package policy

import (
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/model"
)

func both(id, heading, body, titled, text string) Clause {
	return Clause{ID: id, Heading: model.Text{english: heading, chinese: titled},
		Body: model.Text{english: body, chinese: text}}
}

func TestAChangeIsProposedUnderItsTrigger(t *testing.T) {
	tests := []struct {
		name     string
		was, now Clause
		triggers []Trigger
		effects  []Effect
	}{
		{"kept for longer", clause("1", "How long we keep order records", "We keep order records for three years."),
			clause("1", "How long we keep order records", "We keep order records for five years."),
			[]Trigger{ServiceModel}, []Effect{ReducesRights}},
		{"kept for less long", clause("1", "How long we keep order records", "We keep order records for five years."),
			clause("1", "How long we keep order records", "We keep order records for three years."),
			[]Trigger{ServiceModel}, nil},
		{"kept for longer, in Chinese", both("1", "", "", "订单记录的保存期限", "我们保存订单记录三年。"),
			both("1", "", "", "订单记录的保存期限", "我们保存订单记录五年。"),
			[]Trigger{ServiceModel}, []Effect{ReducesRights}},
		{"another recipient, another kind of data",
			clause("1", "Who receives your data", "Delivery partners receive your name and address."),
			clause("1", "Who receives your data", "Delivery partners receive your name, address and phone number."),
			[]Trigger{Recipients}, []Effect{ChangesKinds}},
		{"a new purpose", clause("1", "What we use it for", "It is used to deliver your order."),
			clause("1", "What we use it for",
				"It is used to deliver your order. It is also used for personalised advertising."),
			[]Trigger{ServiceModel}, []Effect{ChangesPurpose}},
		{"a right is gone", clause("1", "Withdrawal of consent",
			"You can withdraw your consent at any time. Write to us."),
			clause("1", "Withdrawal of consent", "Write to us."),
			[]Trigger{Rights}, []Effect{ReducesRights}},
		{"a copy costs", clause("1", "Your right to a copy", "You may ask us for a copy."),
			clause("1", "Your right to a copy", "You may ask us for a copy. We charge a fee of ten yuan."),
			[]Trigger{Rights}, []Effect{ReducesRights}},
		{"a new officer", clause("1", "Who to contact", "Write to us."),
			clause("1", "Who to contact", "Write to us. Personal information protection officer: officer@example.org"),
			[]Trigger{Contact}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := Compare(Version{Clauses: []Clause{tt.was}}, Version{Clauses: []Clause{tt.now}})
			got := c.Propose(c.Changes[0])
			if !slices.Equal(got.Triggers, tt.triggers) || !slices.Equal(got.Effects, tt.effects) {
				t.Errorf("proposed %v %v, want %v %v", got.Triggers, got.Effects, tt.triggers, tt.effects)
			}
			if fault := got.Check(c, c.languages()); fault != "" {
				t.Errorf("what is proposed cannot be settled: %s", fault)
			}
		})
	}
}

func TestAClauseThatOnlyMovedIsWording(t *testing.T) {
	a, b := clause("1", "Keeping", "We keep it."), clause("2", "Sharing", "We share it.")
	c := Compare(Version{Clauses: []Clause{a, b}}, Version{Clauses: []Clause{b, a}})
	list := c.Classed(Classing{})
	if len(list) != 1 || !slices.Equal(list[0].Triggers, []Trigger{NoteOnly}) || list[0].NeedsConsent() {
		t.Errorf("proposed %+v", list)
	}
}

func TestWhatIsSaidInPlainWords(t *testing.T) {
	was := both("4.2", "How long we keep order records", "We keep order records for three years.", "订单记录保存多久",
		"我们保存订单记录三年。")
	now := both("4.3", "How long we keep order records", "We keep order records for five years.", "订单记录保存多久",
		"我们保存订单记录五年。")
	c := Compare(Version{Clauses: []Clause{was}}, Version{Clauses: []Clause{now}}).Changes[0]
	for lang, want := range map[string]string{
		english: "In clause 4.3 (How long we keep order records), “three” becomes “five”.",
		chinese: "第 4.3 条（订单记录保存多久）：“三”改为“五”。",
	} {
		if got := c.Describe(lang); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

// TestAClassHoldsForItsOwnTexts: what was classed for other texts is a proposal again.
func TestAClassHoldsForItsOwnTexts(t *testing.T) {
	a, b := Version{Clauses: []Clause{clause("1", "Keeping", "For three years.")}}, Version{
		Clauses: []Clause{clause("1", "Keeping", "For five years.")}}
	c := Compare(a, b)
	settled := Classing{Comparison: c.Digest(), Classes: []Class{{Change: "1→1", Triggers: []Trigger{OtherTrigger}}}}
	if list := c.Classed(settled); !list[0].Settled || list[0].Triggers[0] != OtherTrigger {
		t.Errorf("a class of these texts does not hold: %+v", list[0])
	}
	b.Clauses[0].Body = model.Text{english: "For ten years."}
	if list := Compare(a, b).Classed(settled); list[0].Settled {
		t.Error("a class holds for a text that nobody classed")
	}
}

func TestAClassIsCompleteBeforeItIsSettled(t *testing.T) {
	c := Compare(Version{Clauses: []Clause{clause("1", "Keeping", "For three years.")}},
		Version{Clauses: []Clause{clause("1", "Keeping", "For five years.")}})
	words := model.Text{english: "Longer."}
	tests := []struct {
		class Class
		want  ClassFault
	}{
		{Class{Change: "1→1", Triggers: []Trigger{ServiceModel}, Words: words}, ""},
		{Class{Change: "1→2", Triggers: []Trigger{ServiceModel}, Words: words}, UnknownChange},
		{Class{Change: "1→1", Words: words}, NoTrigger},
		{Class{Change: "1→1", Triggers: []Trigger{ServiceModel, "guesswork"}, Words: words}, NoTrigger},
		{Class{Change: "1→1", Triggers: []Trigger{NoteOnly}, Effects: []Effect{ReducesRights}, Words: words},
			WordingAndMore},
		{Class{Change: "1→1", Triggers: []Trigger{ServiceModel}}, NoWords},
	}
	for _, tt := range tests {
		if got := tt.class.Check(c, []string{english}); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.class, got, tt.want)
		}
	}
}

func TestAnAddedItemIsToldWithoutTheMarksAroundIt(t *testing.T) {
	was := clause("1", "What we use it for", "We use it:\n• to deliver;\n• to answer.")
	now := clause("1", "What we use it for", "We use it:\n• to deliver;\n• to answer;\n• to recommend goods.")
	c := Compare(Version{Clauses: []Clause{was}}, Version{Clauses: []Clause{now}})
	if got := c.Propose(c.Changes[0]).
		Words[english]; got != "In clause 1 (What we use it for), “to recommend goods” is added." {
		t.Errorf("it says %q", got)
	}
}
