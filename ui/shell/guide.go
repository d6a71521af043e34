package shell

import (
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/guide"
	"orangelab.cn/rightsdesk/ui/part"
)

// guided is a screen that knows the page of the guide that tells of it.
type guided interface{ Guide() string }

// showGuide opens the guide at the page of what shows now.
func (s *App) showGuide() { guide.Show(s.window.Canvas(), s.guidePage(), s.frame.Fail) }

// guideButton opens the guide, for whoever does not know its key.
func (s *App) guideButton() *part.Button {
	return part.NewIconButton("info", frame.L("Guide")+" · F1", s.showGuide)
}

// guidePage is the page of the guide that tells of what shows now.
func (s *App) guidePage() string {
	page := part.GuideOf(s.window.Canvas())
	switch {
	case page != "":
		return page
	case s.main != nil && s.behind == nil:
		return s.main.guidePage()
	case s.sheet != nil:
		return s.sheet.guide
	}
	return ""
}

func (m *mainView) guidePage() string {
	p := m.places[m.at]
	task, ok := m.task.(guided)
	switch {
	case ok:
		return task.Guide()
	case p.screen == nil && m.detail.ID() != 0 && m.panes.Widths().Detail > 0:
		return m.detail.Guide()
	}
	return p.guide
}
