package frame

import "testing"

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
