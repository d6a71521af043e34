package notice

import (
	"html"
	"strings"

	"orangelab.cn/rightsdesk/model"
)

// somebody stands in a form for the name of whoever gets it: a character that no text has.
const somebody = "\uf8ff"

// Form is Render for many people by one channel in one language: what all of them get is written once, and each name
// put in.
func (c Content) Form(ch Channel, org model.Organisation, lang string) func(Recipient) Text {
	all := c.Render(ch, org, lang, Recipient{})
	form := c.Render(ch, org, lang, Recipient{Name: somebody})
	alone := strings.Contains(all.Subject+all.Text+all.HTML, somebody)
	return func(to Recipient) Text {
		switch {
		case to.Name == "":
			return all
		case alone || strings.Contains(to.Name, somebody) || oneLine(to.Name) != to.Name:
			return c.Render(ch, org, lang, to)
		}
		return Text{Subject: strings.ReplaceAll(form.Subject, somebody, to.Name),
			Text: strings.ReplaceAll(form.Text, somebody, to.Name),
			HTML: strings.ReplaceAll(form.HTML, somebody, html.EscapeString(to.Name))}
	}
}
