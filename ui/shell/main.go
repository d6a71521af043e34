package shell

import (
	"context"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/above"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	standing "orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/guide"
	"orangelab.cn/rightsdesk/ui/intake"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/request"
)

// mainView is the window after sign-in: top bar, rail, queue, open request.
type mainView struct {
	app      *App
	frame    *frame.Frame
	panes    *part.Panes
	rail     *part.Rail
	places   []place
	at       int
	queue    *queueView
	detail   *request.View
	search   *part.SearchField
	keys     *part.KeyMap
	foot     *part.Text
	saved    *part.Text
	apart    bool               // the server does not answer
	away     *fyne.Container    // says that the server does not answer
	backups  *fyne.Container    // says that the last back-up failed, or that none was made for long
	drill    *fyne.Container    // reminds an administrator to try the recovery key
	openAt   map[int64][]string // which requests colleagues have open, by the IDs of staff
	shield   *part.IconView
	log      logState
	checked  time.Time             // when the audit log was last checked as a whole
	size     int64                 // of the audit log as last seen: it grows with every change of the desk
	pressing desk.Pressing         // of which a reminder told
	unwatch  context.CancelFunc    // ends the attendance to the desk
	own      map[int64]fyne.Window // requests open in windows of their own
	views    map[int64]*request.View
	covered  string     // how much of the data map is settled, until it is whole
	task     frame.Task // the screen that shows in the place of list and request; nil: none
}

func newMainView(a *App) *mainView { return &mainView{app: a, frame: a.frame} }

// rebuild makes the screen anew, in the language and light of now, and shows the place and request shown before.
func (m *mainView) rebuild() {
	m.stop()
	open := int64(0)
	if m.detail != nil {
		open = m.detail.ID()
	}
	m.places = nil
	var groups [2][]*part.RailRow
	for _, p := range places {
		if !m.frame.May(p.may) {
			continue
		}
		i := len(m.places)
		m.places = append(m.places, p)
		groups[p.group] = append(groups[p.group], part.NewRailRow(p.icon, frame.L(p.title), func() {
			m.leave(func() { m.goTo(i) })
		}))
	}
	rows := [][]*part.RailRow{}
	for _, g := range groups {
		if len(g) > 0 {
			rows = append(rows, g)
		}
	}
	m.saved, m.away, m.backups, m.drill = part.NewCaption(frame.L("All saved")), part.VBox(0), part.VBox(0), part.VBox(
		0)
	m.foot, m.shield = part.NewCaption(""), part.NewIcon("shieldc", part.ColorText3, 14)
	m.rail = part.NewRail(rows, m.saved, part.HBox(6, m.shield, part.Grow(m.foot.Short())))
	m.showLog()
	m.queue = newQueueView(m.frame, m.choose, m.showIncident)
	m.queue.onNotice = m.showNotice
	m.queue.showAll(m.app.all)
	m.queue.onWhose = func() {
		m.app.all = !m.queue.mine
		m.app.keepHabits()
		m.refresh(false)
	}
	m.queue.kept = m.app.filters
	m.queue.onNarrow = func() {
		m.app.filters = m.queue.kept
		m.app.keepHabits()
	}
	m.queue.onLook = m.mark
	if i := m.placeOf("shield"); i >= 0 {
		m.queue.onCompliance = func() { m.leave(func() { m.goTo(i) }) }
	}
	m.frame.OpenBy = m.openBy
	m.detail = request.New(m.frame, m.panesMode)
	m.detail.OnOpened = m.tellOpen
	m.panes = part.NewPanes(m.rail, m.queue.body, m.detail.Body())
	m.frame.Changed = func(id int64) {
		m.refresh(true)
		if id == 0 { // something was done to many, the open one perhaps among them
			m.detail.Follow()
		}
	}
	m.frame.Open = m.choose
	m.frame.OwnWindow = func() { m.ownWindow() }
	m.frame.ShowSource = m.sourceShower()
	if m.placeOf("warn") >= 0 {
		m.frame.ShowIncident = m.showIncident
	}
	m.frame.Places = m.ways()
	m.frame.ShowTask = m.showTask
	content := part.VBox(0, m.topBar(), m.away, m.backups, m.drill, part.Grow(m.panes))
	m.app.show(content)
	m.attachKeys()
	m.app.window.SetOnDropped(func(_ fyne.Position, files []fyne.URI) {
		if m.frame.May(model.ActTakeRequest) {
			intake.TakeFiles(m.frame, files)
		}
	})
	if m.at >= len(m.places) {
		m.at = 0
	}
	m.frame.Run(func(ctx context.Context) error {
		names, err := m.frame.LoadStaff(ctx)
		if err != nil {
			return err
		}
		fyne.Do(func() { m.frame.SetStaff(names) })
		if err := m.frame.LoadForms(ctx); err != nil {
			return err
		}
		return m.frame.LoadTitles(ctx)
	}, func() {
		task := m.task
		m.goTo(m.at)
		if open != 0 {
			m.open(open)
		}
		if task != nil {
			m.showTask(task)
		}
		m.refresh(false)
	})
	m.watch()
}

