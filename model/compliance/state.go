package compliance

import (
	"cmp"
	"slices"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
)

// FlawKind is a kind of thing that is wrong with a record, or will be.
type FlawKind string

// The flaws, the worst first.
const (
	FlawAbroad     FlawKind = "abroad"     // it leads abroad without an authorisation that holds
	FlawOverdue    FlawKind = "overdue"    // a day has passed
	FlawUnapproved FlawKind = "unapproved" // a second person has not approved it
	FlawFailed     FlawKind = "failed"     // a test or an assessment was not passed
	FlawMissing    FlawKind = "missing"    // something that belongs there is not there
	FlawSoon       FlawKind = "soon"       // a day comes near
)

var worst = []FlawKind{FlawAbroad, FlawOverdue, FlawUnapproved, FlawFailed, FlawMissing, FlawSoon}

// Rank is the place of a flaw among them, 0 for the worst.
func (k FlawKind) Rank() int { return slices.Index(worst, k) }

// soon is how many days ahead a day shows.
const soon = 30

// Flaw is something that is wrong with a record, or will be.
type Flaw struct {
	Kind  FlawKind
	Field Field         // that it is about; none where it is about the record
	Says  model.Text    // what is due
	Day   calendar.Date // when
	Lacks []string      // categories without an authorisation
}

// Open reports whether a record is of use still.
func (r Record) Open() bool { return r.Ended == "" }

// Flaws lists what is wrong with a record on a day, the worst first; nothing of one that was ended. transfers are the
// authorisations.
func (k *Kinds) Flaws(r Record, transfers []Record, home string, today calendar.Date) (list []Flaw) {
	kind, ok := k.Kind(r.Kind)
	if !ok || !r.Open() {
		return nil
	}
	if kind.Abroad != nil {
		if lacks := k.LacksAbroad(transfers, home, r.Values[kind.Abroad.Country], r.List(kind.Abroad.Categories),
			today); len(lacks) > 0 {
			list = append(list, Flaw{Kind: FlawAbroad, Lacks: lacks})
		}
	}
	if kind.Second && r.By == "" {
		list = append(list, Flaw{Kind: FlawUnapproved})
	}
	if kind.Holds != nil && r.Values[kind.Holds.Field] != kind.Holds.Is {
		f, _ := kind.Field(kind.Holds.Field)
		list = append(list, Flaw{Kind: FlawFailed, Field: f})
	}
	for _, d := range kind.Due {
		day := r.Day(d.Field)
		if day == (calendar.Date{}) || d.Unless != "" && r.Values[d.Unless] != "" {
			continue
		}
		f, _ := kind.Field(d.Field)
		switch {
		case day.Before(today):
			list = append(list, Flaw{Kind: FlawOverdue, Field: f, Says: d.Says, Day: day})
		case !today.Add(soon).Before(day):
			list = append(list, Flaw{Kind: FlawSoon, Field: f, Says: d.Says, Day: day})
		}
	}
	for _, f := range kind.Fields {
		if f.Wanted && r.Values[f.ID] == "" {
			list = append(list, Flaw{Kind: FlawMissing, Field: f})
		}
	}
	slices.SortStableFunc(list, func(a, b Flaw) int {
		return cmp.Compare(a.Kind.Rank(), b.Kind.Rank())
	})
	return list
}

// Due returns the nearest day on which something of a record is due; the zero day where nothing is.
func (k *Kinds) Due(r Record) (day calendar.Date, says model.Text) {
	kind, _ := k.Kind(r.Kind)
	for _, d := range kind.Due {
		on := r.Day(d.Field)
		if on == (calendar.Date{}) || !r.Open() || d.Unless != "" && r.Values[d.Unless] != "" {
			continue
		}
		if day == (calendar.Date{}) || on.Before(day) {
			day, says = on, d.Says
		}
	}
	return day, says
}

// LacksAbroad returns the categories of data that no authorisation lets go to a country on a day; none where it is the
// home country. transfers are the records of authorisations: one that is not approved, not yet or no more in force, or
// ended counts for nothing.
func (k *Kinds) LacksAbroad(transfers []Record, home, country string, categories []string,
	day calendar.Date) (lacks []string) {
	if country == "" || country == home {
		return nil
	}
	allowed := map[string]bool{}
	for _, t := range transfers {
		until := t.Day("until")
		if t.Kind != Transfers || !t.Open() || t.By == "" || t.Values["country"] != country ||
			day.Before(t.Day("from")) || until != (calendar.Date{}) && until.Before(day) {
			continue
		}
		for _, c := range t.List("categories") {
			allowed[c] = true
		}
	}
	for _, c := range categories {
		if !allowed[c] {
			lacks = append(lacks, c)
		}
	}
	return lacks
}
