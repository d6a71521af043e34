package incident

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Roster says who takes which seat of the response team when an incident is opened, in versions.
type Roster struct {
	Version int64     `json:"-"` // 0: none was kept
	SavedAt time.Time `json:"-"`
	SavedBy string    `json:"-"` // ID of the member of staff
	Seats   []Standby `json:"seats"`
}

// Standby is who takes a seat, and who does where they cannot.
type Standby struct {
	Seat   string `json:"seat"`
	Person string `json:"person,omitempty"`
	Phone  string `json:"phone,omitempty"`
	Deputy string `json:"deputy,omitempty"`
}

// For is who takes a seat; nobody is named where the roster says nothing of it.
func (r Roster) For(seat string) Standby {
	if i := slices.IndexFunc(r.Seats, func(s Standby) bool { return s.Seat == seat }); i >= 0 {
		return r.Seats[i]
	}
	return Standby{Seat: seat}
}

// Seating seats somebody of the roster.
func (s Standby) Seating() Seating { return Seating{Seat: s.Seat, Person: s.Person, Phone: s.Phone} }

// Named are the seats of the roster that name somebody and that an incident has empty.
func (r Roster) Named(empty []Named) (list []Standby) {
	for _, seat := range empty {
		if s := r.For(seat.ID); s.Person != "" {
			list = append(list, s)
		}
	}
	return list
}

// Check returns an error where a roster cannot be kept: a seat that the rules do not have or that stands there twice, a
// text too long.
func (r Roster) Check(rules *Rules) error {
	for i, s := range r.Seats {
		if _, ok := rules.Seat(s.Seat); !ok ||
			slices.ContainsFunc(r.Seats[:i], func(o Standby) bool { return o.Seat == s.Seat }) {
			return ErrWord
		}
		for _, text := range []string{s.Person, s.Phone, s.Deputy} {
			if utf8.RuneCountInString(text) > maxText {
				return ErrLong
			}
		}
		if strings.TrimSpace(s.Person) == "" && s.Deputy != "" {
			return ErrSeat
		}
	}
	return nil
}
