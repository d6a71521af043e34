package compliance

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/store"
	kept "orangelab.cn/rightsdesk/store/compliance"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/setup"
)

// Seen is a record as somebody saw it.
type Seen struct{ Number, Version int64 }

// SeenOf is how a record was seen.
func SeenOf(r compliance.Record) Seen { return Seen{r.Number, r.Version} }

// Keep keeps a record with these values: a new one where nothing was seen, else the next version of it. A
// *compliance.ValueError names a field that cannot be kept so.
func Keep(ctx context.Context, s *desk.Session, kind string, seen Seen,
	values map[string]string) (compliance.Record, error) {
	return keep(ctx, s, model.ActKeepRecord, kind, seen, values)
}

// KeepStaff is Keep for the records about members of staff.
func KeepStaff(ctx context.Context, s *desk.Session, kind string, seen Seen,
	values map[string]string) (compliance.Record, error) {
	return keep(ctx, s, model.ActKeepStaffRecord, kind, seen, values)
}

func keep(ctx context.Context, s *desk.Session, action model.Action, id string, seen Seen,
	values map[string]string) (saved compliance.Record, err error) {
	if err := s.Allow(ctx, action); err != nil {
		return saved, err
	}
	kind, ok := gate.Kinds().Kind(id)
	if !ok {
		return saved, ErrNoRecord
	}
	if keeping(kind) != action {
		return saved, desk.ErrForbidden
	}
	if values, err = kind.Tidy(values); err != nil {
		return saved, err
	}
	next := func(tx *store.Tx, was compliance.Record) (compliance.Record, error) {
		for _, f := range kind.Fields {
			switch {
			case values[f.ID] == was.Values[f.ID]:
			case f.Type == compliance.Done:
				return was, ErrTicked
			case f.Later && kind.Second && was.By == "":
				return was, ErrTooEarly
			}
		}
		if maps.Equal(values, was.Values) {
			return was, ErrSame
		}
		was.Values = values
		return was, known(tx, kind, values)
	}
	if seen.Number == 0 {
		return begin(ctx, s, action, kind, next)
	}
	return change(ctx, s, action, seen, next)
}

// known returns an error where a record names a source, a member of staff or a request that is not there.
func known(tx *store.Tx, kind compliance.Kind, values map[string]string) error {
	for _, f := range kind.Fields {
		value := values[f.ID]
		if value == "" {
			continue
		}
		switch f.Type {
		case compliance.Member:
			if _, err := tx.Staff(value); errors.Is(err, store.ErrNotFound) {
				return &compliance.ValueError{Field: f, Err: compliance.ErrChoice}
			} else if err != nil {
				return err
			}
		case compliance.Request:
			if _, err := requests.ByReference(tx.View, value); errors.Is(err, store.ErrNotFound) {
				return &compliance.ValueError{Field: f, Err: compliance.ErrRequest}
			} else if err != nil {
				return err
			}
		case compliance.Source:
			sources, err := setup.Sources(tx.View)
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(sources, func(s model.Source) bool { return s.Key == value }) {
				return &compliance.ValueError{Field: f, Err: compliance.ErrChoice}
			}
		}
	}
	return nil
}

func begin(ctx context.Context, s *desk.Session, action model.Action, kind compliance.Kind,
	next func(*store.Tx, compliance.Record) (compliance.Record, error)) (saved compliance.Record, err error) {
	err = s.Write(ctx, action, func(tx *store.Tx, entry *model.Entry) error {
		r, err := next(tx, compliance.Record{Kind: kind.ID})
		if err != nil {
			return err
		}
		r.Prepared = s.Staff().ID
		saved, err = add(tx, s, entry, r)
		return err
	})
	return saved, moved(err)
}

// add keeps the next version of a record and names it in the entry.
func add(tx *store.Tx, s *desk.Session, entry *model.Entry, r compliance.Record) (compliance.Record, error) {
	r.SavedAt, r.SavedBy = s.Now(), s.Staff().ID
	saved, err := kept.Add(tx, r)
	entry.Detail["kind"], entry.Detail["record"], entry.Detail["version"] = saved.Kind, saved.Number, saved.Version
	return saved, err
}

