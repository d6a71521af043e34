package shell

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// sweepEvery is how often what falls due by itself is looked for: duties to keep that have ended, work whose desktop died.
const sweepEvery = 30 * time.Minute

// watch looks every two seconds whether the audit log grew: then somebody changed the desk, here or elsewhere.
func (m *mainView) watch() {
	m.ticker, m.quit = time.NewTicker(2*time.Second), make(chan struct{})
	ticker, quit, session := m.ticker, m.quit, m.frame.Session
	go func() {
		swept := time.Now() // after sign-in it is done at once
		for {
			select {
			case <-quit:
				return
			case <-ticker.C:
			}
			if time.Since(swept) > sweepEvery {
				swept = time.Now()
				go sweep(session)
			}
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			var head store.Head
			err := session.Read(ctx, model.ActSignIn, func(v *store.View) (err error) {
				head, err = v.Head()
				return err
			})
			cancel()
			if errors.Is(err, desk.ErrDisabled) {
				fyne.Do(func() { m.turnOut(session, err) })
				return
			}
			if errors.Is(err, desk.ErrLocked) { // their keys were replaced, as by a new password given elsewhere
				fyne.Do(func() {
					if m.frame.Session == session && m.quit == quit {
						m.app.lock()
					}
				})
				return
			}
			if err != nil {
				continue
			}
			fyne.Do(func() {
				if m.frame.Session != session || m.quit != quit || head.Size == m.size {
					return
				}
				grown := m.size != 0
				m.size = head.Size
				m.showLog()
				if grown && time.Since(m.checked) > recheckEvery {
					m.checkLog()
				}
				if grown {
					m.refresh(true)
					m.detail.Follow()
				}
			})
		}
	}()
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
		m.foot.SetText(frame.L("Audit log intact, {{.A}}", n))
	case logBroken:
		m.shield.Set("warn", part.ColorRed)
		m.foot.Set(frame.L("Audit log does not match"), part.ColorRed, true)
	default:
		m.shield.Set("shieldc", part.ColorText3)
		m.foot.SetText(frame.L("{{.A}} entries logged", n))
	}
}

// turnOut closes the window of somebody whose account was disabled while they were signed in.
func (m *mainView) turnOut(session *desk.Session, why error) {
	if m.frame.Session == session {
		m.app.signOut()
		m.frame.Fail(why)
	}
}
