package policy

import (
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
)

// sound is a text in which nothing is wrong.
func sound() Version {
	return Version{Document: "statement", Clauses: []Clause{
		both("1", "Who we are", "We are Example Co., Ltd.", "我们是谁", "我们是示例有限公司。"),
		{ID: "2", Heading: model.Text{english: "Keeping", chinese: "保存"}, Important: true,
			Body: model.Text{english: "**We keep your orders for three years.** Then they go.",
				chinese: "**我们保存您的订单三年。**此后删除。"}},
		both("3", "Your rights",
			"You can ask us:\n• to see it;\n• to delete it.\nWe answer your request within 15 working days.", "您的权利",
			"您可以请求：\n• 查阅；\n• 删除。\n我们在15个工作日内答复您的请求。"),
		both("4", "Children", "Children who are 14 or older and under 18 ask with a guardian.", "儿童",
			"已满14周岁未满18周岁的，与监护人一同提出。"),
	}}
}

func TestASoundTextHasNoFlaw(t *testing.T) {
	if defects := sound().Check(Facts{}); len(defects) > 0 {
		t.Errorf("found %+v", defects)
	}
	if defects := sound().
		Check(Facts{Name: model.Text{english: "Example Co., Ltd.", chinese: "示例有限公司"}}); len(defects) > 0 {
		t.Errorf("with the registered name: %+v", defects)
	}
}

func TestAFlawIsPointedOutWhereItIs(t *testing.T) {
	say := func(id int, lang, text string) func(*Version) {
		return func(v *Version) { v.Clauses[id-1].Body[lang] = text }
	}
	tests := []struct {
		name  string
		spoil func(*Version)
		want  Defect
	}{
		{"an important clause is not bold", say(2, english, "We keep your orders for three years."),
			Defect{Kind: NotBold, Clause: "2", Lang: english}},
		{"a bold word is no bold sentence", say(2, chinese, "我们**保存**您的订单三年。"),
			Defect{Kind: NotBold, Clause: "2", Lang: chinese}},
		{"a list that does not come", say(2, english, "**We keep it.** It does not apply to:>"),
			Defect{Kind: EmptyList, Clause: "2", Lang: english, Line: 1}},
		{"a list that does not come, in Chinese", say(1, chinese, "我们是示例有限公司。\n不适用于以下情形："),
			Defect{Kind: EmptyList, Clause: "1", Lang: chinese, Line: 2}},
		{"an item that says nothing",
			say(3, english, "You can ask us:\n• to see it;\n•\nWe answer your request within 15 days."),
			Defect{Kind: EmptyItem, Clause: "3", Lang: english, Line: 3}},
		{"an item twice",
			say(3, english,
				"You can ask us:\n• to see what we hold of you;\n• to see what we hold of you.\nWe answer your request within 15 days."), Defect{Kind: DoubledItem, Clause: "3", Lang: english, Line: 3}},
		{"an item twice, in Chinese", say(3, chinese, "您可以请求：\n• 查阅我们持有的信息；\n• 查阅我们持有的信息。\n我们在15日内答复。"),
			Defect{Kind: DoubledItem, Clause: "3", Lang: chinese, Line: 3}},
		{"a sentence of one word that joins", say(2, english, "**We keep your orders for three years.** except."),
			Defect{Kind: BreaksOff, Clause: "2", Lang: english, Line: 1}},
		{"a sentence without an end", say(4, english, "Children ask with a guardian\nWho is under 14 needs consent."),
			Defect{Kind: BreaksOff, Clause: "4", Lang: english, Line: 1}},
		{"a sentence without an end, in Chinese", say(4, chinese, "未满14周岁的，由监护人"),
			Defect{Kind: BreaksOff, Clause: "4", Lang: chinese, Line: 1}},
		{"a stop that belongs to nothing",
			say(4, english, "Children ask with a guardian. . Who is under 14 needs consent."),
			Defect{Kind: StrayMark, Clause: "4", Lang: english, Line: 1}},
		{"a word twice", say(4, english, "We explain it in a concise and concise manner."),
			Defect{Kind: SaidTwice, Clause: "4", Lang: english, Line: 1}},
		{"a wrong word", say(4, english, "We keep it until you Exclude or cancel the account."),
			Defect{Kind: Seam, Clause: "4", Lang: english, Line: 1}},
		{"ages with two upper ends",
			say(4, english, "Minors who are 14 years of age or younger and under 18 ask with a guardian."),
			Defect{Kind: AgesContradict, Clause: "4", Lang: english, Line: 1}},
		{"ages with two upper ends, in Chinese", say(4, chinese, "14周岁以下且未满18周岁的未成年人，与监护人一同提出。"),
			Defect{Kind: AgesContradict, Clause: "4", Lang: chinese, Line: 1}},
		{"the organisation under several names", say(4, english, "The unit answers. The company may ask a guardian."),
			Defect{Kind: SeveralNames, Clause: "4", Lang: english, Line: 1}},
		{"the organisation under several names, in Chinese", say(4, chinese, "本单位答复。贵单位可以询问。"),
			Defect{Kind: SeveralNames, Clause: "4", Lang: chinese, Line: 1}},
		{"no deadline", say(3, english, "You can ask us to see it. We answer your request as soon as we can."),
			Defect{Kind: NoDeadline, Clause: "3", Lang: english}},
		{"no legal name", say(1, chinese, "我们是示例。"), Defect{Kind: NoLegalName, Clause: "1", Lang: chinese}},
		{"a clause that a language lacks", func(v *Version) { delete(v.Clauses[3].Body, chinese) },
			Defect{Kind: MissingLanguage, Clause: "4", Lang: chinese}},
		{"a number twice", func(v *Version) { v.Clauses[3].ID = "3" }, Defect{Kind: DoubledID, Clause: "3"}},
		{"a clause that repeats another",
			say(4, english,
				"You can refuse or manage cookies or web beacons through the settings of your browser at any time.\n"+
					"Under 14 a guardian asks."), Defect{Kind: RepeatedClause, Clause: "4", Lang: english, Line: 1}},
		{"bold is promised, and nothing is important", func(v *Version) {
			v.Clauses[1].Important = false
			v.Clauses[1].Body[english] = "We keep it for three years. What matters is in bold font."
		}, Defect{Kind: NothingBold, Clause: "2", Lang: english}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := sound()
			if tt.want.Kind == RepeatedClause {
				v.Clauses[2].Body[english] = strings.Replace(v.Clauses[2].Body[english], "You can ask",
					"You may refuse or manage cookies and web beacons through the settings of your browser at any time.\nYou can ask", 1)
			}
			tt.spoil(&v)
			found := v.Check(Facts{})
			at := slices.IndexFunc(found, func(d Defect) bool {
				return d.Kind == tt.want.Kind && d.Clause == tt.want.Clause && d.Lang == tt.want.Lang
			})
			if at < 0 {
				t.Fatalf("not found among %+v", found)
			}
			if found[at].Line != tt.want.Line {
				t.Errorf("found at line %d, want %d", found[at].Line, tt.want.Line)
			}
			for _, d := range found {
				if d.Kind != tt.want.Kind && !(tt.want.Kind == DoubledID) {
					t.Errorf("and also %+v", d)
				}
			}
		})
	}
}

