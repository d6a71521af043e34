// Package desktest makes throw-away desks with staff and requests for the tests of every area.
package desktest

import (
	"context"
	"sync"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

// Password is everybody's password on a test desk.
const Password = "correct horse battery"

// Clock is a clock that a test moves.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is the clock's instant.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Step moves the clock on.
func (c *Clock) Step(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
}

// Desk is a test desk that was set up; Admin is signed in.
type Desk struct {
	*desk.Desk
	Clock    *Clock
	Admin    *desk.Session
	Recovery string
	StateDir string
}

// New sets up a desk of an engine on Monday 23 November 2026, 10:00 in Shanghai.
func New(tb testing.TB, engine string) *Desk {
	tb.Helper()
	ctx := context.Background()
	clock := &Clock{now: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)}
	state := tb.TempDir()
	d, err := desk.Open(ctx, storetest.Address(tb, engine), desk.Options{Now: clock.Now, StateDir: state})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := d.Close(); err != nil {
			tb.Error(err)
		}
	})
	recovery, admin, err := d.SetUp(ctx, desk.Setup{Desk: "Service desk", Organisation: "Orangelab", Login: "admin", Name: "Administrator", Password: Password})
	if err != nil {
		tb.Fatal(err)
	}
	return &Desk{d, clock, admin, recovery, state}
}

// Add adds a member of staff and signs them in.
func (d *Desk) Add(tb testing.TB, login string, role model.Role) *desk.Session {
	tb.Helper()
	if err := d.Admin.AddStaff(context.Background(), login, login, role, Password); err != nil {
		tb.Fatal(err)
	}
	return d.SignInAs(tb, login)
}

// SignInAs signs a member of staff in.
func (d *Desk) SignInAs(tb testing.TB, login string) *desk.Session {
	tb.Helper()
	s, err := d.SignIn(context.Background(), login, Password)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// Submission is a request for a copy by a person with every handle.
func Submission() intake.Submission {
	return intake.Submission{Kind: model.Export, Channel: model.ByPhone, Requester: model.Self,
		Subject: model.Subject{Name: "王小明", Email: "wang.ming@163.com", Phone: "138 1234 1234", Account: "WM2019", IDNumber: "11010519491231002X"},
		Body:    "我想要一份我的个人信息副本"}
}

// Request takes the Submission in and hands it to who took it.
func (d *Desk) Request(tb testing.TB, s *desk.Session) model.Request {
	tb.Helper()
	r, err := intake.Take(context.Background(), s, Submission())
	if err != nil {
		tb.Fatal(err)
	}
	return r
}
