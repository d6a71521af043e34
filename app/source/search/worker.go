package search

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Worker reads the collections of one source one after another, inside one snapshot.
type Worker struct {
	run      *run
	Source   *sqldb.Source // nil where the source is a service
	service  Service
	steps    []*stepRun
	Snapshot *sqldb.Snapshot
	tables   map[*dataset.Collection]*sqldb.Table
	down     error // the source could not be reached; nothing more is tried
	rows     int64
}

func (w *Worker) work(ctx context.Context) (err error) {
	defer func() {
		if w.Snapshot != nil {
			err = errors.Join(err, w.Snapshot.End())
		}
	}()
	defer func() {
		if err == nil && w.run.visitor != nil && w.Source != nil {
			err = w.run.visitor.Finish(ctx, w)
		}
	}()
	for i, s := range w.steps {
		for _, before := range s.waits {
			select {
			case <-before.done:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		started := time.Now()
		stop := w.step(ctx, s)
		s.report.Took = time.Since(started)
		if stop != nil {
			return stop
		}
		w.rows += s.report.Rows
		close(s.done)
		if w.run.opts.Progress != nil {
			w.run.deliverMu.Lock()
			w.run.opts.Progress(SourceProgress{Source: s.report.Dataset, Done: i + 1, Total: len(w.steps), Rows: w.rows,
				Err: s.report.Err})
			w.run.deliverMu.Unlock()
		}
	}
	return nil
}

// step reads one collection and notes the outcome. The error is only for what stops the run.
func (w *Worker) step(ctx context.Context, s *stepRun) error {
	for _, before := range s.waits {
		if before.report.State == Failed && w.feeds(before, s) {
			s.report.Incomplete = append(s.report.Incomplete, before.report.Address)
		}
		if w.feeds(before, s) {
			s.report.Incomplete = merged(s.report.Incomplete, before.report.Incomplete)
		}
	}
	s.report.State = Read
	err := w.read(ctx, s)
	var stop sqldb.FatalError
	switch {
	case errors.As(err, &stop):
		return stop.Cause
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		s.report.State, s.report.Err = Failed, err
	}
	return nil
}

func (w *Worker) feeds(before, s *stepRun) bool {
	for _, e := range s.Step.Feeds {
		if e.From.Collection == before.Collection {
			return true
		}
	}
	return false
}

func merged(into, from []dataset.Address) []dataset.Address {
	for _, a := range from {
		found := false
		for _, b := range into {
			found = found || a == b
		}
		if !found {
			into = append(into, a)
		}
	}
	return into
}

func (w *Worker) read(ctx context.Context, s *stepRun) error {
	if w.service != nil {
		return w.askService(ctx, s)
	}
	const tries = 3 // other connections of the pool may be as old as the first
	for try := 1; ; try++ {
		if err := w.connect(ctx); err != nil {
			return err
		}
		err := w.ask(ctx, s)
		var stop sqldb.FatalError
		var wrong *sqldb.MismatchError
		if err == nil || errors.As(err, &stop) || errors.As(err, &wrong) || ctx.Err() != nil {
			return err
		}
		// A failed statement may have ended the transaction; the collections after this one get a new snapshot.
		closing := w.Snapshot.Discard()
		w.Snapshot = nil
		failure := w.Source.Failure(err)
		if try == tries || s.report.Rows > 0 || !(failure.Lost || failure.Stale) {
			return errors.Join(w.Source.Wrap(err, fmt.Sprintf("collection %q cannot be read", s.Collection.Name)),
				closing)
		}
		w.Source.Forget(s.Collection)
	}
}

// connect begins the snapshot, trying again while the source does not answer.
func (w *Worker) connect(ctx context.Context) error {
	if w.Snapshot != nil || w.down != nil {
		return w.down
	}
	retry, wait := w.run.opts.Retry, w.run.opts.Wait
	if retry == nil {
		retry = DefaultRetry
	}
	if wait == nil {
		wait = waitByClock
	}
	for try := 0; ; try++ {
		session, err := w.Source.Begin(ctx)
		if err == nil {
			w.Snapshot = session
			break
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if try >= len(retry) || w.Source.Failure(err).Refused {
			w.down = err
			return err
		}
		if err := wait(ctx, retry[try]); err != nil {
			return err
		}
	}
	var all []*dataset.Collection
	for _, s := range w.steps {
		all = append(all, s.Collection)
	}
	tables, err := w.Source.Resolve(ctx, w.Snapshot.Tx, all)
	if err != nil {
		w.down = err
		return err
	}
	w.tables = tables
	return nil
}

func waitByClock(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ask builds the collection's queries from what earlier collections left, and delivers the rows.
func (w *Worker) ask(ctx context.Context, s *stepRun) error {
	c := s.Collection
	table := w.tables[c]
	if table == nil {
		return sqldb.Mismatch(w.Source.NoTableError(c))
	}
	rd, err := NewReading(c, table, w.Source.Dialect, w.run.opts.Undeclared || w.run.visitor != nil)
	if err != nil {
		w.Source.Forget(c)
		return sqldb.Mismatch(err)
	}
	rd.Spellings = w.run.opts.Spellings
	if w.run.opts.MaxValues > 0 {
		rd.limit = w.run.opts.MaxValues
	}
	for _, f := range s.Seeds {
		for _, kind := range f.Seeds() {
			var values []any
			for _, v := range w.run.opts.Identities[kind] {
				if !value.Blank(v) {
					values = append(values, v)
				}
			}
			rd.ConditionOn(f, f.Identity, nil).Add(rd.Dialect, ValueOrigin{identity: kind}, values)
		}
		if err := rd.fits(f); err != nil && !numbers(w.run.opts.Identities[f.Identity]) {
			w.Source.Forget(c)
			return sqldb.Mismatch(err)
		}
		for _, kind := range f.Seeds() {
			if err := rd.rounded(f, w.run.opts.Identities[kind]); err != nil {
				w.Source.Forget(c)
				return sqldb.Mismatch(err)
			}
		}
	}
	kinds := map[*dataset.Field]string{}
	for _, e := range s.Step.Feeds {
		if kinds[e.To] == "" {
			kinds[e.To] = dataset.KindOfLink(e.From, e.To)
		}
	}
	for _, e := range s.Step.Feeds {
		keys := w.run.keys[leaving(e)]
		ordinary, sensitive := keys.parted()
		to := rd.ConditionOn(e.To, kinds[e.To], e.Where.On(c))
		to.Add(rd.Dialect, ValueOrigin{Field: e.From, UUIDs: keys.uuids, Digits: keys.digits}, ordinary)
		if len(sensitive) > 0 {
			to.Add(rd.Dialect, ValueOrigin{Field: e.From, UUIDs: keys.uuids, Digits: keys.digits, sensitive: true},
				sensitive)
		}
	}
	if err := w.referring(ctx, s, rd); err != nil {
		return err
	}
	queries := rd.Queries()
	take := func(f Finding, _ map[int]*value.MatchTree, _ []any) error { return w.run.deliver(f) }
	if w.run.visitor != nil {
		if queries, take, err = w.run.visitor.Prepare(ctx, w, rd, queries); err != nil {
			return err
		}
	}
	if len(queries) == 0 {
		s.report.State = NoKeys
		return nil
	}
	shape := NewFindingBuilder(rd, w.run.opts)
	hidden := map[*dataset.Field]bool{}
	for _, out := range s.out {
		hidden[out.field] = out.field.Sensitive()
	}
	defer func() { s.report.Near, s.report.Referring = rd.Near(), rd.Referring() }()
	return rd.Each(ctx, w.Snapshot.Tx, queries, func(row, raw []any) error {
		marks, held := rd.narrow(row)
		ways := rd.reached(row)
		outside := OnlySensitive(ways)
		for _, out := range s.out {
			if rd.Meets(out.where, row) {
				w.keep(rd, out, row, outside || hidden[out.field])
			}
		}
		finding, ok := shape.finding(row, ways)
		if !ok {
			return nil
		}
		for i, field := range c.Fields {
			if held != nil {
				finding.Held = append(finding.Held, value.Cell{Name: field.Name, Value: held[i]})
			}
		}
		w.run.deliverMu.Lock()
		defer w.run.deliverMu.Unlock()
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := take(finding, marks, raw); err != nil {
			return sqldb.Fatal(err)
		}
		s.report.Rows++
		if w.run.opts.Spellings {
			s.report.foundAs(finding.Reached)
		}
		return nil
	})
}

// keep remembers the values of a field that later collections are searched with. They are sensitive where the field is,
// or the row was reached so.
func (w *Worker) keep(rd *Reading, out keysOf, row []any, sensitive bool) {
	f, keys := out.field, w.run.keys[out]
	add := func(v any) {
		for _, one := range rd.leading(f, v) {
			keys.add(one, sensitive)
		}
	}
	top := f.Column()
	for i, c := range rd.Collection.Fields {
		if c != top {
			continue
		}
		column := rd.Columns[i]
		keys.uuids = column.Class == value.ClassUUID ||
			column.Class == value.ClassArray && column.Elem == value.ClassUUID
		keys.digits = column.Digits
		if doc, ok := row[i].(value.JSON); ok {
			value.EachScalar(doc.Value, f.Path()[1:], add)
		} else if f.Parent == nil && row[i] != nil {
			v := row[i]
			if s, ok := v.(string); ok && column.Cast == "bpchar" {
				v = strings.TrimRight(s, " ") // the padding of char(n) is no part of its value
			}
			add(v)
		}
	}
}

// leading returns what of a value leads on: of a text that holds several people's values only the person's.
func (r *Reading) leading(f *dataset.Field, v any) []any {
	text, isText := value.Words(v)
	for _, t := range r.Conditions {
		if t.Field != f || t.spelled == nil || !isText {
			continue
		}
		if held, some := t.spelled.find(v); some && held.Others {
			var out []any
			for i, p := range held.Pieces {
				if held.Keys[i] != "" {
					out = append(out, text[p.Start:p.End])
				}
			}
			return out
		}
	}
	return []any{v}
}

// Reports returns what has become of the worker's collections, in the order of reading.
func (w *Worker) Reports() []CollectionReport {
	out := make([]CollectionReport, len(w.steps))
	for i, s := range w.steps {
		out[i] = s.report
	}
	return out
}

// Alone calls do while no other worker of the run delivers a row or reports progress.
func (w *Worker) Alone(do func() error) error {
	w.run.deliverMu.Lock()
	defer w.run.deliverMu.Unlock()
	return do()
}
