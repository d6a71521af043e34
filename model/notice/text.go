package notice

import (
	"html"
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
)

// Text is what somebody gets by a channel.
type Text struct {
	Subject string // of an e-mail, a page or a letter
	Text    string
	HTML    string // the same for an e-mail or a page; empty by other channels
}

// Render is what a recipient gets by a channel in a language. Variables that stand for nothing stay as they are:
// Problems names them, and nothing with one is approved.
func (c Content) Render(ch Channel, org model.Organisation, lang string, to Recipient) Text {
	fill := func(text string) string {
		filled, _ := c.fill(strings.TrimSpace(text), org, lang, to.Name)
		return filled
	}
	out := Text{Subject: oneLine(fill(c.Title[lang]))}
	switch ch {
	case SMS:
		return Text{Text: oneLine(fill(c.SMS[lang]))}
	case Push:
		out.Text = oneLine(fill(c.Push[lang]))
		return out
	case Call:
		out.Text = fill(c.Call[lang])
		return out
	}
	var b strings.Builder
	var h strings.Builder
	say := func(heading, text string) {
		if text == "" {
			return
		}
		if heading != "" {
			b.WriteString(heading + "\n")
			h.WriteString("<h2>" + html.EscapeString(heading) + "</h2>\n")
		}
		b.WriteString(text + "\n\n")
		h.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(text), "\n", "<br>\n") + "</p>\n")
	}
	if ch == Home {
		say("", fill(c.Banner[lang]))
	} else {
		say("", c.greeting(lang, to.Name, fill("{person}")))
	}
	for _, r := range c.ordered() {
		if r.ID == contact.ID {
			say(c.headed(r, lang), either(lang, "Questions: ", "如有疑问，请联系：")+c.says(r, org, lang))
			continue
		}
		say(c.headed(r, lang), fill(c.says(r, org, lang)))
	}
	sign := org.SignatureLines(lang)
	if name := org.Name[lang]; name != "" {
		sign = append(sign, name)
	}
	say("", strings.Join(append(sign, longDate(c.On, lang)), "\n"))
	out.Text = strings.TrimSpace(b.String()) + "\n"
	if ch != Letter {
		out.HTML = "<!DOCTYPE html>\n<html lang=\"" + lang + "\"><head><meta charset=\"utf-8\"><title>" +
			html.EscapeString(out.Subject) + "</title></head>\n<body>\n<h1>" +
			html.EscapeString(out.Subject) + "</h1>\n" + h.String() + "</body></html>\n"
	}
	return out
}

// Rendered is all that somebody may get of a notice in the languages of the desk, by every channel that it goes by.
func (c Content) Rendered(org model.Organisation) (all []Text) {
	for _, lang := range org.Languages {
		for _, ch := range c.Channels {
			all = append(all, c.Render(ch, org, lang, Recipient{}))
		}
	}
	return all
}

// Dated is the notice as it goes out on a day, which is the day of it.
func (c Content) Dated(day calendar.Date) Content {
	c.On = day
	return c
}

// greeting is how a notice begins. One to guardians is no letter to their child, whose name it has.
func (c Content) greeting(lang, name, called string) string {
	switch {
	case c.Guardians && name == "":
		return either(lang, "Dear parent or guardian,", "监护人，您好：")
	case c.Guardians:
		return either(lang, "Dear parent or guardian of "+called+",", called+"的监护人，您好：")
	}
	return either(lang, "Dear "+called+",", called+"，您好：")
}

// oneLine keeps a text on one line.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
