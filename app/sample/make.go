package sample

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/upkeep"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/store"
)

// Password is everybody's password on the sample desk.
const Password = "sample desk 2026"

// firstPassword is what the administrator gave each of them; the sample begins after they chose another.
const firstPassword = "given for the first day"

// Staff are the members of staff of the sample desk; the first keeps the desk.
var Staff = []struct {
	Login string
	Name  model.Text
	Role  model.Role
}{
	{"admin", both("Administrator", "管理员"), model.RoleAdmin},
	{"fang", both("王芳", "王芳"), model.RoleAgent},
	{"lei", both("陈磊", "陈磊"), model.RoleAgent},
	{"jing", both("李静", "李静"), model.RoleLead},
	{"min", both("周敏", "周敏"), model.RoleLead},
	{"audit", both("Auditor", "审计"), model.RoleAuditor},
}

// sourcesFolder is where the sources of the sample desk lie.
const sourcesFolder = "sources"

// marker is the file that marks the folder of a sample desk, and tells whoever finds it what it is.
const marker = "SAMPLE.txt"

// In reports whether the desk in a folder is one that Make made; its passwords are no secret.
func In(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, marker))
	return err == nil
}

// ErrNotEmpty says that there is a desk in the folder already.
var ErrNotEmpty = errors.New("there is a desk in this folder already: name another folder")

// ErrEarly says that the clock stands before the sample's own records could be history.
var ErrEarly = errors.New("the sample desk cannot be made for a day so early: check the clock")

// making is the folder, inside that of the sample desk, in which the desk lies until it is whole.
const making = "making"

// Options say how a sample desk is made.
type Options struct {
	// Requests is how many the desk has; 0: as many as the courses tell, about two hundred.
	Requests int
	// Language is the one that its staff write in: model.Languages; empty for English.
	Language string
	// Progress is told how many are there, now and then; it may be nil.
	Progress func(done, all int)
}

// Make makes the sample desk in a folder: the sources under sources/, the desk itself beside them, and about two
// hundred requests that came in during the 60 days before now, each taken as far as staff would have taken it; where
// another number is asked for, others came in during two years, see filler. It writes nowhere else but to a temporary
// folder. A desk that is already there is left alone: ErrNotEmpty. Where it is interrupted no desk is there, and what
// it had made is taken away, at the latest when it is called again.
func Make(ctx context.Context, dir string, now time.Time, o Options) (err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return fmt.Errorf("folder of the sample desk: %w", err)
	}
	if now.Add(-days*24*time.Hour - model.RecentChange).Before(until) {
		return fmt.Errorf("%w; the shop's records end on %s", ErrEarly, until.Format(time.DateOnly))
	}
	_, err = os.Stat(dir)
	folderMade := errors.Is(err, fs.ErrNotExist)
	if err := clearHalf(dir); err != nil {
		return err
	}
	for _, name := range []string{store.File, sourcesFolder} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return fmt.Errorf("%s: %w", dir, ErrNotEmpty)
		}
	}
	half := filepath.Join(dir, making)
	if err := private.Folder(half); err != nil {
		return fmt.Errorf("folder of the sample desk: %w", err)
	}
	defer func() {
		if err == nil {
			return
		}
		err = errors.Join(err, clearHalf(dir))
		if folderMade {
			err = errors.Join(err, os.Remove(dir))
		}
	}()
	if err := LoadShop(ctx, filepath.Join(dir, sourcesFolder)); err != nil {
		return err
	}
	if err := tell(ctx, half, filepath.Join(dir, sourcesFolder), now, o); err != nil {
		return err
	}
	about := "A sample desk with people who do not exist. Everybody's password is \"" + Password + "\".\n"
	if err := private.Write(filepath.Join(dir, marker), []byte(about)); err != nil {
		return fmt.Errorf("mark the sample desk: %w", err)
	}
	if err := os.Rename(filepath.Join(half, store.File), filepath.Join(dir, store.File)); err != nil {
		return fmt.Errorf("put the sample desk in its place: %w", err)
	}
	return private.RemoveAll(half)
}

// clearHalf takes away what an interrupted Make left in a folder, if one did: its own folder tells that the rest is not
// whole.
func clearHalf(dir string) error {
	half := filepath.Join(dir, making)
	if _, err := os.Stat(half); err != nil {
		return nil // nothing was left
	}
	if _, err := os.Stat(filepath.Join(dir, store.File)); err == nil { // the desk was put in its place: it is whole
		return private.RemoveAll(half)
	}
	return errors.Join(private.RemoveAll(filepath.Join(dir, sourcesFolder)), private.Remove(filepath.Join(dir, marker)),
		private.RemoveAll(half))
}

