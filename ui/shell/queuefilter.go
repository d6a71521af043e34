package shell

import (
	"slices"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// askFilter narrows the queue by kind and status.
func (q *queueView) askFilter() {
	kinds, statuses := map[model.Kind]*part.Check{}, map[model.Status]*part.Check{}
	var left, right []fyne.CanvasObject
	for _, k := range model.Kinds {
		kinds[k] = part.NewCheck(frame.W(k), nil)
		kinds[k].SetChecked(slices.Contains(q.kinds, k))
		left = append(left, kinds[k])
	}
	for _, st := range model.Statuses {
		statuses[st] = part.NewCheck(frame.W(st), nil)
		statuses[st].SetChecked(slices.Contains(q.statuses, st))
		right = append(right, statuses[st])
	}
	part.NewDialog(part.DialogParts{Title: frame.L("Show only"), Confirm: frame.L("Apply"), Cancel: frame.L("Cancel"),
		Body: part.HBoxTop(24, part.Grow(part.VBox(6, left...)), part.Grow(part.VBox(6, right...))),
		OnConfirm: func() bool {
			q.kinds, q.statuses = nil, nil
			for _, k := range model.Kinds {
				if kinds[k].Checked {
					q.kinds = append(q.kinds, k)
				}
			}
			for _, st := range model.Statuses {
				if statuses[st].Checked {
					q.statuses = append(q.statuses, st)
				}
			}
			q.reload(nil)
			return true
		}}).Show(q.frame.Window.Canvas())
}
