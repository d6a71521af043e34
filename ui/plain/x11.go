//go:build !windows && !darwin

package plain

import (
	"fmt"
	"image"
	"io"
	"os"
	"sync"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// display is a connection to a display of X11.
type display struct {
	conn   *xgb.Conn
	screen *xproto.ScreenInfo
	atoms  map[string]xproto.Atom
	ctx    xproto.Gcontext
	out    chan event
	keys   keyboard

	mu      sync.Mutex
	windows map[xproto.Window]*xwindow
	text    string        // of the clipboard, while it is ours
	owner   xproto.Window // who keeps it
	answer  chan string   // of whoever else keeps it
}

var atomNames = []string{"WM_PROTOCOLS", "WM_DELETE_WINDOW", "_NET_WM_NAME", "UTF8_STRING", "CLIPBOARD", "TARGETS",
	"RIGHTSDESK_PASTE", "_NET_ACTIVE_WINDOW", "_NET_WM_PID"}

func connect() (system, error) {
	xgb.Logger.SetOutput(io.Discard) // it tells of each missing file
	conn, err := xgb.NewConn()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoDisplay, err)
	}
	d := &display{conn: conn, screen: xproto.Setup(conn).DefaultScreen(conn), atoms: map[string]xproto.Atom{},
		out: make(chan event, 256), windows: map[xproto.Window]*xwindow{}, answer: make(chan string, 1)}
	if err := d.prepare(); err != nil {
		conn.Close()
		return nil, err
	}
	go d.listen()
	return d, nil
}

// prepare asks for what every window needs.
func (d *display) prepare() (err error) {
	if depth := d.screen.RootDepth; depth != 24 && depth != 32 {
		return errDisplay
	}
	for _, name := range atomNames {
		reply, err := xproto.InternAtom(d.conn, false, uint16(len(name)), name).Reply()
		if err != nil {
			return fmt.Errorf("ask the display for %s: %w", name, err)
		}
		d.atoms[name] = reply.Atom
	}
	if d.ctx, err = xproto.NewGcontextId(d.conn); err != nil {
		return fmt.Errorf("ask the display for a drawing context: %w", err)
	}
	if err := xproto.CreateGCChecked(d.conn, d.ctx, xproto.Drawable(d.screen.Root), 0, nil).Check(); err != nil {
		return fmt.Errorf("make a drawing context: %w", err)
	}
	if d.owner, err = xproto.NewWindowId(d.conn); err != nil {
		return fmt.Errorf("ask the display for a window: %w", err)
	}
	if err := xproto.CreateWindowChecked(d.conn, 0, d.owner, d.screen.Root, 0, 0, 1, 1, 0, xproto.WindowClassInputOnly,
		0, 0, nil).Check(); err != nil {
		return fmt.Errorf("make the window of the clipboard: %w", err)
	}
	return d.keys.read(d.conn)
}

func (d *display) events() <-chan event { return d.out }

// xwindow is a window on a display.
type xwindow struct {
	display *display
	id      xproto.Window
	cursors map[desktop.StandardCursor]xproto.Cursor
}

const listensTo = xproto.EventMaskExposure | xproto.EventMaskStructureNotify | xproto.EventMaskKeyPress |
	xproto.EventMaskKeyRelease |
	xproto.EventMaskButtonPress | xproto.EventMaskButtonRelease | xproto.EventMaskPointerMotion |
	xproto.EventMaskLeaveWindow |
	xproto.EventMaskFocusChange

func (d *display) open(title string) (native, error) {
	id, err := xproto.NewWindowId(d.conn)
	if err != nil {
		return nil, fmt.Errorf("ask the display for a window: %w", err)
	}
	err = xproto.CreateWindowChecked(d.conn, d.screen.RootDepth, id, d.screen.Root, 0, 0, 640, 480, 0,
		xproto.WindowClassInputOutput,
		d.screen.RootVisual, xproto.CwEventMask, []uint32{listensTo}).Check()
	if err != nil {
		return nil, fmt.Errorf("make a window: %w", err)
	}
	w := &xwindow{display: d, id: id, cursors: map[desktop.StandardCursor]xproto.Cursor{}}
	d.mu.Lock()
	d.windows[id] = w
	d.mu.Unlock()
	class := []byte("rightsdesk\x00" + fyne.CurrentApp().UniqueID() + "\x00")
	w.property(xproto.AtomWmClass, xproto.AtomString, 8, class)
	w.property(d.atoms["WM_PROTOCOLS"], xproto.AtomAtom, 32, words(uint32(d.atoms["WM_DELETE_WINDOW"])))
	w.property(d.atoms["_NET_WM_PID"], xproto.AtomCardinal, 32, words(uint32(os.Getpid())))
	w.setTitle(title)
	return w, nil
}

