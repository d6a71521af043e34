package change

import (
	"context"
	"errors"
	"slices"
	"sync"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/mask"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Options say for whom and how a plan is made.
type Options struct {
	search.Options                                                 // as for Access; Categories stay empty
	Decide         func(search.Finding) (dataset.Treatment, error) // asked once for every row found
	Masker         *mask.Masker                                    // nil for new secrets
	// Only, where it is not nil, says that nothing is searched: exactly these rows are read, by key. Of arrays that
	// hold an identity only the elements that match Options.Identities are touched then.
	Only map[dataset.Address][][]value.Cell

	OnFormatWrite func(FormatWrite) // the trial counts and prints what the format would write
}

// Report is what became of every collection and what stands in the way of the plan.
type Report struct {
	search.Report
	Obstacles []Obstacle
	Gone      []RowKey // rows of Only that are not there any more
}

// Blocked returns the obstacles that let nothing be written.
func (r Report) Blocked() []Obstacle {
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
func Preview(ctx context.Context, opts Options, deliver func(RowChange) error) (Report, error) {
	if len(opts.Categories) > 0 {
		return Report{}, errors.New("a preview takes no categories; let Decide choose the fields")
	}
	if opts.Masker == nil {
		masker, err := mask.NewMasker()
		if err != nil {
			return Report{}, err
		}
		opts.Masker = masker
	}
	p := &planning{opts: opts, deliver: deliver, plans: map[*sqldb.Source]*sourcePlan{}}
	var listed func(dataset.Address) bool
	if opts.Only != nil {
		// Rows of tables that the data map does not name came in by a foreign key, and come again with those they
		// belong to.
		listed = func(a dataset.Address) bool { _, asked := opts.Only[a]; return asked }
	}
	found, sources, err := search.Visit(ctx, opts.Options, listed, p)
	report := Report{Report: found, Obstacles: p.services.obstacles.order}
	for _, s := range sources {
		if plan := p.plans[s]; plan != nil {
			report.Obstacles = append(report.Obstacles, plan.obstacles.order...)
			report.Gone = append(report.Gone, plan.gone...)
		}
	}
	if err == nil {
		err = p.services.release(deliver)
	}
	return report, err
}

// planning makes a run of Access into a plan.
type planning struct {
	opts    Options
	deliver func(RowChange) error

	mu       sync.Mutex
	plans    map[*sqldb.Source]*sourcePlan
	services servicePlan
}

// plan returns the plan of a worker's source, begun when the source is first read.
func (p *planning) plan(ctx context.Context, w *search.Worker) (*sourcePlan, error) {
	p.mu.Lock()
	plan := p.plans[w.Source]
	p.mu.Unlock()
	if plan != nil {
		return plan, nil
	}
	plan, err := newSourcePlan(ctx, p, w)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	p.plans[w.Source] = plan
	p.mu.Unlock()
	return plan, nil
}

// Prepare returns what to ask for a collection and what to do with each row of the answer.
func (p *planning) Prepare(ctx context.Context, w *search.Worker, rd *search.Reading,
	queries []search.Query) ([]search.Query, func(search.Finding, map[int]*value.MatchTree, []any) error, error) {
	plan, err := p.plan(ctx, w)
	if err != nil {
		return nil, nil, err
	}
	b, err := plan.mapped(ctx, w.Snapshot.Tx, rd.Collection, rd.Table)
	if err != nil {
		return nil, nil, err
	}
	place := make([]int, len(b.Table.Columns))
	back := make([]int, len(rd.Columns))
	for i, c := range b.Table.Columns {
		place[i] = slices.IndexFunc(rd.Columns, func(x sqldb.Column) bool { return x.Name == c.Name })
	}
	for i, c := range rd.Columns {
		back[i] = b.ColumnIndex(c.Name)
	}
	var queried []int
	for _, t := range rd.Conditions {
		queried = append(queried, back[t.Column])
	}
	var missing *revisit
	if p.opts.Only != nil {
		if missing, err = newRevisit(b, p.opts.Only[b.Address()]); err != nil {
			return nil, nil, err
		}
		plan.missing[b.Address()] = missing.gone
		queried = missing.columns()
		queries = missing.queries(rd)
	}
	key := b.KeyColumns(queried)
	row := make([]any, len(place))
	return queries, func(f search.Finding, marks map[int]*value.MatchTree, raw []any) error {
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
		var led map[int]*value.MatchTree
		for i, mark := range marks {
			if led == nil {
				led = map[int]*value.MatchTree{}
			}
			led[back[i]] = mark
		}
		if missing != nil {
			for _, t := range rd.Conditions {
				mark := marks[t.Column]
				if matched := mark != nil && (mark.Array || len(mark.Keys) > 0 || len(mark.Parts) > 0); !matched &&
					!t.Field.ReturnAll {
					if led == nil {
						led = map[int]*value.MatchTree{}
					}
					led[back[t.Column]] = closedAt(t.Path)
				}
			}
		}
		return plan.row(b, key, row, led, treatment)
	}, nil
}

// closedAt marks every array along a path as holding nothing of the person.
func closedAt(path []string) *value.MatchTree {
	k := &value.MatchTree{Array: true}
	for _, key := range slices.Backward(path) {
		k = &value.MatchTree{Array: true, Keys: map[string]*value.MatchTree{key: k}}
	}
	return k
}

// Finish ends the plan of a source: what foreign keys bring in, and the rows that were held back for it.
func (p *planning) Finish(ctx context.Context, w *search.Worker) error {
	p.mu.Lock()
	plan := p.plans[w.Source]
	p.mu.Unlock()
	if plan == nil {
		return nil
	}
	for _, read := range w.Reports() {
		if read.State == search.Failed {
			return nil // the plan of this source is not whole, and the report says so
		}
		if gone := plan.missing[read.Address]; gone != nil {
			plan.gone = append(plan.gone, gone()...)
		}
	}
	if err := plan.close(ctx, w.Snapshot.Tx); err != nil {
		return w.Source.Wrap(err, "what its foreign keys bring in cannot be read")
	}
	return w.Alone(func() error { return plan.release(ctx) })
}
