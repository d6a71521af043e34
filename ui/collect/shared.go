package collect

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// sharedChoice is one thing that can be done with a row that may be somebody else's.
type sharedChoice struct {
	decision model.Decision
	detach   bool
	key      string
	option   part.Option
}

// sharedChoices are those of a kind of request: what goes into a copy, what an erasure does to the row, whether
// anything of it is changed at all.
func sharedChoices(kind model.Kind) []sharedChoice {
	leave := func(text, below string) sharedChoice {
		return sharedChoice{model.LeaveOut, false, "L", part.Option{Text: text, Below: below}}
	}
	own := func(text, below string) sharedChoice {
		return sharedChoice{model.Include, false, "I", part.Option{Text: text, Below: below}}
	}
	mask := sharedChoice{model.MaskSome, false, "M",
		part.Option{Text: frame.L("Mask columns"), Below: frame.L("Those you tick.")}}
	switch {
	case kind.Copies():
		return []sharedChoice{leave(frame.L("Leave out"), frame.L("The row is listed as withheld, with the reason.")),
			own(frame.L("Include"), frame.L("It is the person’s own after all, or the other agrees.")), mask}
	case kind.Erases():
		return []sharedChoice{leave(frame.L("Leave it as it is"),
			frame.L("It stays for the others; the certificate says so.")),
			{model.MaskSome, true, "",
				part.Option{Text: frame.L("Let go of the reference"),
					Below: frame.L("Its tie to the person is emptied; row and key stay.")}},
			own(frame.L("It is the person’s own"), frame.L("It is erased like every other row.")), mask}
	}
	return []sharedChoice{leave(frame.L("Leave it as it is"), frame.L("Nothing of it is changed.")),
		own(frame.L("It is the person’s own"), frame.L("It may be changed like every other row."))}
}

// choiceForm is the decision about a shared row while it is being made.
type choiceForm struct {
	choices []sharedChoice
	radio   *part.Radio
	at      int          // -1 while nothing is chosen
	was     int          // as kept
	opened  frame.Opened // the request as it was drawn from
	why     string
	checks  []*part.Check
	reason  *part.Entry
	field   *part.Field
	save    *part.Button
	done    func(decided bool) // see frame.KeepEntry
}

// choose takes the choice of a decision, by its key.
func (c *choiceForm) choose(d model.Decision) bool {
	i := slices.IndexFunc(c.choices, func(o sharedChoice) bool { return o.decision == d && !o.detach })
	if i >= 0 {
		c.radio.Choose(i)
	}
	return i >= 0
}

// end forgets what was typed as the reason: the row is decided. No form is left.
func (c *choiceForm) end() *choiceForm {
	if c != nil {
		c.done(true)
	}
	return nil
}

// begun reports whether somebody is in the middle of deciding.
func (c *choiceForm) begun() bool { return c.at != c.was || c.reason.Text != c.why }

