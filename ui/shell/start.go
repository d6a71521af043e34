package shell

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/reach"
	"orangelab.cn/rightsdesk/app/desk/secret"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/access"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/organisation"
	"orangelab.cn/rightsdesk/ui/part"
)

func systemIsChinese() bool { return strings.HasPrefix(lang.SystemLocale().LanguageString(), "zh") }

// atLeast keeps the window from becoming smaller than the screens are made for.
type atLeast struct{ fyne.Size }

func (l atLeast) MinSize([]fyne.CanvasObject) fyne.Size { return l.Size }

func (l atLeast) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

func message(title, below string) fyne.CanvasObject {
	return container.NewCenter(part.VBox(4, part.NewSubHeading(title), part.NewCaption(below)))
}

// languageSwitch offers the languages; the one in use is written bold and does nothing.
func (s *App) languageSwitch() fyne.CanvasObject {
	choice := func(name, l string) fyne.CanvasObject {
		if frame.Language() == l {
			return part.NewBold(name)
		}
		return part.NewLink(name, func() { s.setLanguage(l) }).AsSmall()
	}
	return part.HBox(6, choice("EN", frame.English), part.VLine(12), choice("中文", frame.Chinese))
}

func (s *App) darkSwitch() fyne.CanvasObject {
	icon, tip := "moon", frame.L("Dark window")
	if s.dark {
		icon, tip = "sun", frame.L("Light window")
	}
	return part.NewIconButton(icon, tip, func() { s.setDark(!s.dark) })
}

// showWelcome is the first screen where there is no desk yet.
func (s *App) showWelcome(problem string) {
	var lines []fyne.CanvasObject
	if problem != "" {
		lines = append(lines, part.NewBanner(part.BannerRed, "warn", frame.L("That did not work"), problem),
			part.Space(1, 12))
	}
	choice := func(icon, title, why string, button *part.Button) {
		l := part.NewLine(title, "").WithIcon(icon, part.ColorText2).WithBelow(why).WithTrailing(button)
		lines = append(lines, l)
	}
	first := part.NewButton(frame.L("Set up…"), func() { s.open(newDeskFolder()) })
	choice("plus", frame.L("Set up a new desk"), frame.L("On this computer, sealed; you become its administrator."),
		first)
	choice("users", frame.L("Join a shared desk"), frame.L("Several desktops, one PostgreSQL database."),
		part.NewButton(frame.L("Join…"), s.askAddress))
	choice("win", frame.L("Open a desk in a folder"), frame.L("One that was set up before."),
		part.NewButton(frame.L("Open…"), s.askFolder))
	if s.options.Sample != nil {
		first = part.NewPrimary(frame.L("Look around…"), "Enter", s.openSample)
		choice("eye", frame.L("Open the sample desk"),
			frame.L("A shop, staff and requests of its own making, to look around in."), first)
	}
	lines = append(lines, part.Space(1, 14), part.HBox(8, part.NewLink(
		frame.L("The guide leads to a closed request in 15 minutes"), s.showGuide).AsSmall(), part.NewCaption("F1"),
		part.Gap()))
	s.main = nil
	s.showSheet(&sheet{guide: "first-request", title: "Rightsdesk",
		below: frame.L("What the privacy statement promises, carried out here"), width: 560,
		body: part.VBox(0, lines...), first: first})
}

func newDeskFolder() string { return filepath.Join(dataFolder(), "desk") }

func (s *App) askAddress() {
	address := part.NewEntry("postgres://user@server/rightsdesk")
	field := part.NewField(frame.L("Address of the shared desk"), address).
		WithHint(frame.L("Your administrator gives it to you.")).WithCheck(func() string {
		if !desk.IsShared(strings.TrimSpace(address.Text)) {
			return frame.L("It begins with postgres://")
		}
		return ""
	})
	form := part.NewForm(field)
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Join a shared desk"), Body: form, Form: form,
		Confirm: frame.L("Join"), Cancel: frame.L("Cancel"), Guide: "team-desk",
		OnConfirm: func() bool { return s.submitAddress(d, strings.TrimSpace(address.Text)) }})
	d.Show(s.window.Canvas())
}

// submitAddress opens a desk from a dialog, which stays open with what was typed until that has succeeded.
func (s *App) submitAddress(d *part.Dialog, address string) bool {
	d.Confirm().Lock(frame.L("Opening the desk…"))
	s.connect(address, func(opened *desk.Desk, shown string, err error) {
		d.Confirm().Unlock()
		switch {
		case errors.Is(err, desk.ErrPassword) && reach.Shown(address) == address: // none was given yet
			d.Close()
			s.askServerPassword(address)
		case err != nil:
			d.SetProblem(frame.Sentence(err))
		default:
			d.Close()
			s.begin(opened, shown)
		}
	})
	return false
}

