// Command rightsdesk is the desk at which an organisation answers the people whose data it holds: a window, and a
// command line for administrators. This package only wires the parts together.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // Windows has no time zones by name, and small systems none at all

	"fyne.io/fyne/v2/app"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/sample"
	"orangelab.cn/rightsdesk/ui/plain"
	_ "orangelab.cn/rightsdesk/ui/plain/opengl" // so that no library of OpenGL is needed to start
	"orangelab.cn/rightsdesk/ui/shell"
)

func main() {
	attachConsole()
	c, status := parse(os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case status >= 0:
		os.Exit(status)
	case c.verb == nil:
		os.Exit(window(c))
	default:
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		status = c.verb.run(ctx, c)
		stop()
		os.Exit(status)
	}
}

// id is what desktops and settings know the program by.
const id = "cn.orangelab.rightsdesk"

// errNoDisplay says why no window opens. Without OpenGL one does: see ui/plain.
var errNoDisplay = errors.New("no window can be opened, because there is no display: start rightsdesk in a desktop session, or give it a command; rightsdesk help lists them")

// window is the only place that needs a display.
func window(c *command) (status int) {
	seen, opengl, err := look()
	if err != nil {
		return c.noWindow(err)
	}
	o := shell.Options{Address: c.desk, Sample: makeSample}
	if dir, err := settingsFolder(); err != nil {
		c.complain("rightsdesk: a crash would leave no record: %s\n", err)
	} else if o.Crash, err = keepCrashes(dir); err != nil {
		c.complain("rightsdesk: a crash would leave no record: %s\n", err)
	}
	a := app.NewWithID(id) // made also where it is not used, since Fyne learns from its driver how to read files
	o.Free = fit(seen, a.Settings().Scale(), shell.Needs)
	o.Scale = float64(userScale(a.Settings().Scale()))
	if !opengl || os.Getenv(drawVariable) == "software" {
		if a, err = plainApp(seen.total(userScale(a.Settings().Scale()))); err != nil {
			return c.noWindow(err)
		}
	}
	shell.New(a, o).Show()
	a.Run()
	return statusOK
}

// noWindow says why no window opens, also to those who have no terminal.
func (c *command) noWindow(err error) int {
	sentence := err.Error()
	if errors.Is(err, errNoDisplay) || errors.Is(err, plain.ErrNoDisplay) {
		sentence = errNoDisplay.Error() // the system's own words name its calls
	}
	c.complain("rightsdesk: %s\n", sentence)
	tell(sentence)
	return statusProblem
}

// makeSample makes the sample desk, and this computer takes it for its own.
func makeSample(ctx context.Context, dir, language string, progress func(done, all int)) error {
	return makeSampleOf(ctx, dir, sample.Options{Language: language, Progress: progress})
}

func makeSampleOf(ctx context.Context, dir string, o sample.Options) error {
	if err := sample.Make(ctx, dir, time.Now(), o); err != nil {
		return err
	}
	return desk.Introduce(ctx, dir, desk.Options{})
}
