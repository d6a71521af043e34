package desk_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

// told is what a desktop hears that looks at its desk only when it is told to.
type told struct {
	grew chan int64
	away chan error
	open chan map[int64][]string
	beat chan time.Time
}

func listen(t *testing.T, s *desk.Session) *told {
	t.Helper()
	h := &told{make(chan int64, 99), make(chan error, 9), make(chan map[int64][]string, 99), make(chan time.Time)}
	ctx, leave := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- s.Attend(ctx, h.beat, nil, desk.Attendance{Grew: func(n int64) { h.grew <- n }, Failed: func(error) {},
			Away: func(err error) { h.away <- err }, Open: func(open map[int64][]string) { h.open <- open }})
	}()
	t.Cleanup(func() {
		leave()
		if err := <-ended; err != nil && !errors.Is(err, desk.ErrLocked) {
			t.Error(err)
		}
	})
	next(t, "the size of the log", h.grew)
	return h
}

// opens waits until colleagues have just these requests open.
func (h *told) opens(t *testing.T, want map[int64][]string) {
	t.Helper()
	for {
		if got := next(t, "what colleagues have open", h.open); maps.EqualFunc(got, want, slices.Equal[[]string]) {
			return
		}
	}
}

// beats looks at the desk at every tick until something comes.
func beats[T any](t *testing.T, h *told, what string, c <-chan T) T {
	t.Helper()
	for range 600 {
		select {
		case v := <-c:
			return v
		case h.beat <- time.Now():
			time.Sleep(20 * time.Millisecond)
		}
	}
	t.Fatalf("%s never came", what)
	panic("unreachable")
}

// Two desktops of a shared desk: no beat is given, so that whatever one hears the other has told.
func TestASharedDeskShowsAtOnceWhatAnotherDesktopDoes(t *testing.T) {
	d := desktest.New(t, "postgres")
	d.Add(t, "fang", model.RoleAgent)
	d.Add(t, "jing", model.RoleLead)
	here, there := d.Another(t), d.Another(t)
	fang, jing := here.SignInAs(t, "fang"), there.SignInAs(t, "jing")
	h := listen(t, fang)
	k := listen(t, jing)
	for range 20 { // until both listen: what was told before is missed
		jing.LooksAt([]int64{70})
		fang.LooksAt([]int64{70})
		if len(h.open) > 0 && len(k.open) > 0 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	h.opens(t, map[int64][]string{70: {jing.Staff().ID}})
	k.opens(t, map[int64][]string{70: {fang.Staff().ID}})
	for len(h.grew) > 0 {
		<-h.grew
	}
	began := time.Now()
	r := d.Request(t, jing)
	next(t, "the change", h.grew)
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("shown after %s", took)
	}
	jing.LooksAt([]int64{r.ID, 70})
	h.opens(t, map[int64][]string{70: {jing.Staff().ID}, r.ID: {jing.Staff().ID}})
	if err := jing.Lock(ctx); err != nil {
		t.Fatal(err)
	}
	// what the lock changed was told to their own desktop too, which found the session at its end
	h.opens(t, map[int64][]string{})
}

func TestADeskGoesOnByItselfOnceItsServerIsBack(t *testing.T) {
	server := storetest.NewServer(t, "-c fsync=off")
	d := desktest.NewAt(t, server.Address())
	fang := d.Add(t, "fang", model.RoleAgent)
	h := listen(t, fang)
	server.Kill(t)
	if err := beats(t, h, "that it is away", h.away); !errors.Is(err, desk.ErrAway) {
		t.Errorf("away: %v", err)
	}
	err := fang.Disclose(ctx, model.ActReveal, model.Revision{Request: 1}, func(*desk.Change) error { return nil })
	if !errors.Is(err, desk.ErrAway) {
		t.Errorf("a change meanwhile: %v", err)
	}
	server.Start(t)
	if err := beats(t, h, "that it is back", h.away); err != nil {
		t.Errorf("back: %v", err)
	}
	next(t, "the desk anew", h.grew)
	d.Request(t, fang)
	next(t, "what is changed afterwards, told by the server", h.grew)
	if v, err := d.VerifyLog(ctx); err != nil || len(v.Problems) > 0 {
		t.Errorf("log: %+v, %v", v, err)
	}
}
