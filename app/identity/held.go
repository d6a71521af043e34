package identity

import (
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// Held is what the sources hold of a person, for comparing only: it never reaches the screen.
type Held struct {
	// Values are the values on file by data point.
	Values map[string][]string
	// Changed is when a contact last changed, where a source tells.
	Changed map[string]time.Time
	// Failed names the sources that did not answer.
	Failed []string
}

// Points are the data points that can be compared, with the data categories they are read from. Never more kinds than
// the organisation already holds (GB/T 35273, 8.5 c).
var Points = []struct {
	Name       string
	Categories []string
	normalise  func(string) string
}{
	{"name", []string{"user.name"}, model.NormaliseName},
	{"email", []string{"user.contact.email"}, func(s string) string { v, _ := model.NormaliseEmail(s); return v }},
	{"phone", []string{"user.contact.phone_number"}, func(s string) string { v, _ := model.NormalisePhone(s); return v }},
	{"id_number", []string{"user.government_id"}, model.NormaliseIDNumber},
	{"birth_date", []string{"user.demographic.date_of_birth", "user.date_of_birth"}, datePart},
	{"city", []string{"user.contact.address.city"}, model.NormaliseName},
	{"district", []string{"user.contact.address.district", "user.contact.address.state"}, model.NormaliseName},
	{"street", []string{"user.contact.address.street"}, model.NormaliseName},
	{"nickname", []string{"user.account.username", "user.unique_id"}, model.NormaliseName},
}

func datePart(s string) string {
	s = strings.TrimSpace(s)
	return s[:min(len(s), len(time.DateOnly))]
}

// Comparable reports whether a data point is one of the Points.
func Comparable(point string) bool { return normaliser(point) != nil }

func normaliser(point string) func(string) string {
	for _, p := range Points {
		if p.Name == point {
			return p.normalise
		}
	}
	return nil
}

// Matches reports whether what is said agrees with any value on file. What does not normalise matches nothing.
func (h Held) Matches(point, said string) bool {
	norm := normaliser(point)
	if norm == nil {
		return false
	}
	want := norm(said)
	if want == "" {
		return false
	}
	for _, v := range h.Values[point] {
		if norm(v) == want {
			return true
		}
	}
	return false
}

// ChangedShortlyBefore reports whether a contact changed within 30 days before an instant, or after it: who takes an
// account over changes the contact first and asks then.
func (h Held) ChangedShortlyBefore(point string, at time.Time) bool {
	changed, ok := h.Changed[point]
	return ok && changed.After(at.Add(-model.RecentChange))
}
