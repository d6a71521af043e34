package model

import (
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model/identifier"
)

// Carried is an identifier that rows of the person carry and the request lacks: systems that know the person by it
// alone were not searched.
type Carried struct {
	Kind       string `json:"kind"` // of identity, as the data map names it
	Value      string `json:"value"`
	Dataset    string `json:"dataset"`
	Collection string `json:"collection"`
	Field      string `json:"field"`
	Rows       int    `json:"rows"`
	Shared     bool   `json:"shared,omitempty"` // it may be somebody else's, as a row that carries it may
}

// Lookup is the kind of value by which a request with it is found.
func (c Carried) Lookup() identifier.LookupKind { return carriedKinds[c.Kind].lookup }

// Masked is the value as the screen shows it at rest.
func (c Carried) Masked() string {
	if kind, ok := carriedKinds[c.Kind]; ok {
		return identifier.MaskCategory(kind.masked, c.Value)
	}
	return identifier.MaskText(c.Value)
}

// carriedKinds are the kinds that a request can be given further values of.
var carriedKinds = map[string]struct {
	masked string
	lookup identifier.LookupKind
}{
	"email":        {"user.contact.email", identifier.LookupEmail},
	"phone_number": {"user.contact.phone_number", identifier.LookupPhone},
	"account":      {"user.account", identifier.LookupAccount},
	"id_number":    {"user.government_id", identifier.LookupIDNumber},
}

// CarriedKinds lists the kinds that a request can be given further values of.
func CarriedKinds() (kinds []string) {
	for kind := range carriedKinds {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return kinds
}

// UnsoughtWhy is why nothing was searched by an identifier that the rows carry.
type UnsoughtWhy string

// The reasons.
const (
	UnsoughtNotTheirs UnsoughtWhy = "not_theirs" // it is somebody else's
	UnsoughtUnknown   UnsoughtWhy = "unknown"    // nobody could tell whose it is
	UnsoughtOther     UnsoughtWhy = "other"      // it is the person's, and is not searched by for another reason
	// UnsoughtUnproven is for one that the request itself names: what was proven of the person does not reach to it.
	UnsoughtUnproven UnsoughtWhy = "unproven"
)

// UnsoughtWhys lists the reasons that staff give, in the order in which they are offered.
var UnsoughtWhys = []UnsoughtWhy{UnsoughtNotTheirs, UnsoughtUnknown, UnsoughtOther}

// Unsought is an identifier that the rows carry and by which nothing is searched, because somebody said so. It holds as
// long as the rows found carry it just so: what more rows carry since, or others, is looked at anew.
type Unsought struct {
	Carried
	Why    UnsoughtWhy `json:"why"`
	Reason string      `json:"reason"` // in the words of staff; it never reaches the person
	By     string      `json:"by"`     // staff ID
	At     time.Time   `json:"at"`
}

// Told reports whether the person is told that nothing was searched by it. Of what is somebody else's there is nothing
// to tell.
func (u Unsought) Told() bool { return u.Why != UnsoughtNotTheirs }

// SettleCarried parts the identifiers that the rows carry into those of which it was said why nothing is searched by
// them, and those that are still open.
func SettleCarried(carried []Carried, said []Unsought) (settled []Unsought, open []Carried) {
	for _, c := range carried {
		i := slices.IndexFunc(said, func(u Unsought) bool { return u.Carried == c })
		if i < 0 {
			open = append(open, c)
			continue
		}
		settled = append(settled, said[i])
	}
	return settled, open
}
