//go:build windows

package plain

import (
	"fmt"
	"image"
	"runtime"
	"sync"
	"unsafe"

	"golang.org/x/sys/windows"

	"fyne.io/fyne/v2/driver/desktop"
)

var (
	user   = windows.NewLazySystemDLL("user32.dll")
	gdi    = windows.NewLazySystemDLL("gdi32.dll")
	kernel = windows.NewLazySystemDLL("kernel32.dll")

	registerClass   = user.NewProc("RegisterClassExW")
	createWindow    = user.NewProc("CreateWindowExW")
	destroyWindow   = user.NewProc("DestroyWindow")
	showWindow      = user.NewProc("ShowWindow")
	setForeground   = user.NewProc("SetForegroundWindow")
	setWindowText   = user.NewProc("SetWindowTextW")
	setWindowPos    = user.NewProc("SetWindowPos")
	adjustRect      = user.NewProc("AdjustWindowRectEx")
	getMessage      = user.NewProc("GetMessageW")
	translate       = user.NewProc("TranslateMessage")
	dispatch        = user.NewProc("DispatchMessageW")
	postMessage     = user.NewProc("PostMessageW")
	defaultProc     = user.NewProc("DefWindowProcW")
	validate        = user.NewProc("ValidateRect")
	loadCursor      = user.NewProc("LoadCursorW")
	loadIcon        = user.NewProc("LoadIconW")
	setCursor       = user.NewProc("SetCursor")
	setCapture      = user.NewProc("SetCapture")
	releaseCapture  = user.NewProc("ReleaseCapture")
	trackMouse      = user.NewProc("TrackMouseEvent")
	screenToClient  = user.NewProc("ScreenToClient")
	keyState        = user.NewProc("GetKeyState")
	getDC           = user.NewProc("GetDC")
	releaseDC       = user.NewProc("ReleaseDC")
	setBits         = gdi.NewProc("SetDIBitsToDevice")
	getModule       = kernel.NewProc("GetModuleHandleW")
	openClipboard   = user.NewProc("OpenClipboard")
	closeClipboard  = user.NewProc("CloseClipboard")
	emptyClipboard  = user.NewProc("EmptyClipboard")
	getClipboard    = user.NewProc("GetClipboardData")
	setClipboardRaw = user.NewProc("SetClipboardData")
	globalAlloc     = kernel.NewProc("GlobalAlloc")
	globalLock      = kernel.NewProc("GlobalLock")
	globalUnlock    = kernel.NewProc("GlobalUnlock")
)

// winSystem is Windows itself. Its windows live on one thread, which carries out what is posted to it.
type winSystem struct {
	out    chan event
	module uintptr
	class  *uint16
	helper uintptr // a window that is never seen, to which work is posted

	mu      sync.Mutex
	waiting []event
	wake    chan struct{}
	calls   []func()
	windows map[uintptr]*winWindow
}

// winWindow is a window of Windows.
type winWindow struct {
	system *winSystem
	handle uintptr
	floor  image.Point
	inside bool // the pointer is
	cursor uintptr
	high   rune // the first half of a character beyond the plane
}

// the is the one system of the process: a window's procedure is told no more than its handle.
var the *winSystem

func connect() (system, error) {
	s := &winSystem{out: make(chan event), wake: make(chan struct{}, 1), windows: map[uintptr]*winWindow{}}
	the = s
	ready := make(chan error)
	go s.run(ready)
	if err := <-ready; err != nil {
		return nil, err
	}
	go s.pump()
	return s, nil
}

// text16 is a Go text as Windows takes it; one with a zero byte, which no title has, becomes empty.
func text16(text string) *uint16 {
	p, err := windows.UTF16PtrFromString(text)
	if err != nil {
		return new(uint16)
	}
	return p
}

type classEx struct {
	size, style                        uint32
	proc                               uintptr
	classExtra, windowExtra            int32
	instance, icon, cursor, background uintptr
	menu, name                         *uint16
	smallIcon                          uintptr
}

type message struct {
	window  uintptr
	message uint32
	w, l    uintptr
	time    uint32
	x, y    int32
}

// run owns the windows: it makes them, and takes their messages, on one thread.
func (s *winSystem) run(ready chan<- error) {
	runtime.LockOSThread()
	s.module, _, _ = getModule.Call(0)
	s.class = text16("Rightsdesk")
	icon, _, _ := loadIcon.Call(s.module, 1)
	class := classEx{proc: windows.NewCallback(procedure), instance: s.module, icon: icon, smallIcon: icon,
		name: s.class}
	class.size = uint32(unsafe.Sizeof(class))
	if ok, _, err := registerClass.Call(uintptr(unsafe.Pointer(&class))); ok == 0 {
		ready <- fmt.Errorf("prepare windows: %w", err)
		return
	}
	const messageOnly = ^uintptr(2) // HWND_MESSAGE
	var err error
	if s.helper, _, err = createWindow.Call(0, uintptr(unsafe.Pointer(s.class)), 0, 0, 0, 0, 0, 0, messageOnly, 0,
		s.module, 0); s.helper == 0 {
		ready <- fmt.Errorf("prepare windows: %w", err)
		return
	}
	ready <- nil
	var m message
	for {
		if got, _, _ := getMessage.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0); int32(got) <= 0 {
			return
		}
		_, _, _ = translate.Call(uintptr(unsafe.Pointer(&m)))
		_, _, _ = dispatch.Call(uintptr(unsafe.Pointer(&m)))
	}
}

// pump hands events on, however many wait.
func (s *winSystem) pump() {
	for range s.wake {
		for {
			s.mu.Lock()
			waiting := s.waiting
			s.waiting = nil
			s.mu.Unlock()
			if len(waiting) == 0 {
				break
			}
			for _, e := range waiting {
				s.out <- e
			}
		}
	}
}

