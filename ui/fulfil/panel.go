package fulfil

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// drawPanel shows the chosen row: its columns masked, whose else it may be, and the decision.
func (v *Findings) drawPanel(f fulfil.Finding) {
	v.choice = nil
	column := part.VBox(0)
	icon, color, title := "doc", part.ColorText2, f.Collection+" "+f.Found.Key
	if f.Shared > 0 {
		icon, color, title = "users", part.ColorAmber, frame.L("This row may also be somebody else’s")
	}
	column.Add(part.Fixed(0, 22, part.HBox(8, part.NewIcon(icon, color, 16), part.Grow(part.NewSubHeading(title).Short()))))
	column.Add(part.NewParagraph(f.Source + "." + f.Collection + " " + f.Found.Key + ". " + strings.Join(whose(f), " ")))
	column.Add(part.Space(1, 8))
	column.Add(v.columns(f))
	if f.Found.Attachment != nil {
		column.Add(part.NewLine(f.Found.Attachment.Name, frame.L("{{.A}} bytes", f.Found.Attachment.Size)))
	}
	if len(f.Found.Columns) > 0 && v.frame.May(model.ActReveal) {
		column.Add(part.Space(1, 6))
		column.Add(part.HBox(0, part.NewButton(frame.L("Reveal a value…"), func() { v.reveal(f) }).AsSmall().WithIcon("eye"), part.Gap()))
	}
	if f.Shared > 0 {
		column.Add(part.Space(1, 12))
		switch r := v.opened.Request; {
		case r.Status == model.Working && v.frame.Mine(r) && v.frame.May(model.ActDecide):
			v.decide(column, f)
		default:
			v.decided(column, f)
		}
	}
	v.panel.Objects = []fyne.CanvasObject{part.Inset(14, 16, 14, 16, column)}
	v.panel.Refresh()
}

// whose says why a row may be somebody else's.
func whose(f fulfil.Finding) []string {
	var out []string
	for _, w := range f.Found.Whose {
		switch w.Kind {
		case source.ReferencedByOthers:
			out = append(out, frame.L("{{.A}} rows of {{.B}} that are not this person’s point at it.", w.Rows, w.Collection.Collection))
		case source.PointsAtOthers:
			out = append(out, frame.L("Its {{.A}} points at another person’s {{.B}}.", w.OwnField, w.Collection.Collection))
		case source.OtherIdentity:
			out = append(out, frame.L("Its {{.A}} holds a contact that is not this person’s.", w.OwnField))
		}
	}
	return out
}

func (v *Findings) columns(f fulfil.Finding) fyne.CanvasObject {
	var rows []part.RowData
	for _, name := range f.Found.Columns {
		state := part.Cell{Text: frame.L("as it is"), Color: part.ColorText3, Small: true}
		switch {
		case f.Decision == model.LeaveOut:
			state = part.Cell{Text: frame.L("left out"), Color: part.ColorText2, Small: true}
		case f.Decision == model.MaskSome && slices.Contains(f.Choice.Columns, name):
			state = part.Cell{Text: frame.L("masked"), Color: part.ColorAmber, Bold: true, Small: true}
		}
		rows = append(rows, part.RowData{Cells: []part.Cell{{Text: name, Color: part.ColorText2}, {Text: f.Masked(name)}, state}})
	}
	return part.NewSheet([]part.Column{{Title: frame.L("Column"), Flex: 1}, {Title: frame.L("Value"), Flex: 1}, {Title: frame.L("In the copy"), Width: 80, Align: fyne.TextAlignTrailing}}, rows).SetHeights(24, 28)
}

// choiceForm is the decision about a shared row while it is being made.
type choiceForm struct {
	radio  *part.Radio
	at     int // of model.Decisions, -1 while nothing is chosen
	was    int // as kept
	why    string
	checks []*part.Check
	reason *part.Entry
	field  *part.Field
	save   *part.Button
}

func (c *choiceForm) choose(i int) { c.radio.Choose(i) }

// begun reports whether somebody is in the middle of deciding.
func (c *choiceForm) begun() bool { return c.at != c.was || c.reason.Text != c.why }

// read is the choice as it stands, or what is still missing.
func (c *choiceForm) read(columns []string) (d model.Decision, choice fulfil.Choice, problem string) {
	if c.at < 0 {
		return d, choice, frame.L("Choose one of the three")
	}
	d, choice.Reason = model.Decisions[c.at], strings.TrimSpace(c.reason.Text)
	if choice.Reason == "" {
		return d, choice, frame.L("Say why; the second person and the log need it.")
	}
	if d == model.MaskSome {
		for i, name := range columns {
			if c.checks[i].Checked {
				choice.Columns = append(choice.Columns, name)
			}
		}
		if len(choice.Columns) == 0 {
			return d, choice, frame.L("Tick the columns to mask")
		}
	}
	return d, choice, ""
}

