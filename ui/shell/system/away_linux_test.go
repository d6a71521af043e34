package system

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// bus starts a message bus of the test's own and returns its address.
func bus(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "bus") // the name of a socket has a hundred letters at most, and that of a test many
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	daemon := exec.CommandContext(t.Context(), "dbus-daemon", "--session", "--nofork", "--print-address",
		"--address=unix:dir="+dir)
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Skip("no D-Bus is installed here")
	}
	t.Cleanup(func() { _ = daemon.Wait() }) // it ends with the test
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

func TestTheWindowLocksWhenTheComputerSleepsOrItsScreenIsLocked(t *testing.T) {
	address := bus(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
	locked := make(chan struct{}, 99)
	WhenAway(t.Context(), func() { locked <- struct{}{} })
	desktop, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	defer desktop.Close()
	said := func(path, signal string, begins bool) (heard bool) {
		for range 100 {
			if err := desktop.Emit(dbus.ObjectPath(path), signal, begins); err != nil {
				t.Fatal(err)
			}
			select {
			case <-locked:
				return true
			case <-time.After(20 * time.Millisecond):
			}
			if !begins {
				return false
			}
		}
		return false
	}
	const asleep, screen = "org.freedesktop.login1.Manager.PrepareForSleep", "org.gnome.ScreenSaver.ActiveChanged"
	for range 2 {
		if !said("/org/freedesktop/login1", asleep, true) {
			t.Error("it goes to sleep, and the window stays open")
		}
		if !said("/org/gnome/ScreenSaver", screen, true) {
			t.Error("its screen is locked, and the window stays open")
		}
	}
	for len(locked) > 0 {
		<-locked
	}
	if said("/org/freedesktop/login1", asleep, false) || said("/org/gnome/ScreenSaver", screen, false) {
		t.Error("it locks when somebody is back")
	}
}
