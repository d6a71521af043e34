package compliance

import (
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
)

// Whom says of whom an organisation demands a kind of record.
type Whom string

// Of whom a record can be demanded.
const (
	Nobody   Whom = ""
	Leads    Whom = "leads" // those who approve: the key personnel
	Everyone Whom = "everyone"
)

// Asked lists of whom a record can be demanded, in the order in which a form offers it.
var Asked = []Whom{Nobody, Leads, Everyone}

// Demands are the records without which nobody sees personal data at a desk or acts on it. A new desk demands nothing.
type Demands struct {
	Version int64           `json:"-"`
	Home    string          `json:"home,omitempty"` // the country whose border counts; that of the kinds where empty
	Of      map[string]Whom `json:"of,omitempty"`   // by kind of record
	SavedAt time.Time       `json:"-"`
	SavedBy string          `json:"-"`
}

// Demanded reports whether a kind is demanded of a role. An administrator sees no personal data, so nothing is demanded
// of one.
func (d Demands) Demanded(kind string, role model.Role) bool {
	switch d.Of[kind] {
	case Everyone:
		return role != model.RoleAdmin
	case Leads:
		return role == model.RoleLead
	}
	return false
}

// Any reports whether anything is demanded of a role.
func (d Demands) Any(role model.Role) bool {
	for kind := range d.Of {
		if d.Demanded(kind, role) {
			return true
		}
	}
	return false
}

// Lack is a record that somebody lacks, or that bars them.
type Lack struct {
	Kind  string        `json:"kind"`
	Bars  bool          `json:"bars,omitempty"`  // an open record bars them
	Ended calendar.Date `json:"ended,omitzero"`  // the last day of the one that held longest; zero where there was none
	Title model.Text    `json:"title,omitempty"` // of the kind
}

// Lacks lists what a member of staff lacks on a day, by what is demanded and the records about them.
func (k *Kinds) Lacks(d Demands, staff string, role model.Role, records []Record, today calendar.Date) (list []Lack) {
	for _, kind := range k.Kinds {
		if kind.Gates == GateNone || !d.Demanded(kind.ID, role) {
			continue
		}
		lack := Lack{Kind: kind.ID, Title: kind.Title, Bars: kind.Gates == GateBars}
		missing := kind.Gates == GateHolds
		for _, r := range records {
			if r.Kind != kind.ID || !r.Open() || r.Values[kind.Member] != staff {
				continue
			}
			if kind.Gates == GateBars {
				missing = true
				continue
			}
			ended, holds := kind.holdsOn(r, today)
			if holds {
				missing = false
			}
			if ended != (calendar.Date{}) && lack.Ended.Before(ended) {
				lack.Ended = ended
			}
		}
		if missing {
			list = append(list, lack)
		}
	}
	return list
}

// holdsOn reports whether a record holds on a day, else on which day it ended; the zero day where it never held.
func (k Kind) holdsOn(r Record, today calendar.Date) (ended calendar.Date, holds bool) {
	if k.Holds != nil && r.Values[k.Holds.Field] != k.Holds.Is {
		return ended, false
	}
	for _, d := range k.Due {
		if day := r.Day(d.Field); d.Ends && day != (calendar.Date{}) && day.Before(today) {
			return day, false
		}
	}
	return ended, true
}
