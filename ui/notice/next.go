package notice

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/datamap"
	app "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// next is the next step with an open notice, as it stands in the form.
func (s *screen) next(now app.Open) fyne.CanvasObject {
	p := part.NextStepParts{Caption: frame.L("Next step"), Narrow: true}
	switch now.State {
	case notice.Draft:
		s.nextOfDraft(now, &p)
	case notice.Approved:
		p.Title, p.Why = frame.L("Let it go"), reached(now)
		if s.frame.May(model.ActSendNotice) {
			p.Primary = part.NewPrimary(frame.L("Send…"), "Ctrl Enter", s.send)
		}
		if s.frame.May(model.ActWriteNotice) {
			p.Others = []fyne.CanvasObject{part.NewButton(frame.L("Change it again…"), s.takeBack)}
		}
	case notice.Sending:
		p.Caption, p.Title, p.Why = frame.L("On its way"), frame.L("It goes out by itself"), frame.L(
			"It goes on while somebody is signed in at any desktop. Nobody gets it twice.")
		if now.Progress.Paused {
			p.Title, p.Why = frame.L("It is paused"), held(now.Progress.Why)
		}
		if now.Still() {
			p.Title, p.Why = frame.L("It stands still: the desk has no mail server"), frame.L(
				"{{.A}} of {{.B}} were tried. Nobody else gets it before an outgoing server stands in Mail servers.",
				frame.Thousands(now.Progress.Tried), frame.Thousands(now.Audience.Count))
		}
		if s.frame.May(model.ActSendNotice) {
			switch {
			case !now.Progress.Paused:
				p.Primary = part.NewPrimary(frame.L("Pause"), "Ctrl Enter", func() { s.pause(true) })
			case !now.Still(): // nothing goes on before there is a server
				p.Primary = part.NewPrimary(frame.L("Go on"), "Ctrl Enter", func() { s.pause(false) })
			}
			p.Others = []fyne.CanvasObject{part.NewButton(frame.L("Stop for good…"), s.stop)}
		}
	case notice.Sent:
		p.Caption, p.Title, p.Why = frame.L("Done"), frame.L(
			"Everybody was tried"), frame.L("Whom it did not reach stands in the list: reach them another way, or say why the public announcement is enough.")
		if now.Unshown() {
			p.Caption, p.Title, p.Why = frame.L("Next step"), frame.L("Record that it was shown"), frame.L(
				"It was to stand on the home page. Keep a picture of it, with the address and since when it was there.")
			if s.frame.May(model.ActSendNotice) {
				p.Primary = part.NewPrimary(frame.L("Record…"), "Ctrl Enter", s.record)
			}
		}
	default:
		p.Caption, p.Title, p.Why = frame.L("Stopped"), frame.L("It was ended before everybody had it"), frame.L(
			"{{.A}} people were tried. Begin another notice for the others.", frame.Thousands(now.Progress.Tried))
	}
	return part.NewNextStep(p)
}

// reached says how many people the desk sends to and by which way, and how many must be reached another way.
func reached(now app.Open) string {
	by, _, rest := now.Reached()
	var ways []string
	for _, ch := range notice.ByPerson {
		if n := by[ch]; n > 0 && slices.Contains(now.Sends, ch) {
			ways = append(ways, frame.L("{{.A}}: {{.B}}", channelName(ch), frame.Thousands(n)))
		}
	}
	text := frame.L("The desk sends nobody anything by itself.")
	if len(ways) > 0 {
		text = frame.L(
			"Exactly what was approved goes to each once; whom one way does not reach gets it by the next. {{.A}}.",
			strings.Join(ways, frame.L(", ")))
	}
	if rest > 0 {
		text = frame.Sentences(text,
			frame.L(
				"The desk sends nothing to {{.A}} people: they are reached by a list that is given out, or another way.", frame.Thousands(rest)))
	}
	return text
}

