package affected

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
)

// Map is the data map with its sources opened.
type Map struct {
	Datasets []*dataset.Dataset // linked
	Sources  map[string]*sqldb.Source
	// Keys are the keys of the desk's sources by those of their datasets.
	Keys map[string]string
}

// Errors of rules.
var (
	ErrSource     = errors.New("this source cannot be counted: it is no database that the desk reads")
	ErrCollection = errors.New("the data map has no such collection")
	ErrNobodys    = errors.New("the data map does not say whose the rows of this collection are")
	ErrField      = errors.New("the collection has no column of this name to ask for")
)

// Counting is one count of who is affected, while it is read.
type Counting struct {
	teller
	own, total *incident.Crowd
	keep       func([]incident.Affected) error
	waiting    []incident.Affected
	// Lines are how many told of somebody or should have; Nameless those that name nobody.
	Lines, Nameless int64

	read map[*dataset.Collection]bool // wholly
}

// keptAtOnce is how many lines are handed on at a time.
const keptAtOnce = 20_000

// New begins a count. total is a crowd of those whom other counts found already; keep gets the lines that told
// anything, some at a time. Ages are those on the day of at in a zone.
func New(rules *incident.Rules, at time.Time, zone *time.Location, total *incident.Crowd,
	keep func([]incident.Affected) error) *Counting {
	own := incident.NewCrowd()
	if total.Empty() {
		own = total // the first count is all there is: it is kept once
	}
	return &Counting{teller: teller{rules: rules, day: model.DayIn(at, zone)}, own: own, total: total, keep: keep,
		read: map[*dataset.Collection]bool{}}
}

// take takes a line in. more says that it tells more of somebody who is known.
func (c *Counting) take(a incident.Affected, more bool) error {
	told := c.own.Add(a)
	if c.total != c.own {
		c.total.Add(a)
	}
	if !told && (!more || a.Name == "" && a.Lang == "") {
		return nil
	}
	if c.waiting = append(c.waiting, a); len(c.waiting) < keptAtOnce {
		return nil
	}
	return c.flush()
}

func (c *Counting) flush() error {
	if len(c.waiting) == 0 {
		return nil
	}
	err := c.keep(c.waiting)
	c.waiting = c.waiting[:0]
	return err
}

// first takes a line of what is affected in.
func (c *Counting) first(a incident.Affected) error {
	if c.Lines++; len(a.Keys) == 0 {
		c.Nameless++
		return nil
	}
	return c.take(a, false)
}

