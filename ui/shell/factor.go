package shell

import (
	"context"
	"errors"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/code"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// signedIn goes on after a password: to the code of the second factor, to setting one up where the desk demands it, or into the desk.
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
	typed := codeEntry()
	form := part.NewForm(part.NewField(frame.L("Code"), typed).WithHint(frame.L("The six digits that your authenticator shows now.")).WithCheck(sixDigits(typed)))
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
	page = s.showSheet(&sheet{guide: "sign-in", title: frame.L("Second factor"), below: frame.L("Your password is right; now the code."), width: 400, form: form,
		body: part.VBox(12, form, part.NewCaption(frame.L("Authenticator lost? An administrator resets it on the screen Staff.")).In(part.ColorText2)),
		back: func() {
			s.once = nil
			back()
		}, next: part.NewPrimary(frame.L("Sign in"), "Enter", do)})
}

// codeEntry is a field for a code, which nobody needs to see again.
func codeEntry() *part.Entry {
	e := part.NewEntry("")
	e.Fleeting = true
	return e
}

// sixDigits says what is wrong with a code as it is typed.
func sixDigits(e *part.Entry) func() string {
	return func() string {
		if _, err := code.Clean(e.Text); err != nil {
			return frame.L("A code has six digits")
		}
		return ""
	}
}

// pictureSize is how large the QR code is shown, and of how many pixels it is made: enough for any screen.
const pictureSize, picturePixels = 176, 528

// offered shows a second factor to an authenticator: as a picture on white, whatever the window's light, and as a text to type.
func offered(o code.Offer) (fyne.CanvasObject, error) {
	drawn, err := o.Picture(picturePixels)
	if err != nil {
		return nil, err
	}
	shown := canvas.NewImageFromImage(drawn)
	shown.FillMode, shown.ScaleMode = canvas.ImageFillContain, canvas.ImageScalePixels
	shown.SetMinSize(fyne.NewSquareSize(pictureSize))
	paper := canvas.NewRectangle(color.White)
	picture := container.NewStack(paper, part.Inset(8, 8, 8, 8, shown))
	text := o.Text()
	return part.HBox(16, part.Fixed(pictureSize+16, pictureSize+16, picture), part.Grow(part.VBox(8,
		part.NewBody(frame.L("Read the picture with an authenticator on your phone, or type this text into it:")),
		part.NewBold(strings.TrimSpace(text[:len(text)/2])), part.NewBold(strings.TrimSpace(text[len(text)/2:])),
		part.HBox(8, part.NewButton(frame.L("Copy"), func() { part.CopySecret(o.Secret()) }).AsSmall(), part.Gap())))), nil
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
	shown, err := offered(o)
	if err != nil {
		s.frame.Fail(err)
		return
	}
	s.once = func() { s.showOffer(session, password) }
	typed := codeEntry()
	form := part.NewForm(part.NewField(frame.L("Code"), typed).WithHint(frame.L("The six digits that your authenticator shows now.")).WithCheck(sixDigits(typed)))
	var page *sheet
	do := func() {
		text := typed.Text
		page.next.Lock(frame.L("Working…"))
		s.frame.Try(func(ctx context.Context) error { return session.SetFactor(ctx, o, text, password, "") }, func(err error) {
			page.next.Unlock()
			if err != nil {
				page.wrongPassword(typed, err)
				return
			}
			s.once = nil
			s.enter(session)
		})
	}
	page = s.showSheet(&sheet{guide: "sign-in", title: frame.L("Set up your second factor"), below: frame.L("This desk demands one of everybody."), width: 520, form: form,
		body: part.VBox(14, shown, form),
		back: func() {
			s.once = nil
			s.showSignIn(s.info)
			s.frame.Run(func(ctx context.Context) error { return session.SignOut(ctx) }, func() {})
		}, next: part.NewPrimary(frame.L("Set up"), "Enter", do)})
}

