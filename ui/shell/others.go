package shell

import (
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// tellOpen says to colleagues which requests are open here.
func (m *mainView) tellOpen() {
	var open []int64
	if id := m.detail.ID(); id != 0 && m.places[m.at].screen == nil {
		open = append(open, id)
	}
	for id := range m.own {
		open = append(open, id)
	}
	m.frame.Session.LooksAt(open)
}

// openBy names the colleagues who have a request open.
func (m *mainView) openBy(request int64) string {
	var names []string
	for _, id := range m.openAt[request] {
		names = append(names, m.frame.StaffName(id))
	}
	return frame.And(names...)
}

// showOpen shows which requests colleagues have open now.
func (m *mainView) showOpen(open map[int64][]string) {
	m.openAt = open
	m.queue.list.Refresh()
	m.detail.ShowOthers()
	for _, view := range m.views {
		view.ShowOthers()
	}
}

// showAway says that the server of a shared desk does not answer, or that it does again. Nothing else of the window is
// touched: what is typed stays.
func (m *mainView) showAway(away bool) {
	m.away.RemoveAll()
	m.apart = away
	m.showSaved()
	if away {
		m.away.Add(part.Inset(6, 12, 6, 12,
			part.NewBanner(part.BannerAmber, "clock", frame.L("The server of the desk does not answer."),
				frame.L("What you typed stays. The window goes on by itself once it is back."))))
	}
	m.away.Refresh()
	m.app.window.Content().Refresh()
}

// showSaved says in the foot whether everything is saved that was typed in this window.
func (m *mainView) showSaved() {
	text := frame.L("All saved")
	switch {
	case m.apart:
		text = frame.L("Not connected")
	case part.Unsaved(m.app.window.Canvas()) || m.frame.Unsaved():
		text = frame.L("Not saved yet")
	}
	if m.saved.Text != text {
		m.saved.SetText(text)
	}
}