// Source counts whose rows a source holds: of one collection, as dataset:collection, or of every one where that is
// empty. where gives, by the name of a column, the values of which a row must have one; every row counts where it is
// empty.
func (c *Counting) Source(ctx context.Context, m Map, key, collection string, where map[string][]string) error {
	if err := dataset.EnsureLinked(m.Datasets); err != nil {
		return err
	}
	p, found := newPlan(m.Datasets), false
	for _, t := range p.tables {
		of := t.collection
		if m.Keys[of.Dataset.Key] != key || collection != "" && of.Address().String() != collection {
			continue
		}
		src := m.Sources[of.Dataset.Key]
		switch {
		case src == nil:
			return ErrSource
		case !t.ofPeople() && collection != "":
			return ErrNobodys
		case !t.ofPeople():
			continue // products, say
		}
		only, err := condition(of, where)
		if err != nil {
			return err
		}
		found = true
		r := c.reader(t).affects()
		if err := c.each(ctx, src, r, only, func(lines []incident.Affected) error {
			c.own.Near(lines)
			for _, a := range lines {
				if err := c.first(a); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
		c.read[of] = only == nil
	}
	if !found {
		return ErrCollection
	}
	return nil
}

// Rows are handed on some at a time, and few of these wait, so that the memory that a count takes does not grow with
// what it reads.
const (
	rowsAtOnce = 256
	waitAtMost = 4
)

// each reads the rows of a table as lines about people. One reads the rows, one makes lines of them, and the caller
// takes these in, in the order of the rows: a count takes as long as the slowest of the three.
func (c *Counting) each(ctx context.Context, src *sqldb.Source, r *reader, only *dataset.Where,
	take func([]incident.Affected) error) error {
	type batch struct {
		of   *search.Reading
		rows [][]any
	}
	group, reading := errgroup.WithContext(ctx)
	reading, stop := context.WithCancel(reading)
	defer stop()
	batches, lines := make(chan batch, waitAtMost), make(chan []incident.Affected, waitAtMost)
	group.Go(func() error {
		defer close(batches)
		var next batch
		var room []any // for the values of the rows of a batch
		hand := func() error {
			if len(next.rows) == 0 {
				return nil
			}
			select {
			case batches <- next:
				next.rows = make([][]any, 0, rowsAtOnce)
				return nil
			case <-reading.Done():
				return reading.Err()
			}
		}
		err := search.EachRow(reading, src, r.table.collection, only, func(began *search.Reading) error {
			next.of = began
			return nil
		}, func(row []any) error {
			if cap(room)-len(room) < len(row) {
				room = make([]any, 0, rowsAtOnce*len(row))
			}
			at := len(room)
			room = append(room, row...)
			if next.rows = append(next.rows, room[at:len(room):len(room)]); len(next.rows) < rowsAtOnce {
				return nil
			}
			return hand()
		})
		if err != nil {
			return err
		}
		return hand()
	})
	group.Go(func() error {
		defer close(lines)
		for b := range batches {
			told := make([]incident.Affected, 0, len(b.rows))
			for _, row := range b.rows {
				told = r.lines(told, b.of, row)
			}
			select {
			case lines <- told:
			case <-reading.Done():
				return reading.Err()
			}
		}
		return nil
	})
	var failed error
	for told := range lines {
		if failed != nil {
			continue // the readers are stopping
		}
		if failed = take(told); failed != nil {
			stop()
		}
	}
	if err := group.Wait(); failed == nil {
		return err
	}
	return failed
}

// condition is which rows of a collection count.
func condition(c *dataset.Collection, where map[string][]string) (*dataset.Where, error) {
	if len(where) == 0 {
		return nil, nil
	}
	w := &dataset.Where{Collection: c}
	for _, name := range slices.Sorted(maps.Keys(where)) {
		f := c.Field(name)
		if f == nil || f.Parent != nil || len(where[name]) == 0 {
			return nil, fmt.Errorf("%w: %s", ErrField, name)
		}
		w.Conditions = append(w.Conditions, dataset.Condition{Name: name, Field: f, Values: where[name]})
	}
	return w, nil
}

// More asks the sources what else is known of the people found: how they are reached, how old they are, where they
// live. affected is the collection whose data of theirs is affected, as dataset:collection; empty: none besides what
// was read. It returns the keys of the sources that could not be asked.
func (c *Counting) More(ctx context.Context, m Map, affected string) (unread []string, err error) {
	if err := dataset.EnsureLinked(m.Datasets); err != nil {
		return nil, err
	}
	p := newPlan(m.Datasets)
	if affected != "" &&
		!slices.ContainsFunc(p.tables, func(t *table) bool { return t.collection.Address().String() == affected }) {
		return nil, ErrCollection
	}
	for _, t := range p.others(affected) {
		key := m.Keys[t.collection.Dataset.Key]
		if c.read[t.collection] || slices.Contains(unread, key) {
			continue
		}
		if err := c.more(ctx, m.Sources[t.collection.Dataset.Key], t,
			t.collection.Address().String() == affected); err != nil {
			var ours *keepError
			if errors.As(err, &ours) {
				return unread, ours.cause
			}
			if ctx.Err() != nil {
				return unread, ctx.Err()
			}
			unread = append(unread, key)
		}
	}
	return unread, c.flush()
}

// keepError is an error of what keeps the lines, and none of a source.
type keepError struct{ cause error }

func (e *keepError) Error() string { return e.cause.Error() }

func (c *Counting) more(ctx context.Context, src *sqldb.Source, t *table, affected bool) error {
	if src == nil {
		return ErrSource
	}
	r := c.reader(t)
	if affected {
		r = r.affects()
	}
	return c.each(ctx, src, r, nil, func(lines []incident.Affected) error {
		for _, a := range lines {
			if !slices.ContainsFunc(a.Keys, c.own.Has) {
				continue
			}
			if err := c.take(a, true); err != nil {
				return &keepError{err}
			}
		}
		return nil
	})
}

// Count is what the count comes to by itself, and with all the others. Of what names nobody each line may be a person.
func (c *Counting) Count() (own, total incident.Count) { return c.own.Count(), c.total.Count() }
