package system

import (
	"context"

	"github.com/godbus/dbus/v5"
)

// Badge is the number on the program's icon. It tells how much is pressing and nothing of whom.
type Badge struct{ counts chan int64 }

// NewBadge returns a badge that shows until ctx ends. Where no bus answers, or no launcher listens, nothing shows.
func NewBadge(ctx context.Context) *Badge {
	// The entry of the program in the launcher, as Ubuntu's dock, Dash to Dock, KDE Plasma and others read it from the
	// session bus.
	const (
		entry  = "application://cn.orangelab.rightsdesk.desktop"
		path   = dbus.ObjectPath("/com/canonical/unity/launcherentry/1")
		update = "com.canonical.Unity.LauncherEntry.Update"
	)
	b := &Badge{make(chan int64, 1)}
	go func() {
		var conn *dbus.Conn // a launcher takes the number away when who said it leaves the bus
		for {
			select {
			case <-ctx.Done():
				if conn != nil {
					_ = conn.Close()
				}
				return
			case n := <-b.counts:
				if conn == nil {
					if n == 0 {
						continue
					}
					var err error
					if conn, err = dbus.ConnectSessionBus(dbus.WithContext(ctx)); err != nil {
						return
					}
				}
				_ = conn.Emit(path, update, entry, map[string]dbus.Variant{
					"count": dbus.MakeVariant(n), "count-visible": dbus.MakeVariant(n > 0)})
			}
		}
	}()
	return b
}

// Show shows a number; 0 shows none. It never waits.
func (b *Badge) Show(n int64) {
	if b == nil {
		return
	}
	select {
	case <-b.counts: // one that was not told yet is out of date
	default:
	}
	select {
	case b.counts <- n:
	default:
	}
}
