package fulfil_test

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
)

// The e-mail stands in a column to which the data map gives no category.
func TestAColumnWithoutACategoryIsSettledWithTheRest(t *testing.T) {
	for _, tt := range []struct {
		name    string
		settle  func(*model.ScopeLine)
		left    bool
		outcome model.Outcome
	}{
		{"masked as proposed", func(*model.ScopeLine) {}, false, model.Fulfilled},
		{"left with grounds", func(l *model.ScopeLine) {
			l.Way, l.Party = model.WayRedirect, "the carrier"
		}, true, model.PartlyFulfilled},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t, "sqlite")
			o.remap(t, func(src *model.Source) {
				src.Dataset = strings.Replace(src.Dataset, "          - {name: newsletter,",
					"          - {name: note}\n          - {name: newsletter,", 1)
				o.exec(t,
					"ALTER TABLE customer ADD COLUMN note TEXT; UPDATE customer SET note = 'ask wang.ming@163.com' WHERE id = 1; UPDATE customer SET note = 'mary@example.com' WHERE id = 2")
			})
			seen := 0
			r, cert := o.erased(t, func(l *model.ScopeLine) {
				eraseHeld(l)
				if l.Column == "" {
					return
				}
				seen++
				if l.Collection != "customer" || l.Column != "note" || l.Rows != 1 || l.Way != model.WayAnonymise {
					t.Errorf("proposed %+v", *l)
				}
				tt.settle(l)
			}, nil)
			if seen != 1 {
				t.Fatalf("%d lines for columns", seen)
			}
			if row := o.dump(t)["customer"][0]; strings.Contains(row, "wang.ming@163.com") != tt.left {
				t.Errorf("wrote %s", row)
			}
			if row := o.dump(t)["customer"][1]; !strings.Contains(row, "|mary@example.com|1390") ||
				!strings.HasSuffix(row, "mary@example.com") {
				t.Errorf("another person's row: %s", row)
			}
			if len(cert.Result.Search.Remains) != 0 {
				t.Errorf("remains %+v", cert.Result.Search.Remains)
			}
			named := 0
			for _, l := range cert.Result.Stays {
				if l.Column == "note" {
					named++
				}
			}
			if (named == 1) != tt.left {
				t.Errorf("stays %+v", cert.Result.Stays)
			}
			if !tt.left {
				return
			}
			if got := cert.Result.Outcome(); got != tt.outcome {
				t.Errorf("outcome %s", got)
			}
			for _, w := range o.letters(t, r.ID, "") {
				if w.Kind != letter.PartlyFulfilled {
					t.Errorf("the letter is %s", w.Kind)
				}
				says(t, "the letter", w.Text(), []string{"(?i)note", "the carrier"},
					[]string{"in full", "已全部", "wang.ming@163.com"})
			}
		})
	}
}
