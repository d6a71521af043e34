package fulfil

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// ownLetters offers the letters for which staff say what no fact of the request tells.
func (w Work) ownLetters() []fyne.CanvasObject {
	if !w.Request.Open() {
		return nil
	}
	return []fyne.CanvasObject{
		part.NewButton(frame.L("The answer takes longer…"), w.askExtension).AsSmall().WithIcon("clock"),
		part.NewButton(frame.L("Somebody else holds it…"), w.askRedirect).AsSmall().WithIcon("next")}
}

// language chooses the language of a letter.
func (w Work) language(chosen *string) *part.Field {
	*chosen = w.letterLanguage()
	return part.NewField(frame.L("Language of the letter"), part.NewRadio([]part.Option{{Text: "English"}, {Text: "简体中文"}}, boolIndex(*chosen == frame.Chinese),
		func(i int) { *chosen = letter.Languages[i] }))
}

func (w Work) askExtension() {
	var lang string
	limit := w.Session.Rules().ExtensionLimit(w.Request)
	reason, day := part.NewMultiLine("", 3), part.NewDateField(limit.In(w.Session.Rules().Location()))
	form := part.NewForm(w.language(&lang),
		filled(frame.L("Why the answer takes longer"), reason).WithHint(frame.L("As the letter says it, in whole sentences.")),
		part.NewField(frame.L("The new day"), day).WithHint(frame.L("After {{.A}}, at the latest {{.B}}; the person must hear of it before the first of them is over.", frame.DayYear(w.Request.DueAt), frame.DayYear(limit))).WithCheck(func() string {
			if _, ok := day.Date(); !ok {
				return frame.L("Fill this in")
			}
			return ""
		}))
	w.ownLetter(frame.L("The answer takes longer"), form, func(ctx context.Context, s *desk.Session, rev model.Revision) (fulfil.Written, error) {
		return fulfil.Extend(ctx, s, rev, lang, model.Extension{Reason: reason.Text, Until: endOf(day, s)})
	})
}

// endOf is the end of the day that was entered, in the desk's zone.
func endOf(day *part.DateField, s *desk.Session) time.Time {
	t, ok := day.Date()
	if !ok {
		return time.Time{}
	}
	return s.Rules().EndOfDay(t.Year(), t.Month(), t.Day())
}

func (w Work) askRedirect() {
	var lang string
	name, why, contact, here := part.NewEntry(""), part.NewMultiLine("", 2), part.NewEntry(""), part.NewMultiLine("", 2)
	form := part.NewForm(w.language(&lang), filled(frame.L("Who holds the data"), name),
		filled(frame.L("Why they and not you"), why).WithHint(frame.L("As the letter says it, in whole sentences.")),
		filled(frame.L("How to reach them"), contact), filled(frame.L("What you hold yourselves"), here).WithHint(frame.L("As the letter says it, in whole sentences.")))
	w.ownLetter(frame.L("Somebody else holds it"), form, func(ctx context.Context, s *desk.Session, rev model.Revision) (fulfil.Written, error) {
		return fulfil.Redirect(ctx, s, rev, lang, letter.Party{Name: strings.TrimSpace(name.Text), Why: why.Text, Contact: contact.Text, HeldHere: here.Text})
	})
}

// ownLetter asks for what a letter says and shows the letter once it is written.
func (w Work) ownLetter(title string, form *part.Form, write func(ctx context.Context, s *desk.Session, rev model.Revision) (fulfil.Written, error)) {
	var d *part.Dialog
	var written fulfil.Written
	done := w.Done
	w.Done = func() {
		done()
		w.read(written.Letter)
	}
	d = part.NewDialog(part.DialogParts{Title: title, Body: form, Form: form, Confirm: frame.L("Write the letter"), Cancel: frame.L("Cancel"), Width: 560,
		OnConfirm: func() bool {
			return w.submit(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (r model.Request, err error) {
				written, err = write(ctx, s, rev)
				return r, err
			}, nil)
		}})
	d.Show(w.Window.Canvas())
}
