package above

import (
	"testing"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/register"
	"orangelab.cn/rightsdesk/model"
)

// TestARegisterThatSomebodyAskedForStandsInNextOfWhoMayGiveIt: it stood in the menu of a filter, where nobody looks for
// work.
func TestARegisterThatSomebodyAskedForStandsInNextOfWhoMayGiveIt(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, jing, min := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead),
		d.Add(t, "min", model.RoleLead)
	list, err := desk.ListOf(desk.QueueAll, desk.Narrow{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := register.Ask(t.Context(), jing, list, "csv", "Audit"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		who   *desk.Session
		queue desk.Queue
		lines int
	}{{min, desk.QueueNext, 1}, {jing, desk.QueueNext, 0}, {fang, desk.QueueNext, 0}, {min, desk.QueueReceived, 0}} {
		a, err := Read(t.Context(), want.queue, "", want.who)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Next(want.who.Staff().Role, d.Now()); len(got) != want.lines {
			t.Errorf("above %s of %s stand %d lines, want %d", want.queue, want.who.Staff().Login, len(got), want.lines)
		}
	}
}