// property sets a property of the window to values of so many bits.
func (w *xwindow) property(name, kind xproto.Atom, bits byte, data []byte) {
	xproto.ChangeProperty(w.display.conn, xproto.PropModeReplace, w.id, name, kind, bits, uint32(len(data)/int(bits/8)),
		data)
}

func words(values ...uint32) []byte {
	out := make([]byte, 4*len(values))
	for i, v := range values {
		xgb.Put32(out[4*i:], v)
	}
	return out
}

func (w *xwindow) show() { xproto.MapWindow(w.display.conn, w.id) }

func (w *xwindow) hide() { xproto.UnmapWindow(w.display.conn, w.id) }

func (w *xwindow) close() {
	w.display.mu.Lock()
	delete(w.display.windows, w.id)
	w.display.mu.Unlock()
	xproto.DestroyWindow(w.display.conn, w.id)
	w.display.conn.Sync()
}

func (w *xwindow) front() {
	d := w.display
	ev := xproto.ClientMessageEvent{Format: 32, Window: w.id, Type: d.atoms["_NET_ACTIVE_WINDOW"],
		Data: xproto.ClientMessageDataUnionData32New([]uint32{1, 0, 0, 0, 0})}
	xproto.SendEvent(d.conn, false, d.screen.Root,
		xproto.EventMaskSubstructureNotify|xproto.EventMaskSubstructureRedirect, string(ev.Bytes()))
}

func (w *xwindow) setTitle(title string) {
	w.property(xproto.AtomWmName, xproto.AtomString, 8, []byte(title))
	w.property(w.display.atoms["_NET_WM_NAME"], w.display.atoms["UTF8_STRING"], 8, []byte(title))
}

func (w *xwindow) resize(to image.Point) {
	xproto.ConfigureWindow(w.display.conn, w.id, xproto.ConfigWindowWidth|xproto.ConfigWindowHeight,
		[]uint32{uint32(to.X), uint32(to.Y)})
}

// least tells the window manager the smallest size: the fields of WM_NORMAL_HINTS, of which only that one is given.
func (w *xwindow) least(size image.Point) {
	hints := make([]uint32, 18)
	const minimumSize = 1 << 4
	hints[0], hints[5], hints[6] = minimumSize, uint32(size.X), uint32(size.Y)
	w.property(xproto.AtomWmNormalHints, xproto.AtomWmSizeHints, 32, words(hints...))
}

// draw sends a part of the picture, in strips that a request can hold.
func (w *xwindow) draw(all *image.NRGBA, part image.Rectangle) {
	d := w.display
	wide := 4 * part.Dx()
	most := max((4*int(xproto.Setup(d.conn).MaximumRequestLength)-64)/wide, 1)
	for y := part.Min.Y; y < part.Max.Y; y += most {
		high := min(most, part.Max.Y-y)
		strip := make([]byte, wide*high)
		for row := range high {
			from := all.PixOffset(part.Min.X, y+row)
			for i := 0; i < wide; i += 4 {
				strip[row*wide+i], strip[row*wide+i+1], strip[row*wide+i+2] =
					all.Pix[from+i+2], all.Pix[from+i+1], all.Pix[from+i]
			}
		}
		xproto.PutImage(d.conn, xproto.ImageFormatZPixmap, xproto.Drawable(w.id), d.ctx, uint16(part.Dx()),
			uint16(high),
			int16(part.Min.X), int16(y), 0, d.screen.RootDepth, strip)
	}
}

// cursorShapes are the shapes of the font "cursor" that each display has.
var cursorShapes = map[desktop.StandardCursor]uint16{
	desktop.DefaultCursor: 68, desktop.TextCursor: 152, desktop.CrosshairCursor: 34, desktop.PointerCursor: 60,
	desktop.HResizeCursor: 108, desktop.VResizeCursor: 116, desktop.NESWResizeCursor: 136,
	desktop.NWSEResizeCursor: 134,
}

func (w *xwindow) setCursor(c desktop.StandardCursor) {
	d := w.display
	cursor, ok := w.cursors[c]
	if !ok {
		shape, known := cursorShapes[c]
		if !known {
			return
		}
		font, err := xproto.NewFontId(d.conn)
		if err != nil {
			return
		}
		xproto.OpenFont(d.conn, font, uint16(len("cursor")), "cursor")
		if cursor, err = xproto.NewCursorId(d.conn); err != nil {
			return
		}
		const white = 0xffff
		xproto.CreateGlyphCursor(d.conn, cursor, font, font, shape, shape+1, 0, 0, 0, white, white, white)
		xproto.CloseFont(d.conn, font)
		w.cursors[c] = cursor
	}
	xproto.ChangeWindowAttributes(d.conn, w.id, xproto.CwCursor, []uint32{uint32(cursor)})
}
