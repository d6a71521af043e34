package shell

import (
	"orangelab.cn/rightsdesk/app/upkeep"
	"orangelab.cn/rightsdesk/ui/access"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// showDrill reminds an administrator that the recovery key was not tried for long.
func (m *mainView) showDrill(r upkeep.Recovery) {
	if !r.Due {
		return
	}
	look := part.NewLink(frame.L("Try it…"), func() {
		access.TryRecovery(m.frame, func() {
			m.backups.RemoveAll()
			m.backups.Refresh()
			m.app.window.Content().Refresh()
		})
	}).AsSmall()
	m.backups.Add(part.Inset(6, 12, 6, 12, part.NewBanner(part.BannerAmber, "key", frame.L("It is time for a drill with the recovery key."), access.LastTried(m.frame, r), look)))
	m.backups.Refresh()
	m.app.window.Content().Refresh()
}
