package search

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Options say what to read, where and for whom.
type Options struct {
	Datasets   []*dataset.Dataset       // linked, see Load
	Sources    map[string]*sqldb.Source // by fides_key; several keys may share one source and then share its snapshot
	Identities dataset.Identities
	Categories []string // non-empty: rows carry only fields of these categories and their children
	Undeclared bool     // findings also carry the columns that the data map does not name
	// Spellings finds identities in any spelling, as a request needs; else values are equal only as they are written. See
	// model.SpellingOf.
	Spellings bool
	Progress  func(SourceProgress)
	// Retry returns the waits before trying a source again that cannot be reached; nil means DefaultRetry.
	Retry []time.Duration
	// Wait pauses between tries; nil waits by the clock.
	Wait func(ctx context.Context, d time.Duration) error

	MaxValues int // tests only: values in one query
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

// Visitor takes part in a run: it says what is asked and what becomes of the rows, where more is wanted than to read
// them.
type Visitor interface {
	// Prepare returns what to ask for a collection instead of the given queries, and what to do with each row of the
	// answer: its finding, the elements of arrays by which it was reached, and what the driver gave.
	Prepare(ctx context.Context, w *Worker, rd *Reading, queries []Query) ([]Query, func(Finding, map[int]*value.MatchTree, []any) error, error)
	// Finish is called once all collections of a worker's source have been read, within the same snapshot.
	Finish(ctx context.Context, w *Worker) error
}

// Visit searches as Access does and lets v take part. Where listed is given nothing is searched: the collections that it
// answers for are read one by one, whatever v asks of them. It gives the sources in the order of the report.
func Visit(ctx context.Context, opts Options, listed func(dataset.Address) bool, v Visitor) (Report, []*sqldb.Source, error) {
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
	var sources []*sqldb.Source
	for _, w := range r.workers {
		sources = append(sources, w.Source)
	}
	return report, sources, err
}

// run is one Access under way.
type run struct {
	opts    Options
	workers []*Worker
	steps   []*stepRun
	others  []CollectionReport
	keys    map[*dataset.Field]*keySet // fields that feed something

	deliver   func(Finding) error
	DeliverMu sync.Mutex
	visitor   Visitor // nil where rows are only read
}

// stepRun is a step with its outcome. Everything but done is written before done is closed and read after.
type stepRun struct {
	*dataset.Step
	waits  []*stepRun
	out    []*dataset.Field // fields whose values later steps need
	Report CollectionReport
	done   chan struct{}
}

func newRun(opts Options, deliver func(Finding) error) (*run, error) {
	if err := dataset.EnsureLinked(opts.Datasets); err != nil {
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
	kinds := GivenKinds(opts.Identities)
	g := dataset.NewGraph(opts.Datasets)
	if err := g.Skipped(kinds).Err(); err != nil {
		return nil, err
	}
	order, _, err := g.Steps(kinds)
	if err != nil {
		return nil, err
	}
	r := &run{opts: opts, deliver: deliver, keys: map[*dataset.Field]*keySet{}}
	runs := map[*dataset.Step]*stepRun{}
	byCollection := map[*dataset.Collection]*stepRun{}
	workers := map[*sqldb.Source]*Worker{}
	for _, s := range order {
		c := s.Collection
		src := opts.Sources[c.Dataset.Key]
		if src == nil {
			return nil, fmt.Errorf("dataset %q has no source; name the database that holds it", c.Dataset.Key)
		}
		sr := &stepRun{Step: s, done: make(chan struct{}), Report: CollectionReport{Address: c.Address()}}
		runs[s], byCollection[c] = sr, sr
		r.steps = append(r.steps, sr)
		for _, b := range s.Waits {
			sr.waits = append(sr.waits, runs[b])
		}
		for _, e := range s.Feeds {
			if r.keys[e.From] == nil {
				r.keys[e.From] = &keySet{}
				from := byCollection[e.From.Collection]
				from.out = append(from.out, e.From)
			}
		}
		w := workers[src]
		if w == nil {
			w = &Worker{Run: r, Source: src}
			workers[src] = w
			r.workers = append(r.workers, w)
		}
		w.Steps = append(w.Steps, sr)
	}
	for _, c := range g.Nodes {
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

// GivenKinds are the kinds of identity with a value.
func GivenKinds(ids dataset.Identities) map[string]bool {
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
			s.Report.State = Failed
			s.Report.Err = fmt.Errorf("%s was not read: the run was stopped", s.Collection.Address())
		}
		out.Collections = append(out.Collections, s.Report)
	}
	out.Collections = append(out.Collections, r.others...)
	return out
}

// Worker reads the collections of one source one after another, inside one snapshot.
type Worker struct {
	Run      *run
	Source   *sqldb.Source
	Steps    []*stepRun
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
		if err == nil && w.Run.visitor != nil {
			err = w.Run.visitor.Finish(ctx, w)
		}
	}()
	for i, s := range w.Steps {
		for _, before := range s.waits {
			select {
			case <-before.done:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		started := time.Now()
		stop := w.step(ctx, s)
		s.Report.Took = time.Since(started)
		if stop != nil {
			return stop
		}
		w.rows += s.Report.Rows
		close(s.done)
		if w.Run.opts.Progress != nil {
			w.Run.DeliverMu.Lock()
			w.Run.opts.Progress(SourceProgress{Source: s.Report.Dataset, Done: i + 1, Total: len(w.Steps), Rows: w.rows, Err: s.Report.Err})
			w.Run.DeliverMu.Unlock()
		}
	}
	return nil
}

// step reads one collection and notes the outcome. The error is only for what stops the run.
func (w *Worker) step(ctx context.Context, s *stepRun) error {
	for _, before := range s.waits {
		if before.Report.State == Failed && w.feeds(before, s) {
			s.Report.Incomplete = append(s.Report.Incomplete, before.Report.Address)
		}
		if w.feeds(before, s) {
			s.Report.Incomplete = merged(s.Report.Incomplete, before.Report.Incomplete)
		}
	}
	s.Report.State = Read
	err := w.read(ctx, s)
	var stop sqldb.FatalError
	switch {
	case errors.As(err, &stop):
		return stop.Cause
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		s.Report.State, s.Report.Err = Failed, err
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
		if try == tries || s.Report.Rows > 0 || !(failure.Lost || failure.Stale) {
			return errors.Join(w.Source.Wrap(err, fmt.Sprintf("collection %q cannot be read", s.Collection.Name)), closing)
		}
		w.Source.Forget(s.Collection)
	}
}

// connect begins the snapshot, trying again while the source does not answer.
func (w *Worker) connect(ctx context.Context) error {
	if w.Snapshot != nil || w.down != nil {
		return w.down
	}
	retry, wait := w.Run.opts.Retry, w.Run.opts.Wait
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
	for _, s := range w.Steps {
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
	rd, err := NewReading(c, table, w.Source.Dialect, w.Run.opts.Undeclared || w.Run.visitor != nil)
	if err != nil {
		w.Source.Forget(c)
		return sqldb.Mismatch(err)
	}
	rd.Spellings = w.Run.opts.Spellings
	if w.Run.opts.MaxValues > 0 {
		rd.limit = w.Run.opts.MaxValues
	}
	for _, f := range s.Seeds {
		for _, kind := range f.Seeds() {
			var values []any
			for _, v := range w.Run.opts.Identities[kind] {
				if strings.TrimSpace(v) != "" {
					values = append(values, v)
				}
			}
			rd.ConditionOn(f, f.Identity).Add(rd.Dialect, ValueOrigin{identity: kind}, values)
		}
	}
	kinds := map[*dataset.Field]string{}
	for _, e := range s.Step.Feeds {
		if kinds[e.To] == "" {
			kinds[e.To] = dataset.KindOfLink(e.From, e.To)
		}
	}
	for _, e := range s.Step.Feeds {
		rd.ConditionOn(e.To, kinds[e.To]).Add(rd.Dialect, ValueOrigin{Field: e.From}, w.Run.keys[e.From].values)
	}
	queries := rd.Queries()
	take := func(f Finding, _ map[int]*value.MatchTree, _ []any) error { return w.Run.deliver(f) }
	if w.Run.visitor != nil {
		if queries, take, err = w.Run.visitor.Prepare(ctx, w, rd, queries); err != nil {
			return err
		}
	}
	if len(queries) == 0 {
		s.Report.State = NoKeys
		return nil
	}
	shape := NewFindingBuilder(rd, w.Run.opts)
	return rd.Each(ctx, w.Snapshot.Tx, queries, func(row, raw []any) error {
		marks := rd.narrow(row)
		for _, f := range s.out {
			w.keep(rd, f, row)
		}
		finding, ok := shape.finding(row)
		if !ok {
			return nil
		}
		w.Run.DeliverMu.Lock()
		defer w.Run.DeliverMu.Unlock()
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := take(finding, marks, raw); err != nil {
			return sqldb.Fatal(err)
		}
		s.Report.Rows++
		if w.Run.opts.Spellings {
			s.Report.foundAs(finding.Reached)
		}
		return nil
	})
}

// keep remembers the values of a field that later collections are searched with.
func (w *Worker) keep(rd *Reading, f *dataset.Field, row []any) {
	top := f.Column()
	for i, c := range rd.Collection.Fields {
		if c != top {
			continue
		}
		if doc, ok := row[i].(value.JSON); ok {
			value.EachScalar(doc.Value, f.Path()[1:], w.Run.keys[f].add)
		} else if f.Parent == nil && row[i] != nil {
			v := row[i]
			if s, ok := v.(string); ok && rd.Columns[i].Cast == "bpchar" {
				v = strings.TrimRight(s, " ") // the padding of char(n) is no part of its value
			}
			w.Run.keys[f].add(v)
		}
	}
}
