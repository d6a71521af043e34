package source

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// Identities are the known values of one person by kind: email, phone_number, customer_id, …
type Identities map[string][]string

// Options say what to read, where and for whom.
type Options struct {
	Datasets   []*Dataset         // linked, see Load
	Sources    map[string]*Source // by fides_key; several keys may share one source and then share its snapshot
	Identities Identities
	Categories []string // non-empty: rows carry only fields of these categories and their children
	Undeclared bool     // findings also carry the columns that the data map does not name
	// Spellings finds identities in any spelling, as a request needs; else values are equal only as they are written. See
	// model.SpellingOf.
	Spellings bool
	Progress  func(SourceProgress)
	// Retry gives the waits before trying a source again that cannot be reached; nil means DefaultRetry.
	Retry []time.Duration
	// Wait pauses between tries; nil waits by the clock.
	Wait func(ctx context.Context, d time.Duration) error

	chunk int // tests only: values in one query
}

// DefaultRetry is the waits between the tries to reach a source.
var DefaultRetry = []time.Duration{200 * time.Millisecond, time.Second, 3 * time.Second}

// Access finds the rows of one person and hands them over one at a time, in no fixed order between sources. A source
// that fails is named in the report and does not stop the others. The error is for what stops the whole: a data map
// with errors, a dataset without a source, a cancelled context, or an error of deliver.
func Access(ctx context.Context, opts Options, deliver func(Finding) error) (Report, error) {
	r, err := newRun(opts, deliver)
	if err != nil {
		return Report{}, err
	}
	return r.all(ctx)
}

// all reads the sources side by side.
func (r *run) all(ctx context.Context) (Report, error) {
	group, ctx := errgroup.WithContext(ctx)
	for _, w := range r.workers {
		group.Go(func() error { return w.work(ctx) })
	}
	err := group.Wait()
	return r.report(), err
}

// visitor takes part in a run: it says what is asked and what becomes of the rows, where more is wanted than to read
// them.
type visitor interface {
	// prepare gives what to ask for a collection instead of the given queries, and what to do with each row of the
	// answer: its finding, the elements of arrays by which it was reached, and what the driver gave.
	prepare(ctx context.Context, w *worker, rd *reading, queries []query) ([]query, func(Finding, map[int]*keep, []any) error, error)
	// finish is called once all collections of a worker's source have been read, within the same snapshot.
	finish(ctx context.Context, w *worker) error
}

// visit searches as Access does and lets v take part. Where listed is given nothing is searched: the collections that it
// answers for are read one by one, whatever v asks of them. It gives the sources in the order of the report.
func visit(ctx context.Context, opts Options, listed func(Address) bool, v visitor) (Report, []*Source, error) {
	begin := newRun
	if listed != nil {
		begin = func(opts Options, _ func(Finding) error) (*run, error) { return newListedRun(opts, listed) }
	}
	r, err := begin(opts, nil)
	if err != nil {
		return Report{}, nil, err
	}
	r.visitor = v
	report, err := r.all(ctx)
	var sources []*Source
	for _, w := range r.workers {
		sources = append(sources, w.source)
	}
	return report, sources, err
}

// run is one Access under way.
type run struct {
	opts    Options
	workers []*worker
	steps   []*stepRun
	others  []CollectionReport
	keys    map[*Field]*keySet // fields that feed something

	deliver   func(Finding) error
	deliverMu sync.Mutex
	visitor   visitor // nil where rows are only read
}

// stepRun is a step with its outcome. Everything but done is written before done is closed and read after.
type stepRun struct {
	*step
	waits  []*stepRun
	out    []*Field // fields whose values later steps need
	report CollectionReport
	done   chan struct{}
}

