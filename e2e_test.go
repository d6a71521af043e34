//go:build e2e

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/sample"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// The end-to-end run: the real binary under Xvfb, real keys and mouse, two members of staff on two desktops, from the
// sample desk to a closed export request. RIGHTSDESK_BINARY names the binary; RIGHTSDESK_SCREENS keeps the pictures.
const (
	binaryVariable  = "RIGHTSDESK_BINARY"
	screensVariable = "RIGHTSDESK_SCREENS"
	patience        = 40 * time.Second
)

// stage is an X server with a desk on it.
type stage struct {
	t       *testing.T
	display string
	dir     string // of the desk
	watcher *desk.Session
	request int64
}

func TestE2EExportFromTheDoorToTheSealedCopy(t *testing.T) {
	for _, tool := range []string{"Xvfb", "xdotool", "import", "xclip", "openbox"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%s is needed: .ci/packages test installs it", tool)
		}
	}
	s := newStage(t)
	ref := s.find()

	fang := s.open("fang")
	s.picture("next")
	fang.search(ref)
	fang.act()
	s.status(model.Verifying)
	s.picture("identity")

	fang.act() // send a code to the e-mail on file
	s.step(model.StepCheckCode)
	fang.key("shift+Tab", "space")
	code := s.clipboard()
	fang.key("Escape")
	fang.settle()
	fang.text(code)
	fang.key("ctrl+Return")
	s.step(model.StepProve)

	fang.compare(sample.Walkthrough.Phone, "phone", 2)
	fang.compare(sample.Walkthrough.BirthDate, "birth_date", 4)
	s.status(model.Working)

	fang.act() // collect
	s.step(model.StepManualSources)
	fang.act() // the archive holds nothing
	fang.act()
	s.step(model.StepDecideShared)
	fang.settle()
	s.picture("findings")
	for range 20 {
		if s.read().Step != model.StepDecideShared {
			break
		}
		before := s.read().Version
		fang.key("n", "l")
		fang.text("belongs to another customer")
		fang.key("ctrl+Return")
		s.until("a shared row is decided", func() bool { return s.read().Version > before })
		fang.settle()
	}
	s.step(model.StepSendToReview)
	fang.act()
	s.status(model.Review)

	jing := s.open("jing")
	jing.search(ref)
	jing.settle()
	s.picture("review")
	for range 20 {
		if s.read().Step != model.StepAgreeShared {
			break
		}
		before := s.read().Version
		jing.key("y")
		s.until("a choice is agreed to", func() bool { return s.read().Version > before })
		jing.settle()
	}
	s.step(model.StepRelease)
	jing.act()
	s.status(model.Answering)
	jing.close()

	fang.raise()
	fang.search(ref)
	fang.act() // build the packet
	fang.settle()
	s.picture("build")
	fang.key("Return")
	s.step(model.StepDeliver)
	fang.settle()
	s.picture("packet")
	fang.key("Escape")
	fang.act() // record how packet and password went out
	fang.act()
	s.step(model.StepAnswer)
	fang.act() // write the letter
	s.until("the letter is written", func() bool {
		list, err := fulfil.Letters(context.Background(), s.watcher, s.request)
		return err == nil && len(list) == 1
	})
	fang.settle()
	s.picture("letter")
	fang.key("Escape")
	fang.act() // close
	s.status(model.Closed)
	fang.settle()
	s.picture("closed")
	s.check(fang.home, ref)
	fang.close()
}

