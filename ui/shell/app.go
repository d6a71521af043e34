// Package shell is the window itself: start, sign-in, navigation, queues, keys and the lock; what a request shows lives
// in its siblings.
package shell

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/code"
	"orangelab.cn/rightsdesk/app/desk/reach"
	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/guide"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/shell/system"
)

// Options say what the window begins with.
type Options struct {
	// Address is the desk to open; empty asks, or opens the one opened last.
	Address string
	// Sample makes a sample desk in a folder, for the button on the first screen, and says how many of its requests are
	// there.
	Sample func(ctx context.Context, dir, language string, progress func(done, all int)) error
	// Free is what is free of the screen, in the window's units; nothing: not known.
	Free fyne.Size
	// Scale is what the window's units are multiplied by because the user wants it, 1 where nothing was chosen.
	Scale float64
	// Crash is the record of how the program ended last time, if it broke off; empty: it did not.
	Crash string
}

// App is the program's one window and the desk behind it.
type App struct {
	fyne    fyne.App
	window  fyne.Window
	options Options
	desk    *desk.Desk
	info    model.DeskInfo // of the desk, for the sign-in
	frame   *frame.Frame
	dark    bool
	text    int     // the size of text, in percent
	all     bool    // lists show the work of all staff
	filters filters // what narrows each list
	main    *mainView
	tips    *part.TipLayer
	idle    *time.Timer
	awake   context.CancelFunc
	badge   *system.Badge
	sheet   *sheet      // shown last before somebody signed in, or while the window is locked
	offer   code.Offer  // the second factor that somebody is led through setting up
	once    func()      // shows again what is shown once, the recovery key, until somebody wrote it down; nil otherwise
	behind  *behindLock // what the window showed when it was locked; nil while it is not
	chosen  chosen
}

// The names of what is remembered between starts; nothing personal.
const (
	prefAddress  = "desk"
	prefLanguage = "language"
	prefDark     = "dark"
	prefLogin    = "login"
)

// smallest is the smallest window the screens are made for.
var smallest = fyne.NewSize(1024, 660)

// What a window has around its content, with the title bar of most systems.
const titleBar, borders = 40, 8

// Needs is what a screen must leave free for the smallest window.
var Needs = fyne.NewSize(smallest.Width+borders, smallest.Height+titleBar)

// firstSize is the size of the first window: that of the design, where it fits into what is free of the screen with a
// title bar and borders around it.
func firstSize(free fyne.Size) fyne.Size {
	const wide, high = 1440, 900
	if free.IsZero() {
		return fyne.NewSize(1280, 760) // fits what most screens leave
	}
	return fyne.NewSize(max(min(wide, free.Width-borders), smallest.Width),
		max(min(high, free.Height-titleBar), smallest.Height))
}

// New prepares the window. Run it with Show and the application's own loop.
func New(a fyne.App, o Options) *App {
	s := &App{fyne: a, options: o, dark: a.Preferences().Bool(prefDark)}
	l := a.Preferences().StringWithFallback(prefLanguage, "")
	if l == "" {
		l = frame.English
		if systemIsChinese() {
			l = frame.Chinese
		}
	}
	if err := frame.Use(l); err != nil {
		fyne.LogError("language", err)
	}
	part.ListTips = func() (show, hide string) { return frame.L("Show the list"), frame.L("Put the list away") }
	a.Settings().SetTheme(part.NewTheme(s.dark))
	a.SetIcon(fyne.NewStaticResource("icon.svg", assets.Icon))
	s.window = a.NewWindow("Rightsdesk")
	s.window.SetPadded(false)
	s.window.Resize(firstSize(o.Free))
	if s.options.Scale == 0 {
		s.options.Scale = 1
	}
	s.text = usualText
	if text := a.Preferences().Int(prefText); text != 0 && text != usualText {
		s.scaleText(text)
	}
	s.frame = s.newFrame()
	part.SetHelp(s.window.Canvas(), s.showGuide)
	s.giveMenu()
	s.window.SetOnClosed(s.close)
	s.window.SetCloseIntercept(func() { s.leave(func() { s.end(s.window.Close) }) })
	return s
}

func (s *App) newFrame() *frame.Frame { return &frame.Frame{Window: s.window, Touched: s.touch} }

// Show opens the desk, or asks which, and shows the window.
func (s *App) Show() {
	address := s.options.Address
	if address == "" {
		address = s.fyne.Preferences().String(prefAddress)
		// an older program kept the password there too
		s.fyne.Preferences().SetString(prefAddress, reach.Shown(address))
	}
	if address == "" || (!desk.IsShared(address) && s.options.Address == "" && !deskIn(address)) {
		s.showWelcome("")
	} else {
		s.open(address)
	}
	s.window.Show()
	ctx, stop := context.WithCancel(context.Background())
	s.awake = stop
	s.badge = system.NewBadge(ctx)
	system.WhenAway(ctx, func() { fyne.Do(s.lock) })
	if s.options.Crash != "" {
		s.tellOfCrash(s.options.Crash)
	}
}

func deskIn(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, desk.File))
	return err == nil
}

