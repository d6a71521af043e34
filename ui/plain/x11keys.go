//go:build !windows && !darwin

package plain

import (
	"fmt"
	"sync"
	"unicode"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// keyboard is what each key of the display gives, with shift and the others.
type keyboard struct {
	mu      sync.Mutex
	first   xproto.Keycode
	each    int
	symbols []xproto.Keysym
}

func (k *keyboard) read(conn *xgb.Conn) error {
	setup := xproto.Setup(conn)
	reply, err := xproto.GetKeyboardMapping(conn, setup.MinKeycode, byte(setup.MaxKeycode-setup.MinKeycode+1)).Reply()
	if err != nil {
		return fmt.Errorf("read the keyboard: %w", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.first, k.each, k.symbols = setup.MinKeycode, int(reply.KeysymsPerKeycode), reply.Keysyms
	return nil
}

// at is a column of a key: 0 and 1 plain and with shift, 2 and 3 of a second layout, 4 and 5 with AltGr.
func (k *keyboard) at(code xproto.Keycode, column int) xproto.Keysym {
	k.mu.Lock()
	defer k.mu.Unlock()
	if i := int(code-k.first)*k.each + column; code >= k.first && column < k.each && i < len(k.symbols) {
		return k.symbols[i]
	}
	return 0
}

// plain is what a key gives by itself in the first layout.
func (k *keyboard) plain(code xproto.Keycode) xproto.Keysym { return k.at(code, 0) }

// symbol is what a key gives with what is held and locked.
func (k *keyboard) symbol(code xproto.Keycode, state uint16) xproto.Keysym {
	group := 0
	if state&xproto.ModMask5 != 0 && k.at(code, 4) != 0 {
		group = 4
	} else if state>>13&1 == 1 && k.at(code, 2) != 0 {
		group = 2
	}
	shift := state&xproto.ModMaskShift != 0
	// the block of digits, while it is locked
	if pad := k.at(code, 1); pad >= 0xff80 && pad <= 0xffbd && state&xproto.ModMask2 != 0 {
		shift = !shift
	}
	sym := k.at(code, group)
	if over := k.at(code, group+1); shift && over != 0 {
		sym = over
	}
	if r := runeOf(sym); state&xproto.ModMaskLock != 0 && unicode.IsLetter(r) {
		if unicode.IsUpper(r) {
			r = unicode.ToLower(r)
		} else {
			r = unicode.ToUpper(r)
		}
		sym = symbolOf(r)
	}
	return sym
}

const unicodeSymbols = 0x01000000

// runeOf is the character of a symbol; 0 where it has none.
func runeOf(sym xproto.Keysym) rune {
	switch {
	case sym >= 0x20 && sym <= 0x7e, sym >= 0xa0 && sym <= 0xff:
		return rune(sym)
	case sym > unicodeSymbols && sym <= unicodeSymbols+unicode.MaxRune:
		return rune(sym - unicodeSymbols)
	case sym >= 0xffaa && sym <= 0xffb9: // the block of digits
		return rune(sym - 0xff80)
	case sym == 0x20ac:
		return '€'
	}
	return 0
}

func symbolOf(r rune) xproto.Keysym {
	if r <= 0xff {
		return xproto.Keysym(r)
	}
	return unicodeSymbols + xproto.Keysym(r)
}

var keyNames = map[xproto.Keysym]fyne.KeyName{
	0xff08: fyne.KeyBackspace, 0xff09: fyne.KeyTab, 0xfe20: fyne.KeyTab, 0xff0d: fyne.KeyReturn, 0xff1b: fyne.KeyEscape,
	0xffff: fyne.KeyDelete,
	0xff50: fyne.KeyHome, 0xff51: fyne.KeyLeft, 0xff52: fyne.KeyUp, 0xff53: fyne.KeyRight, 0xff54: fyne.KeyDown,
	0xff55: fyne.KeyPageUp,
	0xff56: fyne.KeyPageDown, 0xff57: fyne.KeyEnd, 0xff63: fyne.KeyInsert, 0xff8d: fyne.KeyEnter,
	0xff67: desktop.KeyMenu, 0xff61: desktop.KeyPrintScreen,
	0xff95: fyne.KeyHome, 0xff96: fyne.KeyLeft, 0xff97: fyne.KeyUp, 0xff98: fyne.KeyRight, 0xff99: fyne.KeyDown,
	0xff9a: fyne.KeyPageUp,
	0xff9b: fyne.KeyPageDown, 0xff9c: fyne.KeyEnd, 0xff9e: fyne.KeyInsert, 0xff9f: fyne.KeyDelete,
	0xffe1: desktop.KeyShiftLeft, 0xffe2: desktop.KeyShiftRight, 0xffe3: desktop.KeyControlLeft,
	0xffe4: desktop.KeyControlRight,
	0xffe5: desktop.KeyCapsLock, 0xffe7: desktop.KeyAltLeft, 0xffe8: desktop.KeyAltRight, 0xffe9: desktop.KeyAltLeft,
	0xffea: desktop.KeyAltRight,
	0xffeb: desktop.KeySuperLeft, 0xffec: desktop.KeySuperRight,
	0xffbe: fyne.KeyF1, 0xffbf: fyne.KeyF2, 0xffc0: fyne.KeyF3, 0xffc1: fyne.KeyF4, 0xffc2: fyne.KeyF5,
	0xffc3: fyne.KeyF6,
	0xffc4: fyne.KeyF7, 0xffc5: fyne.KeyF8, 0xffc6: fyne.KeyF9, 0xffc7: fyne.KeyF10, 0xffc8: fyne.KeyF11,
	0xffc9: fyne.KeyF12,
	' ':    fyne.KeySpace,
}

// keyName is what Fyne calls a key: by its capital letter, digit or sign where it has one.
func keyName(sym xproto.Keysym) fyne.KeyName {
	if name, ok := keyNames[sym]; ok {
		return name
	}
	if r := unicode.ToUpper(runeOf(sym)); r > ' ' && r < 0x7f {
		return fyne.KeyName(r)
	}
	return fyne.KeyUnknown
}