func newRun(opts Options, deliver func(Finding) error) (*run, error) {
	if err := ready(opts.Datasets); err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, d := range opts.Datasets {
		known[d.Key] = true
	}
	for key := range opts.Sources {
		if !known[key] {
			return nil, fmt.Errorf("a source is given for %q, but no dataset has that fides_key; correct the key", key)
		}
	}
	kinds := givenKinds(opts.Identities)
	g := newGraph(opts.Datasets)
	if err := g.skipped(kinds).Err(); err != nil {
		return nil, err
	}
	order, _, err := g.plan(kinds)
	if err != nil {
		return nil, err
	}
	r := &run{opts: opts, deliver: deliver, keys: map[*Field]*keySet{}}
	runs := map[*step]*stepRun{}
	byCollection := map[*Collection]*stepRun{}
	workers := map[*Source]*worker{}
	for _, s := range order {
		c := s.collection
		src := opts.Sources[c.Dataset.Key]
		if src == nil {
			return nil, fmt.Errorf("dataset %q has no source; name the database that holds it", c.Dataset.Key)
		}
		sr := &stepRun{step: s, done: make(chan struct{}), report: CollectionReport{Address: c.Address()}}
		runs[s], byCollection[c] = sr, sr
		r.steps = append(r.steps, sr)
		for _, b := range s.waits {
			sr.waits = append(sr.waits, runs[b])
		}
		for _, e := range s.feeds {
			if r.keys[e.from] == nil {
				r.keys[e.from] = &keySet{}
				from := byCollection[e.from.Collection]
				from.out = append(from.out, e.from)
			}
		}
		w := workers[src]
		if w == nil {
			w = &worker{run: r, source: src}
			workers[src] = w
			r.workers = append(r.workers, w)
		}
		w.steps = append(w.steps, sr)
	}
	for _, c := range g.nodes {
		if byCollection[c] == nil {
			state := NotReached
			if c.Skip {
				state = Skipped
			}
			r.others = append(r.others, CollectionReport{Address: c.Address(), State: state})
		}
	}
	return r, nil
}

// givenKinds are the kinds of identity with a value.
func givenKinds(ids Identities) map[string]bool {
	kinds := map[string]bool{}
	for kind, values := range ids {
		for _, v := range values {
			if strings.TrimSpace(v) != "" {
				kinds[kind] = true
			}
		}
	}
	return kinds
}

func (r *run) report() Report {
	var out Report
	for _, s := range r.steps {
		select {
		case <-s.done:
		default: // the run was stopped first
			s.report.State = Failed
			s.report.Err = fmt.Errorf("%s was not read: the run was stopped", s.collection.Address())
		}
		out.Collections = append(out.Collections, s.report)
	}
	out.Collections = append(out.Collections, r.others...)
	return out
}

// worker reads the collections of one source one after another, inside one snapshot.
type worker struct {
	run     *run
	source  *Source
	steps   []*stepRun
	session *session
	tables  map[*Collection]*Table
	down    error // the source could not be reached; nothing more is tried
	rows    int64
}

func (w *worker) work(ctx context.Context) (err error) {
	defer func() {
		if w.session != nil {
			err = errors.Join(err, w.session.end())
		}
	}()
	defer func() {
		if err == nil && w.run.visitor != nil {
			err = w.run.visitor.finish(ctx, w)
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
			w.run.opts.Progress(SourceProgress{Source: s.report.Dataset, Done: i + 1, Total: len(w.steps), Rows: w.rows, Err: s.report.Err})
			w.run.deliverMu.Unlock()
		}
	}
	return nil
}

// fatalError marks what must stop the whole run rather than one collection.
type fatalError struct{ cause error }

func fatal(err error) error { return fatalError{err} }

func (e fatalError) Error() string { return e.cause.Error() }
func (e fatalError) Unwrap() error { return e.cause }
func (e fatalError) sentence()     {}

// step reads one collection and notes the outcome. The error is only for what stops the run.
func (w *worker) step(ctx context.Context, s *stepRun) error {
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
	var stop fatalError
	switch {
	case errors.As(err, &stop):
		return stop.cause
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		s.report.State, s.report.Err = Failed, err
	}
	return nil
}

func (w *worker) feeds(before, s *stepRun) bool {
	for _, e := range s.step.feeds {
		if e.from.Collection == before.collection {
			return true
		}
	}
	return false
}

