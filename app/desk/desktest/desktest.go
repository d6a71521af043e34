// Package desktest makes throw-away desks with staff and requests for the tests of every area.
package desktest

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
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

	address string
}

// Organisation are the facts of a test desk's organisation; none is missing.
func Organisation() model.Organisation {
	return model.Organisation{
		Name: model.Text{"en": "Orangelab", "zh-Hans": "橙子实验室"}, Contact: "support@orangelab.cn",
		Address: model.Text{"en": "12 Garden Road", "zh-Hans": "花园路 12 号"},
		Court:   model.Text{"en": "Haidian District People's Court, Beijing", "zh-Hans": "北京市海淀区人民法院"},
		Routes: []model.Route{{Authority: model.Text{"en": "Cyberspace administration", "zh-Hans": "网信部门"},
			How: "12377"}}, ReviewDays: 15,
		Statement: model.Text{"en": "User privacy statement, version of 1 March 2026",
			"zh-Hans": "《用户隐私声明》（2026 年 3 月 1 日版）"},
		Automated: model.Text{"en": "No decision about you is made by a program alone.",
			"zh-Hans": "我们不通过自动化决策作出对您有重大影响的决定。"},
		Abroad: model.Text{"en": "None of your data is sent abroad.", "zh-Hans": "您的个人信息未向境外提供。"},
		Register: `- category: user.contact
  title: {en: Contact and addresses, zh-Hans: 联系方式与地址}
  purpose: {en: To deliver what you order, zh-Hans: 配送订单}
  recipients: [{en: Carriers, zh-Hans: 承运商}]
  retention: {en: Until you cancel your account, zh-Hans: 至账号注销}
  origin: {en: Given by you, zh-Hans: 由您提供}
`,
		Zone: "Asia/Shanghai", Languages: slices.Clone(model.Languages),
	}
}

// New sets up a desk of an engine on Monday 23 November 2026, 10:00 in Shanghai.
func New(tb testing.TB, engine string) *Desk {
	tb.Helper()
	return NewAt(tb, storetest.Migrated(tb, engine))
}

// NewAt is New at an address.
func NewAt(tb testing.TB, address string) *Desk {
	tb.Helper()
	ctx := context.Background()
	clock, state := &Clock{now: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)}, tb.TempDir()
	d := open(tb, address, desk.Options{Now: clock.Now, StateDir: state})
	recovery, admin, err := d.SetUp(ctx,
		desk.Setup{Desk: "Service desk", Organisation: Organisation(), Login: "admin", Name: "Administrator",
			Password: Password})
	if err != nil {
		tb.Fatal(err)
	}
	return &Desk{d, clock, admin, recovery, state, address}
}

func open(tb testing.TB, address string, o desk.Options) *desk.Desk {
	tb.Helper()
	d, err := desk.Open(context.Background(), address, o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := d.Close(); err != nil {
			tb.Error(err)
		}
	})
	return d
}

// OpenAt opens a desk at an address, such as that of another login on its server.
func OpenAt(tb testing.TB, address string, now func() time.Time) *desk.Desk {
	tb.Helper()
	return open(tb, address, desk.Options{Now: now, StateDir: tb.TempDir()})
}

// Another is the same desk at another desktop, where nobody has signed in.
func (d *Desk) Another(tb testing.TB) *Desk {
	tb.Helper()
	other := *d
	other.Admin, other.StateDir = nil, tb.TempDir()
	other.Desk = open(tb, d.address, desk.Options{Now: d.Clock.Now, StateDir: other.StateDir})
	return &other
}

// firstPassword is what an administrator gives to whoever is added.
const firstPassword = "given for the first day"

// Add adds a member of staff, who signs in and chooses the Password.
func (d *Desk) Add(tb testing.TB, login string, role model.Role) *desk.Session {
	tb.Helper()
	if err := d.Admin.AddStaff(context.Background(), login, login, role, firstPassword); err != nil {
		tb.Fatal(err)
	}
	s, err := d.SignIn(context.Background(), login, firstPassword)
	if err == nil {
		err = s.ChangePassword(context.Background(), firstPassword, Password)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return s
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
func Submission() record.Submission {
	return record.Submission{Kind: model.Export, Channel: model.ByPhone, Requester: model.Self,
		Subject: model.Subject{Name: "王小明", Email: "wang.ming@163.com", Phone: "138 1234 1234", Account: "WM2019",
			IDNumber: "11010519491231002X"},
		Body: "我想要一份我的个人信息副本"}
}

// Request takes the Submission in and hands it to who took it.
func (d *Desk) Request(tb testing.TB, s *desk.Session) model.Request {
	tb.Helper()
	return d.Take(tb, s, Submission())
}

// Take takes a submission in and hands the request to who took it.
func (d *Desk) Take(tb testing.TB, s *desk.Session, sub record.Submission) model.Request {
	tb.Helper()
	r, err := intake.Take(context.Background(), s, sub)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// Seen is a request as a session sees it right now, which is what the next action of a test is done to.
func Seen(tb testing.TB, s *desk.Session, request int64) model.Revision {
	tb.Helper()
	r, err := s.Request(context.Background(), request)
	if err != nil {
		tb.Fatal(err)
	}
	return r.Revision()
}
