package change

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/mask"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/runs"
)

// Errors of plans.
var (
	ErrNoPlan      = errors.New("there is no plan yet: preview the rows first")
	ErrPlanChanged = errors.New("the plan changed since you looked at it: look again")
	ErrPlanBlocked = errors.New("the plan cannot be written as it is: see what the sources would refuse")
	ErrNotSettled  = errors.New("settle first what is to be changed")
	ErrPlanning    = errors.New("another desktop is previewing or writing this request")
)

// PlanNotes are what the preview says besides the rows.
type PlanNotes struct {
	Obstacles []change.Obstacle `json:"obstacles,omitempty"`
	Gone      int64             `json:"gone,omitempty"`   // rows of an earlier version that are not there any more
	Unseen    int64             `json:"unseen,omitempty"` // rows that were not among the findings, left alone
	// Stays counts the rows that are not written, and why, by collection; nil in a plan of a time when that was not
	// counted.
	Stays []model.CollectionResult `json:"stays"`
	// Unfound are the purposes to end of which no row was found, although the data map says where they are written.
	Unfound []string `json:"unfound,omitempty"`
}

// NotesOf reads the notes of a plan; none where it has none.
func NotesOf(p model.Plan) (notes PlanNotes, err error) {
	if len(p.Notes) == 0 {
		return notes, nil
	}
	if err := json.Unmarshal(p.Notes, &notes); err != nil {
		return notes, fmt.Errorf("notes of the plan: %w", err)
	}
	return notes, nil
}

// MakePlan previews every row and column that a change would write, and keeps it as the next version of the plan.
// Nothing is written to the sources. Where an earlier version was written in part, only what is left of it is
// previewed.
func MakePlan(ctx context.Context, s *desk.Session, rev model.Revision, progress func(collect.Progress)) (err error) {
	if err := s.Allow(ctx, model.ActPlan); err != nil {
		return err
	}
	m, err := datamap.Open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.Close()) }()
	p := &planner{session: s, request: rev.Request, data: m, counts: map[string]*model.PlanSource{},
		last: map[string]int64{}, blocked: map[string]string{}}
	r, err := p.begin(ctx, rev)
	if err != nil {
		return err
	}
	p.began = r.Revision()
	if p.treat, err = readTreatments(ctx, s, r, m.Datasets); err != nil {
		return err
	}
	report, err := p.preview(ctx, r, progress)
	if err != nil {
		return err
	}
	if err := p.end(ctx, report); err != nil {
		return errors.Join(err,
			collect.GiveUp(context.WithoutCancel(ctx), s, model.ActPlan, p.began, func(tx *store.Tx) error {
				return runs.DropMaking(tx, p.plan.ID)
			}))
	}
	return nil
}

type planner struct {
	session *desk.Session
	request int64
	began   model.Revision // the request once the plan was begun: nobody else may touch it until the end
	data    *datamap.Map
	treat   *treatments
	plan    model.Plan
	old     []model.PlanSource // of the version written in part
	only    map[dataset.Address][][]value.Cell
	unfound []string // of the version written in part
	tally   *Tally
	who     model.Subject // by what is proven

	mu      sync.Mutex
	buffer  []model.PlanLine
	counts  map[string]*model.PlanSource // by source key
	last    map[string]int64
	blocked map[string]string
}

// begin takes the plan to itself.
func (p *planner) begin(ctx context.Context, seen model.Revision) (model.Request, error) {
	order, err := dataset.SourceOrder(p.data.Datasets)
	if err != nil {
		return model.Request{}, err
	}
	return p.session.Change(ctx, model.ActPlan, seen, desk.ByHolder, func(c *desk.Change) error {
		if c.Request.Status != model.Working {
			return &model.TransitionError{From: c.Request.Status, On: model.SentToReview}
		}
		if err := Plannable(c); err != nil {
			return err
		}
		var earlier PlanNotes
		if p.who, _, err = proven.Subject(c.Tx.View, c.Request); err == nil {
			p.old, p.only, earlier, err = leftOver(c)
		}
		if err != nil {
			return err
		}
		now := p.session.Now()
		p.tally, p.unfound = CarryOn(earlier.Stays), earlier.Unfound
		p.plan, err = runs.StartPlan(c.Tx, p.request, p.session.Staff().ID, now, now.Add(collect.Lease),
			p.sources(order))
		c.Detail["step"], c.Detail["version"] = "begin", p.plan.Version
		return err
	})
}

