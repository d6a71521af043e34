package fulfil

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

var letterNames = map[letter.Kind]string{letter.Acknowledgement: "Acknowledgement",
	letter.IdentityNeeded: "Identity needed", letter.Extended: "Extended",
	letter.Fulfilled: "Answer", letter.PartlyFulfilled: "Partly fulfilled", letter.Refused: "Refusal",
	letter.Blockers:    "Blockers",
	letter.NotVerified: "Identity not proven", letter.Redirected: "Redirected", letter.Common: "One letter for all"}

// letterName is what the window calls a letter; that about a copy says that it is on its way.
func (w Work) letterName(k letter.Kind) string {
	if k == letter.Fulfilled && w.Request.Kind.Copies() {
		return frame.L("Copy is on its way")
	}
	return frame.L(letterNames[k])
}

// LetterList shows what was written, certified and sent, and offers the letters that fit where the request stands.
func (w Work) LetterList() fyne.CanvasObject {
	column := part.VBox(0)
	if w.May(model.ActLetter) && w.Mine(w.Request) {
		var offered []fyne.CanvasObject
		kinds := fulfil.Offered(w.Request)
		if len(kinds) < len(fulfil.LetterKinds(w.Request)) && w.Request.Status == model.Answering {
			column.Add(part.NewParagraph(frame.L("The answer can be written once this is done: {{.A}}.",
				frame.StepTitle(w.Request.Step))))
			column.Add(part.Space(1, 8))
		}
		for _, k := range kinds {
			for _, l := range letter.Languages {
				name := w.letterName(k) + " · " + inShort[l]
				offered = append(offered,
					part.NewButton(name, func() { w.draftLetter(k, l) }).AsSmall().WithIcon("doc"))
			}
		}
		column.Add(part.Flow(8, append(offered, w.ownLetters()...)...))
		column.Add(part.Space(1, 12))
	}
	if card := w.resultCard(); card != nil {
		column.Add(card)
		column.Add(part.Space(1, 12))
	}
	for _, c := range w.certificates() {
		column.Add(c)
	}
	for _, line := range append(w.returnedLines(""), w.proposalLines()...) {
		column.Add(line)
	}
	for _, l := range w.Letters {
		column.Add(w.letterLine(l))
	}
	for _, p := range w.Sent.Packets {
		var man packet.Manifest
		below := frame.L("until {{.A}}", frame.Day(p.ExpiresAt))
		if err := json.Unmarshal(p.Manifest, &man); err == nil && len(man.Files) > 0 {
			below = frame.L("{{.A}} rows, SHA-256 {{.B}}…, until {{.C}}", man.Rows, man.Files[0].SHA256[:12],
				frame.Day(p.ExpiresAt))
		}
		column.Add(part.NewLine(frame.L("Packet, {{.A}}", strings.ToUpper(p.Form)),
			frame.Clock(p.CreatedAt, w.Session.Now())).WithIcon("pack", part.ColorText2).WithBelow(below))
	}
	for _, line := range w.mailLines() {
		column.Add(line)
	}
	for _, d := range w.Sent.Deliveries {
		if d.Mail != "" {
			continue // its message says so
		}
		what := map[string]string{"packet": frame.L("Packet sent"), "password": frame.L("Password sent"),
			"letter": frame.L("Letter sent")}[d.What]
		column.Add(part.NewLine(what, frame.Clock(d.At, w.Session.Now())).WithIcon("check", part.ColorGreen).
			WithBelow(w.sentTo(d) + " · " + w.StaffName(d.By)).WithTrailing(w.correctSent(d)))
	}
	if len(w.Letters)+len(w.Certificates)+len(w.Sent.Packets)+len(w.Proposals.List)+len(w.Proposals.Returned) == 0 {
		column.Add(part.NewText(frame.L("Nothing was written yet.")).In(part.ColorText3))
	}
	return column
}

// inShort are the languages of letters as a list names them.
var inShort = map[string]string{letter.English: "EN", letter.Chinese: "中文"}

// letterLine is a letter that was written: how it went out, or the button that records it.
func (w Work) letterLine(l fulfil.Written) fyne.CanvasObject {
	buttons := part.HBox(6)
	below := frame.Clock(l.At, w.Session.Now()) + " · " + w.StaffName(l.By)
	m, mailed := w.mailed(model.DeliveredLetter, l.ID)
	sends := !(mailed && m.State.OnTheWay()) && w.Request.Open() && w.May(model.ActDeliver) && w.Mine(w.Request)
	if _, went := w.Delivery(l.ID); sends && !went {
		w.sendButtons(buttons, l)
	}
	switch d, went := w.Delivery(l.ID); {
	case mailed && m.State.OnTheWay():
		below += " · " + frame.MailState(m)
	case went:
		below += " · " + frame.L("sent: {{.A}}", w.sentTo(d))
	case !l.Kind.Answers() && w.Request.Open() && w.May(model.ActDeliver) && w.Mine(w.Request):
		below = frame.L("not recorded as sent") + " · " + below
		buttons.Add(part.NewButton(frame.L("Record how it went out…"), func() { w.deliverLetter(l) }).AsSmall())
	}
	for _, b := range []struct {
		text string
		tap  func()
	}{{frame.L("Read"), func() { w.read(l.Letter) }},
		{"PDF", func() { w.save(l.Forms, string(l.Kind)+"-"+l.Lang, "pdf") }},
		{"HTML", func() { w.save(l.Forms, string(l.Kind)+"-"+l.Lang, "html") }},
		{frame.L("Text"), func() { w.save(l.Forms, string(l.Kind)+"-"+l.Lang, "txt") }}} {
		buttons.Add(part.NewButton(b.text, b.tap).AsSmall())
	}
	return part.NewLine(w.letterName(l.Kind)+" · "+inShort[l.Lang], "").WithIcon("doc", part.ColorText2).
		WithBelow(below).WithTrailing(buttons)
}

