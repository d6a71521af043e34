package identity

import (
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
)

// Held is what the sources hold of a person, for comparing only: it never reaches the screen.
type Held struct {
	// Request is whose subject the sources were asked about; it serves to prove no other.
	Request int64
	// Records are the rows that the request's identifiers led to, each with what hangs on it: what is in one is of one
	// person.
	Records []FileRecord
	// Changed is when a contact last changed, where a source tells.
	Changed map[string]time.Time
	// Failed names the sources that did not answer.
	Failed []string
}

// FileRecord is a row that an identifier of the request led to, with what hangs on it.
type FileRecord struct {
	ID string // tells it from the others, again and again
	// Values are the values on file by data point.
	Values map[string][]string
	// Identities are those that stand in the row itself, by kind: what hangs on it, as an address book, may name
	// others.
	Identities map[string][]string
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
	return slices.ContainsFunc(h.Records, func(r FileRecord) bool { return r.matches(point, said) })
}

func (r FileRecord) matches(point, said string) bool {
	rule, ok := spelling(point)
	if said = asKept(point, said); !ok || !rule.Reads(said) {
		return false
	}
	return slices.ContainsFunc(r.Values[point], func(held string) bool {
		return rule.Same(said, asKept(point, held)) || point == "phone" && nationalOf(said, held)
	})
}

// asKept writes a day as a file keeps it: people say 2.3.1985 or 2 March 1985. A day that can be read in two ways stays
// as it is.
func asKept(point, value string) string {
	if point != "birth_date" {
		return value
	}
	if day, ok := record.ParseDay(value); ok {
		return day.Format(time.DateOnly)
	}
	return value
}

// nationalOf reports whether a number is how people at home write one that is on file with its country: 0170 5550101 of
// +49 170 5550101. It proves something only because that one is on file; no row is found by it.
func nationalOf(said, held string) bool {
	const shortest, longestCountry = 8, 3 // digits
	home, isHome := strings.CutPrefix(identifier.DigitsIn(said), "0")
	if !isHome || strings.HasPrefix(home, "0") || len(home) < shortest || strings.Contains(said, "+") {
		return false
	}
	abroad := identifier.SpellingOf("phone_number").Key(held)
	digits := identifier.DigitsIn(abroad)
	country := len(digits) - len(home)
	return strings.HasPrefix(abroad, "+") && strings.HasSuffix(digits, home) && country >= 1 &&
		country <= longestCountry
}

// holds reports whether an identifier stands in the row itself.
func (r FileRecord) holds(n proven.Named) bool { return oneOf(n, r.Identities[n.Kind]) }

// oneOf reports whether an identifier is among values of its kind, in whatever spelling.
func oneOf(n proven.Named, values []string) bool {
	rule := identifier.SpellingOf(n.Kind)
	return slices.ContainsFunc(values, func(held string) bool {
		return held == n.Value || slices.ContainsFunc(rule.Values(held), func(one string) bool {
			return rule.Same(n.Value, one)
		})
	})
}

// spoken lists the records of which something is true, each with the identifiers of the subject that it holds. An
// identifier that leads to nothing in any source goes with each: nobody's rows are found by it.
func (h Held) spoken(who model.Subject, is func(FileRecord) bool) (list []proven.Spoken) {
	for _, r := range h.Records {
		if !is(r) {
			continue
		}
		s := proven.Spoken{Record: r.ID}
		for _, n := range proven.NamesOf(who) {
			if r.holds(n) || h.nowhere(n) {
				s.Names = append(s.Names, n)
			}
		}
		list = append(list, s)
	}
	return list
}

// proves lists the records that hold an identifier; of one that is nowhere on file it speaks for this alone.
func (h Held) proves(who model.Subject, n proven.Named) []proven.Spoken {
	if list := h.spoken(who, func(r FileRecord) bool { return r.holds(n) }); len(list) > 0 {
		return list
	}
	names := []proven.Named{n}
	for _, other := range proven.NamesOf(who) {
		if other != n && h.nowhere(other) {
			names = append(names, other)
		}
	}
	return []proven.Spoken{{Names: names}}
}

// has reports whether an identifier stands in a row that it led to.
func (h Held) has(n proven.Named) bool {
	return slices.ContainsFunc(h.Records, func(r FileRecord) bool { return r.holds(n) })
}

// nowhere reports whether every source was asked for an identifier and none has a row of it.
func (h Held) nowhere(n proven.Named) bool {
	return len(h.Failed) == 0 && !h.has(n)
}

// ChangedShortlyBefore reports whether a contact changed within 30 days before an instant, or after it: who takes an
// account over changes the contact first and asks then.
func (h Held) ChangedShortlyBefore(point string, at time.Time) bool {
	changed, ok := h.Changed[point]
	return ok && changed.After(at.Add(-model.RecentChange))
}
