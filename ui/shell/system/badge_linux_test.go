package system

import (
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

func TestTheLauncherShowsHowMuchIsPressing(t *testing.T) {
	address := bus(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	launcher, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	defer launcher.Close()
	if err := launcher.AddMatchSignal(dbus.WithMatchInterface("com.canonical.Unity.LauncherEntry"),
		dbus.WithMatchMember("Update")); err != nil {
		t.Fatal(err)
	}
	signals := make(chan *dbus.Signal, 9)
	launcher.Signal(signals)
	b := NewBadge(t.Context())
	b.Show(0) // nothing showed: nothing is told
	var sender string
	for _, n := range []int64{3, 12, 0} {
		b.Show(n)
		select {
		case s := <-signals:
			entry, _ := s.Body[0].(string)
			props, _ := s.Body[1].(map[string]dbus.Variant)
			if entry != "application://cn.orangelab.rightsdesk.desktop" || props["count"].Value() != n ||
				props["count-visible"].Value() != (n > 0) {
				t.Errorf("%v", s.Body)
			}
			if sender != "" && s.Sender != sender {
				t.Error("who told it left the bus, which takes the number away")
			}
			sender = s.Sender
		case <-time.After(10 * time.Second):
			t.Fatalf("nobody told of %d", n)
		}
	}
}
