package shell

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/bulk"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/register"
	"orangelab.cn/rightsdesk/model"
	deeds "orangelab.cn/rightsdesk/ui/bulk"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/lists"
	"orangelab.cn/rightsdesk/ui/part"
)

// askMenu shows what can be done with the list: narrow it, look at a view that is kept, select all of it, write it as a
// register.
func (q *queueView) askMenu() {
	var views []model.SavedView
	var asked []model.RegisterAsk
	session, gives := q.frame.Session, q.frame.May(model.ActGiveRegister)
	q.frame.Prepare(func(ctx context.Context) (err error) {
		if views, err = register.Views(ctx, session); err != nil || !gives {
			return err
		}
		asked, err = register.Asked(ctx, session)
		return err
	}, func() {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(q.filter)
		part.ShowMenu(q.frame.Window.Canvas(), at.AddXY(-200, 32), 232, q.menuItems(views, asked))
	})
}

func (q *queueView) menuItems(views []model.SavedView, asked []model.RegisterAsk) []part.MenuItem {
	items := []part.MenuItem{{Label: frame.L("Show only…"), Icon: "filter", Run: q.askFilter},
		{Label: frame.L("Show all"), Disabled: !narrows(q.by), Run: func() { q.narrowTo(desk.Narrow{}) }}, {}}
	for _, v := range views {
		items = append(items, part.MenuItem{Label: v.Name, Checked: q.view == v.ID, Run: func() { q.look(v) }})
	}
	items = append(items,
		part.MenuItem{Label: frame.L("Keep this view…"), Disabled: q.search != "" || !q.frame.May(model.ActSaveView),
			Run: func() { lists.AskView(q.frame, q.queue, q.narrow()) }})
	if len(views) > 0 {
		items = append(items, part.MenuItem{Label: frame.L("Share or delete views…"), Run: func() {
			lists.ShowViews(q.frame, views)
		}})
	}
	items = append(items, part.MenuItem{},
		part.MenuItem{Label: frame.L("Select all of the list"),
			Disabled: !q.frame.May(model.ActClaim) || len(q.rows) == 0, Run: q.selectAll},
		part.MenuItem{}, part.MenuItem{Label: frame.L("Register of requests…"),
			Disabled: q.search != "" || !q.frame.May(model.ActRegister), Run: func() {
				lists.AskRegister(q.frame, queueTitle(q.queue), q.queue, q.narrow())
			}})
	if len(asked) > 0 {
		items = append(items, part.MenuItem{Label: frame.L("Registers with names: {{.A}}…", len(asked)), Run: func() {
			lists.GiveRegisters(q.frame, asked, queueTitle)
		}})
	}
	return items
}

// narrowTo shows the queue narrowed so.
func (q *queueView) narrowTo(n desk.Narrow) {
	q.by, q.view = n, ""
	q.keep()
	q.reload(nil)
}

// look shows a view that is kept.
func (q *queueView) look(v model.SavedView) {
	n, err := desk.NarrowOf(v.List)
	if err != nil {
		q.frame.Fail(err)
		return
	}
	mine := 1
	if n.Mine {
		mine, n.Mine = 0, false
	}
	q.search, q.queue, q.name, q.by, q.view = "", desk.Queue(v.List.Queue), v.Name, n, v.ID
	q.mine = mine == 0
	q.whose.Choose(mine)
	if q.onLook != nil {
		q.onLook(q.queue)
	}
	q.reload(nil)
}

// selectAll marks every request of the list, up to what one run takes.
func (q *queueView) selectAll() {
	q.read(bulk.Max, func() { q.list.Mark(func(int) bool { return true }) })
}

// marked are the requests that are marked, each as the list shows it.
func (q *queueView) marked() (items []bulk.Item) {
	for _, row := range q.list.Marked() {
		if row < len(q.rows) {
			items = append(items, bulk.Item{Seen: q.rows[row].Revision(), Reference: q.rows[row].Reference})
		}
	}
	return items
}

// showMarked says at the foot of the list how many requests are selected, and offers what can be done to them.
func (q *queueView) showMarked() {
	q.picked.RemoveAll()
	n := len(q.list.Marked())
	if n > 0 {
		do := part.NewButton(frame.L("Do to each…"), nil).AsSmall()
		do.OnTap = func() {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(do)
			part.ShowMenu(q.frame.Window.Canvas(), at.AddXY(0, -150), 200,
				deeds.Selection{Frame: q.frame, Items: q.marked(), Done: q.done}.Menu())
		}
		q.picked.Add(part.Grow(part.NewBold(frame.L("{{.A}} of {{.B}} selected", n, counted(q.total, narrows(q.by))))))
		if q.frame.May(model.ActClaim) {
			q.picked.Add(do)
		}
		if n >= bulk.Max && q.total > int64(n) {
			q.picked.Add(part.NewCaption(frame.L("one run takes {{.A}}", bulk.Max)))
		}
		q.picked.Add(part.NewButton(frame.L("Select none"), q.list.ClearMarks).AsSmall())
	}
	q.picked.Hidden, q.hints.Hidden = n == 0, n > 0
	q.picked.Refresh()
	q.hints.Refresh()
}

// done reads the list again after something was done to many; what failed stays selected, and nothing else.
func (q *queueView) done(results []bulk.Result) {
	failed := map[string]bool{}
	for _, r := range bulk.Failed(results) {
		failed[strconv.FormatInt(r.Seen.Request, 10)] = true
	}
	q.frame.Changed(0)
	q.reload(func() {
		q.list.Mark(func(row int) bool { return failed[strconv.FormatInt(q.rows[row].ID, 10)] })
	})
}

// showAll begins with the lists of all staff, as whoever works here left them.
func (q *queueView) showAll(all bool) {
	if all && q.frame.May(model.ActClaim) {
		q.mine = false
		q.whose.Begin(1)
	}
}
