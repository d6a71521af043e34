package work

import (
	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// showValue shows a revealed value until it is hidden.
func (w Work) showValue(title, text string) {
	part.NewDialog(part.DialogParts{Title: title, Body: part.NewBody(OrEmpty(text)), Cancel: frame.L("Hide"),
		Others: []*part.Button{part.NewButton(frame.L("Copy"), func() { part.CopySecret(text) })}}).
		Show(w.Window.Canvas())
}

// Revealed is a value that was opened, with the column it stands in.
type Revealed struct{ Column, Text string }

// Ticked are the columns that are to be revealed, with a check for each and one for all of them.
type Ticked struct {
	columns []string
	Checks  []*part.Check
	Body    fyne.CanvasObject
}

// NewTicked makes the checks of columns under their titles.
func NewTicked(columns, titles []string) *Ticked {
	t := &Ticked{columns: columns}
	var halves [2][]fyne.CanvasObject
	for i := range columns {
		c := part.NewCheck(titles[i], nil)
		t.Checks = append(t.Checks, c)
		halves[i%2] = append(halves[i%2], c)
	}
	all := part.NewCheck(frame.L("All columns"), func(on bool) {
		for _, c := range t.Checks {
			c.SetChecked(on)
		}
	})
	t.Body = part.VBox(8, all,
		part.HBoxTop(16, part.Grow(part.VBox(6, halves[0]...)), part.Grow(part.VBox(6, halves[1]...))))
	return t
}

// Chosen are the names that are ticked, in their order.
func (t *Ticked) Chosen() (list []string) {
	for i, c := range t.Checks {
		if c.Checked {
			list = append(list, t.columns[i])
		}
	}
	return list
}

// RevealWhy asks for the reason, which the log keeps.
func RevealWhy(why *int) *part.Field {
	reasons := make([]part.Option, len(model.RevealReasons))
	for i, r := range model.RevealReasons {
		reasons[i].Text = frame.W(r)
	}
	return part.NewClaim(frame.L("Why"), reasons, func(i int) { *why = i }).
		WithHint(frame.L("Who, which and why go into the log."))
}

// ShowValues shows revealed values until they are hidden.
func (w Work) ShowValues(title string, values []Revealed) {
	if len(values) == 1 {
		w.showValue(title+" · "+values[0].Column, values[0].Text)
		return
	}
	column := part.VBox(6)
	for _, v := range values {
		text := v.Text
		column.Add(part.HBoxTop(12, part.Fixed(130, 0, part.NewCaption(v.Column).In(part.ColorText2).Short()),
			part.Grow(part.NewBody(OrEmpty(text))),
			part.NewButton(frame.L("Copy"), func() { part.CopySecret(text) }).AsSmall()))
		column.Add(part.HLine())
	}
	part.NewDialog(part.DialogParts{Title: title, Body: column, Cancel: frame.L("Hide"), Width: 560}).
		Show(w.Window.Canvas())
}