func merged(into, from []Address) []Address {
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

func (w *worker) read(ctx context.Context, s *stepRun) error {
	const tries = 3 // other connections of the pool may be as old as the first
	for try := 1; ; try++ {
		if err := w.connect(ctx); err != nil {
			return err
		}
		err := w.ask(ctx, s)
		var stop fatalError
		var wrong *mapError
		if err == nil || errors.As(err, &stop) || errors.As(err, &wrong) || ctx.Err() != nil {
			return err
		}
		// A failed statement may have ended the transaction; the collections after this one get a new snapshot.
		closing := w.session.discard()
		w.session = nil
		failure := w.source.failure(err)
		if try == tries || s.report.Rows > 0 || !(failure.lost || failure.stale) {
			return errors.Join(w.source.wrap(err, fmt.Sprintf("collection %q cannot be read", s.collection.Name)), closing)
		}
		w.source.forget(s.collection)
	}
}

// mapError says that the data map and the database disagree; the connection is sound.
type mapError struct{ cause error }

func mismatch(err error) error { return &mapError{err} }

func (e *mapError) Error() string { return e.cause.Error() }
func (e *mapError) Unwrap() error { return e.cause }
func (e *mapError) sentence()     {}

// connect begins the snapshot, trying again while the source does not answer.
func (w *worker) connect(ctx context.Context) error {
	if w.session != nil || w.down != nil {
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
		session, err := w.source.begin(ctx)
		if err == nil {
			w.session = session
			break
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if try >= len(retry) || w.source.failure(err).refused {
			w.down = err
			return err
		}
		if err := wait(ctx, retry[try]); err != nil {
			return err
		}
	}
	var all []*Collection
	for _, s := range w.steps {
		all = append(all, s.collection)
	}
	tables, err := w.source.resolve(ctx, w.session.tx, all)
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
func (w *worker) ask(ctx context.Context, s *stepRun) error {
	c := s.collection
	table := w.tables[c]
	if table == nil {
		return mismatch(w.source.noTable(c))
	}
	rd, err := newReading(c, table, w.source.dialect, w.run.opts.Undeclared || w.run.visitor != nil)
	if err != nil {
		w.source.forget(c)
		return mismatch(err)
	}
	rd.spellings = w.run.opts.Spellings
	if w.run.opts.chunk > 0 {
		rd.limit = w.run.opts.chunk
	}
	for _, f := range s.seeds {
		for _, kind := range f.seeds() {
			var values []any
			for _, v := range w.run.opts.Identities[kind] {
				if strings.TrimSpace(v) != "" {
					values = append(values, v)
				}
			}
			rd.target(f, f.Identity).add(rd.dialect, origin{identity: kind}, values)
		}
	}
	kinds := map[*Field]string{}
	for _, e := range s.step.feeds {
		if kinds[e.to] == "" {
			kinds[e.to] = kindOfLink(e.from, e.to)
		}
	}
	for _, e := range s.step.feeds {
		rd.target(e.to, kinds[e.to]).add(rd.dialect, origin{field: e.from}, w.run.keys[e.from].values)
	}
	queries := rd.queries()
	take := func(f Finding, _ map[int]*keep, _ []any) error { return w.run.deliver(f) }
	if w.run.visitor != nil {
		if queries, take, err = w.run.visitor.prepare(ctx, w, rd, queries); err != nil {
			return err
		}
	}
	if len(queries) == 0 {
		s.report.State = NoKeys
		return nil
	}
	shape := newShape(rd, w.run.opts)
	return rd.each(ctx, w.session.tx, queries, func(row, raw []any) error {
		marks := rd.narrow(row)
		for _, f := range s.out {
			w.keep(rd, f, row)
		}
		finding, ok := shape.finding(row)
		if !ok {
			return nil
		}
		w.run.deliverMu.Lock()
		defer w.run.deliverMu.Unlock()
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := take(finding, marks, raw); err != nil {
			return fatal(err)
		}
		s.report.Rows++
		if w.run.opts.Spellings {
			s.report.foundAs(finding.Reached)
		}
		return nil
	})
}

// keep remembers the values of a field that later collections are searched with.
func (w *worker) keep(rd *reading, f *Field, row []any) {
	top := f.Column()
	for i, c := range rd.collection.Fields {
		if c != top {
			continue
		}
		if doc, ok := row[i].(JSON); ok {
			collect(doc.Value, f.Path()[1:], w.run.keys[f].add)
		} else if f.Parent == nil && row[i] != nil {
			v := row[i]
			if s, ok := v.(string); ok && rd.columns[i].cast == "bpchar" {
				v = strings.TrimRight(s, " ") // the padding of char(n) is no part of its value
			}
			w.run.keys[f].add(v)
		}
	}
}
