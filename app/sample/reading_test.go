package sample

import (
	"regexp"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/letter/lettertest"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
)

// TestEveryLetterOfTheSampleReadsWell reads every letter that went out, every one that could be written now in both
// languages, and every certificate.
func TestEveryLetterOfTheSampleReadsWell(t *testing.T) {
	d := open(t, &clock{now: noon})
	s := signIn(t, d, "jing")
	staff := []string{}
	for _, m := range Staff {
		staff = append(staff, m.Name["en"])
	}
	read, kinds := 0, map[letter.Kind]bool{}
	look := func(r model.Request, lang string, kind letter.Kind, text string) {
		t.Helper()
		read++
		kinds[kind] = true
		allowed := append([]string{r.Subject.Name, r.Requester.Name}, staff...)
		if kind == letter.Blockers { // a game and a role are called as the person called them
			blockers, err := change.ReadBlockers(ctx, s, r.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range blockers.List {
				allowed = append(allowed, b.Detail)
			}
		}
		if regexp.MustCompile("need not prove|无需核验").MatchString(text) &&
			regexp.MustCompile("identity is confirmed|核验通过之日").MatchString(text) {
			t.Errorf("%s: its time counts from a proof that is not asked for", r.Reference)
		}
		for _, fault := range lettertest.Faults(lang, text, allowed...) {
			t.Errorf("%s, %s %s in %s: %s", r.Reference, r.Kind, kind, lang, fault)
		}
	}
	for id := int64(1); ; id++ {
		r, err := s.Request(ctx, id)
		if err != nil {
			break
		}
		for _, kind := range fulfil.LetterKinds(r) {
			for _, lang := range letter.Languages {
				if r.Kind.FollowsUp() && kind == letter.Fulfilled {
					continue // what staff wrote down is in their language
				}
				if l, err := fulfil.DraftLetter(ctx, s, id, fulfil.Ask{Kind: kind, Lang: lang}); err == nil {
					look(r, lang, l.Kind, l.Text())
				}
			}
		}
		letters, err := fulfil.Letters(ctx, s, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range letters {
			look(r, w.Lang, w.Kind, string(w.Plain))
		}
		certificates, err := result.Certificates(ctx, s, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range certificates {
			for lang, forms := range c.Papers {
				look(r, lang, letter.ErasureCertificate, string(forms.Plain))
			}
		}
	}
	if read < 500 || len(kinds) < 8 {
		t.Errorf("%d letters of %d kinds were read", read, len(kinds))
	}
}
