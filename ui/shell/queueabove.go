package shell

import (
	"context"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	standing "orangelab.cn/rightsdesk/model/incident"
	screen "orangelab.cn/rightsdesk/ui/incident"
	ui "orangelab.cn/rightsdesk/ui/intake"
)

// above is what stands above the requests of a list, each a line of its own.
type above struct {
	files     []model.WaitingFile // with records to decide: above what is received
	incidents []standing.Standing // open: above what is to do
}

// readAbove reads what stands above a list.
func (q *queueView) readAbove(ctx context.Context, queue desk.Queue, search string, session *desk.Session) (a above, err error) {
	may := session.Staff().Role.May
	switch {
	case search != "":
	case queue == desk.QueueReceived && may(model.ActTakeRequest):
		a.files, err = intake.WaitingFiles(ctx, session)
	case queue == desk.QueueNext && may(model.ActReadIncident):
		a.incidents, err = incident.ListOpen(ctx, session)
	}
	return a, err
}

// showAbove shows it.
func (q *queueView) showAbove(a above) {
	q.above.RemoveAll()
	for _, st := range a.incidents {
		q.above.Add(screen.NextLine(q.frame, st, func() { q.onIncident(st.ID) }))
	}
	mails := 0
	for _, f := range a.files {
		if f.Head.Mail != nil {
			mails++
			continue
		}
		q.above.Add(ui.WaitingLine(q.frame, f))
	}
	if mails > 0 {
		q.above.Add(ui.WaitingMails(mails))
	}
	q.above.Refresh()
	if o, ok := q.body.(interface{ Refresh() }); ok {
		o.Refresh()
	}
}
