package shell

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/sample"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// idleLock is how long nobody may touch the window before it locks.
const idleLock = 10 * time.Minute

// showSignIn asks for login and password. A wrong one keeps the login and the focus.
func (s *App) showSignIn(info model.DeskInfo) {
	s.main = nil
	login, password := part.NewEntry(""), part.NewPasswordField("")
	login.SetText(s.fyne.Preferences().String(prefLogin))
	login.Fleeting = true
	form := part.NewForm(part.NewField(frame.L("Login"), login).WithCheck(filled(login)),
		part.NewField(frame.L("Password"), password).WithCheck(filled(password)))
	var page *sheet
	do := func() {
		name, word := login.Text, password.Text
		page.next.Lock(frame.L("Signing in…"))
		var session *desk.Session
		s.frame.Try(func(ctx context.Context) (err error) {
			session, err = s.desk.SignIn(ctx, name, word)
			return err
		}, func(err error) {
			page.next.Unlock()
			s.signedIn(session, err, word, func() {
				s.fyne.Preferences().SetString(prefLogin, name)
			}, func(err error) { page.wrongPassword(password, err) })
		})
	}
	body := part.VBox(16, form)
	if sample.In(s.desk.Address()) {
		body = part.VBox(16, sampleLogins(func(name string) {
			login.SetText(name)
			password.SetText(sample.Password)
			page.goOn()
		}), form)
	}
	page = s.showSheet(&sheet{guide: "sign-in", title: info.Names[frame.Language()],
		below: frame.L("Service desk") + " · Rightsdesk", width: 400, body: body, form: form,
		links: []fyne.CanvasObject{part.NewLink(frame.L("Another desk…"), func() { s.showWelcome("") }),
			part.NewLink(frame.L("Password lost…"), s.askRecovery)},
		next: part.NewPrimary(frame.L("Sign in"), "Enter", do)})
}

// wrongPassword says what was wrong, and lets the password be typed again.
func (p *sheet) wrongPassword(password *part.Entry, err error) {
	p.fail(frame.SentenceText(err), "")
	password.SetText("")
	p.app.window.Canvas().Focus(password)
}

// sampleLogins are the people of the sample desk, each of whom one click signs in. No other desk shows anything of the
// kind.
func sampleLogins(signIn func(login string)) fyne.CanvasObject {
	var rows []part.RowData
	for _, m := range sample.Staff {
		rows = append(rows,
			part.RowData{Cells: []part.Cell{{Text: m.Login, Link: true, Color: part.ColorPrimary},
				{Text: m.Name.In(frame.Language())},
				{Text: frame.Role(m.Role), Color: part.ColorText2}}})
	}
	sheet := part.NewSheet([]part.Column{{Title: frame.L("Login"), Width: 90}, {Title: frame.L("Name"), Width: 110},
		{Title: frame.L("Role")}}, rows).SetHeights(24, 24)
	sheet.OnLink = func(row, _ int) { signIn(sample.Staff[row].Login) }
	return part.VBox(8, part.NewBanner(part.BannerBlue, "info", "",
		frame.L("This is the sample desk. Everybody’s password is “{{.A}}”.", sample.Password)), sheet)
}

// filled says what is missing where an entry is empty.
func filled(e *part.Entry) func() string {
	return func() string {
		if strings.TrimSpace(e.Text) == "" {
			return frame.L("Fill this in")
		}
		return ""
	}
}

// askRecovery lets somebody with the recovery print give a login a new password.
func (s *App) askRecovery() {
	key, login, password, again := part.NewMultiLine("",
		4), part.NewEntry(""), part.NewPasswordField(""), part.NewPasswordField("")
	form := part.NewForm(part.NewField(frame.L("Recovery key"), key).
		WithHint(
			frame.L(
				"As printed, or two shares, one below the other. An administrator can also give you a new password.")).
		Required(),
		part.NewField(frame.L("Login"), login).Required(), part.NewField(frame.L("New password"), password).Required(),
		sameAgain(again, password))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Password lost"), Body: form, Form: form,
		Confirm: frame.L("Open the desk"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			k, l, p := key.Text, login.Text, password.Text
			var session *desk.Session
			s.frame.Try(func(ctx context.Context) (err error) {
				session, err = s.desk.Recover(ctx, k, l, p)
				return err
			}, func(err error) {
				if err != nil {
					title, text := frame.Sentence(err)
					d.SetProblem(title, text)
					return
				}
				d.Close()
				s.signedIn(session, nil, p, func() {}, nil)
			})
			return false
		}})
	d.Show(s.window.Canvas())
}

