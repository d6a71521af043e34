package shell

import (
	"strconv"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/intake"
	"orangelab.cn/rightsdesk/ui/part"
)

// palette lists everything that can be done now, by name.
func (m *mainView) palette() {
	var list []part.Command
	for i, p := range m.places {
		list = append(list, part.Command{ID: part.CmdGo + p.icon, Title: frame.L("Go to {{.A}}", frame.L(p.title)),
			Key: m.keys.KeyOf(part.CmdGo + strconv.Itoa(i+1)), Also: p.title, Run: func() {
				m.leave(func() { m.goTo(i) })
			}})
	}
	if m.frame.May(model.ActTakeRequest) {
		list = append(list, part.Command{ID: "request.file", Title: frame.L("Take in a file…"), Run: func() {
			intake.AskFile(m.frame)
		}})
	}
	list = append(list, m.shown()...)
	for _, c := range commands {
		if c.command == part.CmdPalette || !m.frame.May(c.may) || !m.now(c.command) {
			continue
		}
		list = append(list, part.Command{ID: c.command, Title: frame.L(c.name), Key: m.keys.KeyOf(c.command),
			Also: c.name, Run: func() { m.run(c.command) }})
	}
	part.ShowCommandPalette(m.app.window.Canvas(), frame.L("What do you want to do?"), frame.L("No such command"), list)
}

// now reports whether a command does anything in what shows: whether one of its keys holds, or it has none.
func (m *mainView) now(command string) bool {
	bound := false
	for _, b := range part.Shortcuts {
		if b.Command == command {
			if m.holds(b.When) {
				return true
			}
			bound = true
		}
	}
	return !bound
}

// shown are the commands of what shows: every button of the open request or screen, and what the menus offer, of the
// open request, of the list, of whoever is signed in.
func (m *mainView) shown() (list []part.Command) {
	known := map[string]bool{}
	add := func(group, title string, run func()) {
		if title != "" && run != nil && !known[title] {
			known[title] = true
			list = append(list, part.Command{ID: "here." + title, Title: title, Group: group, Run: run})
		}
	}
	menu := func(group string, items []part.MenuItem) {
		for _, item := range items {
			if !item.Disabled && item.Key == "" { // what has a key is a command already
				add(group, item.Label, item.Run)
			}
		}
	}
	for _, b := range part.Actions(m.panes.Detail) {
		if m.panes.Widths().Detail > 0 {
			add(frame.L("here"), b.Text, func() { b.Tap() })
		}
	}
	if m.holds(part.WhenRequest) {
		menu(m.detail.Reference(), m.detail.MenuItems())
	}
	if m.holds(part.WhenList) {
		menu(queueTitle(m.queue.queue), m.queue.menuItems(nil, nil))
		add("", frame.L("Views and registers…"), m.queue.askMenu)
	}
	menu("", m.accountItems())
	return list
}
