package outbox

import (
	"bytes"
	"testing"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
)

// A program that was stopped for longer than its lease handed over what another had handed over meanwhile.
func TestAFlightEndsWithTheLease(t *testing.T) {
	s := signedIn(t)
	f, err := flightUnder(bytes.Repeat([]byte{7}, 32), t.TempDir(), "a")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.begin("a start"); err != nil {
		t.Fatal(err)
	}
	c := &campaign{o: &sender{s: s, lease: &Lease{till: s.Now()}}, now: inFlight{recipient: 1}, flight: f}
	if done := c.fly(t.Context(), []named{{}, {}}); len(done) != 0 || c.stuck != nil {
		t.Errorf("%d handed over, %v", len(done), c.stuck)
	}
	if err := f.end(); err != nil {
		t.Error(err)
	}
}

// signedIn is a session at a new desk.
func signedIn(t *testing.T) *desk.Session {
	t.Helper()
	d, err := desk.Open(t.Context(), t.TempDir(), desk.Options{StateDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	org := model.Organisation{Name: model.Text{"en": "Orangelab"}, Contact: "support@orangelab.cn",
		Zone: "Asia/Shanghai", Languages: []string{"en"}}
	_, s, err := d.SetUp(t.Context(),
		desk.Setup{Desk: "Service desk", Organisation: org, Login: "admin", Name: "Administrator",
			Password: "four plain words here"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
