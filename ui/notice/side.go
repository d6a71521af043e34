package notice

import (
	"slices"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// side is what stands beside a notice: the next step, what it must say, its dates, to whom it goes.
func (s *screen) side(now app.Open) []fyne.CanvasObject {
	list := []fyne.CanvasObject{s.next(now)}
	add := func(o fyne.CanvasObject) { list = append(list, part.Space(0, 14), o) }
	if now.State != notice.Draft && now.State != notice.Approved {
		add(s.progress(now))
		for _, o := range []fyne.CanvasObject{s.consent(now), s.lists(now)} {
			if o != nil {
				add(o)
			}
		}
	}
	if o := s.shownOn(now); o != nil {
		add(o)
	}
	if now.State == notice.Draft {
		if w := warnings(now); w != nil {
			add(w)
		}
		add(s.contents(now))
	}
	if now.Content.Kind != notice.Breach {
		add(dates(now))
	}
	add(s.audience(now))
	return list
}

// contents lists what a notice of its kind must say, and what of it is missing.
func (s *screen) contents(now app.Open) fyne.CanvasObject {
	there := 0
	column := part.VBox(0)
	for _, x := range now.Checklist {
		line := part.NewLine(x.Name.In(frame.Language()), "").WithIcon("check", part.ColorGreen)
		line.NoLine = true
		switch {
		case x.Left:
			line.Value = frame.L("does not apply")
			there++
		case len(x.Missing) == 0:
			there++
		default:
			line = line.WithIcon("x", part.ColorRed)
			line.Bold = true
			if x.Passage() && s.form != nil {
				line = line.WithTrailing(part.NewLink(frame.L("Write"),
					func() { s.form.focus(s.frame.Window.Canvas(), x.ID, x.Missing[0]) }).AsSmall())
			}
			if len(x.Missing) < len(now.Organisation.Languages) {
				line.Value = names(x.Missing)
			}
		}
		for _, p := range now.Problems {
			if p.Item == x.ID && p.Trouble != notice.Missing && len(x.Missing) == 0 && !x.Left {
				line = line.WithIcon("warn", part.ColorAmber).WithBelow(against(p, now))
			}
		}
		column.Add(line)
	}
	head := part.HBox(8, part.NewSubHeading(frame.L("Required contents")), part.Gap(),
		part.NewCaption(frame.L("{{.A}} of {{.B}}", there, len(now.Checklist))))
	return part.VBox(4, head, column)
}

// warnings are the problems that are none of the contents; nil where there is none.
func warnings(now app.Open) fyne.CanvasObject {
	column := part.VBox(6)
	for _, p := range now.Problems {
		if p.Trouble == notice.Missing {
			continue
		}
		kind, icon := part.BannerAmber, "info"
		if p.Blocking {
			kind, icon = part.BannerRed, "warn"
		}
		column.Add(part.NewBanner(kind, icon, said(p, now.Checklist), about(p)))
	}
	if len(column.Objects) == 0 {
		return nil
	}
	return column
}

// about is what is said below a problem: the rule it comes from, or the day that stands in the library.
func about(p notice.Problem) string {
	if p.Trouble == notice.OtherDay {
		return frame.L("There it is in force from {{.A}}.", day(p.Day))
	}
	return p.Law.In(frame.Language())
}

// against is a problem of one of the contents, below its line.
func against(p notice.Problem, now app.Open) string {
	text := frame.L("{{.A}}.", said(p, now.Checklist))
	if why := about(p); why != "" {
		text = frame.Sentences(text, why)
	}
	return text
}

// dates are the days of a notice, and how they were counted.
func dates(now app.Open) fyne.CanvasObject {
	c := now.Content
	name := frame.L("Takes effect")
	if c.Kind == notice.Cessation {
		name = frame.L("Stops")
	}
	first := part.NewLine(frame.L("Notice"), day(c.On))
	column := part.VBox(0, part.NewSubHeading(frame.L("Dates")), part.Space(0, 4), first)
	effect := part.NewLine(name, day(c.Effective))
	if c.On != (calendar.Date{}) && c.On.Before(c.Effective) {
		effect = effect.WithBelow(frame.L("{{.A}} days after the notice", c.On.Until(c.Effective)))
	}
	column.Add(effect)
	return column
}

// audience is to whom the notice goes.
func (s *screen) audience(now app.Open) fyne.CanvasObject {
	a := now.Audience
	column := part.VBox(4,
		part.HBox(8, part.NewSubHeading(frame.L("To whom")), part.Grow(part.NewCaption(a.From).Trailing().Short())))
	if a.Count == 0 {
		column.Add(
			part.NewParagraph(
				frame.L("Nobody yet: a CSV file with the columns name, email, phone, post (the postal address) and language, or everybody in a source who has an e-mail address.")))
	} else {
		column.Add(part.NewLine(frame.L("{{.A}} people", frame.Thousands(a.Count)), ""))
		by, _, _ := now.Reached()
		for _, ch := range notice.ByPerson {
			if by[ch] > 0 {
				line := part.NewLine(channelName(ch), frame.Thousands(by[ch]))
				if !slices.Contains(now.Sends, ch) {
					line = line.WithBelow(frame.L("not sent by the desk: by a list that is given out"))
				}
				column.Add(line)
			}
		}
		if by[""] > 0 {
			column.Add(part.NewLine(frame.L("by no way that is chosen"), frame.Thousands(by[""])).
				WithIcon("warn", part.ColorAmber))
		}
		if a.Same > 0 {
			column.Add(part.NewLine(frame.L("named more than once, taken once"), frame.Thousands(a.Same)))
		}
		if a.Faulty > 0 {
			column.Add(part.NewLine(frame.L("lines without a usable address"), frame.Thousands(a.Faulty)).
				WithIcon("warn", part.ColorAmber))
		}
	}
	if s.form != nil {
		column.Add(part.Flow(8, part.NewButton(frame.L("From a file…"), s.fromFile).AsSmall(),
			part.NewButton(frame.L("From a source…"), s.fromSource).AsSmall(),
			part.NewButton(frame.L("From an incident…"), s.fromIncident).AsSmall()))
	}
	return column
}

// progress is how far a notice has gone out.
func (s *screen) progress(now app.Open) fyne.CanvasObject {
	p := now.Progress
	share := 0.0
	_, sent, _ := now.Reached()
	sent = max(sent, p.Tried) // a server or gateway may have been taken away since
	if sent > 0 {
		share = min(1, float64(p.Tried)/float64(sent))
	}
	column := part.VBox(4,
		part.HBox(8, part.NewSubHeading(frame.L("Sent by the desk")), part.Gap(),
			part.NewCaption(frame.L("{{.A}} of {{.B}}", frame.Thousands(p.Tried), frame.Thousands(sent)))),
		part.NewBar(share, part.ColorPrimary))
	for i, n := range progressCounts(p) {
		if n > 0 {
			column.Add(part.NewLine(frame.L(progressWords[i]), frame.Thousands(n)))
		}
	}
	if p.Why != "" && !p.Paused {
		column.Add(
			part.NewParagraph(frame.Sentences(frame.L("The server puts everything off; it goes on {{.A}}.",
				frame.Clock(p.Due, s.frame.Session.Now())), frame.MailWhy(p.Why))))
	} else if p.Later > 0 && now.State == notice.Sending {
		column.Add(part.NewParagraph(frame.L("Whom the server put off is tried again {{.A}}.",
			frame.Clock(p.Due, s.frame.Session.Now()))))
	}
	return column
}
