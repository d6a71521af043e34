package shell

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/intake"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/request"
)

// commands are the commands that keys are bound to, in the order the palette lists them, and who may do them: nothing
// is offered to somebody who may not.
var commands = []struct {
	command, name string
	may           model.Action
}{
	{part.CmdNew, "New request", model.ActTakeRequest}, {part.CmdNextStep, "Next step", model.ActClaim},
	{part.CmdClaim, "Claim", model.ActClaim},
	{part.CmdSearch, "Search", model.ActReadRequest}, {part.CmdNextRow, "Next row", model.ActReadRequest},
	{part.CmdPrevRow, "Previous row", model.ActReadRequest}, {part.CmdOpen, "Open", model.ActReadRequest},
	{part.CmdBack, "Back", model.ActSignIn},
	{part.CmdNextTab, "Next tab", model.ActReadRequest}, {part.CmdPrevTab, "Previous tab", model.ActReadRequest},
	{part.CmdNextArea, "Next area of the window", model.ActSignIn},
	{part.CmdPrevArea, "Area before it", model.ActSignIn},
	{part.CmdSharedNext, "Next shared row", model.ActReadRequest},
	{part.CmdAgree, "Agree with the choice", model.ActAgree},
	{part.CmdLeaveOut, "Leave the shared row out", model.ActDecide},
	{part.CmdMask, "Mask columns of the shared row", model.ActDecide},
	{part.CmdInclude, "Include the shared row", model.ActDecide},
	{part.CmdReturn, "Return with comment", model.ActReturn},
	{part.CmdReveal, "Reveal a value", model.ActReveal},
	{part.CmdOwnWindow, "Open in a window of its own", model.ActReadRequest},
	{part.CmdLock, "Lock the window", model.ActSignIn}, {part.CmdKeys, "Show all keys", model.ActSignIn},
	{part.CmdGuide, "Guide", model.ActSignIn},
	{part.CmdLarger, "Larger text", model.ActSignIn}, {part.CmdSmaller, "Smaller text", model.ActSignIn},
	{part.CmdUsual, "Text of the usual size", model.ActSignIn}, {part.CmdPalette, "Commands", model.ActSignIn},
}

// may reports whether the signed-in member of staff may do a command; what is no command of the table anybody may.
func (m *mainView) may(command string) bool {
	for _, c := range commands {
		if c.command == command {
			return m.frame.May(c.may)
		}
	}
	return true
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
	inQueue := m.places[m.at].screen == nil && m.task == nil
	switch w {
	case part.WhenTask:
		return m.task != nil
	case part.WhenRequest:
		return inQueue && m.detail.ID() != 0 && m.panes.Widths().Detail > 0
	case part.WhenFindings, part.WhenReview:
		return inQueue && m.detail.ID() != 0 && m.detail.InFindings()
	case part.WhenList:
		return inQueue
	case part.WhenUnopened:
		return inQueue && m.detail.ID() == 0
	}
	return true
}

// ownKeys gives a request's own window the keys of a request; Esc closes it.
func (m *mainView) ownKeys(w fyne.Window, view *request.View) *part.KeyMap {
	keys, err := part.NewKeyMap(part.Shortcuts, func(command string) bool {
		m.app.touch()
		if !m.may(command) {
			return false
		}
		if n, ok := strings.CutPrefix(command, part.CmdTab); ok && strings.Trim(n, "0123456789") == "" {
			i, err := strconv.Atoi(n)
			return err == nil && view.ChooseTab(i-1)
		}
		switch command {
		case part.CmdBack:
			part.Leave(w.Canvas(), part.Typed(view.Body()), func() {
				if !view.Back() {
					w.Close()
				}
			})
			return true
		case part.CmdLock:
			m.app.lock()
			return true
		case part.CmdGuide:
			return part.Help(w.Canvas())
		case part.CmdNextArea, part.CmdPrevArea:
			return part.FocusNext(w.Canvas(), []fyne.CanvasObject{view.Body()}, 1)
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
			return view.Wide()
		case part.WhenTask, part.WhenUnopened:
			return false
		}
		return true
	}
	keys.Attach(w.Canvas())
	return keys
}

// beside are the commands that are the window's own, whatever screen shows.
var beside = map[string]bool{part.CmdSearch: true, part.CmdPalette: true, part.CmdKeys: true, part.CmdGuide: true,
	part.CmdLarger: true, part.CmdSmaller: true, part.CmdUsual: true, part.CmdLock: true, part.CmdNew: true,
	part.CmdNextArea: true, part.CmdPrevArea: true}

// ofRows are the commands that concern the rows on the screen. A queue behind a screen of the whole width is not on it.
var ofRows = map[string]bool{part.CmdNextRow: true, part.CmdPrevRow: true, part.CmdOpen: true}

// run does a command and says whether it did.
func (m *mainView) run(command string) bool {
	m.app.touch()
	if !m.may(command) {
		return false
	}
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
	if m.task != nil && !beside[command] {
		return m.task.Run(command)
	}
	if ofRows[command] && m.detail.Wide() {
		return m.detail.Run(command)
	}
	switch command {
	case part.CmdNextRow:
		m.queue.step(1)
	case part.CmdPrevRow:
		m.queue.step(-1)
	case part.CmdOpen:
		if row := m.queue.list.Selected(); row >= 0 {
			m.queue.open(row)
		} else if m.detail.ID() == 0 {
			m.queue.step(1)
		}
	case part.CmdBack:
		m.leave(m.back)
	case part.CmdSearch:
		m.search.Begin(m.app.window.Canvas())
	case part.CmdPalette:
		m.palette()
	case part.CmdKeys:
		m.showKeys()
	case part.CmdGuide:
		m.app.showGuide()
	case part.CmdLarger:
		m.app.setText(m.app.text + textStep)
	case part.CmdSmaller:
		m.app.setText(m.app.text - textStep)
	case part.CmdUsual:
		m.app.setText(usualText)
	case part.CmdLock:
		m.app.lock()
	case part.CmdOwnWindow:
		return m.ownWindow()
	case part.CmdNew:
		intake.ByHand(m.frame)
	case part.CmdNextArea:
		return part.FocusNext(m.app.window.Canvas(), m.areas(), 1)
	case part.CmdPrevArea:
		return part.FocusNext(m.app.window.Canvas(), m.areas(), -1)
	default:
		return m.detail.Run(command)
	}
	return true
}

// areas are those of the window, from the left: the rail, the list, what is open.
func (m *mainView) areas() []fyne.CanvasObject {
	list := []fyne.CanvasObject{m.rail}
	if w := m.panes.Widths(); w.List > 0 {
		list = append(list, m.panes.List)
	}
	if m.panes.Widths().Detail > 0 {
		list = append(list, m.panes.Detail)
	}
	return list
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
