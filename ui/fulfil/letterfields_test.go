package fulfil

import (
	"slices"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/work/worktest"
)

func TestADraftDoesNotCallThereWhatItsAuthorHasNotGiven(t *testing.T) {
	day := time.Date(2026, 12, 21, 0, 0, 0, 0, time.UTC)
	whole := letter.Party{Name: "a bank", Why: "it keeps them", Contact: "1 High Street", HeldHere: "the number"}
	for name, c := range map[string]struct {
		ask  fulfil.Ask
		want []string
	}{
		"an extension of nothing": {fulfil.Ask{Kind: letter.Extended}, []string{"reason", "new_due"}},
		"no reason": {fulfil.Ask{Kind: letter.Extended, Extension: model.Extension{Until: day}},
			[]string{"reason"}},
		"no day": {fulfil.Ask{Kind: letter.Extended,
			Extension: model.Extension{Reason: "many systems"}}, []string{"new_due"}},
		"a whole extension": {fulfil.Ask{Kind: letter.Extended,
			Extension: model.Extension{Reason: "many systems", Until: day}}, nil},
		"to nobody": {fulfil.Ask{Kind: letter.Redirected},
			[]string{"party", "party_contact", "held_here"}},
		"a whole redirection": {fulfil.Ask{Kind: letter.Redirected, Party: whole}, nil},
		"computed facts":      {fulfil.Ask{Kind: letter.Fulfilled}, nil},
	} {
		if got := unfilled(c.ask); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	// Every item that is named is one of the letter's own.
	for kind, ask := range map[letter.Kind]fulfil.Ask{letter.Extended: {Kind: letter.Extended},
		letter.Redirected: {Kind: letter.Redirected}} {
		for _, item := range unfilled(ask) {
			if !slices.ContainsFunc(letter.Checklist(kind, ""), func(c letter.CheckItem) bool { return c.ID == item }) {
				t.Errorf("%s has no item %q", kind, item)
			}
		}
	}
}

// A day that cannot be leaves no draft; what else is typed meanwhile is there all the same.
func TestTheListOfContentsFollowsWhatIsTypedWhileTheDayIsWrong(t *testing.T) {
	v := NewLetterView(map[string]fulfil.Ask{})
	v.work = On(worktest.New(t))
	v.kind, v.lang, v.problem = letter.Extended, letter.English, fulfil.ErrExtension
	v.draft.Required = letter.Says(letter.Extended, letter.Data{})
	v.surround()
	v.words[v.place()] = fulfil.Ask{Extension: model.Extension{Reason: "many systems"}}
	v.show()
	if want := []string{"new_due"}; !slices.Equal(v.lacks, want) {
		t.Errorf("still to be filled in: %v, want %v", v.lacks, want)
	}
}