// tell makes the desk itself, in a folder of its own, by telling the courses of its requests.
func tell(ctx context.Context, dir, sources string, now time.Time, o Options) (err error) {
	tmp, err := os.MkdirTemp("", "rightsdesk-sample-")
	if err != nil {
		return fmt.Errorf("temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, private.RemoveAll(tmp)) }()
	// The heads of the audit log that this computer would remember belong to whoever opens the desk later.
	c := &clock{now: now.Add(-days * 24 * time.Hour), last: now}
	if o.Requests > 0 {
		c.now = fillFrom(now).Add(-24 * time.Hour)
	}
	d, err := desk.Open(ctx, dir, desk.Options{Now: c.Now, StateDir: filepath.Join(tmp, "state")})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	list := castCourses(now, d.Rules().Location())
	st := &stage{clock: c, tmp: tmp, lang: o.Language, staff: map[string]*desk.Session{},
		meanwhile: func(context.Context, time.Time) error { return nil }}
	if err := st.setUp(ctx, d, sources); err != nil {
		return err
	}
	if err := st.publishedStatement(ctx); err != nil {
		return err
	}
	if err := st.pastIncidents(ctx); err != nil {
		return err
	}
	if err := st.perform(ctx, d, list, now, o); err != nil {
		return err
	}
	c.set(now)
	if err := upkeep.TryRecovery(ctx, st.staff[Staff[0].Login], st.recovery); err != nil {
		return err
	}
	if err := st.draftedStatement(ctx); err != nil {
		return err
	}
	if err := st.openIncident(ctx); err != nil {
		return err
	}
	if err := st.notices(ctx, now, d.Rules().Location()); err != nil {
		return err
	}
	if err := st.compliance(ctx); err != nil {
		return err
	}
	for _, member := range Staff {
		if s := st.staff[member.Login]; s != nil {
			if err := s.Lock(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// perform plays the courses, and lets others come in between where the desk is to have more requests.
func (st *stage) perform(ctx context.Context, d *desk.Desk, list []*course, now time.Time, o Options) error {
	if o.Requests == 0 {
		if o.Progress != nil {
			st.came = func(done int) { o.Progress(done, len(list)) }
		}
		return st.play(ctx, list)
	}
	list = list[:min(len(list), max(o.Requests-spawned, 0))]
	f := newFiller(st, d.Rules(), o.Requests-spawned-len(list), now, o.Progress)
	st.meanwhile = f.upTo
	if err := st.play(ctx, list); err != nil {
		return err
	}
	return f.finish(ctx, o.Requests)
}

// days is how long before now the desk began.
const days = 61

// stage is where the courses of the requests take place.
type stage struct {
	clock *clock
	// recovery is the recovery key, which nobody keeps: the sample desk is made anew instead.
	recovery string
	tmp      string
	lang     string // its staff write in
	staff    map[string]*desk.Session
	found    int       // complaints that were looked into
	came     func(int) // told how many requests came in so far; nil where nobody waits for it
	// meanwhile lets happen what lies between the courses, up to an instant.
	meanwhile func(context.Context, time.Time) error
}

// setUp sets the desk up with its staff and its data map.
func (st *stage) setUp(ctx context.Context, d *desk.Desk, sources string) error {
	keeper := Staff[0]
	recovery, admin, err := d.SetUp(ctx,
		desk.Setup{Desk: st.say("Service desk", "个人信息服务台"), Organisation: Organisation(), BusinessID: "ORANGELAB",
			Login: keeper.Login, Name: keeper.Name.In(st.lang), Password: Password})
	if err != nil {
		return err
	}
	st.staff[keeper.Login], st.recovery = admin, recovery
	for _, member := range Staff[1:] {
		if err := admin.AddStaff(ctx, member.Login, member.Name.In(st.lang), member.Role, firstPassword); err != nil {
			return fmt.Errorf("staff %s: %w", member.Login, err)
		}
		session, err := d.SignIn(ctx, member.Login, firstPassword)
		if err == nil {
			err = session.ChangePassword(ctx, firstPassword, Password)
		}
		if err != nil {
			return fmt.Errorf("staff %s: %w", member.Login, err)
		}
		if member.Role != model.RoleAuditor { // who looks in later
			st.staff[member.Login] = session
		}
	}
	names := map[string]string{"shop": st.say("Shop", "商城"), "usage": st.say("Usage records", "使用记录"),
		"support": st.say("Customer service", "客服")}
	for _, key := range Sources {
		text, err := Dataset(key)
		if err != nil {
			return err
		}
		if err := datamap.Save(ctx, admin, model.Source{Key: key, Name: names[key],
			Owner: st.say("IT department", "信息技术部"), Dataset: text,
			Address:      "sqlite:" + filepath.Join(sources, key+".sqlite"),
			WriteAddress: "sqlite:" + filepath.Join(sources, key+".sqlite")}); err != nil {
			return fmt.Errorf("source %s: %w", key, err)
		}
	}
	text, err := Dataset("archive")
	if err != nil {
		return err
	}
	return datamap.Save(ctx, admin,
		model.Source{Key: "archive", Name: st.say("Paper archive", "纸质档案"),
			Owner: st.say("Archive, Mrs He", "档案室 何阿姨"), Days: 5, Dataset: text})
}

// clock is moved by the courses and never past last.
type clock struct {
	mu        sync.Mutex
	now, last time.Time
}

// Now is the clock's instant.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// set moves the clock on to an instant; it never runs backwards.
func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at.After(c.last) {
		at = c.last
	}
	if at.After(c.now) {
		c.now = at
	}
}

func (c *clock) step(by time.Duration) { c.set(c.Now().Add(by)) }
