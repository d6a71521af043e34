// Package mailing is the screen on which the desk's mail servers are given, changed and tried.
package mailing

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// screen shows the settings in force.
type screen struct {
	frame *frame.Frame
	kept  dispatch.Settings
	form  *form
	page  *frame.Page[dispatch.Settings]
	tried *outbox.Tried // what became of trying what stands in the form; nil before
	body  *fyne.Container
	right *fyne.Container
}

// Screen makes the screen.
func Screen(f *frame.Frame) fyne.CanvasObject {
	s := &screen{frame: f, body: part.VBox(0), right: part.VBox(0)}
	head := part.HBox(8, part.NewHeading(frame.L("Mail servers")),
		part.Grow(
			part.NewCaption(frame.L(
				"letters, codes and copies leave through one; answers and new requests arrive in the other")).Short()))
	s.reload()
	return part.VBox(0, part.Fixed(0, 52, part.Inset(0, part.PageEdge, 0, part.PageEdge, head)), part.HLine(),
		part.Grow(part.Beside(s.body, s.right)))
}

func (s *screen) reload() {
	session := s.frame.Session
	var kept dispatch.Settings
	s.frame.Run(func(ctx context.Context) (err error) {
		kept, err = outbox.ReadSettings(ctx, session)
		return err
	}, func() {
		s.kept, s.tried = kept, nil
		var shown dispatch.Settings
		s.page, shown = frame.KeepPage(s.frame, "mail servers", newForm(kept, kept, func() {}).read(kept).Masked())
		s.form = newForm(shown, kept, func() {
			s.tried = nil
			s.follow()
		})
		s.body.Objects = []fyne.CanvasObject{s.form.body()}
		s.body.Refresh()
		s.follow()
	})
}

// follow shows beside the form what to do, and what became of trying.
func (s *screen) follow() {
	s.page.Follow(s.form.read(s.kept).Masked(), s.body) // a password is typed again
	column := part.VBox(12, s.next())
	if s.tried != nil {
		settings := s.form.read(s.kept)
		if settings.Sends() {
			column.Add(outcome(frame.L("Sending"), s.tried.Out))
		}
		if settings.Reads() {
			column.Add(outcome(frame.L("Reading"), s.tried.In))
		}
	}
	s.right.Objects = []fyne.CanvasObject{column}
	s.right.Refresh()
}

// outcome says plainly whether a server does what it was asked.
func outcome(side string, err error) fyne.CanvasObject {
	var f *mail.Failure
	switch {
	case err == nil:
		return part.NewBanner(part.BannerBlue, "check", frame.L("{{.A}}: it works", side),
			frame.L("The certificate is in order, and user and password were taken."))
	case errors.As(err, &f):
		return part.NewBanner(part.BannerRed, "warn", frame.L("{{.A}}: it does not work", side), frame.MailFailure(f))
	}
	title, text := frame.Sentence(err)
	return part.NewBanner(part.BannerRed, "warn", title, text)
}

func (s *screen) next() fyne.CanvasObject {
	try := part.NewButton(frame.L("Try"), s.try)
	if s.form.read(s.kept) == s.kept {
		why := frame.L("What you change on the left is saved as version {{.A}}.", s.kept.Version+1)
		if !s.kept.Sends() {
			why = frame.Sentences(
				frame.L("The desk sends nothing by itself: how something went out is recorded by hand."), why)
		}
		return part.NewNextStep(part.NextStepParts{Caption: frame.L("Mail servers"),
			Title: frame.L("Nothing is changed"), Why: why, Others: []fyne.CanvasObject{try}, Narrow: true})
	}
	return part.NewNextStep(part.NextStepParts{Caption: frame.L("Next step"),
		Title: frame.L("Save changes as version {{.A}}", s.kept.Version+1),
		Why: frame.Sentences(s.page.Again(),
			frame.L("Try them first: nothing is sent and nothing is marked as read by that.")),
		Primary: part.NewPrimary(frame.L("Save version {{.A}}", s.kept.Version+1), "Ctrl Enter", s.save), Narrow: true,
		Others: []fyne.CanvasObject{try, part.NewButton(frame.L("Discard…"), func() {
			s.page.Discard(s.reload)
		})}})
}

func (s *screen) try() {
	session, settings := s.frame.Session, s.form.read(s.kept)
	var tried outbox.Tried
	s.frame.Try(func(ctx context.Context) (err error) {
		tried, err = outbox.Try(ctx, session, settings)
		return err
	}, func(err error) {
		if err != nil {
			s.frame.Fail(err)
			return
		}
		s.tried = &tried
		s.follow()
	})
}

func (s *screen) save() {
	session, settings := s.frame.Session, s.form.read(s.kept)
	s.frame.Try(func(ctx context.Context) error {
		_, err := outbox.SaveSettings(ctx, session, settings)
		return err
	}, func(err error) {
		if err != nil {
			s.frame.Fail(err)
			return
		}
		s.page.Done()
		s.reload()
	})
}
