package frame

import (
	"strings"

	"orangelab.cn/rightsdesk/model"
)

// identityNames are what the window calls the kinds of identity by which systems know people.
var identityNames = map[string]string{"email": "e-mail", "phone_number": "phone", "account": "account",
	"id_number": "identity number"}

// IdentityName returns what the window calls a kind of identity; false where it has no word for it.
func IdentityName(kind string) (string, bool) {
	n, ok := identityNames[kind]
	if !ok {
		return kind, false
	}
	return L(n), true
}

// CarriedName names an identifier that rows carry by its kind, masked, and where it stands.
func CarriedName(c model.Carried) string {
	kind, _ := IdentityName(c.Kind)
	return L("{{.A}} {{.B}} ({{.C}})", kind, c.Masked(),
		PlaceOf(c.Dataset, c.Collection)+" · "+ColumnOf(c.Dataset, c.Collection, c.Field))
}

// CarriedNames names several.
func CarriedNames(list []model.Carried) string {
	names := make([]string, len(list))
	for i, c := range list {
		names[i] = CarriedName(c)
	}
	return strings.Join(names, L(", "))
}
