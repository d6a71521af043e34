//go:build e2e

package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jezek/xgb/xproto"

	"orangelab.cn/rightsdesk/app/sample"
	"orangelab.cn/rightsdesk/model"
)

// seat is one desktop with one program on it.
type seat struct {
	*stage
	id, home string
	cmd      *exec.Cmd
	log      *strings.Builder
	last     string // picture of the window when it was looked at last
	acted    bool   // a key or a click has gone to it since
}

// reaction is how long a window on a busy machine may take to begin to answer a key or a click.
const reaction = 3 * time.Second

// launch starts a program as on a computer of its own, whose user's folder is home, and waits for its window.
func (s *stage) launch(home, binary, title string, args ...string) *seat {
	s.t.Helper()
	w := &seat{stage: s, home: home, log: &strings.Builder{}}
	for _, dir := range []string{".cache", ".config"} {
		if err := os.MkdirAll(filepath.Join(w.home, dir), 0o700); err != nil {
			s.t.Fatal(err)
		}
	}
	w.cmd = s.command(binary, args...)
	w.cmd.Env = append(w.cmd.Env, "HOME="+w.home, "XDG_CONFIG_HOME="+w.home+"/.config",
		"XDG_CACHE_HOME="+w.home+"/.cache",
		"LIBGL_ALWAYS_SOFTWARE=1", "LANG=en_US.UTF-8", "LC_ALL=en_US.UTF-8")
	w.cmd.Stderr = w.log
	s.t.Cleanup(func() { // after the program has ended
		if s.t.Failed() {
			s.t.Logf("%s said: %s", filepath.Base(binary), w.log)
		}
	})
	s.start(w.cmd)
	s.until("the window "+title, func() bool {
		out, err := s.command("xdotool", "search", "--all", "--pid", fmt.Sprint(w.cmd.Process.Pid), "--name", title).
			Output()
		ids := strings.Fields(string(out))
		if err != nil || len(ids) == 0 {
			return false
		}
		w.id = ids[len(ids)-1]
		return true
	})
	return w
}

// open starts the program and signs in.
func (s *stage) open(login string) *seat {
	s.t.Helper()
	home := s.t.TempDir()
	s.speak(home)
	w := s.launch(home, s.binary, "Rightsdesk", "--desk", s.dir)
	w.raise()
	w.settle()
	w.signIn(login, sample.Password)
	w.raise() // a window that was still being opened takes its own first size
	w.settle()
	return w
}

func (w *seat) signIn(login, password string) {
	w.t.Helper()
	before := w.entries()
	w.text(login)
	w.key("Return")
	w.text(password)
	w.key("Return")
	w.until(login+" is signed in", func() bool { return w.entries() > before })
	w.settle()
}

func (w *seat) raise() {
	w.t.Helper()
	w.activate()
	width, height := windowSize()
	if out, err := w.command("xdotool", "windowmove", "--sync", w.id, "0", "20", "windowsize", w.id, width, height).
		CombinedOutput(); err != nil {
		w.t.Fatalf("size the window: %v %s", err, out)
	}
}

// activate makes the window the one that gets the keys. Just after another program ended, the window manager may still
// name that one's window, and give the keys to another a moment later.
func (w *seat) activate() {
	w.t.Helper()
	w.until("the window is active", func() bool {
		if out, err := w.command("xdotool", "getactivewindow").Output(); err == nil &&
			strings.TrimSpace(string(out)) == w.id {
			return true
		}
		if err := w.command("xdotool", "windowactivate", w.id).Run(); err != nil {
			w.t.Log("the window cannot be made active yet:", err)
		}
		return false
	})
}

func (w *seat) key(keys ...string) {
	w.t.Helper()
	w.activate()
	w.acted = true
	for _, k := range keys {
		if out, err := w.command("xdotool", "key", "--delay", "60", k).CombinedOutput(); err != nil {
			w.t.Fatalf("key %s: %v %s", k, err, out)
		}
	}
}

func (w *seat) text(text string) {
	w.t.Helper()
	w.activate()
	w.acted = true
	if out, err := w.command("xdotool", "type", "--delay", "25", text).CombinedOutput(); err != nil {
		w.t.Fatalf("type: %v %s", err, out)
	}
}

// shot is the picture of what the screen shows of the window, four bytes a pixel; empty while it cannot be had.
func (w *seat) shot() string {
	window, err := strconv.ParseUint(w.id, 10, 32)
	if err != nil {
		w.t.Fatal(err)
	}
	at := xproto.Drawable(window)
	g, err := xproto.GetGeometry(w.x, at).Reply()
	if err != nil {
		return ""
	}
	corner, err := xproto.TranslateCoordinates(w.x, xproto.Window(window), g.Root, 0, 0).Reply()
	if err != nil {
		return ""
	}
	screen := xproto.Setup(w.x).DefaultScreen(w.x)
	left, top := max(0, -corner.DstX), max(0, -corner.DstY)
	width := min(int16(g.Width), int16(screen.WidthInPixels)-corner.DstX) - left
	height := min(int16(g.Height), int16(screen.HeightInPixels)-corner.DstY) - top
	if width <= 0 || height <= 0 {
		return ""
	}
	image, err := xproto.GetImage(w.x, xproto.ImageFormatZPixmap, at, left, top, uint16(width), uint16(height),
		math.MaxUint32).Reply()
	if err != nil {
		return ""
	}
	return string(image.Data)
}

