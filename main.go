// Command rightsdesk is the desk at which an organisation answers the people whose data it holds: a window, and a command
// line for administrators. This package only wires the parts together.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2/app"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/sample"
	"orangelab.cn/rightsdesk/ui/shell"
)

func main() {
	c, status := parse(os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case status >= 0:
		os.Exit(status)
	case c.verb == nil:
		window(c.desk)
	default:
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		status = c.verb.run(ctx, c)
		stop()
		os.Exit(status)
	}
}

// window is the only place that needs a display.
func window(address string) {
	if err := keepCrashes(); err != nil {
		fmt.Fprintln(os.Stderr, "rightsdesk: a crash would leave no record:", err)
	}
	a := app.NewWithID("cn.orangelab.rightsdesk")
	shell.New(a, shell.Options{Address: address, Sample: makeSample, FreeArea: freeArea}).Show()
	a.Run()
}

// makeSample makes the sample desk, and this computer takes it for its own.
func makeSample(ctx context.Context, dir string) error {
	if err := sample.Make(ctx, dir, time.Now()); err != nil {
		return err
	}
	return desk.Introduce(ctx, dir, desk.Options{})
}

// keepCrashes lets the runtime write a crash into a file beside the program's settings, since a window has no terminal.
func keepCrashes() error {
	config, err := os.UserConfigDir()
	if err != nil {
		return fmt.Errorf("find the configuration folder: %w", err)
	}
	dir := filepath.Join(config, "rightsdesk")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the configuration folder: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "crash.txt"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("open the crash file: %w", err)
	}
	defer f.Close() // the runtime keeps a handle of its own
	return debug.SetCrashOutput(f, debug.CrashOptions{})
}