// change keeps what next makes of a record as its next version.
func change(ctx context.Context, s *desk.Session, action model.Action, seen Seen,
	next func(*store.Tx, compliance.Record) (compliance.Record, error)) (saved compliance.Record, err error) {
	err = s.Write(ctx, action, func(tx *store.Tx, entry *model.Entry) error {
		was, kind, err := at(tx.View, seen)
		switch {
		case err != nil:
			return err
		case keeping(kind) != action:
			return desk.ErrForbidden
		case !was.Open():
			return ErrEnded
		}
		before, err := was.Approvable(kind)
		if err != nil {
			return err
		}
		r, err := next(tx, was)
		if err != nil {
			return err
		}
		after, err := r.Approvable(kind)
		if err != nil {
			return err
		}
		if string(before) != string(after) {
			r.Prepared = s.Staff().ID
		}
		saved, err = add(tx, s, entry, r)
		return err
	})
	return saved, moved(err)
}

// at reads a record as it was seen, with its approval; ErrMoved where there is a newer version.
func at(v *store.View, seen Seen) (r compliance.Record, kind compliance.Kind, err error) {
	versions, err := kept.Versions(v, seen.Number)
	if err != nil {
		return r, kind, noRecord(err)
	}
	if versions[0].Version != seen.Version {
		return r, kind, ErrMoved
	}
	kind, ok := gate.Kinds().Kind(versions[0].Kind)
	if !ok {
		return r, kind, ErrNoRecord
	}
	list, err := gate.Records(v, kind.ID)
	if err != nil {
		return r, kind, err
	}
	i := slices.IndexFunc(list, func(r compliance.Record) bool { return r.Number == seen.Number })
	return list[i], kind, nil
}

// moved tells who was overtaken by another desktop that it was about what they saw.
func moved(err error) error {
	if errors.Is(err, store.ErrConflict) {
		return ErrMoved
	}
	return err
}

// Tick ticks a field of a record off: done today, by who is signed in.
func Tick(ctx context.Context, s *desk.Session, seen Seen, field string) (compliance.Record, error) {
	return tick(ctx, s, model.ActKeepRecord, seen, field)
}

// TickStaff is Tick for the records about members of staff.
func TickStaff(ctx context.Context, s *desk.Session, seen Seen, field string) (compliance.Record, error) {
	return tick(ctx, s, model.ActKeepStaffRecord, seen, field)
}

func tick(ctx context.Context, s *desk.Session, action model.Action, seen Seen,
	field string) (compliance.Record, error) {
	return change(ctx, s, action, seen, func(tx *store.Tx, r compliance.Record) (compliance.Record, error) {
		kind, _ := gate.Kinds().Kind(r.Kind)
		f, ok := kind.Field(field)
		switch {
		case !ok || f.Type != compliance.Done:
			return r, compliance.ErrField
		case r.Values[field] != "":
			return r, ErrSame
		case f.Later && kind.Second && r.By == "":
			return r, ErrTooEarly
		}
		r.Values = maps.Clone(r.Values)
		r.Values[field] = compliance.Tick(calendar.DateOf(s.Now(), s.Rules().Location()), s.Staff().ID)
		return r, nil
	})
}

// End says that a record is of no more use, and why. It stays, and can be read.
func End(ctx context.Context, s *desk.Session, seen Seen, why string) (compliance.Record, error) {
	return end(ctx, s, model.ActKeepRecord, seen, why)
}

// EndStaff is End for the records about members of staff.
func EndStaff(ctx context.Context, s *desk.Session, seen Seen, why string) (compliance.Record, error) {
	return end(ctx, s, model.ActKeepStaffRecord, seen, why)
}

func end(ctx context.Context, s *desk.Session, action model.Action, seen Seen, why string) (compliance.Record, error) {
	if err := s.Allow(ctx, action); err != nil {
		return compliance.Record{}, err
	}
	if why = strings.TrimSpace(why); why == "" {
		return compliance.Record{}, ErrWhy
	}
	return change(ctx, s, action, seen, func(_ *store.Tx, r compliance.Record) (compliance.Record, error) {
		r.Ended = why
		return r, nil
	})
}
