package shell

import (
	"runtime"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// giveMenu gives the window the menu that every program has on a Mac. Elsewhere the palette lists all commands.
func (s *App) giveMenu() {
	if runtime.GOOS == "darwin" {
		s.window.SetMainMenu(s.menu())
	}
}

// menu is that menu, in the language of now: what edits text, what concerns the window, the guide.
func (s *App) menu() *fyne.MainMenu {
	c := s.window.Canvas()
	edit := func(text string, shortcut fyne.Shortcut) *fyne.MenuItem {
		item := fyne.NewMenuItem(text, func() {
			if focused, ok := c.Focused().(fyne.Shortcutable); ok {
				focused.TypedShortcut(shortcut)
			}
		})
		item.Shortcut = shortcut
		return item
	}
	clipboard := s.fyne.Clipboard()
	return fyne.NewMainMenu(
		fyne.NewMenu(frame.L("Edit"),
			edit(frame.L("Undo"), &fyne.ShortcutUndo{}), edit(frame.L("Redo"), &fyne.ShortcutRedo{}),
			fyne.NewMenuItemSeparator(),
			edit(frame.L("Cut"), &fyne.ShortcutCut{Clipboard: clipboard}),
			edit(frame.L("Copy"), &fyne.ShortcutCopy{Clipboard: clipboard}),
			edit(frame.L("Paste"), &fyne.ShortcutPaste{Clipboard: clipboard}),
			edit(frame.L("Select all"), &fyne.ShortcutSelectAll{})),
		fyne.NewMenu(frame.L("Window"),
			fyne.NewMenuItem(frame.L("Full screen"), func() { s.window.SetFullScreen(!s.window.FullScreen()) }),
			fyne.NewMenuItem(frame.L("Lock the window"), s.lock)),
		fyne.NewMenu(frame.L("Help"), fyne.NewMenuItem(frame.L("Guide"), func() { part.Help(c) })))
}