// askServerPassword asks for the password of a shared desk's server, which nobody has or which is another now.
func (s *App) askServerPassword(address string) {
	shown := reach.Shown(address)
	password := part.NewPasswordField("")
	field := part.NewField(frame.L("Password of the server"), password).
		WithHint(frame.L("It goes into this computer’s keychain; where there is none, it is asked for each time."))
	form := part.NewForm(field)
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("The shared desk’s server asks for a password"),
		Guide: "team-desk",
		Body:  part.VBox(10, part.NewCaption(shown), form), Form: form,
		Confirm: frame.L("Open"), Cancel: frame.L("Cancel"), OnConfirm: func() bool {
			return s.submitAddress(d, reach.WithPassword(shown, password.Text))
		}})
	d.Show(s.window.Canvas())
	if shown != address {
		d.SetProblem(frame.L("The name or the password is refused"), frame.L("Ask the administrator of the server."))
	}
}

func (s *App) askFolder() {
	s.frame.ChooseFolder(frame.L("Open a desk in a folder"), func(dir string) {
		if !deskIn(dir) {
			s.showWelcome(frame.L("There is no desk in {{.A}}: it would hold a file {{.B}}.",
				frame.FromHome(dir), desk.File))
			return
		}
		s.open(dir)
	})
}

// openSample makes the sample desk once and opens it.
func (s *App) openSample() {
	dir, language := filepath.Join(dataFolder(), "sample"), frame.Language()
	if language != model.Languages[0] { // its staff write in the language of the window
		dir += "-" + language
	}
	if deskIn(dir) {
		s.open(dir)
		return
	}
	far := part.NewCaption(frame.L("First the shop’s own records."))
	s.show(container.NewCenter(part.VBox(4, part.NewSubHeading(frame.L("Making the sample desk…")),
		part.NewCaption(frame.L("A shop, its staff and two hundred requests; this takes a moment.")), far)))
	go func() {
		err := s.options.Sample(context.Background(), dir, language, func(done, all int) {
			fyne.Do(func() { far.SetText(frame.L("{{.A}} of {{.B}}", done, all)) })
		})
		fyne.Do(func() {
			if err != nil {
				s.showWelcome(frame.SentenceText(err))
				return
			}
			s.open(dir)
		})
	}()
}

// showSetup asks for what a new desk needs.
func (s *App) showSetup() {
	org := organisation.NewFirstFacts(s.desk.Rules())
	name, login := part.NewEntry(""), part.NewEntry("")
	password, again := part.NewPasswordField(""), part.NewPasswordField("")
	secret := part.NewField(frame.L("Password"), password).
		WithHint(frame.L("At least 10 characters; four words are easy to remember.")).WithCheck(func() string {
		if len([]rune(password.Text)) < secret.MinLength {
			return frame.L("Use at least 10 characters; four words are easy to remember.")
		}
		return ""
	})
	form := part.NewForm(append(org.Fields(),
		part.NewField(frame.L("Your name"), name).WithCheck(filled(name)),
		part.NewField(frame.L("Your login"), login).WithCheck(filled(login)),
		secret,
		sameAgain(again, password))...)
	var page *sheet
	do := func() {
		page.next.Lock(frame.L("Working…"))
		setup := desk.Setup{Desk: frame.L("Service desk"), Organisation: org.Read(), Login: login.Text,
			Name: strings.TrimSpace(name.Text), Password: password.Text,
			Law: org.HomeLaw(), Why: frame.L("Chosen when the desk was set up")}
		var recovery string
		var session *desk.Session
		s.frame.Try(func(ctx context.Context) (err error) {
			recovery, session, err = s.desk.SetUp(ctx, setup)
			return err
		}, func(err error) {
			page.next.Unlock()
			if errors.Is(err, desk.ErrPasswordCommon) {
				_, why := frame.Sentence(err)
				secret.SetProblem(why)
				s.window.Canvas().Focus(password)
				return
			}
			if err != nil {
				page.fail(frame.Sentence(err))
				return
			}
			s.fyne.Preferences().SetString(prefAddress, s.desk.Address())
			s.readInfo()
			s.showRecovery(recovery, session)
		})
	}
	s.main = nil
	page = s.showSheet(&sheet{guide: "set-up", title: frame.L("Set up a new desk"),
		below: frame.FromHome(s.desk.Address()), width: 440,
		body: form, form: form,
		back: func() { s.showWelcome("") }, next: part.NewPrimary(frame.L("Set up the desk"), "Enter", do)})
}

// showRecovery shows the recovery key of a desk that was just set up.
func (s *App) showRecovery(recovery string, session *desk.Session) {
	s.once = func() { s.showRecovery(recovery, session) }
	body, form := access.ShownOnce(s.frame, recovery, session.Staff().Login, s.desk.Address())
	s.showSheet(&sheet{guide: "set-up", title: frame.L("Keep the recovery key on paper"),
		below: frame.L("It is shown this once."), width: 520, form: form,
		next: part.NewPrimary(frame.L("Written down, go on"), "Enter", func() {
			s.once = nil
			s.enter(session)
		}), body: body})
}