func (s *App) close() {
	guide.Close()
	if s.awake != nil {
		s.awake()
	}
	s.keepHabits()
	if s.main != nil {
		s.main.stop() // or it would take the end of its session for a lock
	}
	if s.frame.Session != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := s.frame.Session.SignOut(ctx); err != nil {
			fyne.LogError("sign out", err)
		}
	}
	if s.desk != nil {
		if err := s.desk.Close(); err != nil {
			fyne.LogError("close the desk", err)
		}
	}
}

// show puts content into the window, under the layer that shows whole texts.
func (s *App) show(o fyne.CanvasObject) {
	c := s.window.Canvas()
	c.Unfocus() // or the cursor of a field that is gone would blink on, drawing the window for nothing
	if s.tips != nil {
		s.tips.Detach(c)
	}
	s.tips = part.NewTipLayer(part.Ground(part.ColorBackground, o))
	s.window.SetContent(container.New(atLeast{smallest}, s.tips.Content()))
	s.tips.Attach(c)
}

// open opens a desk and goes on to sign-in, or to set-up where it is new.
func (s *App) open(address string) {
	s.show(message(frame.L("Opening the desk…"), frame.FromHome(reach.Shown(address))))
	s.connect(address, func(d *desk.Desk, shown string, err error) {
		switch {
		case errors.Is(err, desk.ErrPassword):
			s.showWelcome("")
			s.askServerPassword(address)
		case err != nil:
			s.showWelcome(frame.SentenceText(err))
		default:
			s.begin(d, shown)
		}
	})
}

// connect opens a desk, and tells under which address it is remembered.
func (s *App) connect(address string, done func(d *desk.Desk, shown string, err error)) {
	var d *desk.Desk
	shown := address
	s.frame.Try(func(ctx context.Context) (err error) {
		with, err := reach.Unlocked(ctx, address)
		if err != nil {
			return err
		}
		if d, err = desk.Open(ctx, with, desk.Options{}); err == nil {
			shown = reach.Keep(with)
		}
		return err
	}, func(err error) { done(d, shown, err) })
}

// begin shows sign-in or set-up of a desk that was opened.
func (s *App) begin(d *desk.Desk, shown string) {
	if s.desk != nil {
		if err := s.desk.Close(); err != nil {
			fyne.LogError("close the desk", err)
		}
	}
	s.desk = d
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	info, err := d.Info(ctx)
	switch {
	case errors.Is(err, desk.ErrNoDesk):
		s.showSetup()
	case err != nil:
		s.showWelcome(frame.SentenceText(err))
	default:
		if p := s.fyne.Preferences(); p.String(prefAddress) != shown {
			p.SetString(prefAddress, shown)
			p.RemoveValue(prefLogin) // which was one of another desk
		}
		s.info = info
		s.showSignIn(info)
	}
}

// setLanguage changes the language of the whole window and builds it anew.
func (s *App) setLanguage(l string) {
	if l != frame.Language() {
		s.turn(func() { s.speak(l) })
	}
}

// turn draws the window in another language or light: the pages before the desk is open keep what was typed, all else
// asks before it is lost.
func (s *App) turn(do func()) {
	if s.main == nil && s.behind == nil {
		carry := part.Carry(s.window.Canvas())
		do()
		carry()
		return
	}
	s.leave(do)
}

func (s *App) speak(l string) {
	if err := frame.Use(l); err != nil {
		s.frame.Fail(err)
		return
	}
	s.chosen.language = s.main == nil
	s.fyne.Preferences().SetString(prefLanguage, l)
	s.giveMenu()
	guide.Speak()
	s.keepHabits()
	// Fyne keeps faces; those of the other language are looked for anew
	s.fyne.Settings().SetTheme(part.NewTheme(s.dark))
	s.rebuild()
}

// leave does what would lose something typed, after asking where something is.
func (s *App) leave(do func()) {
	c := s.window.Canvas()
	part.Leave(c, part.TypedIn(c) || s.behind != nil && part.Typed(s.behind.content), do)
}

// end does what ends the work on the desk, after the screen that shows kept what waits in it.
func (s *App) end(do func()) {
	if s.main != nil && s.behind == nil && s.frame.Session != nil {
		s.main.leaveTask(do)
		return
	}
	do()
}

// setDark changes between light and dark.
func (s *App) setDark(dark bool) {
	s.turn(func() {
		s.dark = dark
		s.chosen.dark = s.main == nil
		s.fyne.Preferences().SetBool(prefDark, dark)
		s.keepHabits()
		s.fyne.Settings().SetTheme(part.NewTheme(dark))
		s.rebuild()
	})
}

// rebuild makes the present screen anew, staying where the person is.
func (s *App) rebuild() {
	switch {
	case s.once != nil:
		s.once()
	case s.behind != nil:
		s.showLocked()
	case s.main != nil:
		s.main.rebuild()
	case s.desk != nil:
		if s.readInfo() {
			s.showSignIn(s.info)
		} else {
			s.showSetup()
		}
	default:
		s.showWelcome("")
	}
}

// readInfo reads what the sign-in says of the desk; false where nothing was set up yet.
func (s *App) readInfo() bool {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	info, err := s.desk.Info(ctx)
	if err == nil {
		s.info = info
	}
	return err == nil
}
