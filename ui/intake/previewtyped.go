package intake

import (
	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// inputOf is the input of a field that is typed in the place of what cannot be read, and what it says as the file would
// have.
func inputOf(field string) (fyne.CanvasObject, func() string) {
	chosen := func(values, names []string) (fyne.CanvasObject, func() string) {
		s := part.NewSelect(names, -1, nil)
		return s, func() string {
			if s.Current() < 0 {
				return ""
			}
			return values[s.Current()]
		}
	}
	switch field {
	case "kind":
		return chosen(wordsOf(model.Kinds))
	case "requester":
		return chosen(wordsOf(model.RequesterKinds))
	case "channel":
		return chosen(wordsOf(model.Channels))
	case "sensitive":
		return chosen([]string{"yes", "no"}, []string{frame.L("yes"), frame.L("no")})
	}
	e := part.NewEntry(map[string]string{"received": "2026-11-23 09:30", "birth_date": "2012-05-31"}[field])
	return e, func() string { return e.Text }
}

// wordsOf are values as they are kept, and as the window calls them.
func wordsOf[T ~string](list []T) (values, names []string) {
	for _, v := range list {
		values, names = append(values, string(v)), append(names, frame.W(v))
	}
	return values, names
}

// askTyped asks for what cannot be read of a record, from the paper of whoever has it, checked before it is taken.
func (p *preview) askTyped(row int, then func(intake.Decided)) {
	r := p.shown.Rows[row]
	read := map[string]func() string{}
	form, list := part.VBox(10,
		part.NewParagraph(
			frame.L("Type what stands on the person’s paper or in the first file. The log says that it was typed; what the file said stays with the request."))), map[string]*part.Field{}
	for _, f := range r.Typable() {
		var input fyne.CanvasObject
		input, read[f] = inputOf(f)
		list[f] = part.NewField(frame.FieldName(f), input)
		form.Add(list[f])
	}
	now, zone := p.frame.Session.Now(), p.frame.Session.Rules().Location()
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Type what cannot be read in line {{.A}}", r.Line), Body: form,
		Confirm: frame.L("Use it"), Cancel: frame.L("Cancel"), OnConfirm: func() bool {
			typed := map[string]string{}
			for f, field := range list {
				field.SetProblem("")
				typed[f] = read[f]()
			}
			if _, err := r.WithTyped(typed, now, zone); err != nil {
				fields(list).show(err)
				d.Refresh()
				return false
			}
			then(intake.Decided{Row: row, Do: intake.TakeTyped, Typed: typed})
			return true
		}})
	// The letter of the key that asks for it comes behind the key, and must not land in the field.
	fyne.Do(func() { d.Show(p.frame.Window.Canvas()) })
}
