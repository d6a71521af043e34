// Package worktest gives the tests of the screens an open request to work on.
package worktest

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/work"
)

// New returns the work of a lead, signed in at a new desk, on a request without anything yet.
func New(t testing.TB) work.Work {
	t.Helper()
	test.NewTempApp(t)
	d := desktest.New(t, "sqlite")
	f := &frame.Frame{Session: d.Add(t, "fang", model.RoleLead)}
	return work.Work{Frame: f, Done: func() {}, ShowFindings: func() {}, ShowPlan: func() {}}
}