// settle waits until the window has shown the same picture three times, a blinking cursor aside. After a key or a click
// it first waits a while for the window to change at all: on a busy machine it rests before it has begun to answer.
func (w *seat) settle() {
	w.t.Helper()
	for end := time.Now().Add(reaction); w.acted && time.Now().Before(end); <-time.After(50 * time.Millisecond) {
		if now := w.shot(); now != "" && differing(now, w.last) >= 400 {
			break
		}
	}
	w.acted = false
	same := 0
	last := ""
	w.until("the window comes to rest", func() bool {
		now := w.shot()
		if now != "" && differing(now, last) < 400 {
			same++
		} else {
			same = 0
		}
		last = now
		return same >= 3
	})
	w.last = last
}

// act presses the next step's key once the window is at rest, and again where it had not yet caught up with the other
// desktop and nothing came of it.
func (w *seat) act() {
	w.t.Helper()
	before := w.entries()
	for range 4 {
		w.settle()
		w.key("ctrl+Return")
		for end := time.Now().Add(8 * time.Second); time.Now().Before(end); <-time.After(150 * time.Millisecond) {
			if w.entries() > before || w.changed() {
				return
			}
		}
	}
	w.picture("failed-" + w.t.Name())
	w.t.Fatalf("the next step's key does nothing; the request is %s", w.state())
}

// sure presses the next step's key and says yes to the question that it asks.
func (w *seat) sure() {
	w.t.Helper()
	w.act()
	w.settle()
	w.picture("sure")
	w.key("Return")
}

// changed reports whether the window shows something else than when it last came to rest.
func (w *seat) changed() bool { return differing(w.shot(), w.last) > 2000 }

// differing counts the bytes in which two pictures differ.
func differing(a, b string) int {
	if len(a) != len(b) {
		return max(len(a), len(b))
	}
	if a == b {
		return 0
	}
	n := 0
	for i := range len(a) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// search finds the request by its reference and opens it with the mouse.
func (w *seat) search(ref string) {
	w.t.Helper()
	w.key("Escape", "Escape", "slash")
	w.key("ctrl+a")
	w.text(ref)
	w.key("Return")
	w.settle()
	w.click(400, 110)
}

// click clicks a place of the window.
func (w *seat) click(x, y int) {
	w.t.Helper()
	w.activate()
	w.acted = true
	if out, err := w.command("xdotool", "mousemove", "--window", w.id, strconv.Itoa(x), strconv.Itoa(y), "click", "1").
		CombinedOutput(); err != nil {
		w.t.Fatalf("click: %v %s", err, out)
	}
}

// wheel turns the wheel of the mouse over a place of the window, away from its top.
func (w *seat) wheel(x, y, turns int) {
	w.t.Helper()
	w.activate()
	w.acted = true
	if out, err := w.command("xdotool", "mousemove", "--window", w.id, strconv.Itoa(x), strconv.Itoa(y), "click",
		"--repeat", strconv.Itoa(turns), "--delay", "5", "5").CombinedOutput(); err != nil {
		w.t.Fatalf("wheel: %v %s", err, out)
	}
	w.settle()
}

// compare compares one data point, the n-th of the list counted from 0, by the next step's button.
func (w *seat) compare(said, point string, n int) {
	w.t.Helper()
	w.act()
	w.settle()
	for range n + 1 { // none is chosen at first
		w.key("Right")
	}
	w.key("Tab")
	w.text(said)
	w.key("Return")
	w.until(point+" matches", func() bool {
		log, err := w.watcher.Log(context.Background(), w.request, 0, 5)
		if err != nil {
			return false
		}
		for _, e := range log {
			if e.Action == model.ActCompare && e.Detail["point"] == point &&
				e.Detail["result"] == string(model.Passed) {
				return true
			}
		}
		return false
	})
}

func (w *seat) close() {
	w.t.Helper()
	if strings.Contains(w.log.String(), "Error in Fyne call thread") {
		w.t.Errorf("a widget was touched off the UI goroutine:\n%s", w.log)
	}
	if err := w.cmd.Process.Kill(); err != nil {
		w.t.Error(err)
	}
	w.until("the window is gone", func() bool { return w.command("xdotool", "getwindowname", w.id).Run() != nil })
}
