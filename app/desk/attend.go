package desk

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/app/desk/presence"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/news"
)

// beatLimit is how long a look at the desk may take.
const beatLimit = 5 * time.Second

// gathered is how long it is waited after a colleague's news: what comes together is shown in one look.
const gathered = 150 * time.Millisecond

// Attendance is what somebody hears while they are signed in. Its functions are called from the goroutines of Attend.
type Attendance struct {
	// Grew says how many entries the audit log has, the first time and whenever somebody changed the desk, here or
	// elsewhere.
	Grew func(entries int64)
	// Failed names a job that failed, and why. It is tried again when it is due the next time.
	Failed func(error)
	// Away says that the server of a shared desk does not answer, and nil that it does again. It may be nil.
	Away func(error)
	// Open says which requests colleagues have open now, by the IDs of staff, whenever that changed. It may be nil.
	Open func(map[int64][]string)
}

// Attend does the jobs that are due and looks at the desk at every beat, and at once when another desktop tells that it
// changed something, until ctx ends (nil) or the session does: ErrDisabled or ErrLocked. A job of the session that ends
// is cut short.
func (s *Session) Attend(ctx context.Context, beat <-chan time.Time, jobs []Job, a Attendance) error {
	if err := s.Allow(ctx, model.ActSignIn); err != nil && !errors.Is(err, ErrAway) {
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
	defer s.fallSilent()
	defer end()
	go s.listen(ctx)
	seen, away, open := int64(-1), false, map[int64][]string{}
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
		case err != nil:
			if gone := errors.Is(err, ErrAway) || s.desk.store.Postgres() &&
				errors.Is(err, context.DeadlineExceeded); gone && !away && a.Away != nil {
				away = true
				a.Away(ErrAway)
			}
		default:
			if away {
				away, seen = false, -1 // what was changed meanwhile is shown, and what could not be read is read again
				a.Away(nil)
			}
			if head.Size != seen {
				seen = head.Size
				if err := s.FollowRules(ctx); err != nil && ctx.Err() == nil {
					a.Failed(fmt.Errorf("read the rules: %w", err))
				}
				a.Grew(seen)
			}
			s.sayOpen(ctx)
		}
		if now := s.board.Open(s.staff.ID, s.Now()); a.Open != nil &&
			!maps.EqualFunc(now, open, slices.Equal[[]string]) {
			open = now
			a.Open(now)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-beat:
		case <-s.board.News():
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(gathered):
			}
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

// LooksAt notes which requests are open at this desktop, so that colleagues at a shared desk see it.
func (s *Session) LooksAt(requests []int64) { s.board.Show(requests) }

// listen hears what other desktops of a shared desk tell.
func (s *Session) listen(ctx context.Context) {
	news.Listen(ctx, s.desk.store, func() {
		if err := news.Tell(ctx, s.desk.store, presence.Asked); err != nil {
			return // then they are heard when they say it again
		}
		s.board.Nudge()
	}, func(message string) {
		if message == news.Changed || s.board.Hear(message, s.Now()) {
			s.board.Nudge()
		}
	})
}

// sayOpen says to colleagues which requests are open here, where it is time to.
func (s *Session) sayOpen(ctx context.Context) {
	message := s.board.Say(s.staff.ID, s.Now())
	if message == "" {
		return
	}
	if err := news.Tell(ctx, s.desk.store, message); err != nil {
		s.board.Unsaid()
	}
}

// fallSilent says to colleagues that nothing is open here any more; where that fails, their desktops find it out by
// themselves.
func (s *Session) fallSilent() {
	ctx, end := context.WithTimeout(context.Background(), time.Second)
	defer end()
	if message := s.board.Silent(s.staff.ID); message != "" {
		_ = news.Tell(ctx, s.desk.store, message) // nothing waits for it
	}
}
