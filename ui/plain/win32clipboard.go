//go:build windows

package plain

import (
	"unicode/utf16"
	"unsafe"
)

const (
	unicodeText = 13     // CF_UNICODETEXT
	movable     = 0x0002 // GMEM_MOVEABLE
)

// clipboard returns the text of the clipboard; "" where it holds none, or another program has it open.
func (s *winSystem) clipboard() string {
	if ok, _, _ := openClipboard.Call(s.helper); ok == 0 {
		return ""
	}
	defer closeClipboard.Call()
	memory, _, _ := getClipboard.Call(unicodeText)
	if memory == 0 {
		return ""
	}
	at, _, _ := globalLock.Call(memory)
	if at == 0 {
		return ""
	}
	defer globalUnlock.Call(memory)
	units := (*[1 << 28]uint16)(address(at))
	n := 0
	for n < len(units) && units[n] != 0 {
		n++
	}
	return string(utf16.Decode(units[:n:n]))
}

func (s *winSystem) setClipboard(text string) {
	units := append(utf16.Encode([]rune(text)), 0)
	memory, _, _ := globalAlloc.Call(movable, uintptr(2*len(units)))
	if memory == 0 {
		return
	}
	at, _, _ := globalLock.Call(memory)
	if at == 0 {
		return
	}
	copy(unsafe.Slice((*uint16)(address(at)), len(units)), units)
	_, _, _ = globalUnlock.Call(memory)
	if ok, _, _ := openClipboard.Call(s.helper); ok == 0 {
		return
	}
	_, _, _ = emptyClipboard.Call()
	_, _, _ = setClipboardRaw.Call(unicodeText, memory) // the memory is the clipboard's from now on
	_, _, _ = closeClipboard.Call()
}

// address is a place in memory that Windows named by its number; the garbage collector neither moves nor keeps it.
func address(at uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&at)) }
