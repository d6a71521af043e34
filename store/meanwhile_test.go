package store_test

import (
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/doctor"
	"orangelab.cn/rightsdesk/store/storetest"
)

// Whoever looks through a desk, at every sign-in, in the window or by the doctor, sees one moment of it: what
// colleagues write meanwhile is no fault of log, tallies or counts.
func TestADeskThatIsLookedThroughWhileOthersWriteIsSound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		r := d.add(t, nil)
		stop, ended := make(chan struct{}), make(chan error, 2)
		for _, login := range []string{"fang", "jing"} {
			go func() {
				for n := 0; ; n++ {
					select {
					case <-stop:
						ended <- nil
						return
					default:
					}
					if err := d.does(login, r.ID, func(tx *store.Tx) error {
						_, err := casefile.AddComment(tx, r.ID, d.staff[login].ID, start, "a comment")
						return err
					}); err != nil {
						ended <- err
						return
					}
				}
			}()
		}
		sound := said(doctor.Examine(ctx, d.address))
		for range 25 {
			head, err := d.head()
			if err != nil {
				t.Fatal(err)
			}
			if v, err := d.VerifyLog(ctx, head.Note); err != nil || len(v.Problems) > 0 {
				t.Errorf("the log: %v %v", v.Problems, err)
			}
			if err := d.CheckHead(ctx, head.Note); err != nil {
				t.Errorf("its head: %v", err)
			}
			if now := said(doctor.ExamineOpen(ctx, d.Store, d.address)); now != sound {
				t.Errorf("the doctor: %s", now)
			}
		}
		close(stop)
		for range 2 {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
	})
}

func (d *staffed) head() (h model.Head, err error) {
	err = d.read(func(v *store.View) (err error) {
		h, err = v.Head()
		return err
	})
	return h, err
}
