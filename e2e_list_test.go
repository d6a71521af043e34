//go:build e2e

package main

import (
	"context"
	"testing"

	"orangelab.cn/rightsdesk/model"
)

// Real keys and mouse: two requests of a list are acknowledged at once, and the list is kept under a name.
func TestE2EOneThingIsDoneToManyAndAListIsKept(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.makeSample()
	jing := s.open("jing")
	jing.click(100, 110) // what is received
	jing.settle()
	jing.click(300, 140)
	jing.key("space", "Down", "space")
	jing.settle()
	s.picture("marked")
	jing.click(580, 880) // do to each
	jing.settle()
	jing.key("Down", "Down", "Return")
	jing.settle()
	s.picture("bulk")
	jing.key("ctrl+Return")
	s.until("two are acknowledged", func() bool { return s.latest(model.ActLetter) == 2 })
	jing.settle()
	s.picture("results")
	jing.key("Escape")
	jing.settle()

	jing.click(697, 68) // the menu of the list
	jing.settle()
	jing.key("Down", "Down", "Return")
	jing.settle()
	jing.text("What came in")
	s.picture("view")
	jing.key("ctrl+Return")
	s.until("the view is kept", func() bool { return s.latest(model.ActSaveView) == 1 })
	jing.close()
}

// latest counts how many of the last entries of the log are of an action.
func (s *stage) latest(action model.Action) (n int) {
	s.t.Helper()
	log, err := s.watcher.Log(context.Background(), 0, 0, 8)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, e := range log {
		if e.Action == action {
			n++
		}
	}
	return n
}