// resume goes on after the window was locked, with what was shown before.
func (m *mainView) resume() {
	m.attachKeys()
	m.watch()
	m.refresh(true)
	m.detail.Follow()
}

func (m *mainView) topBar() fyne.CanvasObject {
	staff := m.frame.Session.Staff()
	m.search = part.NewSearchField(frame.L("Reference, phone, e-mail, name…"), "/")
	m.search.OnSubmitted = func(text string) { m.find(text) }
	m.search.OnEsc = func() {
		m.search.SetText("")
		m.app.window.Canvas().Unfocus()
		m.queue.find("")
	}
	m.search.OnMove = m.queue.step
	commands := part.NewLink(frame.L("Commands"), m.palette).AsSmall()
	commands.Key = "Ctrl K"
	right := part.HBox(6, m.app.languageSwitch(), m.app.darkSwitch(),
		part.NewIconButton("user", frame.L("Password, absence, sign out"), m.account), part.NewText(staff.Name),
		part.NewCaption(frame.Role(staff.Role)).In(part.ColorText2),
		part.NewIconButton("lock", frame.L("Lock the window"), m.app.lock),
		m.app.guideButton())
	var middle fyne.CanvasObject = m.search
	if !m.frame.May(model.ActReadRequest) {
		middle = part.Space(1, 1)
	}
	after := part.HBox(8, commands)
	if m.frame.May(model.ActTakeRequest) {
		after = part.HBox(8,
			part.NewButton(frame.L("New request"), func() { m.run(part.CmdNew) }).AsSmall().WithIcon("plus"), commands)
	}
	return part.NewTopBar(part.HBox(8, part.NewLogo(), part.NewSubHeading("Rightsdesk"),
		part.NewCaption(m.deskName()).In(part.ColorText2)), middle, after, right)
}

func (m *mainView) deskName() string {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	o, err := m.frame.Session.Organisation(ctx)
	if err != nil {
		return ""
	}
	name := o.ShortName.In(frame.Language())
	if name == "" {
		name = o.Name.In(frame.Language())
	}
	return name + " · " + frame.L("Service desk")
}

// showTask shows a screen for one piece of work in the place of list and request; nil goes back to them.
func (m *mainView) showTask(t frame.Task) {
	if t == nil {
		m.leaveTask(func() { m.goTo(m.at) })
		return
	}
	m.leaveTask(func() {
		m.task = t
		m.panes.SetDetail(t.Body())
		m.panes.SetMode(part.PanesDetail)
	})
}

// panesMode lets the open request ask for the whole width, as findings do.
func (m *mainView) panesMode(wide bool) {
	if wide {
		if m.panes.Widths().List > 0 { // the list goes behind the screen, and its keys with it
			part.UnfocusIn(m.app.window.Canvas(), m.queue.body)
		}
		m.panes.SetMode(part.PanesDetail)
	} else {
		m.panes.SetMode(part.PanesBoth)
	}
}

func (m *mainView) find(text string) {
	m.leave(func() {
		if p := m.places[m.at]; p.screen != nil {
			m.goTo(0)
		} else if m.task != nil {
			m.goTo(m.at)
		}
		m.search.SetText(text)
		m.queue.find(text)
		m.app.window.Canvas().Unfocus()
	})
}

// leave does what takes the open request out of sight, after asking where something typed there would be lost.
func (m *mainView) leave(do func()) {
	m.leaveTask(func() { part.Leave(m.app.window.Canvas(), part.Typed(m.panes.Detail), do) })
}

