package model

import (
	"cmp"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model/identifier"
)

// TwinDays is within how many days two requests of one person for the same may be one, where the organisation says
// nothing else.
const TwinDays = 30

// TwinWindow is within which time two requests of one person for the same may be one.
func (o Organisation) TwinWindow() time.Duration {
	return time.Duration(cmp.Or(o.TwinDays, TwinDays)) * 24 * time.Hour
}

// Proven reports whether the identity that the request needs was proven; what needs none is not proven.
func (r Request) Proven() bool {
	return r.LevelNeeded > 0 && r.LevelReached >= r.LevelNeeded && !r.VerifiedAt.IsZero()
}

// TwinMark is what was recognised about two requests of one person.
type TwinMark struct {
	Request   int64  `json:"request"`
	Reference string `json:"reference"`
	// ApartBy is the staff ID of who found that they are two, and ApartAt when; empty while nobody decided.
	ApartBy string    `json:"apart_by,omitempty"`
	ApartAt time.Time `json:"apart_at,omitzero"`
}

// Shared lists the kinds of identifiers that two subjects have in common, in any spelling.
func (s Subject) Shared(other Subject) (kinds []identifier.LookupKind) {
	theirs := map[Lookup]bool{}
	for _, l := range other.Lookups() {
		theirs[l] = true
	}
	for _, l := range s.Lookups() {
		if theirs[l] && !slices.Contains(kinds, l.Kind) {
			kinds = append(kinds, l.Kind)
		}
	}
	return kinds
}
