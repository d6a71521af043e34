package letter_test

import (
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/letter/lettertest"
	"orangelab.cn/rightsdesk/model"
)

// What staff and rules say of their own ends as a sentence does, or goes on within ours, however it was typed.
func TestWhatWasTypedEndsAsASentenceEnds(t *testing.T) {
	for _, lang := range letter.Languages {
		words, stops := "the record is being moved", []string{"", ".", "!", " (as before)"}
		if lang == letter.Chinese {
			words, stops = "记录正在迁移", []string{"", "。", "！", "（同前）"}
		}
		for _, stop := range stops {
			w := words + stop
			for _, kind := range letter.Kinds {
				d := letter.Specimen(kind, model.Deletion, lang)
				d.ExtensionReason, d.ExtensionBasis = w, w
				d.Party.Why, d.Party.HeldHere = w, w
				for i := range d.Grounds {
					d.Grounds[i].Item, d.Grounds[i].Facts, d.Grounds[i].Instead, d.Grounds[i].Law = w, w, w, w
				}
				for i := range d.Blockers {
					d.Blockers[i].Detail = w
				}
				if kind != letter.Fulfilled {
					d.Pending = append(d.Pending, letter.Pending{What: "X", Why: w})
				}
				for i := range d.Remains {
					d.Remains[i].Why = w
				}
				d.Fee = &letter.Fee{Amount: "CNY 5", Reason: w, Law: "GB/T 35273"}
				l, err := letter.Render(kind, lang, d)
				if err != nil {
					t.Fatal(err)
				}
				for _, fault := range lettertest.Faults(lang, l.Text(), d.Recipient) {
					t.Errorf("%s in %s, %q: %s", kind, lang, w, fault)
				}
			}
		}
	}
}

// A letter that goes out after a day promises nothing by it, and a certificate neither.
func TestNothingIsPromisedByADayThatIsOver(t *testing.T) {
	for _, lang := range letter.Languages {
		for days, promised := range map[int]bool{-40: false, -1: false, 0: true, 1: true} {
			d := letter.Specimen(letter.PartlyFulfilled, model.Deletion, lang)
			by := d.Date.AddDate(0, 0, days).Add(-time.Hour)
			d.Pending[0].By, d.Remains[0].By = by, by
			l, err := letter.Render(letter.PartlyFulfilled, lang, d)
			if err != nil {
				t.Fatal(err)
			}
			says := strings.Contains(l.Text(), "We will settle it by") || strings.Contains(l.Text(), "我们最迟于")
			also := strings.Contains(l.Text(), "to be removed by") || strings.Contains(l.Text(), "前清除")
			if says != promised || also != promised {
				t.Errorf("%d days, %s: %t, %t in\n%s", days, lang, says, also, l.Text())
			}
			if d.Pending[0].By != by {
				t.Error("the facts were changed")
			}
			c := letter.SpecimenCertificate(lang)
			c.Residue.Holding = []letter.CertificateHolding{{System: "X", Until: c.Issued.AddDate(0, 0, days)}}
			if l, err = letter.RenderCertificate(lang, c); err != nil {
				t.Fatal(err)
			}
			says = strings.Contains(l.Text(), "to be settled by") || strings.Contains(l.Text(), "预计于")
			if says != promised {
				t.Errorf("%d days, certificate in %s: %t", days, lang, says)
			}
		}
	}
}
