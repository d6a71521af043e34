// Package frametest is an application for the tests of screens, whose work off the UI goroutine comes back to the test.
package frametest

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/ui/frame"
)

// App is an application whose work off the UI goroutine comes back to the test's own goroutine, in turn.
type App struct {
	fyne.App
	queue chan func()
}

// New makes the application the current one, in English.
func New(tb testing.TB) App {
	tb.Helper()
	a := App{test.NewTempApp(tb), make(chan func(), 64)}
	fyne.SetCurrentApp(a)
	if err := frame.Use(frame.English); err != nil {
		tb.Fatal(err)
	}
	return a
}

// Driver is the test driver, which hands what goroutines bring back to the test.
func (a App) Driver() fyne.Driver { return driver{a.App.Driver(), a.queue} }

// Step lets the next piece of work come back to the UI goroutine.
func (a App) Step() { (<-a.queue)() }

// Until lets the work come back to the UI goroutine until something holds. What comes back by the clock puts the end
// off no longer.
func (a App) Until(tb testing.TB, what string, holds func() bool) {
	tb.Helper()
	end := time.After(3 * time.Minute)
	for !holds() {
		select {
		case f := <-a.queue:
			f()
		case <-end:
			tb.Fatalf("waited in vain: %s", what)
		}
	}
}

type driver struct {
	fyne.Driver
	queue chan func()
}

func (d driver) DoFromGoroutine(f func(), _ bool) { d.queue <- f }
