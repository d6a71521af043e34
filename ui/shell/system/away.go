package system

import (
	"context"
	"time"
)

const (
	lookEvery = 2 * time.Second
	// sleptFor is how much of the clock passes unseen only while the computer sleeps: a busy one misses a few looks at
	// the most.
	sleptFor = 30 * time.Second
)

// WhenAway calls away whenever nobody sits before the computer any more, until ctx ends: it goes to sleep or wakes from
// it, or its screen is locked. Linux says both over D-Bus. Windows is asked whether its screen is locked. Of macOS only
// sleep is known, and only after it.
func WhenAway(ctx context.Context, away func()) {
	hear(ctx, away)
	go func() {
		ticker := time.NewTicker(lookEvery)
		defer ticker.Stop()
		look(ctx, ticker.C, time.Now, screenLocked, away)
	}()
}

// look calls away when more of the clock passed between two looks than a computer misses that is awake, and when the
// screen became locked since the look before. The clock is read as it is set: the one that only runs forward stands
// still in sleep.
func look(ctx context.Context, looks <-chan time.Time, now func() time.Time, locked func() bool, away func()) {
	last, before := now().Round(0), false
	for {
		select {
		case <-ctx.Done():
			return
		case <-looks:
		}
		at, is := now().Round(0), locked()
		if at.Sub(last) > sleptFor || is && !before {
			away()
		}
		last, before = at, is
	}
}