// enter shows the desk to a signed-in member of staff.
func (s *App) enter(session *desk.Session) {
	s.frame.Session = session
	frame.SetZone(session.Rules().Location())
	s.takeHabits()
	s.main = newMainView(s)
	s.main.rebuild()
	s.main.checkLog()
	s.touch()
	if session.Staff().Reset {
		s.main.changePassword(
			frame.L("Somebody else gave you this password, and can sign in with it. Until you choose one of your own you approve nothing."))
	}
}

// touch puts off the idle lock.
func (s *App) touch() {
	if s.idle != nil {
		s.idle.Stop()
	}
	if s.main == nil {
		return
	}
	s.idle = time.AfterFunc(idleLock, func() { fyne.Do(s.lock) })
}

// lock throws the keys away and asks for the password; what was open is shown again after it.
func (s *App) lock() {
	session := s.frame.Session
	if session == nil || s.main == nil || s.behind != nil {
		return
	}
	if s.idle != nil {
		s.idle.Stop()
	}
	// A half-filled dialog is laid back after unlocking; until then nothing of it may be seen.
	part.LiftAll(s.window.Canvas())
	s.behind = &behindLock{content: s.window.Content(), tips: s.tips, language: frame.Language(), dark: s.dark}
	s.main.stop()
	s.frame.Try(func(ctx context.Context) error { return session.Lock(ctx) }, func(err error) {
		if err != nil {
			fyne.LogError("lock", err)
		}
	})
	s.showLocked()
}

func (s *App) showLocked() {
	session := s.frame.Session
	password := part.NewPasswordField("")
	form := part.NewForm(part.NewField(frame.L("Password"), password).WithCheck(filled(password)))
	var page *sheet
	do := func() {
		word := password.Text
		page.next.Lock(frame.L("Signing in…"))
		s.frame.Try(func(ctx context.Context) error { return session.Unlock(ctx, word) }, func(err error) {
			page.next.Unlock()
			var code *desk.CodeNeeded
			switch {
			case errors.As(err, &code):
				s.askCode(code, s.showLocked, func(*desk.Session) { s.unlocked() })
			case err != nil:
				page.wrongPassword(password, err)
			default:
				s.unlocked()
			}
		})
	}
	page = s.showSheet(&sheet{guide: "sign-in", title: session.Staff().Name, below: frame.L("The window is locked"),
		width: 400, body: form, form: form,
		links: []fyne.CanvasObject{part.NewLink(frame.L("Sign in as somebody else"), func() { s.leave(s.signOut) })},
		next:  part.NewPrimary(frame.L("Unlock"), "Enter", do)})
}

// unlocked shows what was open before the window was locked.
func (s *App) unlocked() {
	s.resume()
	s.touch()
}

// behindLock is what the window showed when it was locked.
type behindLock struct {
	content  fyne.CanvasObject
	tips     *part.TipLayer
	language string
	dark     bool
}

// resume shows the window as it was before it was locked; anew where language or light were changed meanwhile.
func (s *App) resume() {
	was, c := s.behind, s.window.Canvas()
	s.behind = nil
	if was.language != frame.Language() || was.dark != s.dark {
		part.DropAll(c)
		s.main.rebuild()
		return
	}
	c.Unfocus()
	s.tips.Detach(c)
	s.tips = was.tips
	s.window.SetContent(was.content)
	s.tips.Attach(c)
	s.main.resume()
	part.LayBack(c)
}

// signOut goes back to the sign-in screen, whose login is empty: who comes next may be somebody else, and would be
// counted as a wrong password of whoever was here.
func (s *App) signOut() {
	s.fyne.Preferences().RemoveValue(prefLogin)
	s.keepHabits()
	if s.main != nil {
		s.main.stop()
	}
	session := s.frame.Session
	s.frame.End()
	s.frame, s.main, s.behind, s.once = s.newFrame(), nil, nil, nil
	part.DropAll(s.window.Canvas()) // nothing of this person stays
	s.showSignIn(s.info)            // at once: who types on already types into it
	info := s.info
	s.frame.Run(func(ctx context.Context) (err error) {
		if session != nil {
			if err := session.SignOut(ctx); err != nil {
				return err
			}
		}
		info, err = s.desk.Info(ctx)
		return err
	}, func() { s.info = info }) // the organisation may be called something else by now
}