// leaveTask does what ends the task that shows, after it asked for what waits in it.
func (m *mainView) leaveTask(do func()) {
	if t, ok := m.task.(frame.Leaver); ok {
		t.Leave(do)
		return
	}
	do()
}

// choose opens a request that was chosen in the list; the one that is open stays as it is.
func (m *mainView) choose(id int64) {
	if id == m.detail.ID() && part.Typed(m.panes.Detail) {
		m.panes.Open(true)
		return
	}
	m.leave(func() { m.open(id) })
}

func (m *mainView) open(id int64) {
	if m.places[m.at].screen != nil {
		m.goTo(0)
	} else if m.task != nil {
		m.goTo(m.at)
	}
	m.panes.Open(true)
	m.queue.shows(id)
	m.detail.Show(id)
}

// refresh reads counts, and the list where rows may have changed.
func (m *mainView) refresh(list bool) {
	session := m.frame.Session
	if !m.frame.May(model.ActReadRequest) {
		return
	}
	places := m.places
	var counts map[desk.Queue]int64
	var next above.Above
	mine := m.queue.mine
	m.frame.Follow(func(ctx context.Context) (err error) {
		if next, err = above.Beside(ctx, session); err != nil {
			return err
		}
		if mine {
			counts, err = session.OwnCounts(ctx)
			return err
		}
		counts, err = session.Counts(ctx)
		return err
	}, func(err error) {
		if err != nil || m.frame.Session != session {
			return
		}
		rows := m.rail.Rows()
		incidents, maps, open := m.placeOf("warn"), m.placeOf("db"), next.Open()
		counts[desk.QueueNext] += int64(len(next.Next(session.Staff().Role, session.Now())))
		for i, p := range places {
			n, text := counts[p.queue], ""
			if i == incidents {
				n = int64(len(open))
			}
			switch {
			case i == maps:
				text = m.covered
			case p.screen == nil || n > 0:
				text = strconv.FormatInt(n, 10)
			}
			rows[i].SetCount(text, i == incidents && slices.ContainsFunc(open, func(st standing.Standing) bool {
				return !st.Drill
			}))
		}
	})
	if list {
		m.queue.news()
	}
}

// stop ends what runs while the screen shows.
func (m *mainView) stop() {
	m.app.badge.Show(0)
	if m.unwatch != nil {
		m.unwatch()
		m.unwatch = nil
	}
	if m.keys != nil {
		m.keys.Detach()
		m.keys = nil
	}
	for _, w := range m.own {
		w.Close() // nothing may stay readable behind the lock
	}
	m.own, m.views = nil, nil
}

// ownWindow shows the open request in a window of its own; opening it twice raises the first.
func (m *mainView) ownWindow() bool {
	id := m.detail.ID()
	if m.detail.Reference() == "" {
		return false // none is open, or it is still being read
	}
	if w := m.own[id]; w != nil {
		w.RequestFocus()
		return true
	}
	w := m.app.fyne.NewWindow(m.detail.Reference() + " · Rightsdesk")
	f := *m.frame
	f.Window, f.OwnWindow, f.ShowSource, f.ShowIncident, f.Places = w, nil, nil, nil, nil
	view := request.New(&f, func(bool) {})
	tips := part.NewTipLayer(part.Ground(part.ColorBackground, view.Body()))
	w.SetPadded(false)
	w.SetContent(tips.Content())
	tips.Attach(w.Canvas())
	part.SetHelp(w.Canvas(), func() { guide.Show(w.Canvas(), view.Guide(), f.Fail) })
	keys := m.ownKeys(w, view)
	w.SetCloseIntercept(func() { part.Leave(w.Canvas(), part.TypedIn(w.Canvas()), w.Close) })
	w.SetOnClosed(func() {
		keys.Detach()
		part.SetHelp(w.Canvas(), nil)
		tips.Detach(w.Canvas())
		delete(m.own, id)
		delete(m.views, id)
		m.tellOpen()
	})
	if m.own == nil {
		m.own, m.views = map[int64]fyne.Window{}, map[int64]*request.View{}
	}
	m.own[id], m.views[id] = w, view
	view.Show(id)
	m.tellOpen()
	w.Resize(fyne.NewSize(1100, 800))
	w.Show()
	return true
}

func (m *mainView) account() {
	part.ShowMenu(m.app.window.Canvas(), fyne.NewPos(m.app.window.Canvas().Size().Width-230, 44), 200, m.accountItems())
}
