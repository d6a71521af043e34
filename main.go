// Command rightsdesk is the desk at which an organisation answers the people whose data it holds: a window, and a command
// line for administrators. This package only wires the parts together.
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

// Why no window opens.
var (
	errNoDisplay = errors.New("no window can be opened, because there is no display: start rightsdesk in a desktop session, or give it a command; rightsdesk help lists them")
	errNoOpenGL  = errors.New("no window can be opened, because there is no OpenGL 2.1 here: install the driver of the graphics card, or Mesa's software one (libgl1-mesa-dri on Debian); the commands that rightsdesk help lists work without")
)

// window is the only place that needs a display.
func window(c *command) (status int) {
	seen, opengl, err := look()
	if err == nil && !opengl {
		err = errNoOpenGL
	}
	if err != nil {
		return c.noWindow(err)
	}
	o := shell.Options{Address: c.desk, Sample: makeSample}
	if dir, err := settingsFolder(); err != nil {
		c.complain("rightsdesk: a crash would leave no record: %s\n", err)
	} else if o.Crash, err = keepCrashes(dir); err != nil {
		c.complain("rightsdesk: a crash would leave no record: %s\n", err)
	}
	a := app.NewWithID("cn.orangelab.rightsdesk")
	o.Free = fit(seen, a.Settings().Scale(), shell.Needs)
	shell.New(a, o).Show()
	a.Run()
	return statusOK
}

// noWindow says why no window opens, also to those who have no terminal.
func (c *command) noWindow(err error) int {
	sentence := err.Error()
	if errors.Is(err, errNoDisplay) {
		sentence = errNoDisplay.Error() // the window library's own words name its calls
	}
	c.complain("rightsdesk: %s\n", sentence)
	tell(sentence)
	return statusProblem
}

// makeSample makes the sample desk, and this computer takes it for its own.
func makeSample(ctx context.Context, dir string) error {
	return makeSampleOf(ctx, dir, sample.Options{})
}

func makeSampleOf(ctx context.Context, dir string, o sample.Options) error {
	if err := sample.Make(ctx, dir, time.Now(), o); err != nil {
		return err
	}
	return desk.Introduce(ctx, dir, desk.Options{})
}
