package shell

import (
	"context"

	"fyne.io/fyne/v2"

	records "orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/compliance"
	standing "orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	screen "orangelab.cn/rightsdesk/ui/incident"
	ui "orangelab.cn/rightsdesk/ui/intake"
	"orangelab.cn/rightsdesk/ui/part"
)

// above is what stands above the requests of a list, each a line of its own.
type above struct {
	files     []model.WaitingFile // with records to decide: above what is received
	incidents []standing.Standing // open: above what is to do
	lacks     []compliance.Lack   // for which nothing opens
	records   records.Pressing    // of compliance, that wait for who looks: above what is to do
}

// readAbove reads what stands above a list.
func (q *queueView) readAbove(ctx context.Context, queue desk.Queue, search string, session *desk.Session) (a above, err error) {
	may := session.Staff().Role.May
	if a.lacks, err = records.Lacks(ctx, session); err != nil || len(a.lacks) > 0 {
		return a, err
	}
	if queue == desk.QueueNext && search == "" && (may(model.ActApproveRecord) || may(model.ActReadIncident)) {
		if a.records, err = records.ReadPressing(ctx, session); err != nil {
			return a, err
		}
	}
	switch {
	case search != "":
	case queue == desk.QueueReceived && may(model.ActTakeRequest):
		a.files, err = intake.WaitingFiles(ctx, session)
	case queue == desk.QueueNext && may(model.ActReadIncident):
		a.incidents, err = incident.ListNext(ctx, session)
	}
	return a, err
}

// showAbove shows it.
func (q *queueView) showAbove(a above) {
	q.above.RemoveAll()
	if len(a.lacks) > 0 {
		banner := part.NewBanner(part.BannerAmber, "lock", frame.L("Your access waits for a record"), frame.LacksText(a.lacks))
		banner.Below = true
		q.above.Add(banner)
	}
	for _, st := range a.incidents {
		show := func() { q.onIncident(st.ID) }
		if st.Closing == nil {
			q.above.Add(screen.NextLine(q.frame, st, show))
		}
		for _, task := range st.Waiting(q.frame.Session.Now()) {
			q.above.Add(screen.TaskLine(q.frame, st, task, show))
		}
	}
	for _, d := range a.records.Drills {
		q.above.Add(q.drillLine(d))
	}
	if a.records.Any() && q.frame.May(model.ActApproveRecord) {
		q.above.Add(q.recordsLine(a.records))
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

// drillLine is a drill that should have been held.
func (q *queueView) drillLine(d records.Drill) fyne.CanvasObject {
	line := part.NewLine(frame.And(frame.L("DRILL"), d.Scenario), "").WithIcon("warn", part.ColorAmber).WithBelow(frame.L("planned for {{.A}} and not held", frame.Date(d.Planned)))
	line.Bold = true
	if q.onCompliance != nil {
		line.WithTrailing(part.NewButton(frame.L("Open"), q.onCompliance).AsSmall())
	}
	return part.Ground(part.ColorAmberTint, part.Inset(0, 16, 0, 16, line))
}

// recordsLine tells how many records of compliance wait for who looks.
func (q *queueView) recordsLine(p records.Pressing) fyne.CanvasObject {
	line := part.NewLine(frame.L("Compliance"), "").WithIcon("shield", part.ColorAmber).WithBelow(frame.L("{{.A}} overdue or without an authorisation, {{.B}} to approve", frame.Thousands(p.Overdue), frame.Thousands(p.Approve)))
	line.Bold = true
	if q.onCompliance != nil {
		line.WithTrailing(part.NewButton(frame.L("Open"), q.onCompliance).AsSmall())
	}
	return part.Ground(part.ColorAmberTint, part.Inset(0, 16, 0, 16, line))
}

// shows takes the selection from a row whose request is not the one that is open now: keys and eyes would take the one for the other.
func (q *queueView) shows(id int64) {
	if row := q.list.Selected(); row >= 0 && row < len(q.rows) && q.rows[row].ID != id {
		q.list.Unselect()
	}
}
