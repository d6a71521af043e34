package letter_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
)

func TestWhatStaffTypedWithinASentenceIsNamedBesideIt(t *testing.T) {
	for _, lang := range letter.Languages {
		extended := letter.Specimen(letter.Extended, model.Export, lang)
		redirected := letter.Specimen(letter.Redirected, model.Export, lang)
		for kind, c := range map[letter.Kind]struct {
			facts letter.Data
			typed []string
		}{
			letter.Extended: {extended, []string{extended.ExtensionReason}},
			letter.Redirected: {redirected,
				[]string{redirected.Party.Name, redirected.Party.Why, redirected.Party.Contact,
					redirected.Party.HeldHere}},
		} {
			l, err := letter.Render(kind, lang, c.facts)
			if err != nil {
				t.Fatal(err)
			}
			var typed []string
			for _, b := range l.Blocks {
				if strings.ContainsFunc(b.Text, unicode.IsControl) {
					t.Errorf("%s in %s: %q", kind, lang, b.Text)
				}
				for _, words := range b.Typed {
					if !strings.Contains(b.Text, words) {
						t.Errorf("%s in %s: %q is not in %q", kind, lang, words, b.Text)
					}
				}
				typed = append(typed, b.Typed...)
			}
			if !slices.Equal(typed, c.typed) {
				t.Errorf("%s in %s names %q as typed, want %q", kind, lang, typed, c.typed)
			}
		}
	}
}
