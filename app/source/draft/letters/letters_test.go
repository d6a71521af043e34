package letters

import (
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/value"
)

func TestNamesAreTakenApartWhereEveryPieceIsKnown(t *testing.T) {
	words := value.WordSet("billing address customer email user")
	known := func(w string) bool { return words[w] }
	for name, want := range map[string]string{
		"billingAddress1": "billing address", "BILLING_ADDRESS": "billing address", "customeremail": "customer email",
		"LastLoginIP": "last login ip", "Straße": "strasse", "suggestedby": "suggested by",
		"affecteduser": "affected user", "opacnote": "opac note",
		"guesswork": "guesswork", "手机号": "手机号", "": "",
	} {
		if got := strings.Join(Split(name, known), " "); got != want {
			t.Errorf("%q is taken apart as %q, want %q", name, got, want)
		}
	}
}

func TestLettersThatAllNamesBeginWithAreFound(t *testing.T) {
	known := func(w string) bool { return slices.Contains(strings.Fields("name mail text user order item role"), w) }
	var names, tables []string
	for _, n := range strings.Fields("name mail text user order item role post") {
		names, tables = append(names, "ZQ"+strings.ToUpper(n)), append(tables, "t"+n)
	}
	if got := Shared(names, known); got != "zq" {
		t.Errorf("the letters are %q, want zq", got)
	}
	if got := Letter(tables, known); got != "t" {
		t.Errorf("the letter is %q, want t", got)
	}
	if got := Without("ZQMAIL", "zq"); got != "MAIL" {
		t.Errorf("without them it is %q", got)
	}
}

func TestAWordBeforeASignIsNoLetters(t *testing.T) {
	names := strings.Fields("zqthing_a zqthing_b zqthing_c zqthing_d zqthing_e zqthing_f zqthing_g zqthing_h")
	if got := Shared(names, func(string) bool { return false }); got != "" {
		t.Errorf("%q is taken for letters", got)
	}
}
