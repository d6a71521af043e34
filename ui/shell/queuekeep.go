package shell

import (
	"maps"

	"orangelab.cn/rightsdesk/app/desk"
)

// choose shows another queue, under the name that the rail gives it.
func (q *queueView) choose(queue desk.Queue, name string) {
	q.queue, q.name, q.search = queue, name, ""
	q.by, q.view = q.kept[queue], ""
	q.reload(nil)
}

// filters are what narrows the lists of a member of staff.
type filters map[desk.Queue]desk.Narrow

// keep has the list narrowed as it is now whenever it is chosen again.
func (q *queueView) keep() {
	kept := maps.Clone(q.kept)
	if delete(kept, q.queue); narrows(q.by) {
		if kept == nil {
			kept = filters{}
		}
		kept[q.queue] = q.by
	}
	q.kept = kept
	if q.onNarrow != nil {
		q.onNarrow()
	}
}
