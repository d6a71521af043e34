package shell

import (
	"context"
	"slices"
	"time"

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
func readAbove(ctx context.Context, queue desk.Queue, search string, session *desk.Session) (a above, err error) {
	may := session.Staff().Role.May
	if a.lacks, err = records.Lacks(ctx, session); err != nil || len(a.lacks) > 0 {
		return a, err
	}
	switch {
	case search != "":
	case queue == desk.QueueReceived && may(model.ActTakeRequest):
		a.files, err = intake.WaitingFiles(ctx, session)
	case queue == desk.QueueNext:
		err = a.readNext(ctx, session)
	}
	return a, err
}

// readNext reads what stands above the requests of Next.
func (a *above) readNext(ctx context.Context, session *desk.Session) (err error) {
	may := session.Staff().Role.May
	if may(model.ActApproveRecord) || may(model.ActReadIncident) {
		if a.records, err = records.ReadPressing(ctx, session); err != nil {
			return err
		}
	}
	if may(model.ActReadIncident) {
		a.incidents, err = incident.ListNext(ctx, session)
	}
	return err
}

// nextLine is one line above the requests of Next: an open incident, a task of one, a drill that was not held, or the records that wait.
type nextLine struct {
	incident *standing.Standing
	task     *standing.Set // of the incident
	drill    *records.Drill
}

// nextLines are the lines above the requests of Next for a member of staff. The list shows them and the number beside Next counts
// them, so that neither has what the other lacks.
func (a above) nextLines(role model.Role, now time.Time) (list []nextLine) {
	if len(a.lacks) > 0 {
		return nil
	}
	for i := range a.incidents {
		st := &a.incidents[i]
		if st.Closing == nil {
			list = append(list, nextLine{incident: st})
		}
		for _, task := range st.Waiting(now) {
			list = append(list, nextLine{incident: st, task: &task})
		}
	}
	for i := range a.records.Drills {
		list = append(list, nextLine{drill: &a.records.Drills[i]})
	}
	if a.records.Any() && role.May(model.ActApproveRecord) {
		list = append(list, nextLine{})
	}
	return list
}

// openIncidents are those of Next that are open.
func (a above) openIncidents() (list []standing.Standing) {
	return slices.DeleteFunc(slices.Clone(a.incidents), func(st standing.Standing) bool { return st.Closing != nil })
}

// nextLine draws a line above the requests of Next.
func (q *queueView) nextLine(l nextLine, p records.Pressing) fyne.CanvasObject {
	switch {
	case l.task != nil:
		return screen.TaskLine(q.frame, *l.incident, *l.task, func() { q.onIncident(l.incident.ID) })
	case l.incident != nil:
		return screen.NextLine(q.frame, *l.incident, func() { q.onIncident(l.incident.ID) })
	case l.drill != nil:
		return q.drillLine(*l.drill)
	}
	return q.recordsLine(p)
}

// showAbove shows it.
func (q *queueView) showAbove(a above) {
	q.above.RemoveAll()
	if len(a.lacks) > 0 {
		banner := part.NewBanner(part.BannerAmber, "lock", frame.L("Your access waits for a record"), frame.LacksText(a.lacks))
		banner.Below = true
		q.above.Add(banner)
	}
	for _, l := range a.nextLines(q.frame.Session.Staff().Role, q.frame.Session.Now()) {
		q.above.Add(q.nextLine(l, a.records))
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
