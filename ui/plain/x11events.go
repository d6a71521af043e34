//go:build !windows && !darwin

package plain

import (
	"image"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// listen turns what the display says into events, until it is gone.
func (d *display) listen() {
	defer close(d.out)
	var next xgb.Event
	for {
		ev := next
		next = nil
		if ev == nil {
			got, err := d.conn.WaitForEvent()
			if got == nil && err == nil {
				return
			}
			ev = got // an error of one request is no reason to stop
		}
		// A key that is held comes as let go and pressed again at one time.
		if up, ok := ev.(xproto.KeyReleaseEvent); ok {
			next, _ = d.conn.PollForEvent()
			if down, ok := next.(xproto.KeyPressEvent); ok && down.Detail == up.Detail && down.Time-up.Time < 2 {
				next = nil
				d.key(down.Event, down.Detail, down.State, true, true)
				continue
			}
		}
		d.take(ev)
	}
}

func (d *display) take(ev xgb.Event) {
	switch ev := ev.(type) {
	case xproto.MotionNotifyEvent:
		d.send(ev.Event, event{kind: moved, at: image.Pt(int(ev.EventX), int(ev.EventY)),
			modifier: modifierOf(ev.State)})
	case xproto.ButtonPressEvent:
		d.button(ev.Event, ev.Detail, ev.State, image.Pt(int(ev.EventX), int(ev.EventY)), pressed)
	case xproto.ButtonReleaseEvent:
		d.button(ev.Event, ev.Detail, ev.State, image.Pt(int(ev.EventX), int(ev.EventY)), released)
	case xproto.KeyPressEvent:
		d.key(ev.Event, ev.Detail, ev.State, true, false)
	case xproto.KeyReleaseEvent:
		d.key(ev.Event, ev.Detail, ev.State, false, false)
	case xproto.MappingNotifyEvent:
		if err := d.keys.read(d.conn); err != nil {
			fyne.LogError("read the keyboard", err)
		}
	case xproto.LeaveNotifyEvent:
		d.send(ev.Event, event{kind: left, at: image.Pt(-1, -1), modifier: modifierOf(ev.State)})
	case xproto.FocusInEvent:
		d.send(ev.Event, event{kind: focused})
	case xproto.FocusOutEvent:
		d.send(ev.Event, event{kind: unfocused})
	case xproto.ConfigureNotifyEvent:
		d.send(ev.Window, event{kind: resized, at: image.Pt(int(ev.Width), int(ev.Height))})
	case xproto.ExposeEvent:
		if ev.Count == 0 {
			d.send(ev.Window, event{kind: exposed})
		}
	case xproto.ClientMessageEvent:
		if ev.Type == d.atoms["WM_PROTOCOLS"] && xproto.Atom(ev.Data.Data32[0]) == d.atoms["WM_DELETE_WINDOW"] {
			d.send(ev.Window, event{kind: asked})
		}
	case xproto.SelectionRequestEvent:
		d.give(ev)
	case xproto.SelectionNotifyEvent:
		d.receive(ev)
	case xproto.SelectionClearEvent:
		d.mu.Lock()
		d.text = ""
		d.mu.Unlock()
	}
}

func (d *display) send(id xproto.Window, e event) {
	d.mu.Lock()
	w, ok := d.windows[id]
	d.mu.Unlock()
	if ok {
		e.window = w
		d.out <- e
	}
}

func modifierOf(state uint16) (m fyne.KeyModifier) {
	for bit, modifier := range map[uint16]fyne.KeyModifier{xproto.ModMaskShift: fyne.KeyModifierShift,
		xproto.ModMaskControl: fyne.KeyModifierControl,
		xproto.ModMask1:       fyne.KeyModifierAlt, xproto.ModMask4: fyne.KeyModifierSuper} {
		if state&bit != 0 {
			m |= modifier
		}
	}
	return m
}

var xbuttons = map[xproto.Button]desktop.MouseButton{1: desktop.MouseButtonPrimary, 2: desktop.MouseButtonTertiary,
	3: desktop.MouseButtonSecondary}

// wheel are the buttons that are none: a notch up, down, to the left, to the right.
var wheel = map[xproto.Button]fyne.Delta{4: {DY: 1}, 5: {DY: -1}, 6: {DX: 1}, 7: {DX: -1}}

func (d *display) button(id xproto.Window, b xproto.Button, state uint16, at image.Point, k kind) {
	e := event{kind: k, at: at, modifier: modifierOf(state)}
	if by, ok := wheel[b]; ok {
		if k == pressed {
			e.kind, e.by = scrolled, by
			d.send(id, e)
		}
		return
	}
	if e.button = xbuttons[b]; e.button != 0 {
		d.send(id, e)
	}
}

func (d *display) key(id xproto.Window, code xproto.Keycode, state uint16, down, again bool) {
	sym := d.keys.symbol(code, state)
	e := event{kind: keyUp, key: keyName(d.keys.symbol(code, state&^xproto.ModMaskShift)),
		ascii: keyName(d.keys.plain(code)), scan: int(code), again: again}
	e.modifier = modifierOf(state)
	if down {
		e.kind = keyDown
	}
	if own, ok := ownModifier[e.key]; ok { // the state is the one before the key
		if down {
			e.modifier |= own
		} else {
			e.modifier &^= own
		}
	}
	d.send(id, e)
	if text := runeOf(sym); down && text != 0 &&
		e.modifier&(fyne.KeyModifierControl|fyne.KeyModifierAlt|fyne.KeyModifierSuper) == 0 {
		d.send(id, event{kind: typed, text: text, modifier: e.modifier})
	}
}

var ownModifier = map[fyne.KeyName]fyne.KeyModifier{
	desktop.KeyShiftLeft: fyne.KeyModifierShift, desktop.KeyShiftRight: fyne.KeyModifierShift,
	desktop.KeyControlLeft: fyne.KeyModifierControl, desktop.KeyControlRight: fyne.KeyModifierControl,
	desktop.KeyAltLeft: fyne.KeyModifierAlt, desktop.KeyAltRight: fyne.KeyModifierAlt,
	desktop.KeySuperLeft: fyne.KeyModifierSuper, desktop.KeySuperRight: fyne.KeyModifierSuper,
}