func (s *screen) nextOfDraft(now app.Open, p *part.NextStepParts) {
	switch {
	case s.form == nil && !s.frame.May(model.ActApproveNotice):
		p.Title, p.Why = frame.L("It is being written"), frame.L("Agents and leads write notices; a lead approves.")
	case s.form != nil && s.form.changed():
		p.Title, p.Why = frame.L("Save the draft"), frame.Sentences(s.page.Again(), frame.L(
			"What you typed is kept as the next version; whoever approves sees exactly that."))
		p.Primary = part.NewPrimary(frame.L("Save"), "Ctrl Enter", s.save)
		p.Others = []fyne.CanvasObject{part.NewButton(frame.L("Discard…"), func() { s.page.Discard(s.reload) })}
	case now.Blocked():
		first := now.Problems[0]
		p.Title = said(first, now.Checklist)
		p.Why = frame.L("What is missing: {{.A}}. Nothing is approved before.", blocking(now))
		switch {
		case s.form != nil && s.form.at(first) != nil:
			p.Primary = part.NewPrimary(frame.L("Write"), "Ctrl Enter", func() {
				s.frame.Window.Canvas().Focus(s.form.focusOf(s.form.at(first)))
			})
		case first.Trouble == notice.NobodyToReach && s.form != nil:
			p.Primary = part.NewPrimary(frame.L("From a file…"), "Ctrl Enter", s.fromFile)
		}
	case slices.Contains(now.Writers, s.frame.Session.Staff().ID):
		p.Title, p.Why = frame.L("A second person approves it"), frame.L(
			"Nothing is missing. You wrote it, so a lead who did not looks at it and approves.")
	case !s.frame.May(model.ActApproveNotice):
		p.Title, p.Why = frame.L("A lead approves it"), frame.L("Nothing is missing.")
	default:
		p.Title, p.Why = frame.L("Look at it, and approve"), frame.L(
			"You sign exactly this text for exactly these people: {{.A}}.", frame.Thousands(now.Audience.Count))
		p.Primary = part.NewPrimary(frame.L("Approve…"), "Ctrl Enter", s.approve)
	}
}

// blocking counts what keeps a notice from being approved.
func blocking(now app.Open) (n int) {
	for _, p := range now.Problems {
		if p.Blocking {
			n++
		}
	}
	return n
}

// do does something with the notice and shows it anew, after what is done then. What is typed into its form meanwhile
// stays.
func (s *screen) do(work func(ctx context.Context) error, then ...func()) {
	var before *notice.Content
	if s.form != nil {
		c := s.form.read()
		before = &c
	}
	id := s.shown.ID
	s.frame.Run(work, func() {
		for _, after := range then {
			after()
		}
		if s.shown.ID == id {
			s.worked = before
		}
		s.reload()
	})
}

// save keeps what was typed, and goes on to the next field in which something is missing.
func (s *screen) save() {
	if at, ok := s.form.cursor(s.frame.Window.Canvas()); ok {
		s.onward = &at
	}
	session, seen, c, page := s.frame.Session, s.shown.Seen(), s.form.read(), s.page
	s.do(func(ctx context.Context) error {
		_, err := app.Save(ctx, session, seen, c)
		return err
	}, page.Done)
}

// approve asks once more, with what is signed.
func (s *screen) approve() {
	session, o := s.frame.Session, s.shown
	body := part.VBox(6,
		part.NewBody(frame.Sentences(frame.L("People: {{.A}}.", frame.Thousands(o.Audience.Count)), reached(o))),
		part.NewBody(o.Content.Render(notice.Email, o.Organisation, frame.Language(), notice.Recipient{}).Subject),
		part.NewParagraph(frame.L("Text and people stay as you see them now: {{.A}}", o.Digest[:16])))
	for _, p := range o.Problems {
		body.Add(part.NewBanner(part.BannerAmber, "info", said(p, o.Checklist), about(p)))
	}
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Approve {{.A}}?", o.Reference), Body: body,
		Confirm: frame.L("Approve"), Cancel: frame.L("Cancel"), Signs: true, OnConfirm: func() bool {
			return s.frame.SubmitTo(d,
				func(ctx context.Context) error { return app.Approve(ctx, session, o.Seen(), o.Digest) }, s.reload)
		}})
	d.Show(s.frame.Window.Canvas())
}

