//go:build e2e

package main

import (
	"context"
	"testing"

	"orangelab.cn/rightsdesk/app/incident"
	model "orangelab.cn/rightsdesk/model/incident"
)

// The open incident of the sample desk is the first thing in Next; from there its empty seat is filled.
func TestE2EAnIncidentIsFirstInNext(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.makeSample()
	standing := func() model.Standing {
		t.Helper()
		open, err := incident.ListOpen(context.Background(), s.watcher)
		if err != nil || len(open) == 0 || open[0].Drill {
			t.Fatalf("%d incidents are open, %v", len(open), err)
		}
		return open[0]
	}
	if len(standing().Empty) != 1 {
		t.Fatalf("%d seats are empty", len(standing().Empty))
	}
	jing := s.open("jing")
	s.picture("incident-next")
	jing.click(690, 114) // Open, on the first line of Next
	jing.settle()
	s.picture("incident")
	jing.click(1219, 174) // the next step: the empty seat
	jing.settle()
	jing.text("Zhao Ming")
	jing.key("ctrl+Return")
	s.until("the seat is filled", func() bool { return len(standing().Empty) == 0 })
	jing.settle()
	s.picture("incident-seated")
	jing.close()
}