func newStage(t *testing.T) *stage {
	t.Helper()
	binary := os.Getenv(binaryVariable)
	if binary == "" {
		t.Fatalf("%s names no binary: run make e2e", binaryVariable)
	}
	s := &stage{t: t, display: fmt.Sprintf(":%d", 90+os.Getpid()%900), dir: filepath.Join(t.TempDir(), "sample")}
	s.start(exec.Command("Xvfb", s.display, "-screen", "0", "1440x920x24", "-nolisten", "tcp"))
	s.until("the display answers", func() bool { return s.command("xdotool", "getdisplaygeometry").Run() == nil })
	s.start(s.command("openbox"))
	if out, err := exec.Command(binary, "demo", s.dir).CombinedOutput(); err != nil {
		t.Fatalf("rightsdesk demo: %v\n%s", err, out)
	}
	d, err := desk.Open(context.Background(), s.dir, desk.Options{StateDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	if s.watcher, err = d.SignIn(context.Background(), "audit", sample.Password); err != nil {
		t.Fatal(err)
	}
	return s
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
			s.picture("failed")
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

// find is the reference of the request that waits untouched.
func (s *stage) find() string {
	s.t.Helper()
	rows, err := s.watcher.Search(context.Background(), sample.Walkthrough.Email)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, r := range rows {
		if r.Status == model.Received && r.Kind == model.Export {
			s.request = r.ID
			return r.Reference
		}
	}
	s.t.Fatalf("no untouched export request of the walkthrough person among %d", len(rows))
	return ""
}

func (s *stage) status(want model.Status) {
	s.t.Helper()
	s.until("status "+string(want), func() bool { return s.read().Status == want })
}

func (s *stage) step(want model.Step) {
	s.t.Helper()
	s.until("next step "+string(want), func() bool { return s.read().Step == want })
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
	if out, err := s.command("import", "-window", "root", filepath.Join(dir, name+".png")).CombinedOutput(); err != nil {
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

// seat is one desktop with one member of staff at it.
type seat struct {
	*stage
	id, home string
	cmd      *exec.Cmd
	log      *strings.Builder
	last     string // picture of the window when it was looked at last
}

// open starts the program as on a computer of its own and signs in.
func (s *stage) open(login string) *seat {
	s.t.Helper()
	w := &seat{stage: s, home: s.t.TempDir(), log: &strings.Builder{}}
	for _, dir := range []string{".cache", ".config"} {
		if err := os.MkdirAll(filepath.Join(w.home, dir), 0o700); err != nil {
			s.t.Fatal(err)
		}
	}
	w.cmd = s.command(os.Getenv(binaryVariable), "--desk", s.dir)
	w.cmd.Env = append(w.cmd.Env, "HOME="+w.home, "XDG_CONFIG_HOME="+w.home+"/.config", "XDG_CACHE_HOME="+w.home+"/.cache",
		"LIBGL_ALWAYS_SOFTWARE=1", "LANG=en_US.UTF-8", "LC_ALL=en_US.UTF-8")
	w.cmd.Stderr = w.log
	s.start(w.cmd)
	s.until("the window of "+login, func() bool {
		out, err := s.command("xdotool", "search", "--pid", fmt.Sprint(w.cmd.Process.Pid), "--name", "Rightsdesk").Output()
		ids := strings.Fields(string(out))
		if err != nil || len(ids) == 0 {
			return false
		}
		w.id = ids[len(ids)-1]
		return true
	})
	w.raise()
	w.settle()
	before := s.entries()
	w.text(login)
	w.key("Return")
	w.text(sample.Password)
	w.key("Return")
	s.until(login+" is signed in", func() bool { return s.entries() > before })
	w.settle()
	return w
}

func (s *stage) entries() int64 {
	s.t.Helper()
	var head store.Head
	if err := s.watcher.Read(context.Background(), model.ActReadLog, func(v *store.View) (err error) {
		head, err = v.Head()
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	return head.Size
}

func (w *seat) raise() {
	w.t.Helper()
	if out, err := w.command("xdotool", "windowactivate", "--sync", w.id).CombinedOutput(); err != nil {
		w.t.Fatalf("raise the window: %v %s", err, out)
	}
	if out, err := w.command("xdotool", "windowmove", "--sync", w.id, "0", "20", "windowsize", w.id, "1440", "900").CombinedOutput(); err != nil {
		w.t.Fatalf("size the window: %v %s", err, out)
	}
}

func (w *seat) key(keys ...string) {
	w.t.Helper()
	for _, k := range keys {
		if out, err := w.command("xdotool", "key", "--delay", "60", k).CombinedOutput(); err != nil {
			w.t.Fatalf("key %s: %v %s", k, err, out)
		}
	}
}

func (w *seat) text(text string) {
	w.t.Helper()
	if out, err := w.command("xdotool", "type", "--delay", "25", text).CombinedOutput(); err != nil {
		w.t.Fatalf("type: %v %s", err, out)
	}
}

func (w *seat) shot() string {
	out, err := w.command("import", "-window", w.id, "-depth", "8", "rgb:-").Output()
	if err != nil {
		return ""
	}
	return string(out)
}

// settle waits until the window has shown the same picture three times, a blinking cursor aside.
func (w *seat) settle() {
	w.t.Helper()
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
	w.picture("failed")
	w.t.Fatalf("the next step's key does nothing; the request is %s", w.state())
}

// changed reports whether the window shows something else than when it last came to rest.
func (w *seat) changed() bool { return differing(w.shot(), w.last) > 2000 }

// differing counts the bytes in which two pictures differ.
func differing(a, b string) int {
	if len(a) != len(b) {
		return max(len(a), len(b))
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
	if out, err := w.command("xdotool", "mousemove", "--window", w.id, "400", "110", "click", "1").CombinedOutput(); err != nil {
		w.t.Fatalf("click: %v %s", err, out)
	}
}

// compare compares one data point, the n-th of the list, by the next step's button.
func (w *seat) compare(said, point string, n int) {
	w.t.Helper()
	w.act()
	w.settle()
	for range n {
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
			if e.Action == model.ActCompare && e.Detail["point"] == point && e.Detail["result"] == string(model.Passed) {
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
}

// check looks at what came out: the packet on disk, its record, the log.
func (s *stage) check(home, ref string) {
	s.t.Helper()
	ctx := context.Background()
	r := s.read()
	if r.Outcome != model.PartlyFulfilled || r.ReviewedBy == "" || r.ReviewedBy == r.PreparedBy {
		s.t.Errorf("closed as %+v", r)
	}
	sent, err := fulfil.ReadSent(ctx, s.watcher, s.request)
	if err != nil || len(sent.Packets) != 1 || sent.Way("packet") == sent.Way("password") {
		s.t.Fatalf("%+v %v", sent, err)
	}
	path := filepath.Join(home, "Rightsdesk", ref+".html")
	f, err := os.Open(path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	if _, err := packet.Verify(f, "not the password"); !errors.Is(err, packet.ErrPassword) {
		s.t.Errorf("the packet opens with any password: %v", err)
	}
	verdict, err := s.watcher.Desk().Store().VerifyLog(ctx)
	if err != nil || len(verdict.Problems) > 0 {
		s.t.Errorf("%+v %v", verdict, err)
	}
}
