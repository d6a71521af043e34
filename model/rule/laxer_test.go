package rule_test

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model/rule"
)

func TestALongerFigureOfALawIsNamed(t *testing.T) {
	p := rules(t)
	text := strings.Replace(p.Text(), "answer: &gdpr12 {amount: 1, unit: months",
		"answer: &gdpr12 {amount: 120, unit: months", 1)
	text = strings.Replace(text, "{amount: 30, unit: calendar_days, start: identity_verified",
		"{amount: 20, unit: calendar_days, start: identity_verified", 1)
	q, err := rule.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	list := q.Laxer(p)
	if len(list) != 6 || list[0].Regime.ID != "eu" || list[0].Was.Amount != 1 || list[0].Now.Amount != 120 ||
		p.Laxer(p) != nil {
		t.Errorf("%+v", list)
	}
}