// Plannable refuses to plan before everything is settled and decided.
func Plannable(c *desk.Change) error {
	if !c.Request.Kind.Changes() {
		return fmt.Errorf("a request of kind %s changes nothing in the sources", c.Request.Kind)
	}
	if c.Request.LevelReached < c.Request.LevelNeeded {
		return collect.ErrLevel
	}
	facts, err := c.Facts()
	if err != nil {
		return err
	}
	switch {
	case facts.Making:
		return ErrPlanning
	case !facts.Collected:
		return collect.ErrNoRun
	case facts.SourcesFailed > 0 && !facts.MissingAccepted:
		return collect.ErrMissing
	case facts.BlockersOpen > 0 || !facts.Settled || (c.Request.Kind.Clears() && !facts.Confirmed):
		return ErrNotSettled
	case facts.SharedUndecided > 0 && c.Request.Kind.Erases():
		return collect.ErrShared
	}
	return nil
}

// leftOver reads which rows an earlier, signed version did not write. They are previewed by their keys: the identities
// that once led to them may be erased already.
func leftOver(c *desk.Change) (settled []model.PlanSource, only map[dataset.Address][][]value.Cell, notes PlanNotes,
	err error) {
	plans, err := runs.Plans(c.Tx.View, c.Request.ID)
	if err != nil {
		return nil, nil, notes, err
	}
	i := slices.IndexFunc(plans, func(p model.Plan) bool { return p.State == model.PlanSigned })
	if i < 0 {
		return nil, nil, notes, nil
	}
	if notes, err = NotesOf(plans[i]); err != nil {
		return nil, nil, notes, err
	}
	only = map[dataset.Address][][]value.Cell{}
	for _, src := range plans[i].Sources {
		if src.Settled() {
			settled = append(settled, src)
			continue
		}
		err := eachLine(c.Tx.View, c.Request.ID, plans[i].ID, src.Source, func(l model.PlanLine) error {
			row, err := openLine(l)
			if err == nil {
				only[row.Change.Address] = append(only[row.Change.Address], row.Change.Key)
			}
			return err
		})
		if err != nil {
			return nil, nil, notes, err
		}
	}
	return settled, only, notes, nil
}

// pageSize is how many rows of a plan are read at once.
const pageSize = 1000

// sources lists the sources of the plan in the order of writing. A manual source is its owner's to change; one without
// write credential is left as it is.
func (p *planner) sources(order []string) []model.PlanSource {
	place := map[string]int{}
	for i, dataset := range order {
		place[p.data.Keys[dataset]] = max(place[p.data.Keys[dataset]], i+1)
	}
	var out []model.PlanSource
	for _, src := range p.data.All {
		state := model.WriteWaiting
		switch {
		case src.Engine == model.EngineManual:
			state = model.WriteHanded
		case src.WriteAddress == "":
			state = model.WriteUnwritable
		}
		ps := model.PlanSource{Source: src.Key, Place: place[src.Key], State: state}
		for _, o := range p.old {
			if o.Source == src.Key {
				ps = o
			}
		}
		p.counts[src.Key] = &ps
		out = append(out, ps)
	}
	return out
}

func (p *planner) preview(ctx context.Context, r model.Request,
	progress func(collect.Progress)) (change.Report, error) {
	masker, err := mask.NewMasker()
	if err != nil {
		return change.Report{}, err
	}
	for i, src := range p.data.All {
		p.last[src.Key] = int64(i) << collect.SourceBits
	}
	opts := change.Options{Masker: masker, Only: p.only, Decide: p.decide,
		Options: search.Options{Datasets: p.data.Datasets, Sources: p.data.Sources, Services: p.data.Services,
			Identities: p.who.Identities(), Spellings: true, Undeclared: true,
			Progress: collect.Relay(p.data, progress)}}
	report, err := change.Preview(ctx, opts, func(ch change.RowChange) error { return p.keep(ctx, ch) })
	if err != nil {
		return report, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return report, p.flush(ctx)
}

func (p *planner) decide(f search.Finding) (dataset.Treatment, error) {
	p.mu.Lock() // sources are previewed side by side
	defer p.mu.Unlock()
	t, err := p.treat.of(f)
	if err != nil {
		return t, err
	}
	if t.Nothing() {
		p.counts[p.data.Keys[f.Dataset]].Kept++
	}
	fate, err := p.treat.leaves(f)
	p.tally.stays(p.data.Keys[f.Dataset], f, fate, !t.Nothing())
	return t, err
}

func (p *planner) keep(ctx context.Context, ch change.RowChange) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := p.data.Keys[ch.Dataset]
	out := Change{RowChange: ch, Categories: p.categories(ch)}
	if text, err := collect.KeyText(ch.Key); err == nil {
		if f, ok := p.treat.shared[RowID(ch.Address, text)]; ok {
			out.Shared = f.Shared
		}
	}
	raw, err := json.Marshal(out)
	if err != nil {
		return fmt.Errorf("keep a row of %s: %w", ch.Address, err)
	}
	p.tally.written(key, ch)
	p.last[key]++
	if ch.Delete {
		p.counts[key].Deletes++
	} else {
		p.counts[key].Updates++
	}
	p.buffer = append(p.buffer,
		model.PlanLine{Seq: p.last[key], Source: key, Place: ch.Order, Dataset: ch.Dataset, Collection: ch.Collection,
			Deletes: ch.Delete, Row: raw})
	if len(p.buffer) >= collect.Batch {
		return p.flush(ctx)
	}
	return nil
}

