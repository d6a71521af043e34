package change

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/apply"
	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/runs"
)

// Errors of writing a plan.
var (
	ErrNotSigned   = errors.New("the plan is not approved: nothing is written before a second person has signed it")
	ErrNotFailed   = errors.New("only a source that refused the plan can be handed to its owner")
	ErrNothingLeft = errors.New("every source is settled: nothing is left to preview again")
	ErrNoWriter    = errors.New("the desk has no write credential for this source any more; add it in the data map, or hand the source to its owner")
	ErrNoOwner     = errors.New("the source has no owner in the data map: name one there first")
)

// WritePlan writes a signed plan to the sources: each in one transaction of its own, every row compared with the
// preview first. A source that fails keeps what it held and does not stop the others. After a crash, or when called
// again, what is written already is recognised and left. Cancelling ctx stops between rows; the source under way is
// rolled back.
func WritePlan(ctx context.Context, s *desk.Session, rev model.Revision, progress func(collect.Progress)) (err error) {
	if err := s.Allow(ctx, model.ActWritePlan); err != nil {
		return err
	}
	m, err := datamap.Open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.Close()) }()
	var plan model.Plan
	var signed map[string]string
	r, err := s.Change(ctx, model.ActWritePlan, rev, desk.ByHolder, func(c *desk.Change) error {
		if c.Request.Status != model.Running {
			return &model.TransitionError{From: c.Request.Status, On: model.RunDone}
		}
		if plan, err = runs.Plan(c.Tx.View, rev.Request); err != nil || plan.State != model.PlanSigned {
			return errors.Join(err, ErrNotSigned)
		}
		digest, bySource, err := planDigests(c.Tx.View, rev.Request, plan.ID)
		if err != nil || digest != plan.Digest {
			return errors.Join(err, ErrPlanChanged)
		}
		signed = bySource
		c.Detail["step"], c.Detail["version"], c.Detail["digest"] = "begin", plan.Version, plan.Digest
		err = runs.LeasePlan(c.Tx, plan.ID, s.Now(), s.Now().Add(collect.Lease))
		if errors.Is(err, store.ErrConflict) {
			return ErrPlanning
		}
		return err
	})
	if err != nil {
		return err
	}
	w := &planWriter{session: s, request: rev.Request, began: r.Revision(), plan: plan, signed: signed, data: m,
		progress: progress}
	w.all(ctx)
	return w.end(ctx)
}

type planWriter struct {
	session  *desk.Session
	request  int64
	began    model.Revision // the request once writing had begun
	plan     model.Plan
	signed   map[string]string // digests of the plan's rows, by source
	data     *datamap.Map
	progress func(collect.Progress)
	stopped  error // why the run ended early: cancelled, or the desk itself cannot be written
}

// all writes the sources one after another in the order of the plan. A source whose rows are to be erased only after
// those of a source that failed waits.
func (w *planWriter) all(ctx context.Context) {
	var failed []string
	for i := range w.plan.Sources {
		src := &w.plan.Sources[i]
		switch {
		case src.Settled() || w.stopped != nil:
		case w.unknown(src):
			w.stopped = w.keep(ctx, *src)
		case slices.ContainsFunc(failed, func(f string) bool { return waitsFor(w.data, src.Source, f) }):
			src.State, src.Reason = model.WriteFailed, "waits for a source that comes first and failed"
			w.stopped = w.keep(ctx, *src)
		default:
			w.one(ctx, src)
		}
		if !src.Settled() {
			failed = append(failed, src.Source)
		}
	}
}

// waitsFor reports whether the data map erases rows of one source only after rows of another.
func waitsFor(m *datamap.Map, key, first string) bool {
	for _, d := range m.Datasets {
		if m.Keys[d.Key] != key {
			continue
		}
		for _, c := range d.Collections {
			for _, after := range c.EraseAfter {
				if after.Target != nil && m.Keys[after.Target.Dataset.Key] == first && first != key {
					return true
				}
			}
		}
	}
	return false
}

