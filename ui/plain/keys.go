package plain

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func (w *window) handleKey(e event) {
	c := w.canvas
	has := c.Focused()
	if e.kind == typed {
		if has != nil {
			has.TypedRune(e.text)
		} else if fn := c.OnTypedRune(); fn != nil {
			fn(e.text)
		}
		return
	}
	ev := &fyne.KeyEvent{Name: e.key, Physical: fyne.HardwareKey{ScanCode: e.scan}}
	keyable, isKeyable := has.(desktop.Keyable)
	switch {
	case e.kind == keyUp && isKeyable:
		keyable.KeyUp(ev)
		return
	case e.kind == keyUp:
		if has == nil && c.onUp != nil {
			c.onUp(ev)
		}
		return
	case e.again: // told of already
	case isKeyable:
		keyable.KeyDown(ev)
	case has == nil && c.onDown != nil:
		c.onDown(ev)
	}
	if e.key == fyne.KeyTab && e.modifier&^fyne.KeyModifierShift == 0 && !w.takesTab(e.modifier) || w.shortcut(e) {
		return
	}
	if has = c.Focused(); has != nil {
		has.TypedKey(ev)
	} else if fn := c.OnTypedKey(); fn != nil {
		fn(ev)
	}
}

// takesTab reports whether what has the focus wants the tab key itself; otherwise the focus goes on.
func (w *window) takesTab(modifier fyne.KeyModifier) bool {
	if t, ok := w.canvas.Focused().(fyne.Tabbable); ok && t.AcceptsTab() {
		return true
	}
	if modifier == fyne.KeyModifierShift {
		w.canvas.FocusPrevious()
	} else {
		w.canvas.FocusNext()
	}
	return false
}

// standard are the shortcuts that have names of their own.
func (d *Driver) standard(key fyne.KeyName, modifier fyne.KeyModifier) fyne.Shortcut {
	board := d.Clipboard()
	switch modifier {
	case fyne.KeyModifierControl:
		switch key {
		case fyne.KeyZ:
			return &fyne.ShortcutUndo{}
		case fyne.KeyY:
			return &fyne.ShortcutRedo{}
		case fyne.KeyV:
			return &fyne.ShortcutPaste{Clipboard: board}
		case fyne.KeyC, fyne.KeyInsert:
			return &fyne.ShortcutCopy{Clipboard: board, Secondary: key == fyne.KeyInsert}
		case fyne.KeyX:
			return &fyne.ShortcutCut{Clipboard: board}
		case fyne.KeyA:
			return &fyne.ShortcutSelectAll{}
		}
	case fyne.KeyModifierShift:
		switch key {
		case fyne.KeyInsert:
			return &fyne.ShortcutPaste{Clipboard: board, Secondary: true}
		case fyne.KeyDelete:
			return &fyne.ShortcutCut{Clipboard: board, Secondary: true}
		}
	}
	return nil
}

// shortcut reports whether the keys were a shortcut, and carries it out.
func (w *window) shortcut(e event) bool {
	key := e.key
	if key == fyne.KeyUnknown && e.modifier&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0 {
		key = e.ascii
	}
	s := w.driver.standard(key, e.modifier)
	if s == nil && e.modifier&^fyne.KeyModifierShift != 0 && !isModifier(key) {
		s = &desktop.CustomShortcut{KeyName: key, Modifier: e.modifier}
	}
	if s == nil {
		return false
	}
	if has, ok := w.canvas.Focused().(fyne.Shortcutable); ok {
		has.TypedShortcut(s)
	} else if w.canvas.shortcuts != nil {
		w.canvas.shortcuts.TypedShortcut(s)
	}
	return true
}

func isModifier(key fyne.KeyName) bool {
	switch key {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight, desktop.KeyControlLeft, desktop.KeyControlRight,
		desktop.KeyAltLeft, desktop.KeyAltRight, desktop.KeySuperLeft, desktop.KeySuperRight, desktop.KeyCapsLock, "":
		return true
	}
	return false
}

// Clipboard returns the system's clipboard.
func (d *Driver) Clipboard() fyne.Clipboard { return board{d.system} }

type board struct{ system system }

func (b board) Content() string { return b.system.clipboard() }

func (b board) SetContent(text string) { b.system.setClipboard(text) }