func (s *winSystem) events() <-chan event { return s.out }

func (s *winSystem) send(e event) {
	s.mu.Lock()
	s.waiting = append(s.waiting, e)
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

const called = 0x8000 // WM_APP

// call has fn called on the thread of the windows.
func (s *winSystem) call(fn func()) {
	s.mu.Lock()
	s.calls = append(s.calls, fn)
	s.mu.Unlock()
	_, _, _ = postMessage.Call(s.helper, called, 0, 0)
}

func (s *winSystem) carryOut() {
	s.mu.Lock()
	calls := s.calls
	s.calls = nil
	s.mu.Unlock()
	for _, fn := range calls {
		fn()
	}
}

const overlapped = 0x00CF0000 // WS_OVERLAPPEDWINDOW

func (s *winSystem) open(title string) (native, error) {
	type answer struct {
		window *winWindow
		err    error
	}
	done := make(chan answer, 1)
	s.call(func() {
		const anywhere = 0x80000000 // CW_USEDEFAULT
		w := &winWindow{system: s}
		w.cursor = standardCursor(desktop.DefaultCursor)
		handle, _, err := createWindow.Call(0, uintptr(unsafe.Pointer(s.class)), uintptr(unsafe.Pointer(text16(title))),
			overlapped,
			anywhere, anywhere, 640, 480, 0, 0, s.module, 0)
		if handle == 0 {
			done <- answer{nil, fmt.Errorf("make a window: %w", err)}
			return
		}
		w.handle = handle
		s.mu.Lock()
		s.windows[handle] = w
		s.mu.Unlock()
		done <- answer{w, nil}
	})
	a := <-done
	if a.err != nil {
		return nil, a.err
	}
	return a.window, nil
}

func (w *winWindow) show() {
	const normal = 1
	w.system.call(func() { _, _, _ = showWindow.Call(w.handle, normal) })
}

func (w *winWindow) hide() {
	w.system.call(func() { _, _, _ = showWindow.Call(w.handle, 0) })
}

func (w *winWindow) close() {
	w.system.call(func() {
		w.system.mu.Lock()
		delete(w.system.windows, w.handle)
		w.system.mu.Unlock()
		_, _, _ = destroyWindow.Call(w.handle)
	})
}

func (w *winWindow) front() { w.system.call(func() { _, _, _ = setForeground.Call(w.handle) }) }

func (w *winWindow) setTitle(title string) {
	w.system.call(func() { _, _, _ = setWindowText.Call(w.handle, uintptr(unsafe.Pointer(text16(title)))) })
}

// around is the size of a window whose content has a size.
func around(content image.Point) image.Point {
	r := [4]int32{0, 0, int32(content.X), int32(content.Y)}
	_, _, _ = adjustRect.Call(uintptr(unsafe.Pointer(&r)), overlapped, 0, 0)
	return image.Pt(int(r[2]-r[0]), int(r[3]-r[1]))
}

func (w *winWindow) resize(to image.Point) {
	const onlySize = 0x0002 | 0x0004 | 0x0010 // no move, no order, no activation
	w.system.call(func() {
		size := around(to)
		_, _, _ = setWindowPos.Call(w.handle, 0, 0, 0, uintptr(size.X), uintptr(size.Y), onlySize)
	})
}

func (w *winWindow) least(size image.Point) { w.system.call(func() { w.floor = around(size) }) }

type bitmapInfo struct {
	size                   uint32
	width, height          int32
	planes, bits           uint16
	compression, imageSize uint32
	perX, perY             int32
	used, important        uint32
	colours                [1]uint32
}

func (w *winWindow) draw(all *image.NRGBA, part image.Rectangle) {
	wide, high := part.Dx(), part.Dy()
	bits := make([]byte, 4*wide*high)
	for y := range high {
		from := all.PixOffset(part.Min.X, part.Min.Y+y)
		row := bits[4*wide*y : 4*wide*(y+1)]
		for i := 0; i < len(row); i += 4 {
			row[i], row[i+1], row[i+2] = all.Pix[from+i+2], all.Pix[from+i+1], all.Pix[from+i]
		}
	}
	info := bitmapInfo{width: int32(wide), height: -int32(high), planes: 1, bits: 32} // from the top down
	info.size = uint32(unsafe.Offsetof(info.colours))
	dc, _, _ := getDC.Call(w.handle)
	if dc == 0 {
		return
	}
	_, _, _ = setBits.Call(dc, uintptr(part.Min.X), uintptr(part.Min.Y), uintptr(wide), uintptr(high), 0, 0, 0,
		uintptr(high),
		uintptr(unsafe.Pointer(&bits[0])), uintptr(unsafe.Pointer(&info)), 0)
	_, _, _ = releaseDC.Call(w.handle, dc)
}

// standardCursors are the numbers of the cursors that Windows has.
var standardCursors = map[desktop.StandardCursor]uintptr{
	desktop.DefaultCursor: 32512, desktop.TextCursor: 32513, desktop.CrosshairCursor: 32515,
	desktop.PointerCursor: 32649,
	desktop.HResizeCursor: 32644, desktop.VResizeCursor: 32645, desktop.NESWResizeCursor: 32643,
	desktop.NWSEResizeCursor: 32642,
}

func standardCursor(c desktop.StandardCursor) uintptr {
	cursor, _, _ := loadCursor.Call(0, standardCursors[c])
	return cursor
}

func (w *winWindow) setCursor(c desktop.StandardCursor) {
	w.system.call(func() {
		w.cursor = standardCursor(c)
		_, _, _ = setCursor.Call(w.cursor)
	})
}
