package incident

import (
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model/rule"
)

// Standing is an incident with everything that follows from its record.
type Standing struct {
	Incident
	Clocks []Running // of the rules, in their order
	Scores []Scoring // oldest first
	Grade  Graded
	Empty  []Named // seats that are neither filled nor explained
	// Turned are the clocks that began or ended to apply, or whose day moved, by the number of the entry that changed
	// the facts.
	Turned map[int64][]Turn
}

// Stand works out how an incident stands.
func (r *Rules) Stand(pack *rule.Pack, i Incident) (s Standing, err error) {
	s = Standing{Incident: i, Clocks: r.Reckon(pack, i.Facts, i.Told()), Grade: r.Grade(i.Facts),
		Empty: i.EmptySeats(r), Turned: map[int64][]Turn{}}
	var before []Running
	for _, e := range i.Record {
		if e.Body.Facts == nil {
			continue
		}
		after := r.Reckon(pack, *e.Body.Facts, nil)
		if turns := Turns(before, after); len(turns) > 0 {
			s.Turned[e.Number] = turns
		}
		before = after
	}
	s.Scores, err = i.Scores(r)
	return s, err
}

// Due are the clocks for which something is still to be done, the nearest first; those that have not begun come last.
func (s Standing) Due() (list []Running) {
	for _, c := range s.Clocks {
		if c.Open() && !s.Waived(c.ID) {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b Running) int {
		switch {
		case a.Due.IsZero() != b.Due.IsZero():
			if a.Due.IsZero() {
				return 1
			}
			return -1
		case (a.Applies == Yes) != (b.Applies == Yes) && a.Due.Equal(b.Due):
			if a.Applies == Yes {
				return -1
			}
			return 1
		}
		return a.Due.Compare(b.Due)
	})
	return list
}

// FirstNotice returns how long it took from the awareness until the first people were told; false while nobody was.
func (s Standing) FirstNotice() (took time.Duration, told bool) {
	for _, c := range s.Clocks {
		if !c.People || c.Done.IsZero() {
			continue
		}
		if d := c.Done.Sub(s.Facts.Aware); !told || d < took {
			took, told = d, true
		}
	}
	return took, told
}
