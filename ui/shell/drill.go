package shell

import (
	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/upkeep"
	"orangelab.cn/rightsdesk/ui/access"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// showDrill reminds an administrator that the recovery key was not tried for long.
func (m *mainView) showDrill(r upkeep.Recovery) {
	if r.Due == (len(m.drill.Objects) > 0) {
		return
	}
	m.drill.RemoveAll()
	if r.Due {
		m.drill.Add(m.drillBanner(r))
	}
	m.drill.Refresh()
	m.app.window.Content().Refresh()
}

func (m *mainView) drillBanner(r upkeep.Recovery) fyne.CanvasObject {
	look := part.NewLink(frame.L("Try it…"), func() {
		access.TryRecovery(m.frame, func() { m.showDrill(upkeep.Recovery{}) })
	}).AsSmall()
	return part.Inset(6, 12, 6, 12,
		part.NewBanner(part.BannerAmber, "key", frame.L("It is time for a drill with the recovery key."),
			access.LastTried(m.frame, r), look))
}
