package system

import (
	"context"
	"testing"
	"time"
)

func TestTheClockShowsThatTheComputerSlept(t *testing.T) {
	at, locked, went := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC), false, 0
	looks, seen := make(chan time.Time), make(chan struct{})
	ctx, end := context.WithCancel(t.Context())
	defer end()
	go look(ctx, looks, func() time.Time { return at },
		func() bool { defer func() { seen <- struct{}{} }(); return locked }, func() { went++ })
	looks <- at // it has read the clock that it begins with
	<-seen
	for _, step := range []struct {
		after  time.Duration
		locked bool
		want   int
		why    string
	}{
		{2 * time.Second, false, 0, "nothing happened"},
		{9 * time.Second, false, 0, "the computer was busy"},
		{-time.Hour, false, 0, "the clock was set back"},
		{3 * time.Minute, false, 1, "it slept"},
		{2 * time.Second, false, 1, "it is awake"},
		{2 * time.Second, true, 2, "the screen was locked"},
		{2 * time.Second, true, 2, "it is locked still"},
		{2 * time.Second, false, 2, "it was opened"},
		{2 * time.Second, true, 3, "it was locked again"},
	} {
		at, locked = at.Add(step.after), step.locked
		looks <- at
		<-seen
		looks <- at // the look before has ended, with what it called
		<-seen
		if went != step.want {
			t.Errorf("%s: away %d times, not %d", step.why, went, step.want)
		}
	}
}