// one writes a source and keeps how it went before the next begins. The request must still be as it was when writing
// began.
func (w *planWriter) one(ctx context.Context, src *model.PlanSource) {
	if _, w.stopped = w.session.Still(ctx, model.ActWritePlan, w.began); w.stopped != nil {
		return // somebody did something to the request meanwhile: what is left waits for whoever looks at it
	}
	src.State, src.Reason = model.WriteRunning, ""
	if w.stopped = w.keep(ctx, *src); w.stopped != nil {
		return
	}
	applied, err := w.apply(ctx, src)
	var changed *apply.ChangedError
	var calls *apply.CallsError
	switch {
	case errors.As(err, &calls) && calls.Uncertain:
		w.close(src, calls)
	case ctx.Err() != nil:
		w.stopped, src.State = ctx.Err(), model.WriteWaiting
	case errors.As(err, &changed):
		src.State, src.Reason = model.WriteChanged, changed.Error()
		w.stopped = w.mark(ctx, changed)
	case err != nil:
		src.State, src.Reason = model.WriteFailed, err.Error()
	default:
		src.State, src.Written, src.EndedAt =
			model.WriteDone, applied.Updated+applied.Deleted+applied.Already, w.session.Now()
	}
	if err := w.keep(context.WithoutCancel(ctx), *src); err != nil {
		w.stopped = errors.Join(w.stopped, err)
	}
}

func (w *planWriter) apply(ctx context.Context, src *model.PlanSource) (applied apply.Applied, err error) {
	i := slices.IndexFunc(w.data.All, func(s model.Source) bool { return s.Key == src.Source })
	if i < 0 || w.data.All[i].WriteAddress == "" {
		return applied, ErrNoWriter
	}
	if w.data.All[i].Engine == model.EngineHTTP {
		return w.call(ctx, w.data.All[i], src)
	}
	writer, err := source.OpenWriter(ctx, w.data.All[i].WriteAddress)
	if err != nil {
		return applied, err
	}
	defer func() { err = errors.Join(err, writer.Close()) }()
	var datasets []*dataset.Dataset
	for _, d := range w.data.Datasets {
		if w.data.Keys[d.Key] == src.Source {
			datasets = append(datasets, d)
		}
	}
	total := int(src.Updates + src.Deletes)
	return apply.Changes(ctx, writer, datasets, w.rows(ctx, src.Source), w.done(ctx, src.Source, total))
}

// done returns what is told how many rows of a source are through: it keeps the plan leased, and shows how far it is.
func (w *planWriter) done(ctx context.Context, key string, total int) func(int64) {
	extended := w.session.Now()
	return func(done int64) {
		if now := w.session.Now(); now.Sub(extended) > collect.Lease/4 {
			extended = now
			w.stopped = errors.Join(w.stopped, w.session.Progress(ctx, model.ActWritePlan, func(tx *store.Tx) error {
				return runs.ExtendPlanLease(tx, w.plan.ID, now.Add(collect.Lease))
			}))
		}
		if w.progress != nil {
			w.progress(collect.Progress{Source: key, Done: int(done), Total: total, Rows: done, Err: nil})
		}
	}
}

// rows streams the plan's rows of a source from the desk, so that a million fit in memory. Where they do not come to
// what was signed, the last thing it yields is ErrPlanChanged: the source's transaction is rolled back.
func (w *planWriter) rows(ctx context.Context, key string) iter.Seq2[change.RowChange, error] {
	return func(yield func(change.RowChange, error) bool) {
		var h rowsDigest
		var nothing string
		if err := w.session.Read(ctx, model.ActReadRequest, func(v *store.View) error {
			h, nothing = newPlanDigest(v), newPlanDigest(v).sum()
			return nil
		}); err != nil {
			yield(change.RowChange{}, err)
			return
		}
		for f := (model.PlanFilter{Source: key}); ; {
			var page []PlanRow
			err := w.session.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
				page, err = planPage(v, w.request, w.plan.ID, f, pageSize)
				return err
			})
			if err != nil {
				yield(change.RowChange{}, err)
				return
			}
			for _, row := range page {
				f.AfterSource, f.AfterPlace, f.AfterSeq = row.Source, row.Place, row.Seq
				h.add(row.PlanLine)
				if !yield(row.Change.RowChange, nil) {
					return
				}
			}
			if len(page) < pageSize {
				break
			}
		}
		if h.sum() != cmp.Or(w.signed[key], nothing) {
			yield(change.RowChange{}, ErrPlanChanged)
		}
	}
}

