package system

import (
	"context"

	"github.com/godbus/dbus/v5"
)

// What a Linux desktop says over D-Bus when nobody sits before it any more: the computer is about to sleep, or its
// screen was locked. Each carries whether that begins or ends.
var (
	sleeps = []dbus.MatchOption{dbus.WithMatchInterface("org.freedesktop.login1.Manager"),
		dbus.WithMatchMember("PrepareForSleep")}
	locks = []string{"org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver",
		"org.mate.ScreenSaver"}
)

// hear calls away when a bus says that the computer goes to sleep or that its screen is locked, until ctx ends. Where
// no bus answers nothing is heard.
func hear(ctx context.Context, away func()) {
	listen := func(connect func(...dbus.ConnOption) (*dbus.Conn, error), matches ...[]dbus.MatchOption) {
		conn, err := connect(dbus.WithContext(ctx))
		if err != nil {
			return
		}
		defer conn.Close()
		for _, m := range matches {
			if err := conn.AddMatchSignalContext(ctx, m...); err != nil {
				return
			}
		}
		signals := make(chan *dbus.Signal, 8)
		conn.Signal(signals)
		for {
			select {
			case <-ctx.Done():
				return
			case s, open := <-signals:
				if !open {
					return
				}
				if begins, ok := first(s.Body).(bool); ok && begins {
					away()
				}
			}
		}
	}
	var screens [][]dbus.MatchOption
	for _, name := range locks {
		screens = append(screens,
			[]dbus.MatchOption{dbus.WithMatchInterface(name), dbus.WithMatchMember("ActiveChanged")})
	}
	go listen(dbus.ConnectSystemBus, sleeps)
	go listen(dbus.ConnectSessionBus, screens...)
}

func first(list []any) any {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// screenLocked is false: the bus says it.
func screenLocked() bool { return false }
