// Package compliance is what staff do with the records that an organisation keeps of its own duties: read, keep, tick
// off, approve and end them, settle which of them are demanded of who works at the desk, and write them as a table.
package compliance

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/store"
	kept "orangelab.cn/rightsdesk/store/compliance"
	"orangelab.cn/rightsdesk/store/setup"
)

// Errors of the records. Each has a sentence in the window.
var (
	// ErrMoved says that somebody else kept a newer version after what was seen.
	ErrMoved       = errors.New("somebody else changed this record meanwhile: look at it again")
	ErrNoRecord    = errors.New("the desk has no such record")
	ErrSame        = errors.New("nothing was changed")
	ErrEnded       = errors.New("the record was ended: begin a new one")
	ErrOwnRecord   = errors.New("whoever prepared a record does not approve it: ask a second person")
	ErrApproved    = errors.New("the record is approved already")
	ErrNoApproval  = errors.New("this kind of record is not approved")
	ErrTooEarly    = errors.New("this is filled in after a second person has approved the record")
	ErrTicked      = errors.New("this is ticked off, and not written")
	ErrWhy         = errors.New("say why the record is of no more use")
	ErrNothingMade = errors.New("every source has its tasks for this notice already")
)

// State is what the desk keeps, as far as whoever reads it may see it.
type State struct {
	Records   []compliance.Record // the newest version of each, by number
	Demands   compliance.Demands
	Transfers []compliance.Record // the authorisations, which the others go by
	Sources   map[string]string   // names by key
	Staff     []model.Staff
	Today     calendar.Date
}

// May reports whether somebody may read a kind of record.
func May(role model.Role, kind compliance.Kind) bool {
	return role.May(model.ActReadCompliance) && (!kind.Staff() || role.May(model.ActReadStaffRecord))
}

// MayKeep reports whether somebody may keep records of a kind.
func MayKeep(role model.Role, kind compliance.Kind) bool { return role.May(keeping(kind)) }

// keeping is the action by which records of a kind are kept.
func keeping(kind compliance.Kind) model.Action {
	if kind.Staff() {
		return model.ActKeepStaffRecord
	}
	return model.ActKeepRecord
}

// Read reads every record that whoever is signed in may see.
func Read(ctx context.Context, s *desk.Session) (st State, err error) {
	var ids []string
	for _, k := range gate.Kinds().Kinds {
		if May(s.Staff().Role, k) {
			ids = append(ids, k.ID)
		}
	}
	err = s.Read(ctx, model.ActReadCompliance, func(v *store.View) (err error) {
		st = State{Today: calendar.DateOf(s.Now(), s.Rules().Location()), Sources: map[string]string{}}
		if st.Records, err = gate.Records(v, ids...); err != nil {
			return err
		}
		if st.Demands, err = kept.Demands(v); err != nil {
			return err
		}
		if st.Staff, err = v.StaffList(); err != nil {
			return err
		}
		sources, err := setup.Sources(v)
		for _, src := range sources {
			st.Sources[src.Key] = src.Name
		}
		for _, r := range st.Records {
			if r.Kind == compliance.Transfers {
				st.Transfers = append(st.Transfers, r)
			}
		}
		return err
	})
	return st, err
}

// Flaws lists what is wrong with a record today, the worst first.
func (st State) Flaws(r compliance.Record) []compliance.Flaw {
	return gate.Kinds().Flaws(r, st.Transfers, gate.Home(st.Demands), st.Today)
}

