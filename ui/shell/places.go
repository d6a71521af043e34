package shell

import (
	"slices"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/audit"
	"orangelab.cn/rightsdesk/ui/compliance"
	"orangelab.cn/rightsdesk/ui/datamap"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/incident"
	"orangelab.cn/rightsdesk/ui/intake"
	"orangelab.cn/rightsdesk/ui/mailing"
	"orangelab.cn/rightsdesk/ui/notice"
	"orangelab.cn/rightsdesk/ui/organisation"
	"orangelab.cn/rightsdesk/ui/oversight"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/policy"
	"orangelab.cn/rightsdesk/ui/rules"
	"orangelab.cn/rightsdesk/ui/team"
)

// place is one row of the rail: a queue, or a screen of its own.
type place struct {
	icon, title string
	guide       string     // the page of the guide that tells of it
	queue       desk.Queue // what it lists, or on a screen counts; empty on a screen that counts nothing
	screen      func(*frame.Frame) fyne.CanvasObject
	may         model.Action
	group       int
}

// places is the rail; a new screen is one line.
var places = []place{
	{icon: "next", title: "Next", guide: "next", queue: desk.QueueNext, may: model.ActClaim},
	{icon: "inbox", title: "Received", guide: "settle", queue: desk.QueueReceived, may: model.ActReadRequest},
	{icon: "id", title: "Identity", guide: "identity", queue: desk.QueueIdentity, may: model.ActReadRequest},
	{icon: "pen", title: "Correction", guide: "correction", queue: desk.QueueCorrection, may: model.ActReadRequest},
	{icon: "trash", title: "Deletion", guide: "deletion", queue: desk.QueueDeletion, may: model.ActReadRequest},
	{icon: "copy", title: "Export", guide: "export", queue: desk.QueueExport, may: model.ActReadRequest},
	{icon: "eye", title: "Review", guide: "review", queue: desk.QueueReview, may: model.ActReadRequest},
	{icon: "flag", title: "Withdrawal", guide: "withdrawal", queue: desk.QueueWithdrawal, may: model.ActReadRequest},
	{icon: "doc", title: "All", guide: "next", queue: desk.QueueAll, may: model.ActReadRequest},
	{icon: "horn", title: "Notices", guide: "notices", screen: notice.Screen, may: model.ActReadNotice, group: 1},
	{icon: "warn", title: "Incidents", guide: "incidents", screen: incident.Screen, may: model.ActReadIncident,
		group: 1},
	{icon: "chart", title: "Oversight", guide: "oversight", screen: oversight.Screen, may: model.ActOversee, group: 1},
	{icon: "users", title: "Team", guide: "team", screen: team.Screen, may: model.ActReadTeam, group: 1},
	{icon: "mail", title: "Automatic mail", guide: "mail-in", screen: intake.Automatic, queue: desk.QueueAutomatic,
		may: model.ActTakeRequest, group: 1},
	{icon: "db", title: "Data map", guide: "data-map", screen: datamap.Screen, may: model.ActReadMap, group: 1},
	{icon: "books", title: "Statements", guide: "statements", screen: policy.Screen, may: model.ActReadPolicy,
		group: 1},
	{icon: "clock", title: "Rules", guide: "rules", screen: rules.Screen, may: model.ActReadRules, group: 1},
	{icon: "shield", title: "Compliance", guide: "compliance", screen: compliance.Screen, may: model.ActReadCompliance,
		group: 1},
	{icon: "users", title: "Staff", guide: "staff", screen: staffScreen, may: model.ActAddStaff, group: 1},
	{icon: "gear", title: "Organisation", guide: "organisation", screen: organisation.Screen,
		may: model.ActReadOrganisation, group: 1},
	{icon: "shieldc", title: "Audit log", guide: "audit", screen: audit.Screen, may: model.ActReadLog, group: 1},
	{icon: "mail", title: "Mailbox", guide: "mail-in", screen: intake.Mailbox, may: model.ActTakeRequest, group: 1},
	{icon: "sms", title: "Mail servers", guide: "mail-servers", screen: mailing.Screen, may: model.ActEditMail,
		group: 1},
	{icon: "phone", title: "Gateways", guide: "mail-servers", screen: mailing.Gateways, may: model.ActEditMail,
		group: 1},
}

func (m *mainView) goTo(i int) {
	if i < 0 || i >= len(m.places) {
		return
	}
	m.arrive(i)
	p := m.places[i]
	if p.screen != nil {
		m.showScreen(p.screen(m.frame))
		return
	}
	m.panes.SetDetail(m.detail.Body())
	m.panes.SetMode(part.PanesBoth)
	m.detail.Close()
	m.panes.Open(false)
	m.queue.choose(p.queue, frame.L(p.title))
}

// arrive makes a place the one that shows.
func (m *mainView) arrive(i int) {
	m.at, m.task = i, nil
	m.search.SetText("") // it would look like a filter of what shows now
	m.rail.Choose(i)
	m.tellOpen()
	m.readCoverage()
}

// showScreen shows a screen of its own.
func (m *mainView) showScreen(screen fyne.CanvasObject) {
	m.panes.SetDetail(screen)
	m.panes.SetMode(part.PanesWide)
}

// showIncident shows an incident on its screen.
func (m *mainView) showIncident(id int64) {
	m.leave(func() {
		m.arrive(m.placeOf("warn"))
		m.showScreen(incident.ScreenAt(m.frame, id))
	})
}

// showNotice shows a notice on its screen.
func (m *mainView) showNotice(id int64) {
	m.leave(func() {
		m.arrive(m.placeOf("horn"))
		m.showScreen(notice.ScreenAt(m.frame, id))
	})
}

// placeOf is where the rail has the screen of an icon; below zero where this role has none.
func (m *mainView) placeOf(icon string) int {
	return slices.IndexFunc(m.places, func(p place) bool { return p.icon == icon && p.screen != nil })
}

// sourceShower is what leads from a finding to its place in the data map; nil where there is no data map for this role.
func (m *mainView) sourceShower() func(source, collection string) {
	i := m.placeOf("db")
	if i < 0 {
		return nil
	}
	return func(source, collection string) {
		m.leave(func() {
			datamap.Want(source, collection)
			m.goTo(i)
		})
	}
}

// ways lead to the screens of the rail, once what is typed is safe.
func (m *mainView) ways() map[string]func() {
	ways := map[string]func(){}
	for i, p := range m.places {
		if p.screen != nil {
			ways[p.title] = func() { m.leave(func() { m.goTo(i) }) }
		}
	}
	return ways
}

// queueTitle is what the rail calls a queue.
func queueTitle(q desk.Queue) string {
	for _, p := range places {
		if p.queue == q && p.screen == nil {
			return frame.L(p.title)
		}
	}
	return string(q)
}

// mark shows in the rail which queue the list is of.
func (m *mainView) mark(q desk.Queue) {
	if i := slices.IndexFunc(m.places, func(p place) bool { return p.queue == q && p.screen == nil }); i >= 0 {
		m.at = i
		m.rail.Choose(i)
	}
}
