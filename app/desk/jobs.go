package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/model"
)

// Job is work that the desk does by itself while somebody who may do it is signed in: once after they signed in, then
// again and again.
type Job struct {
	Name  string
	Every time.Duration // 0: only after signing in
	Needs model.Action  // who may not do this leaves the job to others
	Do    func(context.Context, *Session) error
}

// Jobs are those of every desk; an area of app adds its own.
var Jobs = []Job{
	{"make the tallies of requests", 30 * time.Minute, model.ActMakeTallies,
		func(ctx context.Context, s *Session) error { return s.MakeTallies(ctx) }},
	{"count due dates again", 30 * time.Minute, model.ActRecount, func(ctx context.Context, s *Session) error {
		_, err := s.Recount(ctx, nil)
		return err
	}},
	{"read the names for search", 0, model.ActReadRequest, func(ctx context.Context, s *Session) error {
		return s.LoadNames(ctx)
	}},
}

// jobLimit is how long a job may take; it goes on where it stopped the next time.
const jobLimit = 10 * time.Minute

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
			if again := job.Every > 0 && now.Sub(last[i]) >= job.Every; !last[i].IsZero() && !again ||
				!s.staff.Role.May(job.Needs) {
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