// Of lists the records of a kind: those of use first, by what is due, then the newest.
func (st State) Of(kind string) (list []compliance.Record) {
	for _, r := range st.Records {
		if r.Kind == kind {
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, func(a, b compliance.Record) int {
		return cmp.Or(compareDue(a, b), cmp.Compare(b.Number, a.Number))
	})
	return list
}

// compareDue orders records: ended ones last, those with something due by its day before the rest.
func compareDue(a, b compliance.Record) int {
	if a.Open() != b.Open() {
		if a.Open() {
			return -1
		}
		return 1
	}
	on := func(r compliance.Record) string {
		day, _ := gate.Kinds().Due(r)
		if day == (calendar.Date{}) {
			return "9999-99-99"
		}
		return day.String()
	}
	return cmp.Compare(on(a), on(b))
}

// Due lists the records with a flaw that somebody must act on now: overdue, abroad without an authorisation, waiting
// for a second person, or soon due; the worst first.
func (st State) Due() (list []compliance.Record) {
	worst := map[int64]int{}
	for _, r := range st.Records {
		if flaws := st.Flaws(r); len(flaws) > 0 && flaws[0].Kind != compliance.FlawMissing {
			list = append(list, r)
			worst[r.Number] = flaws[0].Kind.Rank()
		}
	}
	slices.SortStableFunc(list, func(a, b compliance.Record) int {
		return cmp.Or(cmp.Compare(worst[a.Number], worst[b.Number]), compareDue(a, b))
	})
	return list
}

// Without lists the keys of the sources of which a kind has no record that is of use, by key; none of a kind that need
// not have one of each.
func (st State) Without(kind compliance.Kind) (keys []string) {
	if kind.Every != compliance.Source {
		return nil
	}
	has := map[string]bool{}
	for _, r := range st.Records {
		if r.Kind == kind.ID && r.Open() {
			has[r.Values["source"]] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(st.Sources)) {
		if !has[key] {
			keys = append(keys, key)
		}
	}
	return keys
}

// Versions reads every version of a record, the newest first.
func Versions(ctx context.Context, s *desk.Session, number int64) (list []compliance.Record, err error) {
	err = s.Read(ctx, model.ActReadCompliance, func(v *store.View) (err error) {
		if list, err = kept.Versions(v, number); err != nil {
			return noRecord(err)
		}
		if kind, ok := gate.Kinds().Kind(list[0].Kind); !ok || !May(s.Staff().Role, kind) {
			list = nil
			return desk.ErrForbidden
		}
		return nil
	})
	return list, err
}

func noRecord(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return ErrNoRecord
	}
	return err
}

// Ways returns the record of a product, with the ways that people have there themselves; a record without a number
// where there is none.
func Ways(ctx context.Context, s *desk.Session, product string) (r compliance.Record, err error) {
	err = s.Read(ctx, model.ActReadCompliance, func(v *store.View) (err error) {
		r, err = gate.Product(v, product)
		return err
	})
	return r, err
}

// Fee returns the record of a fee for a request, approved or waiting for a second person; a record without a number
// where there is none.
func Fee(ctx context.Context, s *desk.Session, reference string) (r compliance.Record, err error) {
	err = s.Read(ctx, model.ActReadCompliance, func(v *store.View) (err error) {
		r, err = gate.Fee(v, reference)
		return err
	})
	return r, err
}

// Pressing are how many records wait for whoever looks: what is overdue or leads abroad without an authorisation, and
// what they can approve; and the drills that should have been held.
type Pressing struct {
	Overdue, Approve int
	Drills           []Drill
}

// Drill is a drill that was planned for a day that is over, and was not held.
type Drill struct {
	Scenario string
	Planned  calendar.Date
}

// Any reports whether any does.
func (p Pressing) Any() bool { return p.Overdue+p.Approve > 0 }

// ReadPressing counts the records that wait for whoever is signed in.
func ReadPressing(ctx context.Context, s *desk.Session) (p Pressing, err error) {
	st, err := Read(ctx, s)
	if err != nil {
		return p, err
	}
	me := s.Staff()
	for _, r := range st.Records {
		flaws := st.Flaws(r)
		if r.Kind == compliance.Drills && r.Open() && len(flaws) > 0 && flaws[0].Kind == compliance.FlawOverdue {
			p.Drills = append(p.Drills, Drill{r.Values["scenario"], flaws[0].Day})
		}
		switch {
		case len(flaws) == 0:
		case flaws[0].Kind == compliance.FlawAbroad || flaws[0].Kind == compliance.FlawOverdue:
			p.Overdue++
		case flaws[0].Kind == compliance.FlawUnapproved && me.Role.May(model.ActApproveRecord) &&
			model.SecondPerson(me.ID, r.Prepared):
			p.Approve++
		}
	}
	return p, nil
}
