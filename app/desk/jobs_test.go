package desk_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
)

// attended is a session that attends to its desk, with a beat that the test gives.
type attended struct {
	beat   chan time.Time
	grew   chan int64
	failed chan error
	ended  chan error
	leave  context.CancelFunc
}

func attend(t *testing.T, s *desk.Session, jobs ...desk.Job) *attended {
	ctx, leave := context.WithCancel(t.Context())
	a := &attended{make(chan time.Time), make(chan int64, 9), make(chan error, 9), make(chan error, 1), leave}
	go func() {
		a.ended <- s.Attend(ctx, a.beat, jobs,
			desk.Attendance{Grew: func(n int64) { a.grew <- n }, Failed: func(err error) { a.failed <- err }})
	}()
	return a
}

// next is what comes within a generous time.
func next[T any](t *testing.T, what string, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(time.Minute):
		t.Fatalf("%s never came", what)
		panic("unreachable")
	}
}

func TestAJobIsDoneAfterSignInAndWheneverItIsDue(t *testing.T) {
	d := desktest.New(t, "sqlite")
	done := make(chan string, 9)
	job := func(name string, every time.Duration, needs model.Action) desk.Job {
		return desk.Job{Name: name, Every: every, Needs: needs, Do: func(context.Context, *desk.Session) error {
			done <- name
			return nil
		}}
	}
	broken := desk.Job{Name: "broken", Every: time.Hour, Needs: model.ActSignIn,
		Do: func(context.Context, *desk.Session) error { return errors.New("no") }}
	auditor := d.Add(t, "lin", model.RoleAuditor)
	a := attend(t, auditor, broken, job("hourly", time.Hour, model.ActSignIn),
		job("not theirs", time.Hour, model.ActCollect), job("once", 0, model.ActSignIn))
	round := func() (names []string) {
		next(t, "the failure", a.failed)
		for range 2 {
			names = append(names, next(t, "a job", done))
		}
		return names
	}
	if got := round(); !slices.Equal(got, []string{"hourly", "once"}) {
		t.Errorf("after sign-in: %v", got)
	}
	d.Clock.Step(59 * time.Minute)
	a.beat <- time.Now()
	a.beat <- time.Now() // the first of them was looked at
	d.Clock.Step(time.Minute)
	a.beat <- time.Now()
	if err := next(t, "the failure", a.failed); err == nil || err.Error() != "broken: no" {
		t.Errorf("a job that fails: %v", err)
	}
	if got := next(t, "the hourly job", done); got != "hourly" {
		t.Errorf("after an hour: %s", got)
	}
	a.leave()
	if err := next(t, "the end", a.ended); err != nil {
		t.Errorf("leaving: %v", err)
	}
	select {
	case name := <-done:
		t.Errorf("%s was done once more", name)
	default:
	}
}

func TestWhoAttendsHearsOfChangesAndOfTheirOwnEnd(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	began := make(chan struct{})
	a := attend(t, fang,
		desk.Job{Name: "long", Needs: model.ActSignIn, Do: func(ctx context.Context, _ *desk.Session) error {
			close(began)
			<-ctx.Done()
			return ctx.Err()
		}})
	first := next(t, "the size of the log", a.grew)
	next(t, "the job", began)
	d.Request(t, jing)
	a.beat <- time.Now()
	if second := next(t, "the growth", a.grew); second <= first {
		t.Errorf("%d entries after %d", second, first)
	}
	if err := d.Admin.DisableStaff(ctx, fang.Staff().ID); err != nil {
		t.Fatal(err)
	}
	a.beat <- time.Now()
	if err := next(t, "the end", a.ended); !errors.Is(err, desk.ErrDisabled) {
		t.Errorf("a disabled member: %v", err)
	}
	if len(a.failed) > 0 {
		t.Errorf("a job that was cut short failed: %v", <-a.failed)
	}
}
