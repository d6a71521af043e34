package collect

import (
	"context"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// looking are the identifiers that somebody must have looked at, with a check for each, none of them ticked.
type looking struct {
	list   []model.Carried
	checks []*part.Check
}

func newLooking(list []model.Carried) *looking {
	l := &looking{list: list}
	for _, c := range list {
		l.checks = append(l.checks, part.NewCheck(frame.CarriedName(c), nil))
	}
	return l
}

// taken are those that are ticked.
func (l *looking) taken() (list []model.Carried) {
	for i, c := range l.checks {
		if c.Checked {
			list = append(list, l.list[i])
		}
	}
	return list
}

// pickCarried asks which of the identifiers are the person's. All of them stand in the list, and none is taken that is
// not ticked.
func (w Work) pickCarried(list []model.Carried) {
	l, body := newLooking(list), part.VBox(6)
	for _, c := range l.checks {
		body.Add(c)
	}
	form := part.NewForm(part.NewField(frame.L("Which of them are this person’s?"), body).
		WithHint(
			frame.L("Look at the rows that carry them first: one that is wrong leads to all of another person. What is not ticked stays out.")).
		WithCheck(func() string {
			if len(l.taken()) == 0 {
				return frame.L("Tick at least one")
			}
			return ""
		}))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Take further identifiers"), Body: form, Form: form,
		Confirm: frame.L("Take and search again"), Cancel: frame.L("Cancel"), Width: 640,
		OnConfirm: func() bool {
			d.Close()
			w.takeCarried(l.taken())
			return false
		}})
	d.Show(w.Window.Canvas())
}

// takeCarried makes the ticked identifiers that the rows carry identifiers of the request, and collects again.
func (w Work) takeCarried(ticked []model.Carried) {
	w.Perform(frame.L("Collecting from the sources"),
		func(ctx context.Context, s *desk.Session, rev model.Revision, progress func(collect.Progress)) error {
			r, err := collect.TakeCarried(ctx, s, rev, ticked)
			if err != nil {
				return err
			}
			return collect.Collect(ctx, s, r.Revision(), progress)
		}, w.Reread)
}
