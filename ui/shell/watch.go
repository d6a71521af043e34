package shell

import (
	"context"
	"errors"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/upkeep"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// beat is how often the desk is looked at: what one desktop changes, the others show within two seconds.
const beat = 2 * time.Second

// savedEvery is how often the foot looks whether something typed waits to be saved.
const savedEvery = time.Second

// watch attends to the desk while the screen shows: what others change is shown, what falls due by itself is done.
func (m *mainView) watch() {
	ctx, leave := context.WithCancel(context.Background())
	ticker, session := time.NewTicker(beat), m.frame.Session
	m.unwatch = leave
	here := func(do func()) {
		fyne.Do(func() {
			if ctx.Err() == nil && m.frame.Session == session {
				do()
			}
		})
	}
	go func() {
		look := time.NewTicker(savedEvery)
		defer look.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-look.C:
				here(m.showSaved)
			}
		}
	}()
	go func() {
		defer ticker.Stop()
		remind := desk.Job{Name: "remind of what is due", Every: remindEvery, Needs: model.ActClaim,
			Do: func(ctx context.Context, s *desk.Session) error {
				due, err := s.Pressing(ctx)
				if err == nil {
					here(func() { m.remind(due) })
				}
				return err
			}}
		drill := desk.Job{Name: "remind of the drill", Every: time.Minute, Needs: model.ActTryPrint,
			Do: func(ctx context.Context, s *desk.Session) error {
				r, err := upkeep.ReadRecovery(ctx, s)
				if err == nil {
					here(func() { m.showDrill(r) })
				}
				return err
			}}
		back := desk.Job{Name: "back up the desk", Every: 10 * time.Minute, Needs: model.ActBackUp,
			Do: func(ctx context.Context, s *desk.Session) error {
				b, err := upkeep.BackUpWhenDue(ctx, s)
				here(func() { m.showBackups(b) })
				return err
			}}
		err := session.Attend(ctx, ticker.C, slices.Concat([]desk.Job{drill}, fulfil.Jobs, []desk.Job{remind, back}),
			desk.Attendance{
				Grew:   func(entries int64) { here(func() { m.grew(entries) }) },
				Failed: func(err error) { fyne.LogError("a job of the desk", err) },
				Away:   func(err error) { here(func() { m.showAway(err != nil) }) },
				Open:   func(open map[int64][]string) { here(func() { m.showOpen(open) }) },
			})
		switch {
		case errors.Is(err, desk.ErrDisabled):
			here(func() { m.turnOut(session, err) })
		case errors.Is(err, desk.ErrLocked): // their keys were replaced, as by a new password given elsewhere
			here(m.app.lock)
		}
	}()
}

// remindEvery is how often it is looked for what is due; who was reminded hears nothing more before there is more of
// it.
const remindEvery = 10 * time.Minute

// remind tells on the desktop that something is due, in words that are always the same: what stands on a desktop may be
// seen by anybody.
func (m *mainView) remind(due desk.Pressing) {
	before := m.pressing
	m.pressing = due
	m.app.badge.Show(due.Late + due.Today)
	if due.Late > before.Late || due.Late+due.Today > before.Late+before.Today {
		m.app.fyne.SendNotification(fyne.NewNotification("Rightsdesk",
			frame.L("Requests that you hold are due today or late.")))
	}
}

// grew shows that somebody changed the desk, here or elsewhere.
func (m *mainView) grew(entries int64) {
	first := m.size == 0
	m.size = entries
	m.showLog()
	if first {
		m.readNames(nil) // who was added since they were read at the sign-in changed the log before it was looked at
		return
	}
	if time.Since(m.checked) > recheckEvery {
		m.checkLog()
	}
	m.readNames(func() {
		m.refresh(true)
		m.detail.Follow()
		for _, view := range m.views {
			view.Follow()
		}
	})
}

// readNames reads the names of staff anew, somebody may have been added meanwhile, and shows then what changed.
func (m *mainView) readNames(show func()) {
	session := m.frame.Session
	var names map[string]string
	m.frame.Follow(func(ctx context.Context) (err error) {
		names, err = m.frame.LoadStaff(ctx)
		return err
	}, func(err error) {
		if m.frame.Session != session {
			return
		}
		if err == nil {
			m.frame.SetStaff(names)
		}
		if show != nil {
			show()
		}
	})
}

// logState is what is known of the audit log.
type logState uint8

const (
	logUnchecked logState = iota
	logIntact
	logBroken
)

// recheckEvery is how soon the audit log is checked again once it has grown.
const recheckEvery = 10 * time.Minute

// checkLog checks the whole audit log in the background: after sign-in, and again when it has grown.
func (m *mainView) checkLog() {
	d := m.app.desk
	m.checked = time.Now()
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
		defer cancel()
		verdict, err := d.VerifyLog(ctx)
		if err != nil {
			fyne.LogError("check the audit log", err)
			return
		}
		fyne.Do(func() {
			m.log = logIntact
			if len(verdict.Problems) > 0 {
				m.log = logBroken
			}
			m.showLog()
		})
	}()
}

// showLog says at the foot of the rail how long the audit log is and whether it was found whole.
func (m *mainView) showLog() {
	if m.size == 0 {
		return
	}
	n := frame.Thousands(m.size)
	switch m.log {
	case logIntact:
		m.shield.Set("shieldc", part.ColorGreen)
		m.foot.Set(frame.L("Audit log intact, {{.A}}", n), part.ColorText3, false)
	case logBroken:
		m.shield.Set("warn", part.ColorRed)
		m.foot.Set(frame.L("Audit log does not match"), part.ColorRed, true)
	default:
		m.shield.Set("shieldc", part.ColorText3)
		m.foot.Set(frame.L("{{.A}} entries logged", n), part.ColorText3, false)
	}
}

// turnOut closes the window of somebody whose account was disabled while they were signed in.
func (m *mainView) turnOut(session *desk.Session, why error) {
	if m.frame.Session == session {
		m.app.signOut()
		m.frame.Fail(why)
	}
}
