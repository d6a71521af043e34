package identity

import (
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
)

// Held is what the sources hold of a person, for comparing only: it never reaches the screen.
type Held struct {
	// Request is whose subject the sources were asked about; it serves to prove no other.
	Request int64
	// Values are the values on file by data point.
	Values map[string][]string
	// Changed is when a contact last changed, where a source tells.
	Changed map[string]time.Time
	// Failed names the sources that did not answer.
	Failed []string
}

// Points are the data points that can be compared, with the data categories they are read from and the kind of identity
// whose spellings are one value. Never more kinds than the organisation already holds (GB/T 35273, 8.5 c).
var Points = []struct {
	Name       string
	Categories []string
	kind       string
}{
	{"name", []string{"user.name"}, "name"},
	{"email", []string{"user.contact.email"}, "email"},
	{"phone", []string{"user.contact.phone_number"}, "phone_number"},
	{"id_number", []string{"user.government_id"}, "id_number"},
	{"birth_date", []string{"user.demographic.date_of_birth", "user.date_of_birth"}, "birth_date"},
	{"city", []string{"user.contact.address.city"}, "name"},
	{"district", []string{"user.contact.address.district", "user.contact.address.state"}, "name"},
	{"street", []string{"user.contact.address.street"}, "name"},
	{"nickname", []string{"user.account.username", "user.unique_id"}, "name"},
}

// Comparable reports whether a data point is one of the Points.
func Comparable(point string) bool {
	_, ok := spelling(point)
	return ok
}

func spelling(point string) (identifier.Spelling, bool) {
	for _, p := range Points {
		if p.Name == point {
			return identifier.SpellingOf(p.kind), true
		}
	}
	return identifier.Spelling{}, false
}

// Matches reports whether what is said agrees with any value on file, in whatever spelling. What is no
// value of its kind, as a dash for a number, matches nothing.
func (h Held) Matches(point, said string) bool {
	rule, ok := spelling(point)
	if !ok || !rule.Reads(said) {
		return false
	}
	return slices.ContainsFunc(h.Values[point], func(held string) bool { return rule.Same(said, held) })
}

// ChangedShortlyBefore reports whether a contact changed within 30 days before an instant, or after it: who takes an
// account over changes the contact first and asks then.
func (h Held) ChangedShortlyBefore(point string, at time.Time) bool {
	changed, ok := h.Changed[point]
	return ok && changed.After(at.Add(-model.RecentChange))
}
