package frame

import (
	"context"
	"testing"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
)

// TestCategoriesAreNamedAsPeopleCallThem: warnings named them as the data map writes them.
func TestCategoriesAreNamedAsPeopleCallThem(t *testing.T) {
	list := []string{"user.contact.email", "user.contact.email.work", "user.contact.phone_number"}
	if got := CategoryTitles(list, false); got != "E-mail address, Telephone number" {
		t.Errorf("%q", got)
	}
	if got := CategoryTitles(list[1:2], true); got != "E-mail address (user.contact.email.work)" {
		t.Errorf("%q", got)
	}
}

// TestTheLogNamesTheRulesAsPeopleDo: the log said that "eu" applies.
func TestTheLogNamesTheRulesAsPeopleDo(t *testing.T) {
	f := &Frame{Session: desktest.New(t, "sqlite").Add(t, "jing", model.RoleLead)}
	if err := f.LoadTitles(context.Background()); err != nil {
		t.Fatal(err)
	}
	e := model.Entry{Action: model.ActRegimes, Detail: map[string]any{"regimes": "eu,cn,own_law"}}
	if got := EntryText(e); got != "Settled which rules apply: European Union, China, own_law" {
		t.Errorf("%q", got)
	}
}
