package shell

import (
	"context"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/model/mapreview"
	"orangelab.cn/rightsdesk/ui/frame"
)

// readCoverage shows beside the data map how much of it is settled, until it is whole. It is read at each step from
// place to place, and not with every change of the desk: a map of many tables takes its time.
func (m *mainView) readCoverage() {
	i := m.placeOf("db")
	if i < 0 {
		return
	}
	session := m.frame.Session
	var by map[string]mapreview.Coverage
	m.frame.Follow(func(ctx context.Context) (err error) {
		by, err = datamap.Coverages(ctx, session)
		return err
	}, func(err error) {
		if err != nil || m.frame.Session != session {
			return
		}
		m.covered = ""
		if all := mapreview.Total(by); !all.Whole() {
			m.covered = frame.L("{{.A}} %", all.Percent())
		}
		m.rail.Rows()[i].SetCount(m.covered, false)
	})
}