// mark points at the row that was found changed, for whoever looks at the plan.
func (w *planWriter) mark(ctx context.Context, changed *apply.ChangedError) error {
	key, err := collect.KeyText(changed.Key)
	if err != nil {
		return err
	}
	seq := int64(0)
	found := errors.New("found")
	err = w.session.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		return eachLine(v, w.request, w.plan.ID, w.data.Keys[changed.Dataset], func(l model.PlanLine) error {
			row, err := openLine(l)
			if err != nil {
				return err
			}
			if row.Change.Address == changed.Address && row.Key() == key {
				seq = row.Seq
				return found
			}
			return nil
		})
	})
	if !errors.Is(err, found) {
		return err
	}
	return w.session.Progress(ctx, model.ActWritePlan, func(tx *store.Tx) error {
		return runs.MarkChanged(tx, w.request, w.plan.ID, seq)
	})
}

func (w *planWriter) keep(ctx context.Context, src model.PlanSource) error {
	return w.session.Progress(ctx, model.ActWritePlan, func(tx *store.Tx) error {
		if err := runs.ExtendPlanLease(tx, w.plan.ID, w.session.Now().Add(collect.Lease)); err != nil {
			return err
		}
		return runs.SetPlanSource(tx, w.plan.ID, src)
	})
}

// end frees the plan and moves the request on where nothing is left to do.
func (w *planWriter) end(ctx context.Context) error {
	_, err := w.session.Conclude(context.WithoutCancel(ctx), model.ActWritePlan, w.began, func(c *desk.Change) error {
		c.Detail["step"], c.Detail["version"] = "end", w.plan.Version
		states := map[string]string{}
		settled := true
		for _, src := range w.plan.Sources {
			states[src.Source] = string(src.State)
			settled = settled && src.Settled()
		}
		c.Detail["sources"] = states
		if err := runs.EndPlanLease(c.Tx, w.plan.ID, settled); err != nil {
			return err
		}
		return written(c)
	})
	return errors.Join(w.stopped, err)
}

// written moves a request on once its plan is written and nobody outside the desk is waited for. An erasure is searched
// for what remains first, see Certify.
func written(c *desk.Change) error {
	if c.Request.Status != model.Running || c.Request.Kind.Erases() {
		return nil
	}
	facts, err := c.Facts()
	if err != nil || facts.WriteWaiting+facts.WriteFailed+facts.WriteChanged > 0 {
		return err
	}
	tasks, err := casefile.Tasks(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if t.Open() && t.Source != "" {
			return nil // recipients may be told while the answer is on its way
		}
	}
	return c.Move(model.RunDone)
}

// PreviewAgain takes a request back to work because a row changed since the preview, or a source refused it for good:
// what was not written needs a new plan and a new signature. What was written stays.
func PreviewAgain(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
	return s.Change(ctx, model.ActPlan, rev, desk.ByHolder, func(c *desk.Change) error {
		facts, err := c.Facts()
		if err != nil {
			return err
		}
		if facts.Writing {
			return ErrPlanning
		}
		if facts.WriteChanged+facts.WriteFailed+facts.WriteWaiting == 0 {
			return ErrNothingLeft
		}
		c.Request.PreparedBy, c.Request.ReviewedBy = "", ""
		c.Detail["step"] = "again"
		return c.Move(model.RunFailed)
	})
}

// HandOver gives a source that refused the plan to its owner, who does by hand what the plan says.
func HandOver(ctx context.Context, s *desk.Session, rev model.Revision, key string) (model.Request, error) {
	if err := s.Allow(ctx, model.ActHandOver); err != nil {
		return model.Request{}, err
	}
	sources, err := datamap.List(ctx, s)
	if err != nil {
		return model.Request{}, err
	}
	return s.Change(ctx, model.ActHandOver, rev, desk.ByHolder, func(c *desk.Change) error {
		plan, err := runs.Plan(c.Tx.View, rev.Request)
		if err != nil || c.Request.Status != model.Running {
			return ErrNotSigned
		}
		i := slices.IndexFunc(plan.Sources, func(src model.PlanSource) bool {
			return src.Source == key && (src.State == model.WriteFailed || src.State == model.WriteChanged)
		})
		if i < 0 {
			return ErrNotFailed
		}
		entry := entryOf(sources, key)
		if entry.Owner == "" {
			return fmt.Errorf("%w (%s)", ErrNoOwner, key)
		}
		src := plan.Sources[i]
		c.Detail["source"] = key
		if err := addOwnerTask(c, entry, src.Reason); err != nil {
			return err
		}
		src.State, src.EndedAt = model.WriteHanded, time.Time{}
		return runs.SetPlanSource(c.Tx, plan.ID, src)
	})
}