func (s *screen) ask(title, text, confirm string, danger bool, work func(ctx context.Context) error) {
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: title, Body: part.NewBody(text), Confirm: confirm,
		Cancel: frame.L("Cancel"), Danger: danger, OnConfirm: func() bool {
			return s.frame.SubmitTo(d, work, s.reload)
		}})
	d.Show(s.frame.Window.Canvas())
}

func (s *screen) send() {
	session, seen := s.frame.Session, s.shown.Seen()
	s.ask(frame.L("Send it now?"),
		frame.Sentences(frame.L("It can be paused and stopped; what has left stays."), reached(s.shown)),
		frame.L("Send"), false,
		func(ctx context.Context) error { return app.Send(ctx, session, seen) })
}

func (s *screen) takeBack() {
	session, seen := s.frame.Session, s.shown.Seen()
	s.ask(frame.L("Change it again?"), frame.L("The approval ends, and somebody approves anew."),
		frame.L("Make it a draft"), false,
		func(ctx context.Context) error { return app.TakeBack(ctx, session, seen) })
}

func (s *screen) stop() {
	session, seen := s.frame.Session, s.shown.Seen()
	s.ask(frame.L("Stop it for good?"), frame.L("Whoever has not got it does not get it. It cannot go on afterwards."),
		frame.L("Stop for good"), true,
		func(ctx context.Context) error { return app.Stop(ctx, session, seen) })
}

func (s *screen) pause(paused bool) {
	session, seen := s.frame.Session, s.shown.Seen()
	s.do(func(ctx context.Context) error { return app.Pause(ctx, session, seen, paused) })
}

// audienceTime is how long somebody waits for an audience to be read.
const audienceTime = 10 * time.Minute

// gather chooses the audience anew, and says that it is being read.
func (s *screen) gather(read func(ctx context.Context) error) {
	s.right.Objects = append(
		[]fyne.CanvasObject{part.NewBanner(part.BannerBlue, "clock", frame.L("The people are being read…"),
			frame.L("This may take a minute."))}, s.right.Objects...)
	s.right.Refresh()
	s.do(func(context.Context) error {
		ctx, end := context.WithTimeout(context.Background(), audienceTime)
		defer end()
		return read(ctx)
	})
}

// fromFile reads the audience from a file.
func (s *screen) fromFile() {
	session, seen := s.frame.Session, s.shown.Seen()
	s.leave(func() {
		s.frame.ChooseFile(frame.L("File of people"), []string{".csv", ".tsv", ".xlsx", ".txt"}, func(path string) {
			s.gather(func(ctx context.Context) error {
				_, err := app.AudienceFile(ctx, session.Job(), seen, path)
				return err
			})
		})
	})
}

// fromSource reads the audience from a source of the data map.
func (s *screen) fromSource() {
	session, seen := s.frame.Session, s.shown.Seen()
	var sources []datamap.Entry
	s.leave(func() {
		s.frame.Prepare(func(ctx context.Context) (err error) {
			sources, err = datamap.List(ctx, session)
			return err
		}, func() {
			var options []part.Option
			var keys []string
			for _, e := range sources {
				if e.Source.Engine != model.EngineManual {
					options, keys = append(options, part.Option{Text: e.Source.Name}), append(keys, e.Source.Key)
				}
			}
			chosen := 0
			form := part.NewForm(part.NewClaim(frame.L("Everybody in it with an e-mail address, each once."), options,
				func(i int) { chosen = i }))
			d := part.NewDialog(part.DialogParts{Title: frame.L("From which source?"), Body: form, Form: form,
				Confirm: frame.L("Read the people"), Cancel: frame.L("Cancel"), OnConfirm: func() bool {
					s.gather(func(ctx context.Context) error {
						_, err := app.AudienceSource(ctx, session.Job(), seen, keys[chosen])
						return err
					})
					return true
				}})
			d.Show(s.frame.Window.Canvas())
		})
	})
}
