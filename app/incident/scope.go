package incident

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"

	"orangelab.cn/rightsdesk/app/affected"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/sheet"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incidents"
)

// Unopened stands among the sources that could not be asked where the data map as a whole could not be opened.
const Unopened = "*"

// CountSource counts whose rows a source holds, as affected by an incident as it was seen: those of one collection, as
// dataset:collection, or of all; where gives the values of which the columns of a row must have one. whole says that
// everybody affected is counted with it: the facts then take the numbers.
func CountSource(ctx context.Context, s *desk.Session, seen Seen, source, collection string, where map[string][]string,
	whole bool) (incident.Standing, error) {
	m := incident.Measure{Way: incident.BySource, Of: source, Collection: collection, Where: where}
	return count(ctx, s, seen, m, whole, "", func(c *affected.Counting, data affected.Map) error {
		return c.Source(ctx, data, source, collection, where)
	})
}

// CountList counts the people of a table, a row for each, with the columns email, phone, account, id_number, name,
// birth_date, country and state by any of the names that files of requests may use. collection is whose data of theirs
// is affected; empty: none but the list's own.
func CountList(ctx context.Context, s *desk.Session, seen Seen, path, collection string,
	whole bool) (st incident.Standing, err error) {
	if err := s.Allow(ctx, model.ActCountIncident); err != nil {
		return st, err
	}
	list, err := sheet.Open(path)
	if err != nil {
		return st, err
	}
	m := incident.Measure{Way: incident.ByList, Of: filepath.Base(path), Collection: collection, File: list.Digest()}
	return count(ctx, s, seen, m, whole, collection, func(c *affected.Counting, _ affected.Map) error {
		return c.List(list)
	})
}

// CountLog counts the people whom an extract of a log names, as affected.Counting.Log reads it.
func CountLog(ctx context.Context, s *desk.Session, seen Seen, path, mark, kind, collection string,
	whole bool) (st incident.Standing, err error) {
	if err := s.Allow(ctx, model.ActCountIncident); err != nil {
		return st, err
	}
	extract, err := sheet.Open(path)
	if err != nil {
		return st, err
	}
	m := incident.Measure{Way: incident.ByLog, Of: filepath.Base(path), Collection: collection,
		File: extract.Digest(), Mark: mark, Kind: kind}
	return count(ctx, s, seen, m, whole, collection, func(c *affected.Counting, data affected.Map) error {
		return extract.Read(func(in io.Reader) error { return c.Log(in, mark, kind, affected.Kinds(data.Datasets)) })
	})
}

// DropCount takes a count out of the scope, with the reason, and forgets the people that are kept of it.
func DropCount(ctx context.Context, s *desk.Session, seen Seen, measure incident.Measure,
	why string) (incident.Standing, error) {
	i, err := asSeen(ctx, s, seen)
	if err != nil {
		return incident.Standing{}, err
	}
	left := slices.DeleteFunc(i.Measures(), func(m incident.Measure) bool { return m.ID == measure.ID })
	all, err := crowd(ctx, s, i.ID, left)
	if err != nil {
		return incident.Standing{}, err
	}
	scope := incident.Scoping{Dropped: measure.ID, Why: why, Total: nameless(all.Count(), left)}
	return change(ctx, s, model.ActCountIncident, seen,
		func(tx *store.Tx, i incident.Incident) (incident.Incident, error) {
			if err := incidents.DropPeople(tx, i.ID, measure.ID); err != nil {
				return i, err
			}
			return add(tx, s, i, incident.Scoped, incident.Body{Scope: &scope})
		})
}

// asSeen reads an incident that stands at the version that was seen.
func asSeen(ctx context.Context, s *desk.Session, seen Seen) (i incident.Incident, err error) {
	err = s.Read(ctx, model.ActCountIncident, func(v *store.View) (err error) {
		if i, err = incidents.Read(v, seen.ID); err == nil && i.Version != seen.Version {
			err = ErrMovedOn
		}
		return err
	})
	return i, err
}

// crowd is everybody whom the counts of an incident found.
func crowd(ctx context.Context, s *desk.Session, id int64, of []incident.Measure) (*incident.Crowd, error) {
	all := incident.NewCrowd()
	return all, eachAffected(ctx, s, model.ActCountIncident, id, of, func(a incident.Affected) error {
		all.Add(a)
		return nil
	})
}

// EachAffected tells whoever chooses an audience of everybody whom the counts of an incident found, line by line, some
// of them in memory at a time.
func EachAffected(ctx context.Context, s *desk.Session, i incident.Incident, tell func(incident.Affected) error) error {
	if err := s.Allow(ctx, model.ActAudience); err != nil {
		return err
	}
	return eachAffected(ctx, s, model.ActAudience, i.ID, i.Measures(), tell)
}

