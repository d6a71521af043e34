package incident

import (
	"slices"

	"orangelab.cn/rightsdesk/model"
)

// why says in each language why a clock applies, may apply or does not, by the conditions that decide it.
func (r *Rules) why(c Clock, f Facts, applies Answer, by []asked) model.Text {
	text := model.Text{}
	for _, lang := range model.Languages {
		var list []string
		for _, a := range by {
			if s := r.phrase(a, c.Regime, f)[lang]; !slices.Contains(list, s) {
				list = append(list, s)
			}
		}
		text[lang] = whole(lang, c, applies, joined(lang, list))
	}
	return text
}

func whole(lang string, c Clock, applies Answer, phrases string) string {
	chinese := lang == "zh-Hans"
	switch {
	case applies == No && phrases == "" && chinese:
		return "自" + c.From + "起适用"
	case applies == No && phrases == "":
		return "applies from " + c.From + " on"
	case applies == Unknown && chinese:
		return "可能适用：" + phrases
	case applies == Unknown:
		return "may apply: " + phrases
	case applies == Yes && phrases == "" && chinese:
		return "发生或者可能发生泄露、篡改、丢失即适用"
	case applies == Yes && phrases == "":
		return "applies wherever data leaked, was tampered with or lost, or may have been"
	}
	return phrases
}

// phrase says a condition as it is answered.
func (r *Rules) phrase(a asked, regime string, f Facts) model.Text {
	switch a.Fact {
	case factHere, factPeople:
		return peopleHere(f.Places[regime], a)
	case factOperator:
		return r.operator(f)
	case factGraded:
		return r.gradePhrase(f, a.answer)
	}
	q, _ := r.Question(a.Fact)
	switch a.answer {
	case Yes:
		return q.Yes
	case No:
		return q.No
	}
	return model.Text{"en": "not known whether " + q.Yes["en"], "zh-Hans": "尚不清楚是否" + q.Yes["zh-Hans"]}
}

func (r *Rules) operator(f Facts) model.Text {
	o, ok := find(r.Operators, func(n Named) bool { return n.ID == f.Operator })
	if !ok {
		return model.Text{"en": "kind of operator not stated", "zh-Hans": "运营者类型未填写"}
	}
	return o.Name
}

func (r *Rules) gradePhrase(f Facts, a Answer) model.Text {
	g := r.Grade(f)
	if a == Unknown {
		return model.Text{"en": "not settled whether it is graded " + r.Grades[1].Name["en"] + " or above",
			"zh-Hans": "是否达到“" + r.Grades[1].Name["zh-Hans"] + "”等级尚未确定"}
	}
	return model.Text{"en": "graded " + g.Least.Name["en"], "zh-Hans": "等级为“" + g.Least.Name["zh-Hans"] + "”"}
}

func peopleHere(n Range, a asked) model.Text {
	switch {
	case a.answer == Unknown && a.Fact == factHere:
		return model.Text{"en": "not known whether people there are affected", "zh-Hans": "尚不清楚当地是否有人受影响"}
	case a.answer == Unknown:
		return model.Text{"en": "not known whether " + grouped(a.AtLeast) + " people there or more are affected",
			"zh-Hans": "尚不清楚当地受影响人数是否达到" + grouped(a.AtLeast) + "人"}
	case n.Most == 0:
		return model.Text{"en": "nobody there is affected", "zh-Hans": "当地无人受影响"}
	case a.answer == No:
		return model.Text{"en": "fewer than " + grouped(a.AtLeast) + " people there",
			"zh-Hans": "当地不足" + grouped(a.AtLeast) + "人"}
	case n.Least == n.Most:
		return model.Text{"en": grouped(n.Least) + " people there", "zh-Hans": "当地" + grouped(n.Least) + "人"}
	}
	return model.Text{"en": "at least " + grouped(n.Least) + " people there",
		"zh-Hans": "当地至少" + grouped(n.Least) + "人"}
}
