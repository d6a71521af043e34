//go:build windows

package plain

import (
	"image"
	"unicode/utf16"
	"unsafe"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// What Windows tells a window.
const (
	wmSize        = 0x0005
	wmSetFocus    = 0x0007
	wmKillFocus   = 0x0008
	wmPaint       = 0x000F
	wmClose       = 0x0010
	wmErase       = 0x0014
	wmSetCursor   = 0x0020
	wmMinMax      = 0x0024
	wmKeyDown     = 0x0100
	wmKeyUp       = 0x0101
	wmChar        = 0x0102
	wmSysKeyDown  = 0x0104
	wmSysKeyUp    = 0x0105
	wmSysChar     = 0x0106
	wmMouseMove   = 0x0200
	wmLeftDown    = 0x0201
	wmLeftUp      = 0x0202
	wmRightDown   = 0x0204
	wmRightUp     = 0x0205
	wmMiddleDown  = 0x0207
	wmMiddleUp    = 0x0208
	wmWheel       = 0x020A
	wmWheelAcross = 0x020E
	wmLeave       = 0x02A3
)

// procedure is told everything that happens to a window.
func procedure(handle uintptr, kind uint32, w, l uintptr) uintptr {
	if kind == called {
		the.carryOut()
		return 0
	}
	the.mu.Lock()
	window := the.windows[handle]
	the.mu.Unlock()
	if window != nil {
		if result, taken := window.take(kind, w, l); taken {
			return result
		}
	}
	result, _, _ := defaultProc.Call(handle, uintptr(kind), w, l)
	return result
}

var buttons = map[uint32]struct {
	button desktop.MouseButton
	kind   kind
}{
	wmLeftDown: {desktop.MouseButtonPrimary, pressed}, wmLeftUp: {desktop.MouseButtonPrimary, released},
	wmRightDown: {desktop.MouseButtonSecondary, pressed}, wmRightUp: {desktop.MouseButtonSecondary, released},
	wmMiddleDown: {desktop.MouseButtonTertiary, pressed}, wmMiddleUp: {desktop.MouseButtonTertiary, released},
}

// point is a place in the two halves of a number.
func point(l uintptr) image.Point { return image.Pt(int(int16(l)), int(int16(l>>16))) }

// take turns a message into an event; taken is false where Windows is to do what it does by itself.
func (w *winWindow) take(kind uint32, word, long uintptr) (result uintptr, taken bool) {
	if b, ok := buttons[kind]; ok {
		if b.kind == pressed {
			_, _, _ = setCapture.Call(w.handle)
		} else {
			_, _, _ = releaseCapture.Call()
		}
		w.send(event{kind: b.kind, button: b.button, at: point(long)})
		return 0, true
	}
	switch kind {
	case wmSize:
		if size := image.Pt(int(long&0xffff), int(long>>16&0xffff)); size.X > 0 && size.Y > 0 {
			w.send(event{kind: resized, at: size})
		}
	case wmSetFocus:
		w.send(event{kind: focused})
	case wmKillFocus:
		w.send(event{kind: unfocused})
	case wmPaint:
		_, _, _ = validate.Call(w.handle, 0)
		w.send(event{kind: exposed})
	case wmErase:
		return 1, true
	case wmClose:
		w.send(event{kind: asked})
	case wmSetCursor:
		if inside := uint16(long) == 1; !inside {
			return 0, false
		}
		_, _, _ = setCursor.Call(w.cursor)
		return 1, true
	case wmMinMax:
		w.keepFloor(long)
	case wmMouseMove:
		w.enter()
		w.send(event{kind: moved, at: point(long)})
	case wmLeave:
		w.inside = false
		w.send(event{kind: left, at: image.Pt(-1, -1)})
	case wmWheel, wmWheelAcross:
		w.scroll(kind, word, long)
	default:
		return w.takeKey(kind, word, long)
	}
	return 0, true
}

func (w *winWindow) send(e event) {
	e.window, e.modifier = w, modifiersHeld()
	w.system.send(e)
}

// keepFloor writes the smallest size into the fourth pair of what Windows asks.
func (w *winWindow) keepFloor(long uintptr) {
	sizes := (*[10]int32)(address(long))
	sizes[6], sizes[7] = int32(w.floor.X), int32(w.floor.Y)
}

// enter asks to be told when the pointer leaves.
func (w *winWindow) enter() {
	if w.inside {
		return
	}
	w.inside = true
	ask := struct {
		size, flags uint32
		window      uintptr
		hover       uint32
	}{flags: 2, window: w.handle}
	ask.size = uint32(unsafe.Sizeof(ask))
	_, _, _ = trackMouse.Call(uintptr(unsafe.Pointer(&ask)))
}

func (w *winWindow) scroll(kind uint32, word, long uintptr) {
	const notch = 120
	at := [2]int32{int32(int16(long)), int32(int16(long >> 16))}
	_, _, _ = screenToClient.Call(w.handle, uintptr(unsafe.Pointer(&at)))
	e := event{kind: scrolled, at: image.Pt(int(at[0]), int(at[1]))}
	by := float32(int16(word>>16)) / notch
	if kind == wmWheel {
		e.by.DY = by
	} else {
		e.by.DX = -by
	}
	w.send(e)
}

func (w *winWindow) takeKey(kind uint32, word, long uintptr) (result uintptr, taken bool) {
	const closing = 0x73 // F4, with Alt
	switch kind {
	case wmKeyDown, wmSysKeyDown, wmKeyUp, wmSysKeyUp:
		if kind == wmSysKeyDown && word == closing {
			return 0, false
		}
		name := virtualKey(word, long)
		e := event{kind: keyUp, key: name, ascii: name, scan: int(long >> 16 & 0xff)}
		if kind == wmKeyDown || kind == wmSysKeyDown {
			e.kind, e.again = keyDown, long&(1<<30) != 0
		}
		w.send(e)
		return 0, true
	case wmChar:
		w.typeUnit(rune(word))
		return 0, true
	case wmSysChar: // or it would beep
		return 0, true
	}
	return 0, false
}

// typeUnit takes one of the units of which a character has one or two.
func (w *winWindow) typeUnit(unit rune) {
	if utf16.IsSurrogate(unit) && w.high == 0 {
		w.high = unit
		return
	}
	if w.high != 0 {
		unit, w.high = utf16.DecodeRune(w.high, unit), 0
	}
	if unit >= ' ' && unit != 0x7f {
		w.send(event{kind: typed, text: unit})
	}
}

func modifiersHeld() (m fyne.KeyModifier) {
	for key, modifier := range map[uintptr]fyne.KeyModifier{0x10: fyne.KeyModifierShift, 0x11: fyne.KeyModifierControl,
		0x12: fyne.KeyModifierAlt,
		0x5B: fyne.KeyModifierSuper, 0x5C: fyne.KeyModifierSuper} {
		if state, _, _ := keyState.Call(key); state&0x8000 != 0 {
			m |= modifier
		}
	}
	return m
}

var virtualKeys = map[uintptr]fyne.KeyName{
	0x08: fyne.KeyBackspace, 0x09: fyne.KeyTab, 0x0D: fyne.KeyReturn, 0x1B: fyne.KeyEscape, 0x20: fyne.KeySpace,
	0x21: fyne.KeyPageUp, 0x22: fyne.KeyPageDown,
	0x23: fyne.KeyEnd, 0x24: fyne.KeyHome, 0x25: fyne.KeyLeft, 0x26: fyne.KeyUp, 0x27: fyne.KeyRight,
	0x28: fyne.KeyDown, 0x2C: desktop.KeyPrintScreen,
	0x2D: fyne.KeyInsert, 0x2E: fyne.KeyDelete, 0x5B: desktop.KeySuperLeft, 0x5C: desktop.KeySuperRight,
	0x5D: desktop.KeyMenu, 0x14: desktop.KeyCapsLock,
	0x10: desktop.KeyShiftLeft, 0x11: desktop.KeyControlLeft, 0x12: desktop.KeyAltLeft,
	0x6A: fyne.KeyAsterisk, 0x6B: fyne.KeyPlus, 0x6D: fyne.KeyMinus, 0x6E: fyne.KeyPeriod, 0x6F: fyne.KeySlash,
	0xBA: fyne.KeySemicolon, 0xBB: fyne.KeyEqual, 0xBC: fyne.KeyComma, 0xBD: fyne.KeyMinus, 0xBE: fyne.KeyPeriod,
	0xBF: fyne.KeySlash,
	0xC0: fyne.KeyBackTick, 0xDB: fyne.KeyLeftBracket, 0xDC: fyne.KeyBackslash, 0xDD: fyne.KeyRightBracket,
	0xDE: fyne.KeyApostrophe,
	0x70: fyne.KeyF1, 0x71: fyne.KeyF2, 0x72: fyne.KeyF3, 0x73: fyne.KeyF4, 0x74: fyne.KeyF5, 0x75: fyne.KeyF6,
	0x76: fyne.KeyF7, 0x77: fyne.KeyF8, 0x78: fyne.KeyF9, 0x79: fyne.KeyF10, 0x7A: fyne.KeyF11, 0x7B: fyne.KeyF12,
}

// virtualKey is what Fyne calls a key of Windows. The keys of the block of digits that share a number with others are
// told by a bit.
func virtualKey(key, long uintptr) fyne.KeyName {
	const extended = 1 << 24
	switch {
	case key == 0x0D && long&extended != 0:
		return fyne.KeyEnter
	case key == 0x11 && long&extended != 0:
		return desktop.KeyControlRight
	case key == 0x12 && long&extended != 0:
		return desktop.KeyAltRight
	case key >= '0' && key <= '9', key >= 'A' && key <= 'Z':
		return fyne.KeyName(rune(key))
	case key >= 0x60 && key <= 0x69:
		return fyne.KeyName('0' + rune(key-0x60))
	}
	return virtualKeys[key]
}
