// Package frame is what every screen stands in: the window, the session, the language, work off the UI goroutine and
// the sentences for errors; it decides nothing.
package frame

import (
	"context"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
)

// Frame is one window's surroundings. Its fields are set on the UI goroutine.
type Frame struct {
	Window  fyne.Window
	Session *desk.Session
	// Changed is called after a request changed, so that lists and counts follow.
	Changed func(request int64)
	// Open shows a request.
	Open func(request int64)
	// OwnWindow shows the open request in a window of its own; nil in such a window.
	OwnWindow func()
	// ShowSource shows where the data map has a collection of a source; nil where this member of staff may not see it.
	ShowSource func(source, collection string)
	// ShowIncident shows an incident; nil where it cannot be shown from here.
	ShowIncident func(id int64)
	// Places lead to the screens of the rail that this member of staff has, by their names in English.
	Places map[string]func()
	// ShowTask shows a screen for one piece of work; nil ends the one that shows.
	ShowTask func(Task)
	// OpenBy names the colleagues who have a request open at their desktops; nil where nobody knows.
	OpenBy func(request int64) string
	// Touched is called when somebody does something, which puts off the idle lock.
	Touched func()
	// staff are the names of staff by their ID, as they were read last: one value for all windows of who is signed in.
	staff *map[string]string
	// jots are what was kept of dialogs, by request and field: one that opens again before its request is read anew
	// shows the newest.
	jots map[string]string
	// forms are what was being typed into forms that belong to no request; nil until they are read.
	forms *forms
	// unsaved tells whether the page that was followed last shows something that nobody saved; nil before.
	unsaved func() bool
	over    bool // see End
}

// End is called when the member of staff signs out. The frame keeps its session, which is locked, so that what still
// runs meets an error instead of nothing; and what comes back of it is dropped. Whoever signs in next has a frame of
// their own.
func (f *Frame) End() { f.over = true }

// Task is a screen for one piece of work, such as a file that is looked at before it is taken in: it takes the place of
// list and request until it is done or left.
type Task interface {
	// Body draws the screen, in the language and light of now.
	Body() fyne.CanvasObject
	// Run does the command of a key and reports whether it did.
	Run(command string) bool
}

// Leaver is a task that asks before it ends: something in it waits for a decision and would be lost.
type Leaver interface {
	// Leave does what ends the task, at once where nothing waits, else once its reader agrees.
	Leave(do func())
}

// callLimit bounds what a screen waits for; jobs run longer and have their own.
const callLimit = 30 * time.Second

// Run does work off the UI goroutine and then done on it; an error is shown as a sentence instead. Widget values must
// be read before Run is called.
func (f *Frame) Run(work func(ctx context.Context) error, done func()) {
	f.Try(work, func(err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		if done != nil {
			done()
		}
	})
}

// Prepare is Run for what opens a box with what was read: until then keys and taps go nowhere, for they are meant for
// the box.
func (f *Frame) Prepare(read func(ctx context.Context) error, open func()) {
	f.Run(f.Held(read), open)
}

// Held holds keys and taps back from now until the reading that it returns has ended.
func (f *Frame) Held(read func(ctx context.Context) error) func(ctx context.Context) error {
	release := part.Hold(f.Window.Canvas(), L("Reading…"))
	return func(ctx context.Context) error {
		defer fyne.Do(release) // in any case, and before what follows
		return read(ctx)
	}
}

// Try is Run for a caller who shows the error itself.
func (f *Frame) Try(work func(ctx context.Context) error, done func(error)) {
	if f.Touched != nil {
		f.Touched()
	}
	f.Follow(work, done)
}

// Follow is Try for what happens by itself, such as showing what another desktop changed: it does not put off the idle
// lock.
func (f *Frame) Follow(work func(ctx context.Context) error, done func(error)) {
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), callLimit)
		defer cancel()
		err := work(ctx)
		fyne.Do(func() {
			if !f.over {
				done(err)
			}
		})
	}()
}

// Fail shows what happened, that nothing was lost, and what to do.
func (f *Frame) Fail(err error) {
	title, text := Sentence(err)
	p := part.DialogParts{Title: title, Body: part.NewBody(text), Cancel: L("Close")}
	var d *part.Dialog
	if mend := f.Mend(err); mend != nil {
		lead := mend.OnTap
		mend.OnTap = func() {
			d.Close()
			lead()
		}
		p.Others = []*part.Button{mend}
	}
	d = part.NewDialog(p)
	d.Show(f.Window.Canvas())
}

// LoadStaff reads the names of staff that lists and logs show.
func (f *Frame) LoadStaff(ctx context.Context) (map[string]string, error) {
	list, err := f.Session.StaffList(ctx)
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(list))
	for _, s := range list {
		names[s.ID] = s.Name
	}
	return names, nil
}

// SetStaff keeps the names of staff, for the windows of its own requests too.
func (f *Frame) SetStaff(names map[string]string) {
	colleagues = names
	if f.staff == nil {
		f.staff = new(map[string]string)
	}
	*f.staff = names
}

// StaffNames are the names of staff by their ID, as they were read last; never changed afterwards.
func (f *Frame) StaffNames() map[string]string {
	if f.staff == nil {
		return nil
	}
	return *f.staff
}

// colleagues are the names of staff by their ID, for sentences that say who did something; on the UI goroutine alone.
var colleagues map[string]string

// StaffName is the name of a member of staff as lists show it: "You" for oneself.
func (f *Frame) StaffName(id string) string {
	switch {
	case id == "":
		return ""
	case f.Session != nil && id == f.Session.Staff().ID:
		return L("You")
	}
	return f.StaffNames()[id]
}

// StaffWithin is the name of a member of staff within a sentence: "you" for oneself.
func (f *Frame) StaffWithin(id string) string {
	if id != "" && f.Session != nil && id == f.Session.Staff().ID {
		return L("you")
	}
	return f.StaffName(id)
}

// May reports whether the signed-in role may do an action, to leave out what it may not.
func (f *Frame) May(a model.Action) bool { return f.Session.Staff().Role.May(a) }

// Generation drops stale results: a screen takes the next one before it reads and compares before it shows.
type Generation struct{ n atomic.Int64 }

// Next begins a new reading.
func (g *Generation) Next() int64 { return g.n.Add(1) }

// Now is the reading that was begun last.
func (g *Generation) Now() int64 { return g.n.Load() }

// Current reports whether no newer reading has begun.
func (g *Generation) Current(n int64) bool { return g.n.Load() == n }

// Scroll puts content under a vertical scroller.
func Scroll(o fyne.CanvasObject) fyne.CanvasObject { return part.Page(o) }
