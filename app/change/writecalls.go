package change

import (
	"context"
	"slices"

	"orangelab.cn/rightsdesk/app/source/apply"
	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/model"
)

// call sends the requests of the plan to a system that answers over HTTP. They are read whole and compared with what
// was signed before the first goes out, since none can be taken back. How many are through is kept after each, so that
// none ever goes out twice.
func (w *planWriter) call(ctx context.Context, from model.Source,
	src *model.PlanSource) (applied apply.Applied, err error) {
	var changes []change.RowChange
	for row, err := range w.rows(ctx, from.Key) {
		if err != nil {
			return applied, err
		}
		changes = append(changes, row)
	}
	service, err := w.data.Writer(from)
	if err != nil {
		return applied, err
	}
	defer service.Close()
	keep := func(made int) error {
		src.Written = int64(made)
		return w.keep(context.WithoutCancel(ctx), *src)
	}
	return apply.Calls(ctx, service, changes, int(src.Written), keep, w.done(ctx, from.Key, len(changes)))
}

// unknown reports whether nobody knows what became of a request to a system: an earlier run ended in the middle of one,
// or it failed so. Nothing more is sent there, since it could go out twice; its owner looks, and does what is left.
func (w *planWriter) unknown(src *model.PlanSource) bool {
	i := slices.IndexFunc(w.data.All, func(s model.Source) bool { return s.Key == src.Source })
	if i < 0 || w.data.All[i].Engine != model.EngineHTTP {
		return false
	}
	switch {
	case src.State == model.WriteFailed && !src.EndedAt.IsZero():
		return true
	case src.State == model.WriteRunning:
		w.close(src, &apply.CallsError{Made: int(src.Written), All: int(src.Updates + src.Deletes), Uncertain: true,
			Cause: apply.ErrCut})
		return true
	}
	return false
}

// close ends a source for good that failed in a way that leaves open what it did.
func (w *planWriter) close(src *model.PlanSource, why error) {
	src.State, src.Reason, src.EndedAt = model.WriteFailed, why.Error(), w.session.Now()
}
