package system

import (
	"context"
	"unsafe"

	"golang.org/x/sys/windows"
)

// hear hears nothing: Windows is asked at each look.
func hear(context.Context, func()) {}

var sessionInformation = windows.NewLazySystemDLL("wtsapi32.dll").NewProc("WTSQuerySessionInformationW")

// session is the beginning of WTSINFOEXW, which holds numbers of 64 bits further on and is aligned by them.
type session struct {
	level, _ uint32
	id       uint32
	state    int32
	flags    int32
}

// screenLocked reports whether the session of the program is locked, as Windows 10 and newer say it. Where it is not
// said, it is not.
func screenLocked() bool {
	const (
		thisServer, thisSession = 0, 0xffffffff
		infoEx                  = 25 // WTSSessionInfoEx
		isLocked                = 0  // WTS_SESSIONSTATE_LOCK
	)
	if sessionInformation.Find() != nil {
		return false
	}
	var said *session
	var size uint32
	ok, _, _ := sessionInformation.Call(thisServer, thisSession, infoEx, uintptr(unsafe.Pointer(&said)),
		uintptr(unsafe.Pointer(&size)))
	if ok == 0 || said == nil {
		return false
	}
	defer windows.WTSFreeMemory(uintptr(unsafe.Pointer(said)))
	return uintptr(size) >= unsafe.Sizeof(*said) && said.level == 1 && said.flags == isLocked
}
