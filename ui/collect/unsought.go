package collect

import (
	"context"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// unsoughtWords are the reasons for which nothing is searched by an identifier that the rows carry, and what comes of
// each.
var unsoughtWords = map[model.UnsoughtWhy][2]string{
	model.UnsoughtNotTheirs: {"It is somebody else’s", "The person is told nothing of it."},
	model.UnsoughtUnknown: {"Nobody could tell whose it is",
		"The answer says that nothing was searched by it; the request is fulfilled in part."},
	model.UnsoughtOther: {"It is the person’s, and is left for another reason",
		"The answer says that nothing was searched by it; the request is fulfilled in part."},
}

// surely parts identifiers into those that are surely the person's and those of rows that may be somebody else's.
func surely(list []model.Carried) (sure, doubtful []model.Carried) {
	for _, c := range list {
		if c.Shared {
			doubtful = append(doubtful, c)
		} else {
			sure = append(sure, c)
		}
	}
	return sure, doubtful
}

// StepCarried leads to what is still open: what is surely the person's is taken up, or left with a reason.
func (w Work) StepCarried(p *part.NextStepParts, first, beside func(string, func())) {
	if w.Results == nil { // not read yet
		first(frame.L("Look at the findings"), w.ShowFindings)
		return
	}
	open := w.Results.OpenCarried
	if len(open) > 0 {
		p.Why = frame.L("Open: {{.A}}. {{.B}}", frame.CarriedNames(open), frame.StepWhy(w.Request.Step))
	}
	leave := func() { w.leaveCarried(open) }
	if sure, _ := surely(open); len(sure) > 0 {
		first(frame.L("Take…"), func() { w.pickCarried(sure) })
		beside(frame.L("Not searched, because…"), leave)
	} else {
		first(frame.L("Say why it is not searched…"), leave)
	}
	beside(frame.L("Look at the findings"), w.ShowFindings)
}

// openCarried says which identifiers the rows carry that nobody has settled, with what can be done about them.
func (w Work) openCarried() (list []*part.Banner) {
	may := w.Prepares(model.ActCollect)
	button := func(text string, tap func()) fyne.CanvasObject { return part.NewButton(text, tap).AsSmall() }
	sure, doubtful := surely(w.Results.OpenCarried)
	if len(sure) > 0 {
		b := part.NewBanner(part.BannerAmber, "scan",
			frame.L("The rows found also carry: {{.A}}.", frame.CarriedNames(sure)),
			frame.L("Systems that know the person by it alone were not searched. Take it as theirs, and the sources are searched again."))
		if may {
			b.Actions = []fyne.CanvasObject{button(frame.L("Take…"), func() { w.pickCarried(sure) }),
				button(frame.L("Not searched, because…"), func() { w.leaveCarried(sure) })}
		}
		list = append(list, b)
	}
	if len(doubtful) > 0 {
		b := part.NewBanner(part.BannerAmber, "scan",
			frame.L("Rows that may be somebody else’s carry: {{.A}}.", frame.CarriedNames(doubtful)),
			frame.L("If it is this person’s, settle the person again with it, and collect again."))
		if may {
			b.Actions = []fyne.CanvasObject{button(frame.L("Not searched, because…"), func() {
				w.leaveCarried(doubtful)
			})}
		}
		list = append(list, b)
	}
	return list
}

// LeftCarried says by which identifiers nothing is searched, and why: whoever reviews it signs it with the rest.
func (w Work) LeftCarried() (list []*part.Banner) {
	type said struct {
		why        model.UnsoughtWhy
		reason, by string
	}
	var order []said
	of := map[said][]model.Carried{}
	for _, u := range w.Results.Unsought {
		if u.Why == model.UnsoughtUnproven {
			list = append(list, part.NewBanner(part.BannerAmber, "scan",
				frame.L("Not proven, so nothing is searched by it: {{.A}}.",
					frame.CarriedNames([]model.Carried{u.Carried})),
				frame.L("What was proven belongs to another row than the one this leads to. The answer says so; a new request can be proven by it.")))
			continue
		}
		key := said{u.Why, u.Reason, u.By}
		if of[key] == nil {
			order = append(order, key)
		}
		of[key] = append(of[key], u.Carried)
	}
	for _, key := range order {
		carried := of[key]
		b := part.NewBanner(part.BannerBlue, "scan", frame.L("Not searched by: {{.A}}.", frame.CarriedNames(carried)),
			frame.L("{{.A}}: {{.B}}", frame.L(unsoughtWords[key.why][0]), key.reason)+" — "+w.StaffWithin(key.by))
		if w.Prepares(model.ActCollect) {
			again := part.NewButton(frame.L("Settle anew…"), func() { w.leaveCarried(carried) }).AsSmall()
			b.Actions = []fyne.CanvasObject{again}
			if sure, _ := surely(carried); len(sure) > 0 {
				b.Actions = []fyne.CanvasObject{part.NewButton(frame.L("Take…"), func() { w.pickCarried(sure) }).
					AsSmall(), again}
			}
		}
		list = append(list, b)
	}
	return list
}

// leaveCarried asks why nothing is searched by identifiers that the rows carry.
func (w Work) leaveCarried(list []model.Carried) {
	l, body := newLooking(list), part.VBox(6)
	for _, c := range l.checks {
		c.SetChecked(true)
		body.Add(c)
	}
	options := make([]part.Option, len(model.UnsoughtWhys))
	for i, why := range model.UnsoughtWhys {
		options[i] = part.Option{Text: frame.L(unsoughtWords[why][0]), Below: frame.L(unsoughtWords[why][1])}
	}
	why, note := -1, part.NewMultiLine("", 3)
	form := part.NewForm(part.NewClaim(frame.L("Why nothing is searched by it"), options, func(i int) { why = i }),
		work.Filled(frame.L("How you know"), note).
			WithHint(frame.L("For the second person and the log; it never reaches the person.")),
		part.NewField(frame.L("Which of them"), body).WithCheck(func() string {
			if len(l.taken()) == 0 {
				return frame.L("Tick at least one")
			}
			return ""
		}))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Identifiers that are not searched by"), Body: form, Form: form,
		Confirm: frame.L("Settle"), Cancel: frame.L("Cancel"), Width: 640,
		OnConfirm: func() bool {
			code, reason, ticked := model.UnsoughtWhys[why], note.Text, l.taken()
			return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				return collect.LeaveCarried(ctx, s, rev, ticked, code, reason)
			}, nil)
		}})
	w.KeepTyped(w.Opened, d, "unsought")
	d.Show(w.Window.Canvas())
}
