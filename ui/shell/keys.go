package shell

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/intake"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/request"
)

// commands are the names of the commands that keys are bound to, in the order the palette lists them.
var commands = []struct{ command, name string }{
	{part.CmdNew, "New request"}, {part.CmdNextStep, "Next step"}, {part.CmdClaim, "Claim"}, {part.CmdSearch, "Search"}, {part.CmdNextRow, "Next row"},
	{part.CmdPrevRow, "Previous row"}, {part.CmdOpen, "Open"}, {part.CmdBack, "Back"}, {part.CmdNextTab, "Next tab"},
	{part.CmdPrevTab, "Previous tab"}, {part.CmdSharedNext, "Next shared row"}, {part.CmdAgree, "Agree with the choice"},
	{part.CmdLeaveOut, "Leave the shared row out"}, {part.CmdMask, "Mask columns of the shared row"}, {part.CmdInclude, "Include the shared row"},
	{part.CmdReturn, "Return with comment"}, {part.CmdReveal, "Reveal a value"}, {part.CmdOwnWindow, "Open in a window of its own"}, {part.CmdLock, "Lock the window"},
	{part.CmdKeys, "Show all keys"}, {part.CmdPalette, "Commands"},
}

func (m *mainView) attachKeys() {
	keys, err := part.NewKeyMap(part.Shortcuts, m.run)
	if err != nil {
		m.frame.Fail(err)
		return
	}
	keys.Holds = m.holds
	keys.Attach(m.app.window.Canvas())
	m.keys = keys
}

func (m *mainView) holds(w part.When) bool {
	inQueue := m.places[m.at].screen == nil
	switch w {
	case part.WhenRequest:
		return inQueue && m.detail.ID() != 0
	case part.WhenFindings, part.WhenReview:
		return inQueue && m.detail.ID() != 0 && m.detail.InFindings()
	case part.WhenList:
		return inQueue
	}
	return true
}

// ownKeys gives a request's own window the keys of a request; Esc closes it.
func (m *mainView) ownKeys(w fyne.Window, view *request.View) *part.KeyMap {
	keys, err := part.NewKeyMap(part.Shortcuts, func(command string) bool {
		m.app.touch()
		if n, ok := strings.CutPrefix(command, part.CmdTab); ok && strings.Trim(n, "0123456789") == "" {
			i, err := strconv.Atoi(n)
			return err == nil && view.ChooseTab(i-1)
		}
		switch command {
		case part.CmdBack:
			part.Leave(w.Canvas(), part.TypedIn(w.Canvas()), func() {
				if !view.Back() {
					w.Close()
				}
			})
			return true
		case part.CmdLock:
			m.app.lock()
			return true
		}
		return view.Run(command)
	})
	if err != nil {
		m.frame.Fail(err)
		return &part.KeyMap{}
	}
	keys.Holds = func(when part.When) bool {
		switch when {
		case part.WhenFindings, part.WhenReview:
			return view.InFindings()
		case part.WhenList:
			return false
		}
		return true
	}
	keys.Attach(w.Canvas())
	return keys
}

// run does a command and says whether it did.
func (m *mainView) run(command string) bool {
	m.app.touch()
	if n, ok := strings.CutPrefix(command, part.CmdGo); ok {
		i, err := strconv.Atoi(n)
		if err != nil || i > len(m.places) {
			return false
		}
		m.leave(func() { m.goTo(i - 1) })
		return true
	}
	if n, ok := strings.CutPrefix(command, part.CmdTab); ok && strings.Trim(n, "0123456789") == "" {
		i, err := strconv.Atoi(n)
		return err == nil && m.detail.ChooseTab(i-1)
	}
	switch command {
	case part.CmdNextRow:
		m.queue.list.Step(1)
	case part.CmdPrevRow:
		m.queue.list.Step(-1)
	case part.CmdOpen:
		if row := m.queue.list.Selected(); row >= 0 {
			m.queue.open(row)
		}
	case part.CmdBack:
		m.leave(m.back)
	case part.CmdSearch:
		m.app.window.Canvas().Focus(m.search.Entry)
	case part.CmdPalette:
		m.palette()
	case part.CmdKeys:
		m.showKeys()
	case part.CmdLock:
		m.app.lock()
	case part.CmdOwnWindow:
		return m.ownWindow()
	case part.CmdNew:
		if !m.frame.May(model.ActTakeRequest) {
			return false
		}
		intake.ByHand(m.frame)
	default:
		return m.detail.Run(command)
	}
	return true
}

// back is what Esc does: it leaves the whole-width screen, then the open request, then the search.
func (m *mainView) back() {
	switch {
	case m.detail.Back():
	case m.panes.Back():
	case m.queue.search != "":
		m.search.SetText("")
		m.queue.find("")
	}
}

func (m *mainView) palette() {
	var list []part.Command
	for i, p := range m.places {
		list = append(list, part.Command{ID: part.CmdGo + p.icon, Title: frame.L("Go to {{.A}}", frame.L(p.title)), Key: m.keys.KeyOf(part.CmdGo + strconv.Itoa(i+1)), Also: p.title, Run: func() { m.leave(func() { m.goTo(i) }) }})
	}
	if m.frame.May(model.ActTakeRequest) {
		list = append(list, part.Command{ID: "request.file", Title: frame.L("Take in a file…"), Run: func() { intake.AskFile(m.frame) }})
	}
	for _, c := range commands {
		if c.command == part.CmdPalette || c.command == part.CmdNew && !m.frame.May(model.ActTakeRequest) {
			continue
		}
		list = append(list, part.Command{ID: c.command, Title: frame.L(c.name), Key: m.keys.KeyOf(c.command), Also: c.name, Run: func() { m.run(c.command) }})
	}
	part.ShowCommandPalette(m.app.window.Canvas(), frame.L("What do you want to do?"), frame.L("No such command"), list)
}

func (m *mainView) showKeys() {
	var lines []part.KeyLine
	for _, c := range commands {
		if key := m.keys.KeyOf(c.command); key != "" {
			lines = append(lines, part.KeyLine{Keys: []string{key}, Text: frame.L(c.name)})
		}
	}
	var places []part.KeyLine
	for i, p := range m.places {
		places = append(places, part.KeyLine{Keys: []string{m.keys.KeyOf(part.CmdGo + strconv.Itoa(i+1))}, Text: frame.L(p.title)})
	}
	part.ShowKeys(m.app.window.Canvas(), frame.L("Keys"), frame.L("Close"), []part.KeyGroup{{Title: frame.L("Commands"), Lines: lines}, {Title: frame.L("Go to"), Lines: places}})
}