func (p *planner) categories(ch change.RowChange) map[string][]string {
	c := collect.CollectionOf(p.data.Datasets, ch.Dataset, ch.Collection)
	out := map[string][]string{}
	for _, cell := range ch.Before {
		if f := collect.FieldOf(c, cell.Name); f != nil {
			out[cell.Name] = f.EffectiveCategories()
		}
	}
	return out
}

func (p *planner) flush(ctx context.Context) error {
	list := p.buffer
	p.buffer = nil
	return p.session.Progress(ctx, model.ActPlan, func(tx *store.Tx) error {
		if err := runs.ExtendPlanLease(tx, p.plan.ID, p.session.Now().Add(collect.Lease)); err != nil {
			return err
		}
		return runs.AddPlanLines(tx, p.request, p.plan.ID, list)
	})
}

// end closes the plan with its digest. A source that failed to be read, or would refuse what is planned, blocks it.
func (p *planner) end(ctx context.Context, report change.Report) error {
	for _, c := range report.Collections {
		if c.State == search.Failed {
			p.blocked[p.data.Keys[c.Dataset]] = collect.ErrorText(c.Err)
		}
	}
	for _, o := range report.Obstacles {
		if o.Blocking {
			p.blocked[p.data.Keys[o.Dataset]] = o.String()
		}
	}
	notes := PlanNotes{Obstacles: report.Obstacles, Gone: int64(len(report.Gone)), Unseen: p.treat.Unseen,
		Stays: p.tally.List, Unfound: p.unfound}
	if p.only == nil {
		notes.Unfound = p.treat.unfound()
	}
	raw, err := json.Marshal(notes)
	if err != nil {
		return fmt.Errorf("notes of the plan: %w", err)
	}
	_, err = p.session.Change(ctx, model.ActPlan, p.began, desk.ByHolder, func(c *desk.Change) error {
		updates, deletes := int64(0), int64(0)
		for key, src := range p.counts {
			if src.State == model.WriteWaiting && p.blocked[key] != "" {
				src.State, src.Reason = model.WriteBlocked, p.blocked[key]
			}
			if src.State == model.WriteWaiting && src.Updates+src.Deletes == 0 {
				src.State = model.WriteDone // nothing of the person is to be written there
			}
			if err := runs.SetPlanSource(c.Tx, p.plan.ID, *src); err != nil {
				return err
			}
			updates, deletes = updates+src.Updates, deletes+src.Deletes
		}
		digest, err := planDigest(c.Tx.View, p.request, p.plan.ID)
		if err != nil {
			return err
		}
		c.Detail["step"], c.Detail["version"], c.Detail["updates"], c.Detail["deletes"], c.Detail["digest"] =
			"end", p.plan.Version, updates, deletes, digest
		return runs.ReadyPlan(c.Tx, p.request, p.plan.ID, digest, raw)
	})
	return err
}

// Plan is the newest version of a request's plan, for the screen.
type Plan struct {
	model.Plan
	Counts []model.PlanCount
	Notes  PlanNotes
}

// ReadPlan reads the newest version of the plan; ErrNoPlan before the first.
func ReadPlan(ctx context.Context, s *desk.Session, request int64) (p Plan, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		if err := collect.CheckProven(v, request); err != nil {
			return err
		}
		p.Plan, err = runs.Plan(v, request)
		if errors.Is(err, store.ErrNotFound) {
			return ErrNoPlan
		}
		if err != nil {
			return err
		}
		if p.Notes, err = NotesOf(p.Plan); err != nil {
			return err
		}
		p.Counts, err = runs.PlanCounts(v, p.RequestID, p.ID)
		return err
	})
	return p, err
}
