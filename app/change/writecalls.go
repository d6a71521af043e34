package change

import (
	"context"

	"orangelab.cn/rightsdesk/app/source/apply"
	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/model"
)

// call sends the requests of the plan to a system that answers over HTTP. They are read whole and compared with what was signed before
// the first goes out, since none can be taken back.
func (w *planWriter) call(ctx context.Context, src model.Source) (applied apply.Applied, err error) {
	var changes []change.RowChange
	for row, err := range w.rows(ctx, src.Key) {
		if err != nil {
			return applied, err
		}
		changes = append(changes, row)
	}
	service, err := w.data.Writer(src)
	if err != nil {
		return applied, err
	}
	defer service.Close()
	return apply.Calls(ctx, service, changes, w.done(ctx, src.Key, len(changes)))
}
