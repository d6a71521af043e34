package desk_test

import (
	"context"
	"testing"
	"time"

	"go.uber.org/goleak"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

// A desk that is open for months is signed in to and locked some thousand times: nothing may go on behind.
func TestNoGoroutineIsLeftBehindByADeskThatWasClosed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		address := storetest.Migrated(t, engine)
		before := goleak.IgnoreCurrent()
		for i := range 3 {
			d, err := desk.Open(ctx, address, desk.Options{StateDir: t.TempDir()})
			if err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				if _, _, err := d.SetUp(ctx,
					desk.Setup{Desk: "Service desk", Organisation: desktest.Organisation(), Login: "admin",
						Name: "Administrator", Password: desktest.Password}); err != nil {
					t.Fatal(err)
				}
			}
			s, err := d.SignIn(ctx, "admin", desktest.Password)
			if err != nil {
				t.Fatal(err)
			}
			attending, leave := context.WithCancel(ctx)
			ended := make(chan error)
			beat := make(chan time.Time, 1)
			beat <- time.Now()
			worked := make(chan struct{}, 1)
			job := desk.Job{Name: "a job", Every: time.Hour, Needs: model.ActSignIn,
				Do: func(context.Context, *desk.Session) error {
					worked <- struct{}{}
					return nil
				}}
			go func() {
				ended <- s.Attend(attending, beat, []desk.Job{job},
					desk.Attendance{Grew: func(int64) {}, Failed: func(err error) { t.Error(err) }})
			}()
			<-worked
			leave()
			<-ended
			if err := s.Lock(ctx); err != nil {
				t.Fatal(err)
			}
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
		}
		// GORM's cache of prepared statements keeps a goroutine for each time that a desk was opened, and has no way to
		// end it: a window opens one, or one for each desk that somebody goes to.
		ofGORM := goleak.IgnoreTopFunction("gorm.io/gorm/internal/lru.NewLRU[...].func1")
		if err := goleak.Find(before, ofGORM); err != nil { // it waits for what is about to end
			t.Error(err)
		}
	})
}
