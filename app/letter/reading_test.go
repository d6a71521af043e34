package letter

import (
	"testing"

	"orangelab.cn/rightsdesk/app/letter/lettertest"
	"orangelab.cn/rightsdesk/model"
)

// TestEveryLetterReadsWell reads every letter about every kind of request, as it comes out in every form of words.
func TestEveryLetterReadsWell(t *testing.T) {
	n, want := 0, 0
	law := map[string]string{English: "GDPR, Article 77", Chinese: "《通用数据保护条例》第77条"}
	for _, lang := range Languages {
		readings := map[string]func(*Data){
			"as it is": func(*Data) {},
			"own accord": func(d *Data) {
				d.OfOurOwn = map[string]string{English: "The time is over.", Chinese: "期限已届满。"}[lang]
			},
			"nobody told":    func(d *Data) { d.Told, d.NobodyTold = nil, true },
			"nothing erased": func(d *Data) { d.Certificate, d.NothingErased = "", true },
			"no log-in":      func(d *Data) { d.Logins, d.NoLogins = nil, true },
			"emptied":        func(d *Data) { d.Emptied = true },
			"unchanged": func(d *Data) {
				d.Unchanged = []Records{{"Shop · Parcels", 1}, {"Shop · Vouchers", 5}}
			},
			"unnamed": func(d *Data) {
				d.Unnamed = []Records{{"Shop · Visits", 1}, {"Shop · Bookings", 2}}
			},
			"unsigned, without a law": func(d *Data) { d.Signature, d.Address, d.Own, d.Laws = nil, "", nil, Laws{} },
			"unseen, another law": func(d *Data) {
				d.Corrected[0].Now, d.Authorities = "", nil
				d.Laws = Laws{Sue: law[lang], Earlier: law[lang], Delete: law[lang],
					Regulators: []Regulator{
						{map[string]string{English: "the Information Commission", Chinese: "英国信息委员会"}[lang],
							law[lang]}}}
			},
		}
		want += len(Kinds) * len(model.Kinds) * len(readings)
		for _, kind := range Kinds {
			for _, about := range model.Kinds {
				for name, change := range readings {
					d := Specimen(kind, about, lang)
					change(&d)
					l, err := Render(kind, lang, d)
					if err != nil {
						t.Errorf("%s %s about %s, %s: %v", lang, kind, about, name, err)
						continue
					}
					n++
					for _, fault := range lettertest.Faults(lang, l.Text(), d.Recipient) {
						t.Errorf("%s %s about %s, %s: %s", lang, kind, about, name, fault)
					}
				}
			}
		}
		l, err := RenderCertificate(lang, SpecimenCertificate(lang))
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range lettertest.Faults(lang, l.Text(), "C-2026-000123") {
			t.Errorf("%s certificate: %s", lang, fault)
		}
	}
	if n != want {
		t.Errorf("%d letters were read", n)
	}
}
