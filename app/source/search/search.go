package search

import (
	"context"
	"fmt"
	"maps"
	"slices"
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
	Services   map[string]Service       // by fides_key: sources that are no databases
	Identities dataset.Identities
	Categories []string // non-empty: rows carry only fields of these categories and their children
	Undeclared bool     // findings also carry the columns that the data map does not name
	// Spellings finds identities in any spelling, as a request needs; else values are equal only as they are written.
	// See identifier.SpellingOf.
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
	return r.outcome(), err
}

// Visitor takes part in a run: it says what is asked and what becomes of the rows, where more is wanted than to read
// them.
type Visitor interface {
	// Prepare returns what to ask for a collection instead of the given queries, and what to do with each row of the
	// answer: its finding, the elements of arrays by which it was reached, and what the driver gave.
	Prepare(ctx context.Context, w *Worker, rd *Reading,
		queries []Query) ([]Query, func(Finding, map[int]*value.MatchTree, []any) error, error)
	// Answered takes a row of a service instead of the run.
	Answered(s Service, c *dataset.Collection, f Finding, a Answer) error
	// Finish is called once all collections of a worker's source have been read, within the same snapshot.
	Finish(ctx context.Context, w *Worker) error
}

// Visit searches as Access does and lets v take part. Where listed is given nothing is searched: the collections that
// it answers for are read one by one, whatever v asks of them. It returns the sources in the order of the report.
func Visit(ctx context.Context, opts Options, listed func(dataset.Address) bool,
	v Visitor) (Report, []*sqldb.Source, error) {
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
		if w.Source != nil {
			sources = append(sources, w.Source)
		}
	}
	return report, sources, err
}

// run is one Access under way.
type run struct {
	opts    Options
	listed  bool // nothing is searched: given rows are read
	workers []*Worker
	steps   []*stepRun
	others  []CollectionReport
	keys    map[keysOf]*keySet // fields that feed something

	deliver   func(Finding) error
	deliverMu sync.Mutex
	visitor   Visitor // nil where rows are only read
}

// stepRun is a step with its outcome. Everything but done is written before done is closed and read after.
type stepRun struct {
	*dataset.Step
	waits  []*stepRun
	out    []keysOf // whose values later steps need
	report CollectionReport
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
	given := slices.Collect(maps.Keys(opts.Sources))
	for _, key := range slices.AppendSeq(given, maps.Keys(opts.Services)) {
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
	r := &run{opts: opts, deliver: deliver, keys: map[keysOf]*keySet{}}
	runs := map[*dataset.Step]*stepRun{}
	byCollection := map[*dataset.Collection]*stepRun{}
	for _, s := range order {
		c := s.Collection
		w, err := r.worker(c.Dataset.Key)
		if err != nil {
			return nil, err
		}
		sr := &stepRun{Step: s, done: make(chan struct{}), report: CollectionReport{Address: c.Address()}}
		runs[s], byCollection[c] = sr, sr
		r.steps = append(r.steps, sr)
		for _, b := range s.Waits {
			sr.waits = append(sr.waits, runs[b])
		}
		for _, e := range s.Feeds {
			if from := leaving(e); r.keys[from] == nil {
				r.keys[from] = &keySet{}
				left := byCollection[e.From.Collection]
				left.out = append(left.out, from)
			}
		}
		w.steps = append(w.steps, sr)
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

// worker returns the worker of a dataset's source: one for all datasets of one database, and one for each service.
func (r *run) worker(key string) (*Worker, error) {
	source, service := r.opts.Sources[key], r.opts.Services[key]
	if source == nil && service == nil {
		return nil, fmt.Errorf("dataset %q has no source; name the database that holds it", key)
	}
	for _, w := range r.workers {
		if source != nil && w.Source == source || source == nil && w.service == service {
			return w, nil
		}
	}
	w := &Worker{run: r, Source: source, service: service}
	if source != nil {
		w.service = nil
	}
	r.workers = append(r.workers, w)
	return w, nil
}

// GivenKinds returns the kinds of identity with a value.
func GivenKinds(ids dataset.Identities) map[string]bool {
	kinds := map[string]bool{}
	for kind, values := range ids {
		for _, v := range values {
			if !value.Blank(v) {
				kinds[kind] = true
			}
		}
	}
	return kinds
}

func (r *run) outcome() Report {
	var out Report
	for _, s := range r.steps {
		select {
		case <-s.done:
		default: // the run was stopped first
			s.report.State = Failed
			s.report.Err = fmt.Errorf("%s was not read: the run was stopped", s.Collection.Address())
		}
		out.Collections = append(out.Collections, s.report)
	}
	out.Collections = append(out.Collections, r.others...)
	return out
}