// read is the choice as it stands, or what is still missing.
func (c *choiceForm) read(columns []string) (d model.Decision, choice collect.Choice, problem string) {
	if c.at < 0 {
		return d, choice, frame.L("Choose one of them")
	}
	d, choice.Detach, choice.Reason = c.choices[c.at].decision, c.choices[c.at].detach, strings.TrimSpace(c.reason.Text)
	if choice.Reason == "" {
		return d, choice, frame.L("Say why; the second person and the log need it.")
	}
	if d == model.MaskSome && !choice.Detach {
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

// decide offers the choices for a shared row. Columns that name or reach somebody are ticked to begin with.
func (v *Findings) decide(column *fyne.Container, f collect.Finding) {
	choices := sharedChoices(v.work.Request.Kind)
	at := slices.IndexFunc(choices, func(o sharedChoice) bool {
		return o.decision == f.Decision && o.detach == f.Choice.Detach
	})
	c := &choiceForm{opened: v.work.Opened, choices: choices, at: at, was: at, why: f.Choice.Reason}
	var boxes []fyne.CanvasObject
	for _, name := range f.Found.Columns {
		box := part.NewCheck(work.ColumnTitle(f, name), nil)
		box.SetChecked(slices.Contains(f.Choice.Columns, name) ||
			(len(f.Choice.Columns) == 0 && namesSomebody(f, name)))
		c.checks, boxes = append(c.checks, box), append(boxes, box)
	}
	masks := part.Inset(0, 0, 0, 24, part.VBox(4, boxes...))
	masks.Hidden = at < 0 || choices[at].decision != model.MaskSome || choices[at].detach
	options := make([]part.Option, len(choices))
	keys := part.HBox(6)
	for i, o := range choices {
		options[i] = o.option
		if o.key != "" {
			keys.Add(part.NewKeyHint(o.key))
		}
	}
	keys.Add(part.Gap())
	c.radio = part.NewRadio(options, at, func(i int) {
		c.at = i
		masks.Hidden = choices[i].decision != model.MaskSome || choices[i].detach
		column.Refresh()
		v.showStepKey()
	})
	c.reason = part.NewMultiLine("", 3)
	c.reason.SetText(f.Choice.Reason)
	c.reason.OnChanged = func(string) { v.showStepKey() }
	c.done = v.work.KeepEntry(v.work.Opened, c.reason, // of this row as it is, never of another one
		"shared "+collect.DigestRow(f.Row, f.Source, f.Collection))
	c.field = part.NewField(frame.L("Reason"), c.reason)
	c.save = part.NewButton(frame.L("Decide anew"), nil)
	if f.Decision == model.Undecided {
		c.save = work.Primary(frame.L("Decide"), nil)
	}
	c.save.OnTap = func() {
		d, choice, problem := c.read(f.Found.Columns)
		if c.field.SetProblem(problem); problem != "" {
			return
		}
		v.settle(c.opened, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
			return review.Decide(ctx, s, rev, f.Seen(), d, choice)
		}, func(err error) {
			c.opened = c.opened.Told(err)
			v.work.Fail(err)
		})
	}
	v.choice = c
	for _, o := range []fyne.CanvasObject{c.radio, part.Space(1, 4), masks, part.Space(1, 10), c.field,
		part.Space(1, 10),
		part.HBox(8, part.Grow(keys), c.save)} {
		column.Add(o)
	}
}

// namesSomebody reports whether a column names or reaches a person, which is what masking is for.
func namesSomebody(f collect.Finding, column string) bool {
	for _, c := range f.Found.Categories[column] {
		if dataset.Covers("user.name", c) || dataset.Covers("user.contact", c) || dataset.Covers("user.financial", c) {
			return true
		}
	}
	return false
}

// decisionWord is what was decided about a shared row, in the words of the kind of request.
func decisionWord(kind model.Kind, f collect.Finding) string {
	for _, o := range sharedChoices(kind) {
		if o.decision == f.Decision && o.detach == f.Choice.Detach {
			return o.option.Text
		}
	}
	return frame.W(f.Decision)
}

// decided shows a choice made, and lets the second person agree with it.
func (v *Findings) decided(column *fyne.Container, f collect.Finding) {
	w := v.work
	column.Add(part.NewBold(frame.L("Chosen by {{.A}}: {{.B}}", w.StaffWithin(f.DecidedBy),
		decisionWord(w.Request.Kind, f))))
	column.Add(part.Space(1, 6))
	column.Add(part.NewCard(part.NewBody(f.Choice.Reason)))
	column.Add(part.Space(1, 12))
	switch {
	case f.AgreedBy != "":
		column.Add(part.NewLine(frame.L("Agreed by {{.A}}", w.StaffWithin(f.AgreedBy)), "").
			WithIcon("check", part.ColorGreen))
	case w.Request.Status == model.Review && w.Second(w.Request) && w.May(model.ActAgree):
		s := v.sums()
		column.Add(part.NewNextStep(part.NextStepParts{Caption: frame.L("Next step"),
			Then:  frame.L("{{.A}} of {{.B}} shared rows agreed", s.shared-s.unagreed, s.shared),
			Title: frame.L("Agree with this choice, or ask for another"), Narrow: true,
			Primary: part.NewPrimary(frame.L("Agree"), "Y", func() { v.agree() }),
			Others:  []fyne.CanvasObject{part.NewButton(frame.L("Ask for another…"), w.ReturnIt)}}))
	}
}
