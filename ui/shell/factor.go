package shell

import (
	"context"
	"errors"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/code"
	"orangelab.cn/rightsdesk/ui/access"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// signedIn goes on after a password: to the code of the second factor, to setting one up where the desk demands it, or
// into the desk.
func (s *App) signedIn(session *desk.Session, err error, password string, in func(), wrong func(error)) {
	var needed *desk.CodeNeeded
	switch {
	case errors.As(err, &needed):
		s.askCode(needed, func() { s.showSignIn(s.info) }, func(session *desk.Session) {
			in()
			s.enter(session)
		})
	case err != nil:
		wrong(err)
	case session.Enrolling():
		in()
		s.showEnrolment(session, password)
	default:
		in()
		s.enter(session)
	}
}

// askCode asks for the code of the second factor. A wrong one keeps the page and the focus.
func (s *App) askCode(needed *desk.CodeNeeded, back func(), in func(*desk.Session)) {
	s.once = func() { s.askCode(needed, back, in) }
	typed := access.CodeEntry()
	form := part.NewForm(part.NewField(frame.L("Code"), typed).
		WithHint(frame.L("The six digits that your authenticator shows now.")).WithCheck(access.SixDigits(typed)))
	var page *sheet
	do := func() {
		text := typed.Text
		page.next.Lock(frame.L("Signing in…"))
		var session *desk.Session
		s.frame.Try(func(ctx context.Context) (err error) {
			session, err = needed.Enter(ctx, text)
			return err
		}, func(err error) {
			page.next.Unlock()
			if err != nil {
				page.wrongPassword(typed, err)
				return
			}
			s.once = nil
			in(session)
		})
	}
	page = s.showSheet(&sheet{guide: "sign-in", title: frame.L("Second factor"),
		below: frame.L("Your password is right; now the code."), width: 400, form: form,
		body: part.VBox(12, form,
			part.NewCaption(frame.L("Authenticator lost? An administrator resets it on the screen Staff.")).
				In(part.ColorText2)),
		back: func() {
			s.once = nil
			back()
		}, next: part.NewPrimary(frame.L("Sign in"), "Enter", do)})
}

// showEnrolment leads somebody who has just signed in through setting their second factor up, which the desk demands.
func (s *App) showEnrolment(session *desk.Session, password string) {
	var err error
	if s.offer, err = code.NewOffer("Rightsdesk", session.Staff().Login); err != nil {
		s.frame.Fail(err)
		return
	}
	s.showOffer(session, password)
}

func (s *App) showOffer(session *desk.Session, password string) {
	o := s.offer
	shown, err := access.Offered(o)
	if err != nil {
		s.frame.Fail(err)
		return
	}
	s.once = func() { s.showOffer(session, password) }
	typed := access.CodeEntry()
	form := part.NewForm(part.NewField(frame.L("Code"), typed).
		WithHint(frame.L("The six digits that your authenticator shows now.")).WithCheck(access.SixDigits(typed)))
	var page *sheet
	do := func() {
		text := typed.Text
		page.next.Lock(frame.L("Working…"))
		s.frame.Try(func(ctx context.Context) error { return session.SetFactor(ctx, o, text, password, "") },
			func(err error) {
				page.next.Unlock()
				if err != nil {
					page.wrongPassword(typed, err)
					return
				}
				s.once = nil
				s.enter(session)
			})
	}
	page = s.showSheet(&sheet{guide: "sign-in", title: frame.L("Set up your second factor"),
		below: frame.L("This desk demands one of everybody."), width: 520, form: form,
		body: part.VBox(14, shown, form),
		back: func() {
			s.once = nil
			s.showSignIn(s.info)
			s.frame.Run(func(ctx context.Context) error { return session.SignOut(ctx) }, func() {})
		}, next: part.NewPrimary(frame.L("Set up"), "Enter", do)})
}
