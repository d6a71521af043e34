package shell

import (
	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/above"
	records "orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	screen "orangelab.cn/rightsdesk/ui/incident"
	ui "orangelab.cn/rightsdesk/ui/intake"
	"orangelab.cn/rightsdesk/ui/lists"
	"orangelab.cn/rightsdesk/ui/notice"
	"orangelab.cn/rightsdesk/ui/part"
)

// nextLine draws a line above the requests of Next.
func (q *queueView) nextLine(l above.Line, p records.Pressing) fyne.CanvasObject {
	switch {
	case l.Task != nil:
		return screen.TaskLine(q.frame, *l.Incident, *l.Task, func() { q.onIncident(l.Incident.ID) })
	case l.Incident != nil:
		return screen.NextLine(q.frame, *l.Incident, func() { q.onIncident(l.Incident.ID) })
	case l.Drill != nil:
		return q.drillLine(*l.Drill)
	case len(l.Registers) > 0:
		return q.registersLine(l.Registers)
	case l.Notice != nil:
		return notice.UnshownLine(*l.Notice, func() { q.onNotice(l.Notice.ID) })
	}
	return q.recordsLine(p)
}

// showAbove shows it.
func (q *queueView) showAbove(a above.Above) {
	q.above.RemoveAll()
	if len(a.Lacks) > 0 {
		banner := part.NewBanner(part.BannerAmber, "lock", frame.L("Your access waits for a record"),
			frame.LacksText(a.Lacks))
		banner.Below = true
		q.above.Add(banner)
	}
	lines := a.Next(q.frame.Session.Staff().Role, q.frame.Session.Now())
	for _, l := range lines {
		q.above.Add(q.nextLine(l, a.Records))
	}
	q.lines = int64(len(lines))
	mails := 0
	for _, f := range a.Files {
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
	line := part.NewLine(frame.And(frame.L("DRILL"), d.Scenario), "").WithIcon("warn", part.ColorAmber).
		WithBelow(frame.L("planned for {{.A}} and not held", frame.Date(d.Planned)))
	line.Bold = true
	if q.onCompliance != nil {
		line.WithTrailing(part.NewButton(frame.L("Open"), q.onCompliance).AsSmall())
	}
	return part.Ground(part.ColorAmberTint, part.Inset(0, 16, 0, 16, line))
}

// registersLine is what others asked for and whoever looks may give, after the oldest of it.
func (q *queueView) registersLine(asked []model.RegisterAsk) fyne.CanvasObject {
	below := frame.L("asked for by {{.A}}, {{.B}}", q.frame.StaffName(asked[0].By),
		frame.Clock(asked[0].At, q.frame.Session.Now()))
	line := part.NewLine(frame.L("Registers with names: {{.A}}", len(asked)), "").WithIcon("doc", part.ColorAmber).
		WithBelow(below).WithTrailing(part.NewButton(frame.L("Open"), func() {
		lists.GiveRegisters(q.frame, asked, queueTitle)
	}).AsSmall())
	line.Bold = true
	return part.Ground(part.ColorAmberTint, part.Inset(0, 16, 0, 16, line))
}

// recordsLine tells how many records of compliance wait for who looks.
func (q *queueView) recordsLine(p records.Pressing) fyne.CanvasObject {
	line := part.NewLine(frame.L("Compliance"), "").WithIcon("shield", part.ColorAmber).
		WithBelow(frame.L("{{.A}} overdue or without an authorisation, {{.B}} to approve", frame.Thousands(p.Overdue),
			frame.Thousands(p.Approve)))
	line.Bold = true
	if q.onCompliance != nil {
		line.WithTrailing(part.NewButton(frame.L("Open"), q.onCompliance).AsSmall())
	}
	return part.Ground(part.ColorAmberTint, part.Inset(0, 16, 0, 16, line))
}

// shows takes the selection from a row whose request is not the one that is open now: keys and eyes would take the one
// for the other.
func (q *queueView) shows(id int64) {
	if row := q.list.Selected(); row >= 0 && row < len(q.rows) && q.rows[row].ID != id {
		q.list.Unselect()
	}
}