// decide offers the three choices for a shared row. Columns that name or reach somebody are ticked to begin with.
func (v *Findings) decide(column *fyne.Container, f fulfil.Finding) {
	c := &choiceForm{at: slices.Index(model.Decisions, f.Decision), was: slices.Index(model.Decisions, f.Decision), why: f.Choice.Reason}
	var boxes []fyne.CanvasObject
	for _, name := range f.Found.Columns {
		box := part.NewCheck(name, nil)
		box.SetChecked(slices.Contains(f.Choice.Columns, name) || (f.Decision == model.Undecided && namesSomebody(f, name)))
		c.checks, boxes = append(c.checks, box), append(boxes, box)
	}
	masks := part.Inset(0, 0, 0, 24, part.VBox(4, boxes...))
	masks.Hidden = f.Decision != model.MaskSome
	c.radio = part.NewRadio([]part.Option{{Text: frame.L("Leave out"), Below: frame.L("The row is listed as withheld, with the reason.")},
		{Text: frame.L("Mask columns"), Below: frame.L("Those you tick.")}, {Text: frame.L("Include"), Below: frame.L("It is the person’s own after all, or the other agrees.")}}, c.at,
		func(i int) {
			c.at = i
			masks.Hidden = model.Decisions[i] != model.MaskSome
			column.Refresh()
		})
	c.reason = part.NewMultiLine("", 3)
	c.reason.SetText(f.Choice.Reason)
	c.field = part.NewField(frame.L("Reason"), c.reason)
	c.save = part.NewPrimary(frame.L("Decide"), "Ctrl Enter", func() {
		d, choice, problem := c.read(f.Found.Columns)
		if c.field.SetProblem(problem); problem != "" {
			return
		}
		id := v.opened.Request.ID
		v.selected, v.choice = 0, nil
		v.frame.Window.Canvas().Unfocus()
		v.frame.Run(func(ctx context.Context) error {
			_, err := fulfil.Decide(ctx, v.frame.Session, id, f.Seq, d, choice)
			return err
		}, v.done)
	})
	v.choice = c
	keys := part.HBox(6, part.NewKeyHint("L"), part.NewKeyHint("M"), part.NewKeyHint("I"), part.Gap())
	for _, o := range []fyne.CanvasObject{c.radio, part.Space(1, 4), masks, part.Space(1, 10), c.field, part.Space(1, 10), part.HBox(8, part.Grow(keys), c.save)} {
		column.Add(o)
	}
}

// namesSomebody reports whether a column names or reaches a person, which is what masking is for.
func namesSomebody(f fulfil.Finding, column string) bool {
	for _, c := range f.Found.Categories[column] {
		if source.Covers("user.name", c) || source.Covers("user.contact", c) || source.Covers("user.financial", c) {
			return true
		}
	}
	return false
}

// decided shows a choice made, and lets the second person agree with it.
func (v *Findings) decided(column *fyne.Container, f fulfil.Finding) {
	column.Add(part.NewBold(frame.L("Chosen by {{.A}}: {{.B}}", v.frame.StaffName(f.DecidedBy), frame.W(f.Decision))))
	column.Add(part.Space(1, 6))
	column.Add(part.NewCard(part.NewBody(f.Choice.Reason)))
	column.Add(part.Space(1, 12))
	r := v.opened.Request
	switch {
	case f.AgreedBy != "":
		column.Add(part.NewLine(frame.L("Agreed by {{.A}}", v.frame.StaffName(f.AgreedBy)), "").WithIcon("check", part.ColorGreen))
	case r.Status == model.Review && v.frame.Second(r) && v.frame.May(model.ActAgree):
		s := v.sums()
		column.Add(part.NewNextStep(part.NextStepParts{Caption: frame.L("Next step"), Then: frame.L("{{.A}} of {{.B}} shared rows agreed", s.shared-s.unagreed, s.shared),
			Title: frame.L("Agree with this choice, or ask for another"), Narrow: true, Primary: part.NewPrimary(frame.L("Agree"), "Y", func() { v.agree() }),
			Others: []fyne.CanvasObject{part.NewButton(frame.L("Ask for another…"), v.returnIt)}}))
	}
}

// reveal shows one value for a reason; the log keeps who, which and why.
func (v *Findings) reveal(f fulfil.Finding) {
	if len(f.Found.Columns) == 0 {
		return
	}
	column, why := 0, 0
	names := make([]string, len(model.RevealReasons))
	for i, r := range model.RevealReasons {
		names[i] = frame.W(r)
	}
	form := part.NewForm(part.NewField(frame.L("Column"), part.NewSelect(f.Found.Columns, 0, func(i int) { column = i })),
		part.NewField(frame.L("Why"), part.NewSelect(names, 0, func(i int) { why = i })).WithHint(frame.L("Who, which and why go into the log.")))
	part.NewDialog(part.DialogParts{Title: frame.L("Reveal a value"), Body: form, Form: form, Confirm: frame.L("Reveal"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			id, name, reason := v.opened.Request.ID, f.Found.Columns[column], model.RevealReasons[why]
			var text string
			v.frame.Run(func(ctx context.Context) (err error) {
				text, err = fulfil.Reveal(ctx, v.frame.Session, id, f.Seq, name, reason)
				return err
			}, func() {
				part.NewDialog(part.DialogParts{Title: f.Collection + "." + name, Body: part.NewBody(text), Cancel: frame.L("Hide"),
					Others: []*part.Button{part.NewButton(frame.L("Copy"), func() { copyForAWhile(text) })}}).Show(v.frame.Window.Canvas())
			})
			return true
		}}).Show(v.frame.Window.Canvas())
}