func TestWhatWasReadAnewKeepsWhatTheClausesBeforeSaid(t *testing.T) {
	from := sound()
	from.Clauses[1].Categories = []string{"orders"}
	to := Version{Clauses: []Clause{clause("1", "Who we are", "We are Example Co., Ltd."),
		clause("2", "Your rights", from.Clauses[2].Body[english]),
		clause("3", "Keeping", "**We keep your orders for five years.** Then they go.")}}
	got := Carry(from, to)
	if c := got.Clauses[0]; c.Body[chinese] != "我们是示例有限公司。" {
		t.Errorf("the other language of what did not change: %+v", c)
	}
	if c := got.Clauses[2]; !c.Important || !slices.Equal(c.Categories, []string{"orders"}) || c.Body[chinese] != "" {
		t.Errorf("what changed: %+v", c)
	}
	if to.Clauses[2].Important {
		t.Error("what was carried into changed")
	}
}

func TestTheNameOfACountryOrOfTheOrganisationIsNoSeam(t *testing.T) {
	v := sound()
	v.Clauses[1].Body[english] = "**We send no data out of mainland China.** This covers the Northwind shop. Then you Inform us."
	var found []string
	for _, d := range v.Check(Facts{Name: model.Text{english: "Northwind Trading Ltd."}}) {
		if d.Kind == Seam {
			found = append(found, d.Quote)
		}
	}
	if len(found) != 1 || !strings.Contains(found[0], "Inform") {
		t.Errorf("found %q", found)
	}
}

func TestASentenceThatEndsWithItsPrepositionIsWhole(t *testing.T) {
	v := sound()
	v.Clauses[1].Body[english] =
		"**We keep your orders for three years.** Our partners stand in annex B. We keep the accounts that the law asks for."
	for _, d := range v.Check(Facts{}) {
		if d.Kind == BreaksOff || d.Kind == Seam {
			t.Errorf("found %+v", d)
		}
	}
}
