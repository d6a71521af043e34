//go:build e2e

package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/sample"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// The end-to-end runs drive the real binary under Xvfb. RIGHTSDESK_BINARY names the binary; RIGHTSDESK_SCREENS keeps
// the pictures.
const (
	binaryVariable  = "RIGHTSDESK_BINARY"
	screensVariable = "RIGHTSDESK_SCREENS"
	patience        = 40 * time.Second
)

// stage is an X server with a desk on it.
type stage struct {
	t       testing.TB
	display string
	x       *xgb.Conn // to look at the windows; a program that takes pictures costs as much as the one it looks at
	binary  string
	dir     string // of the desk
	desk    *desk.Desk
	watcher *desk.Session
	request int64
}

// newStage starts an X server, with further options, and a window manager. Each stage has a display, a desk and homes
// of its own, so that several can play at once: `make e2e` lets two.
func newStage(t testing.TB, options ...string) *stage {
	t.Helper()
	for _, tool := range []string{"Xvfb", "xdotool", "import", "xclip", "openbox"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%s is needed: .ci/packages test installs it", tool)
		}
	}
	s := &stage{t: t, binary: os.Getenv(binaryVariable)}
	if s.binary == "" {
		t.Fatalf("%s names no binary: run make e2e", binaryVariable)
	}
	s.display = s.server(options...)
	s.until("the display answers", func() bool { return s.command("xdotool", "getdisplaygeometry").Run() == nil })
	xgb.Logger.SetOutput(io.Discard) // it tells of each missing file
	var err error
	if s.x, err = xgb.NewConnDisplay(s.display); err != nil {
		t.Fatalf("look at the display: %v", err)
	}
	t.Cleanup(s.x.Close)
	s.start(s.command("openbox"))
	// A window that opens while the manager still starts may stay without it: found by nobody, active never.
	s.until("the window manager manages", func() bool { return s.command("xdotool", "get_desktop").Run() == nil })
	return s
}

// server starts an X server on a display that it takes for itself.
func (s *stage) server(options ...string) (display string) {
	s.t.Helper()
	number, ours, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	defer number.Close()
	// Without -noreset it starts over when its last client leaves, and takes along whoever comes at that moment: the
	// window manager came just after the question whether the display answers, and now and then there was none.
	x := exec.Command("Xvfb",
		append([]string{"-displayfd", "3", "-noreset", "-screen", "0", "1440x920x24", "-nolisten", "tcp"},
			options...)...)
	x.ExtraFiles = []*os.File{ours}
	s.start(x)
	if err := ours.Close(); err != nil {
		s.t.Fatal(err)
	}
	line, err := bufio.NewReader(number).ReadString('\n')
	if err != nil {
		s.t.Fatalf("Xvfb names no display: %v", err)
	}
	return ":" + strings.TrimSpace(line)
}

// makeSample makes the sample desk and looks on as its auditor.
func (s *stage) makeSample() {
	s.t.Helper()
	dir := filepath.Join(s.t.TempDir(), "sample")
	demo := exec.Command(s.binary, "demo", "--language", cmp.Or(os.Getenv(languageVariable), "en"), dir)
	demo.Env = append(os.Environ(), "HOME="+s.t.TempDir())
	if out, err := demo.CombinedOutput(); err != nil {
		s.t.Fatalf("rightsdesk demo: %v\n%s", err, out)
	}
	s.openDesk(dir)
	var err error
	if s.watcher, err = s.desk.SignIn(context.Background(), "audit", sample.Password); err != nil {
		s.t.Fatal(err)
	}
}

// openDesk opens the desk that the programs of this stage work in.
func (s *stage) openDesk(dir string) {
	s.t.Helper()
	var err error
	if s.desk, err = desk.Open(context.Background(), dir, desk.Options{StateDir: s.t.TempDir()}); err != nil {
		s.t.Fatal(err)
	}
	s.dir = dir
	s.t.Cleanup(func() {
		if err := s.desk.Close(); err != nil {
			s.t.Error(err)
		}
	})
}

// start runs something for as long as the test.
func (s *stage) start(cmd *exec.Cmd) {
	s.t.Helper()
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			s.t.Error(err)
		}
		var exit *exec.ExitError
		if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
			s.t.Error(err)
		}
	})
}

func (s *stage) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+s.display)
	return cmd
}

// until waits for something that must come true.
func (s *stage) until(what string, done func() bool) {
	s.t.Helper()
	for end := time.Now().Add(patience); ; {
		if done() {
			return
		}
		if time.Now().After(end) {
			s.picture("failed-" + s.t.Name())
			s.t.Fatalf("waited in vain: %s; the request is %+v", what, s.state())
		}
		<-time.After(100 * time.Millisecond)
	}
}

func (s *stage) state() string {
	if s.request == 0 {
		return "not found yet"
	}
	r := s.read()
	return fmt.Sprintf("%s, next step %s, version %d", r.Status, r.Step, r.Version)
}

func (s *stage) read() model.Request {
	s.t.Helper()
	r, err := s.watcher.Request(context.Background(), s.request)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// picture keeps what the display shows, where a folder for it is named.
func (s *stage) picture(name string) {
	s.t.Helper()
	dir := os.Getenv(screensVariable)
	if dir == "" {
		return
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		s.t.Fatal(err)
	}
	width, height := windowSize()
	if out, err := s.command("import", "-window", "root", "-crop", width+"x"+height+"+0+20", "+repage",
		filepath.Join(dir, name+".png")).CombinedOutput(); err != nil {
		s.t.Fatalf("picture %s: %v %s", name, err, out)
	}
}

func (s *stage) clipboard() string {
	s.t.Helper()
	var text string
	s.until("a code in the clipboard", func() bool {
		out, err := s.command("xclip", "-o", "-selection", "clipboard").Output()
		text = strings.TrimSpace(string(out))
		return err == nil && len(text) == model.CodeDigits
	})
	return text
}

// entries is how long the audit log is.
func (s *stage) entries() int64 {
	s.t.Helper()
	var head model.Head
	if err := s.desk.Store().Read(context.Background(), nil, func(v *store.View) (err error) {
		head, err = v.Head()
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	return head.Size
}
