package source

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// PreviewOptions say for whom and how a plan is made.
type PreviewOptions struct {
	Options                                  // as for Access; Categories stay empty
	Decide  func(Finding) (Treatment, error) // asked once for every row found
	Masker  *Masker                          // nil for new secrets
	// Only, where it is not nil, says that nothing is searched: exactly these rows are read, by key. Of arrays that hold an
	// identity only the elements that match Options.Identities are touched then.
	Only map[Address][][]Cell

	note func(note) // the trial counts and prints what the format would write
}

// note is one row that the format's semantics would write, whether or not a value changes.
type note struct {
	at      *bound
	key     []int
	written []int // columns; none where the row is deleted
}

// PreviewReport says what became of every collection and what stands in the way of the plan.
type PreviewReport struct {
	Report
	Obstacles []Obstacle
	Gone      []RowKey // rows of Only that are not there any more
}

// Blocked gives the obstacles that let nothing be written.
func (r PreviewReport) Blocked() []Obstacle {
	return slices.DeleteFunc(slices.Clone(r.Obstacles), func(o Obstacle) bool { return !o.Blocking })
}

// Preview computes a plan and writes nothing: it finds the rows as Access does, in one read-only snapshot per source,
// asks what is to happen with each, and delivers every row that would change, one call at a time, in no fixed order.
// A row whose values are all what they would become is not delivered.
//
// Rows of one source are to be applied by their Order: it keeps erase_after, between the datasets of one source too,
// and puts rows that point at others before those. Between sources see SourceOrder. The plan names every row that the
// foreign keys of the database would bring in: rows that ON DELETE CASCADE takes along are deletions of their own,
// SET NULL ones are updates, and rows that a deletion would leave dangling are an obstacle.
//
// The plan is whole only where the report is complete and nothing blocks it. The error is for what stops the whole, as
// with Access, for an error of Decide, and for an order that cannot be kept.
func Preview(ctx context.Context, opts PreviewOptions, deliver func(RowChange) error) (PreviewReport, error) {
	if len(opts.Categories) > 0 {
		return PreviewReport{}, errors.New("a preview takes no categories; let Decide choose the fields")
	}
	if opts.Masker == nil {
		masker, err := NewMasker()
		if err != nil {
			return PreviewReport{}, err
		}
		opts.Masker = masker
	}
	p := &planning{opts: opts, deliver: deliver, plans: map[*Source]*sourcePlan{}}
	var listed func(Address) bool
	if opts.Only != nil {
		// Rows of tables that the data map does not name came in by a foreign key, and come again with those they belong to.
		listed = func(a Address) bool { _, asked := opts.Only[a]; return asked }
	}
	found, sources, err := visit(ctx, opts.Options, listed, p)
	report := PreviewReport{Report: found}
	for _, s := range sources {
		if plan := p.plans[s]; plan != nil {
			report.Obstacles = append(report.Obstacles, plan.obstacles.order...)
			report.Gone = append(report.Gone, plan.gone...)
		}
	}
	return report, err
}

// planning makes a run of Access into a plan.
type planning struct {
	opts    PreviewOptions
	deliver func(RowChange) error

	mu    sync.Mutex
	plans map[*Source]*sourcePlan
}

// plan gives the plan of a worker's source, begun when the source is first read.
func (p *planning) plan(ctx context.Context, w *worker) (*sourcePlan, error) {
	p.mu.Lock()
	plan := p.plans[w.source]
	p.mu.Unlock()
	if plan != nil {
		return plan, nil
	}
	plan, err := newSourcePlan(ctx, p, w)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	p.plans[w.source] = plan
	p.mu.Unlock()
	return plan, nil
}

// prepare says what to ask for a collection and what to do with each row of the answer.
func (p *planning) prepare(ctx context.Context, w *worker, rd *reading, queries []query) ([]query, func(Finding, map[int]*keep, []any) error, error) {
	plan, err := p.plan(ctx, w)
	if err != nil {
		return nil, nil, err
	}
	b, err := plan.bound(ctx, w.session.tx, rd.collection, rd.table)
	if err != nil {
		return nil, nil, err
	}
	place := make([]int, len(b.table.Columns))
	back := make([]int, len(rd.columns))
	for i, c := range b.table.Columns {
		place[i] = slices.IndexFunc(rd.columns, func(x Column) bool { return x.Name == c.Name })
	}
	for i, c := range rd.columns {
		back[i] = b.columnNamed(c.Name)
	}
	var queried []int
	for _, t := range rd.targets {
		queried = append(queried, back[t.at])
	}
	var missing *sought
	if p.opts.Only != nil {
		if missing, err = newSought(b, p.opts.Only[b.Address()]); err != nil {
			return nil, nil, err
		}
		plan.missing[b.Address()] = missing.gone
		queried = missing.columns()
		queries = missing.queries(rd)
	}
	key := b.keyColumns(queried)
	row := make([]any, len(place))
	return queries, func(f Finding, marks map[int]*keep, raw []any) error {
		for i, at := range place {
			row[i] = raw[at]
		}
		if missing != nil && !missing.found(row) {
			return nil
		}
		treatment, err := p.opts.Decide(f)
		if err != nil {
			return err
		}
		var led map[int]*keep
		for i, mark := range marks {
			if led == nil {
				led = map[int]*keep{}
			}
			led[back[i]] = mark
		}
		if missing != nil {
			for _, t := range rd.targets {
				mark := marks[t.at]
				if matched := mark != nil && (mark.array || len(mark.keys) > 0); !matched && !t.field.ReturnAll {
					if led == nil {
						led = map[int]*keep{}
					}
					led[back[t.at]] = closedAt(t.path)
				}
			}
		}
		return plan.row(b, key, row, led, treatment)
	}, nil
}

// closedAt marks every array along a path as holding nothing of the person.
func closedAt(path []string) *keep {
	k := &keep{array: true}
	for _, key := range slices.Backward(path) {
		k = &keep{array: true, keys: map[string]*keep{key: k}}
	}
	return k
}

// finish ends the plan of a source: what foreign keys bring in, and the rows that were held back for it.
func (p *planning) finish(ctx context.Context, w *worker) error {
	p.mu.Lock()
	plan := p.plans[w.source]
	p.mu.Unlock()
	if plan == nil {
		return nil
	}
	for _, s := range w.steps {
		if s.report.State == Failed {
			return nil // the plan of this source is not whole, and the report says so
		}
		if gone := plan.missing[s.report.Address]; gone != nil {
			plan.gone = append(plan.gone, gone()...)
		}
	}
	if err := plan.close(ctx, w.session.tx); err != nil {
		return w.source.wrap(err, "what its foreign keys bring in cannot be read")
	}
	w.run.deliverMu.Lock()
	defer w.run.deliverMu.Unlock()
	return plan.release(ctx)
}
