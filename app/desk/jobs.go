package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// Job is work that the desk does by itself while somebody who may do it is signed in: once after they signed in, then again
// and again.
type Job struct {
	Name  string
	Every time.Duration // 0: only after signing in
	Needs model.Action  // who may not do this leaves the job to others
	Do    func(context.Context, *Session) error
}

// Jobs are those of every desk; an area of app adds its own.
var Jobs = []Job{
	{"move the keys of requests", 30 * time.Minute, model.ActSignIn, func(ctx context.Context, s *Session) error { return s.MoveKeys(ctx) }},
	{"make the tallies of requests", 30 * time.Minute, model.ActMakeTallies, func(ctx context.Context, s *Session) error { return s.MakeTallies(ctx) }},
	{"count due dates again", 30 * time.Minute, model.ActRecount, func(ctx context.Context, s *Session) error { _, err := s.Recount(ctx, nil); return err }},
	{"read the names for search", 0, model.ActReadRequest, func(ctx context.Context, s *Session) error { return s.LoadNames(ctx) }},
}

// jobLimit is how long a job may take; it goes on where it stopped the next time.
const jobLimit = 10 * time.Minute

// beatLimit is how long a look at the desk may take.
const beatLimit = 5 * time.Second

// Attendance is what somebody hears while they are signed in. Its functions are called from the goroutines of Attend.
type Attendance struct {
	// Grew says how many entries the audit log has, the first time and whenever it grew: then somebody changed the desk, here
	// or elsewhere.
	Grew func(entries int64)
	// Failed names a job that failed, and why. It is tried again when it is due the next time.
	Failed func(error)
}

// Attend does the jobs that are due and looks at the desk at every beat, until ctx ends (nil) or the session does: ErrDisabled
// where the account was disabled, ErrLocked where its keys were replaced. A job of the session that ends is cut short.
func (s *Session) Attend(ctx context.Context, beat <-chan time.Time, jobs []Job, a Attendance) error {
	if err := s.Allow(ctx, model.ActSignIn); err != nil {
		return err
	}
	ctx, end := context.WithCancel(ctx)
	working := make(chan struct{})
	due := make(chan time.Time, 1)
	go func() {
		defer close(working)
		s.work(ctx, due, jobs, a)
	}()
	defer func() { <-working }()
	defer end()
	seen := int64(-1)
	for {
		select {
		case due <- s.Now():
		default: // the jobs of an earlier beat are still being done
		}
		head, err := s.head(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, ErrDisabled), errors.Is(err, ErrLocked):
			return err
		case err == nil && head.Size != seen:
			seen = head.Size
			if err := s.FollowRules(ctx); err != nil && ctx.Err() == nil {
				a.Failed(fmt.Errorf("read the rules: %w", err))
			}
			a.Grew(seen)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-beat:
		}
	}
}

// head reads how long the audit log is.
func (s *Session) head(ctx context.Context) (head model.Head, err error) {
	ctx, end := context.WithTimeout(ctx, beatLimit)
	defer end()
	err = s.Read(ctx, model.ActSignIn, func(v *store.View) (err error) {
		head, err = v.Head()
		return err
	})
	return head, err
}

// work does each job when it is due, one after the other.
func (s *Session) work(ctx context.Context, due <-chan time.Time, jobs []Job, a Attendance) {
	last := make([]time.Time, len(jobs))
	for {
		var now time.Time
		select {
		case <-ctx.Done():
			return
		case now = <-due:
		}
		for i, job := range jobs {
			if again := job.Every > 0 && now.Sub(last[i]) >= job.Every; !last[i].IsZero() && !again || !s.staff.Role.May(job.Needs) {
				continue
			}
			last[i] = now
			var lacking *gate.LackingError
			err := s.do(ctx, job)
			if errors.As(err, &lacking) {
				last[i] = time.Time{} // until it is recorded what they lack
				continue
			}
			if err != nil && ctx.Err() == nil && !errors.Is(err, ErrLocked) {
				a.Failed(fmt.Errorf("%s: %w", job.Name, err))
			}
		}
	}
}

func (s *Session) do(ctx context.Context, job Job) error {
	ctx, end := context.WithTimeout(ctx, jobLimit)
	defer end()
	return job.Do(ctx, s)
}
