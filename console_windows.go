package main

import (
	"os"

	"golang.org/x/sys/windows"
)

var attach = windows.NewLazySystemDLL("kernel32.dll").NewProc("AttachConsole")

// heard reports whether somebody reads what the program writes about errors.
var heard bool

// attachConsole takes the console that the program is started from, which one with a window does not have by itself.
// What is directed into a file or another program stays so.
func attachConsole() {
	const parent = ^uintptr(0)
	ok, _, _ := attach.Call(parent) // refused where it is started from the menu, or has a console
	for _, s := range []struct {
		stream **os.File
		name   string
		flag   int
	}{{&os.Stdin, "CONIN$", os.O_RDWR}, {&os.Stdout, "CONOUT$", os.O_RDWR}, {&os.Stderr, "CONOUT$", os.O_RDWR}} {
		if kind, err := windows.GetFileType(windows.Handle((*s.stream).Fd())); err == nil &&
			kind != windows.FILE_TYPE_UNKNOWN {
			heard = heard || s.stream == &os.Stderr
			continue
		}
		if console, err := os.OpenFile(s.name, s.flag, 0); ok != 0 && err == nil {
			*s.stream = console
			heard = heard || s.stream == &os.Stderr
		}
	}
}

// tell shows a sentence to those who started the program without a console.
func tell(sentence string) {
	text, err := windows.UTF16PtrFromString(sentence)
	if err != nil || heard {
		return
	}
	title, err := windows.UTF16PtrFromString("Rightsdesk")
	if err == nil {
		_, err = windows.MessageBox(0, text, title, windows.MB_OK|windows.MB_ICONERROR)
	}
	if err != nil {
		return // nobody is left to tell
	}
}
