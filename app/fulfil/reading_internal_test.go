package fulfil

import (
	"fmt"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/letter/lettertest"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/app/withhold"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/papers"
)

// TestALetterReadsWellByWhateverWayItGoes reads the answer to a copy for every form of packet and every two ways, and
// what the desk deletes of its own accord for every cause.
func TestALetterReadsWellByWhateverWayItGoes(t *testing.T) {
	day := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	read := func(kind letter.Kind, about model.Kind, lang, name string, change func(*letter.Data)) {
		t.Helper()
		d := letter.Specimen(kind, about, lang)
		change(&d)
		l, err := letter.Render(kind, lang, d)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		for _, fault := range lettertest.Faults(lang, l.Text(), d.Recipient) {
			t.Errorf("%s in %s: %s", name, lang, fault)
		}
	}
	for _, lang := range letter.Languages {
		for _, form := range []string{FormHTML, FormZip} {
			for _, way := range Ways {
				for _, other := range Ways {
					if way == other {
						continue
					}
					name := fmt.Sprintf("%s by %s, password by %s", form, way, other)
					read(letter.Fulfilled, model.Export, lang, name, func(d *letter.Data) {
						d.Copy = handOver(papers.Packet{Form: form, ExpiresAt: day.Add(PacketLife)}, "9f86d081", way,
							other, lang)
						if d.Copy.Expires.IsZero() == (way == "counter") {
							t.Errorf("%s: to be collected until %v", name, d.Copy.Expires)
						}
					})
				}
			}
		}
		for cause := range naming.Causes {
			for _, kind := range []letter.Kind{letter.Fulfilled, letter.PartlyFulfilled} {
				for _, law := range []string{"", map[string]string{"en": "GDPR, Article 17", "zh-Hans": "第17条"}[lang]} {
					read(kind, model.Deletion, lang, string(cause)+law, func(d *letter.Data) {
						d.OfOurOwn = naming.OfOurOwn(cause, law, lang)
					})
				}
			}
		}
		for _, kind := range model.Kinds {
			read(letter.Acknowledgement, kind, lang, string(kind), func(d *letter.Data) {
				d.Request = kind.Means().Asks.In(lang)
			})
		}
		for why, words := range withhold.Words {
			read(letter.PartlyFulfilled, model.Access, lang, string(why), func(d *letter.Data) {
				d.Withheld = []letter.Withheld{{What: "A", Rows: 1, Masked: true,
					Reason: naming.Say(lang, words.EN, words.ZH), Law: string(words.Law)}}
			})
		}
	}
}