func eachAffected(ctx context.Context, s *desk.Session, action model.Action, id int64, of []incident.Measure,
	tell func(incident.Affected) error) error {
	for _, m := range of {
		if err := s.Read(ctx, action, func(v *store.View) error {
			return incidents.CheckPeople(v, id, m)
		}); err != nil {
			return err
		}
		for seq := int64(1); ; seq++ {
			var some []incident.Affected
			err := s.Read(ctx, action, func(v *store.View) (err error) {
				some, err = incidents.People(v, id, m.ID, seq)
				return err
			})
			if errors.Is(err, store.ErrNotFound) {
				break
			}
			if err != nil {
				return err
			}
			for _, a := range some {
				if err := tell(a); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// nameless adds to a count the lines that name nobody: each may be a person more. A line of a log that names nobody
// tells of none.
func nameless(c incident.Count, of []incident.Measure) incident.Count {
	for _, m := range of {
		if m.Way != incident.ByLog {
			c.People.Most += m.Nameless
		}
	}
	return c
}

// count counts who is affected. The people are kept some at a time, sealed, so that the memory that it takes grows with
// hashes of their keys alone; until all are, the record does not name them.
func count(ctx context.Context, s *desk.Session, seen Seen, m incident.Measure, whole bool, collection string,
	read func(*affected.Counting, affected.Map) error) (st incident.Standing, err error) {
	before, err := begin(ctx, s, seen, &m)
	if err != nil {
		return st, err
	}
	all, err := crowd(ctx, s, before.ID, before.Measures())
	if err != nil {
		return st, err
	}
	written := int64(0)
	c := affected.New(Rules(), before.Facts.Aware, s.Rules().Location(), all, func(some []incident.Affected) error {
		written += int64(len(some))
		return s.Progress(ctx, model.ActCountIncident, func(tx *store.Tx) error {
			return incidents.AddPeople(tx, before.ID, m.ID, some)
		})
	})
	defer func() {
		if err != nil && written > 0 { // nobody whom the record does not name is kept
			err = errors.Join(err,
				s.Progress(context.WithoutCancel(ctx), model.ActCountIncident, func(tx *store.Tx) error {
					return incidents.DropPeople(tx, before.ID, m.ID)
				}))
		}
	}()
	if m.Unread, err = readAll(ctx, s, c, m, collection, read); err != nil {
		return st, err
	}
	own, total := c.Count()
	m.Lines, m.Nameless = c.Lines, c.Nameless
	m.Count = nameless(own, []incident.Measure{m})
	err = s.Write(ctx, model.ActCountIncident, func(tx *store.Tx, entry *model.Entry) error {
		i, err := incidents.Read(tx.View, before.ID)
		if err != nil {
			return err
		}
		digest, kept, err := incidents.PeopleDigest(tx.View, i.ID, m.ID)
		if err != nil {
			return err
		}
		if kept != written ||
			!slices.EqualFunc(i.Measures(), before.Measures(),
				func(a, b incident.Measure) bool { return a.ID == b.ID }) {
			return ErrMovedOn // somebody else counted meanwhile
		}
		m.Digest = digest
		body := incident.Body{Scope: &incident.Scoping{Measure: &m, Total: nameless(total, append(i.Measures(), m))}}
		if whole {
			facts := i.Facts.Counted(body.Scope.Total, Rules())
			body.Facts = &facts
		}
		if i, err = add(tx, s, i, incident.Scoped, body); err != nil {
			return err
		}
		tell(entry, i)
		entry.Detail["way"], entry.Detail["people"], entry.Detail["lines"] = string(
			m.Way), body.Scope.Total.People.String(), m.Lines
		st, err = Rules().Stand(s.Rules(), i)
		return err
	})
	return st, err
}

// begin gives a count its number.
func begin(ctx context.Context, s *desk.Session, seen Seen, m *incident.Measure) (i incident.Incident, err error) {
	err = s.Write(ctx, model.ActCountIncident, func(tx *store.Tx, entry *model.Entry) error {
		if i, err = incidents.Read(tx.View, seen.ID); err != nil {
			return err
		}
		switch {
		case i.Version != seen.Version:
			return ErrMovedOn
		case i.Closing != nil:
			return incident.ErrClosed
		}
		m.ID, err = incidents.NewMeasure(tx, i)
		tell(entry, i)
		entry.Detail["begun"] = true
		return err
	})
	return i, err
}

// readAll reads what is counted, and what the sources know of the people besides. A list and a log are counted without
// the sources too.
func readAll(ctx context.Context, s *desk.Session, c *affected.Counting, m incident.Measure, collection string,
	read func(*affected.Counting, affected.Map) error) (unread []string, err error) {
	data, err := datamap.Open(ctx, s)
	if err != nil {
		if m.Way == incident.BySource || collection != "" || m.Kind != "" {
			return nil, err
		}
		return []string{Unopened}, read(c, affected.Map{})
	}
	of := affected.Map{Datasets: data.Datasets, Sources: data.Sources, Keys: data.Keys}
	if err = read(c, of); err == nil {
		unread, err = c.More(ctx, of, collection)
	}
	for _, src := range data.Manual {
		unread = append(unread, src.Key)
	}
	return unread, errors.Join(err, data.Close())
}