// read shows a letter as it is.
func (w Work) read(l letter.Letter) {
	part.NewDialog(part.DialogParts{Title: l.Title,
		Body: part.Fixed(0, 460, frame.Scroll(part.Inset(0, 12, 0, 0, letterText(l)))), Cancel: frame.L("Close"),
		Width: 640}).Show(w.Window.Canvas())
}

// letterText is a letter as the person reads it, with the words of the member of staff marked: a passage of theirs as a
// whole, and what they typed within a sentence once more below it.
func letterText(l letter.Letter) *fyne.Container {
	column := part.VBox(8)
	for _, b := range l.Blocks {
		switch {
		case b.Own:
			column.Add(part.Ground(part.ColorSelection, part.Inset(4, 8, 4, 8, part.NewBody(b.Text))))
		case len(b.Typed) > 0:
			column.Add(part.Ground(part.ColorSelection,
				part.Inset(4, 8, 4, 8, part.VBox(2, part.NewBody(b.Text), part.NewCaption(typedCaption(b.Typed))))))
		case b.Kind == letter.Heading:
			column.Add(part.NewSubHeading(b.Text))
		case b.Kind == letter.Item:
			column.Add(part.NewBody("•  " + b.Text))
		default:
			column.Add(part.NewBody(b.Text))
		}
	}
	return column
}

// typedCaption names what was typed within a sentence.
func typedCaption(typed []string) string {
	quoted := make([]string, len(typed))
	for i, text := range typed {
		quoted[i] = frame.L("“{{.A}}”", text)
	}
	return frame.L("typed: {{.A}}", frame.And(quoted...))
}

// foreignWords are the words of the member of staff in a letter that are not in the letter's language.
func foreignWords(l letter.Letter) (list []string) {
	for _, b := range l.Blocks {
		for _, text := range b.Written() {
			address := l.Language == letter.Chinese && !strings.ContainsAny(text, " \n") // or a name; no sentence
			if !address && !letter.InScript(l.Language, text) {
				list = append(list, text)
			}
		}
	}
	return list
}

// save writes the bytes of a letter into the folder of outgoing files and offers to open it, to be printed or sent.
func (w Work) save(l letter.Forms, name, form string) {
	reference := w.Request.Reference
	var path string
	var missing []rune
	data := l.Plain
	switch form {
	case "pdf":
		if data, missing = l.Print, l.Missing; len(missing) > 0 {
			data, form = l.Page, "html" // which the reader's own typefaces show: a name is never sent with a hole in it
		}
	case "html":
		data = l.Page
	}
	w.Run(func(context.Context) error {
		dir, err := outFolder()
		if err != nil {
			return err
		}
		path = filepath.Join(dir, reference+"-"+name+"."+form)
		return private.Write(path, data)
	}, func() {
		var lacks []fyne.CanvasObject
		if len(missing) > 0 {
			lacks = append(lacks, part.NewBanner(part.BannerAmber, "warn",
				frame.L("Saved as HTML: the typefaces of the PDF lack {{.A}}", string(missing)),
				frame.L("Open it in a browser and print it there.")))
		}
		w.TellSavedOpen(path, lacks...)
	})
}

// sentTo says how something went out, and to whom, masked; and why, where that is no contact of the request.
func (w Work) sentTo(d model.Delivery) string {
	to := addressed(d)
	if e, elsewhere := w.Sent.Elsewhere(d); elsewhere {
		return frame.L("{{.A}}: no contact of the request ({{.B}}: {{.C}})", to, frame.L(elsewhereWords[e.Why]), e.Text)
	}
	return to
}

// addressed says how something went out, and to whom, masked.
func addressed(d model.Delivery) string {
	how := frame.L(wayNames[d.Channel])
	mask := map[string]func(string) string{"email": identifier.MaskEmail, "sms": identifier.MaskPhone,
		"phone": identifier.MaskPhone}[d.Channel]
	switch {
	case d.To == "":
		return how
	case mask == nil:
		mask = identifier.MaskText
	}
	return frame.And(how, mask(d.To))
}
