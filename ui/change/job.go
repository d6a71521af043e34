package change

import (
	"context"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
)

// MakePlan previews every row of the change.
func (w Work) MakePlan() { w.Perform(frame.L("Previewing every row"), change.MakePlan, w.Reread) }

// WritePlan writes the signed plan into the sources, once it was asked with the number of rows: nothing takes it back.
func (w Work) WritePlan() {
	w.Sure(frame.L("Write the plan"), frame.Sentences(w.PlanAmount(), frame.L("The desk cannot take it back.")),
		func() {
			w.Perform(frame.L("Writing the plan to the sources"), change.WritePlan, w.Reread)
		})
}

// PlanAmount says how many rows a plan still writes, in how many sources.
func (w Work) PlanAmount() string {
	var updates, deletes int64
	sources := 0
	if w.Plan == nil {
		return ""
	}
	for _, src := range w.Plan.Sources {
		if !src.Settled() && src.Updates+src.Deletes > 0 {
			updates, deletes, sources = updates+src.Updates, deletes+src.Deletes, sources+1
		}
	}
	return frame.L("{{.A}} rows are rewritten and {{.B}} deleted, in {{.C}} sources.", updates, deletes, sources)
}

// PreviewAgain takes the request back to work and makes the next version of its plan.
func (w Work) PreviewAgain() {
	w.Perform(frame.L("Previewing every row"),
		func(ctx context.Context, s *desk.Session, rev model.Revision, progress func(collect.Progress)) error {
			r, err := change.PreviewAgain(ctx, s, rev)
			if err != nil {
				return err
			}
			return change.MakePlan(ctx, s, r.Revision(), progress)
		}, w.Reread)
}

// scan searches for the person; what it finds is kept for whoever signs.
func (w Work) scan(then func(result.Residue)) {
	var found result.Residue
	w.Search(frame.L("Searching the sources for the person"),
		func(ctx context.Context, s *desk.Session, rev model.Revision, progress func(collect.Progress)) (err error) {
			found, err = result.ResidueNow(ctx, s, rev, progress)
			return err
		}, func(ok bool) {
			if ok {
				then(found)
			}
		})
}