// askFactor lets whoever is signed in set a second factor up, or another authenticator in the place of the one they have; done is told.
func askFactor(f *frame.Frame, done func()) {
	o, err := code.NewOffer("Rightsdesk", f.Session.Staff().Login)
	var shown fyne.CanvasObject
	if err == nil {
		shown, err = offered(o)
	}
	if err != nil {
		f.Fail(err)
		return
	}
	replaced := f.Session.Staff().SecondFactor
	typed, present, password := codeEntry(), codeEntry(), part.NewPasswordField("")
	why := frame.L("From then on signing in asks for a code of your authenticator after the password.")
	fields := []*part.Field{part.NewField(frame.L("Code"), typed).WithHint(frame.L("The six digits that your authenticator shows now.")).WithCheck(sixDigits(typed))}
	if replaced {
		why = frame.L("You have a second factor. Another authenticator takes the place of the one there is.")
		fields = append(fields, part.NewField(frame.L("Code of the one there is"), present).WithCheck(sixDigits(present)))
	}
	form := part.NewForm(append(fields, part.NewField(frame.L("Password"), password).WithCheck(filled(password)).WithHint(frame.L("Yours, again")))...)
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Second factor"), Body: part.VBox(14, part.NewBody(why), shown, form), Form: form, Long: true, Width: 540,
		Confirm: frame.L("Set up"), Cancel: frame.L("Cancel"), OnConfirm: func() bool {
			c, p, w := typed.Text, present.Text, password.Text
			return f.SubmitTo(d, func(ctx context.Context) error { return f.Session.SetFactor(ctx, o, c, w, p) }, done)
		}})
	d.Show(f.Window.Canvas())
}

// factorLine says how many have a second factor, and lets an administrator demand one of everybody.
func factorLine(f *frame.Frame, list []model.Staff, demanded bool, done func()) fyne.CanvasObject {
	have, all := 0, 0
	for _, s := range list {
		if s.Disabled {
			continue
		}
		all++
		if s.SecondFactor {
			have++
		}
	}
	title, ask := frame.L("A second factor is each person’s choice"), frame.L("Demand it of everybody…")
	if demanded {
		title, ask = frame.L("A second factor is demanded of everybody"), frame.L("Demand it no more…")
	}
	return part.NewLine(title, "").WithIcon("key", part.ColorText2).WithBelow(frame.L("{{.A}} of {{.B}} have set one up", have, all)).
		WithTrailing(part.HBox(6, part.NewButton(ask, func() { demandFactor(f, !demanded, done) }).AsSmall()))
}

func demandFactor(f *frame.Frame, demanded bool, done func()) {
	title, text, confirm := frame.L("Demand a second factor of everybody"), frame.L("Whoever has none is led to set one up when they next sign in, and opens nothing before. They need an authenticator, such as an app on their phone."), frame.L("Demand it")
	if !demanded {
		title, text, confirm = frame.L("Demand a second factor no more"), frame.L("Whoever has one keeps it, and is asked for its code as before."), frame.L("Demand it no more")
	}
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: title, Body: part.NewBody(text), Confirm: confirm, Cancel: frame.L("Cancel"), Danger: !demanded, OnConfirm: func() bool {
		return f.SubmitTo(d, func(ctx context.Context) error { return f.Session.DemandFactor(ctx, demanded) }, done)
	}})
	d.Show(f.Window.Canvas())
}

func resetFactor(f *frame.Frame, s model.Staff, done func()) {
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Reset the second factor of {{.A}}", s.Name), Danger: true, Confirm: frame.L("Reset"), Cancel: frame.L("Cancel"),
		Body: part.NewBody(frame.L("Be sure that it is they who ask: see them, or call them back. Their password alone lets them in then, until they set up another one.")),
		OnConfirm: func() bool {
			return f.SubmitTo(d, func(ctx context.Context) error { return f.Session.ResetFactor(ctx, s.ID) }, done)
		}})
	d.Show(f.Window.Canvas())
}
