package notice

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// preview is how people see a notice: by each channel, in one language, as one of the audience gets it.
type preview struct {
	screen *screen
	langs  []string
	lang   string
	to     notice.Recipient // masked
	number int64            // of them in the audience; 0: nobody in particular
	who    *part.Text
	cards  *fyne.Container
	body   *fyne.Container
}

func newPreview(s *screen) *preview {
	p := &preview{screen: s, langs: s.shown.Organisation.Languages, who: part.NewCaption(""), cards: part.VBox(10),
		body: part.VBox(8)}
	if len(p.langs) == 0 {
		p.langs = model.Languages
	}
	p.lang = p.langs[0]
	if slices.Contains(p.langs, frame.Language()) {
		p.lang = frame.Language()
	}
	head := part.HBox(8, part.NewSubHeading(frame.L("How people see it")), part.Gap())
	if s.shown.Audience.Count > 0 {
		head.Add(p.who)
		head.Add(part.NewButton(frame.L("One before"), func() { p.step(-1) }).AsSmall())
		head.Add(part.NewButton(frame.L("Next person"), func() { p.step(1) }).AsSmall())
	}
	if len(p.langs) > 1 {
		var list []string
		for _, l := range p.langs {
			list = append(list, languageNames[l])
		}
		head.Add(part.NewSegment(list, slices.Index(p.langs, p.lang), func(i int) {
			p.lang = p.langs[i]
			p.follow(s.now())
		}))
	}
	p.body.Add(head)
	p.body.Add(p.cards)
	return p
}

// step shows what the next of the audience gets, or the one before.
func (p *preview) step(by int64) {
	number := p.number + by
	if number < 1 || number > p.screen.shown.Audience.Count {
		return
	}
	session, id := p.screen.frame.Session, p.screen.shown.ID
	var person app.Person
	p.screen.frame.Try(func(ctx context.Context) (err error) {
		person, err = app.Preview(ctx, session, id, number)
		return err
	}, func(err error) {
		if err != nil {
			p.screen.frame.Fail(err)
			return
		}
		p.number, p.to = number, person.Recipient
		if slices.Contains(p.langs, person.Language) {
			p.lang = person.Language
		}
		p.who.SetText(frame.L("{{.A}} of {{.B}}", frame.Thousands(number),
			frame.Thousands(p.screen.shown.Audience.Count)))
		p.follow(p.screen.now())
	})
}

// follow shows the notice as it stands.
func (p *preview) follow(now app.Open) {
	p.cards.RemoveAll()
	if p.number > 0 {
		p.cards.Add(part.NewParagraph(frame.And(p.to.Name, p.to.Email, p.to.Phone,
			languageNames[p.to.Language(p.langs)])))
	}
	for _, ch := range now.Content.Channels {
		p.cards.Add(p.card(now, ch))
	}
	if len(now.Content.Channels) == 0 {
		p.cards.Add(part.NewBody(frame.L("Choose how people are reached.")))
	}
	p.cards.Refresh()
}

func (p *preview) card(now app.Open, ch notice.Channel) fyne.CanvasObject {
	text := now.Content.Render(ch, now.Organisation, p.lang, p.to)
	head := part.HBox(6, part.NewIcon(channelIcons[ch], part.ColorText2, 16), part.NewBold(channelName(ch)), part.Gap(),
		part.NewCaption(reaches(now.Audience, ch)))
	column := part.VBox(6, head, part.HLine())
	if text.Subject != "" {
		subject := part.NewBody(text.Subject)
		subject.Bold = true
		column.Add(subject)
	}
	if text.Text == "" {
		column.Add(part.NewParagraph(frame.L("nothing is written yet")))
	} else {
		column.Add(part.NewBody(text.Text))
	}
	if ch == notice.SMS {
		column.Add(part.NewCaption(smsParts(notice.CountSMS(text.Text))))
	}
	return part.NewCard(column)
}

// reaches is how many of an audience a channel reaches.
func reaches(a notice.Audience, ch notice.Channel) string {
	switch {
	case ch == notice.Home:
		return frame.L("everyone")
	case a.Count == 0:
		return ""
	case ch == notice.Email:
		return frame.Thousands(a.Email)
	case ch == notice.SMS || ch == notice.Call:
		return frame.Thousands(a.SMS)
	case ch == notice.Push:
		return frame.Thousands(a.By[4] + a.By[5] + a.By[6] + a.By[7])
	case ch == notice.Letter:
		var n int64
		for _, some := range a.Post {
			n += some
		}
		return frame.Thousands(n)
	}
	return frame.Thousands(a.Count - a.Email - a.SMS + a.Both)
}
