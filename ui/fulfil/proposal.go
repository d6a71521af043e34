package fulfil

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// stepLetter is the step of a letter that waits: a second person reads and approves it, its author goes on meanwhile,
// and an approved extension is told to the person.
func (w Work) stepLetter(p *part.NextStepParts, first, beside func(string, func())) {
	one, ok := w.Proposals.Waiting()
	if !ok {
		return
	}
	switch {
	case one.ApprovedBy != "":
		first(frame.L("Record how it went out…"), func() { w.deliverLetter(one.Written) })
		beside(frame.L("Read the letter"), func() { w.readProposal(one) })
		beside(frame.L("Take it back…"), func() { w.takeLetterBack(one) })
	case w.approvesLetter(one):
		first(frame.L("Read the letter…"), func() { w.readProposal(one) })
	default:
		p.Why = frame.L("You wrote it yourself, so somebody else approves it. You can go on meanwhile: {{.A}}.",
			frame.StepTitle(w.Proposals.Meanwhile))
		under, meanwhile := part.NextStepParts{}, w
		meanwhile.Request.Step = w.Proposals.Meanwhile
		meanwhile.Step(&under)
		p.Offer(under)
		beside(frame.L("Read the letter"), func() { w.readProposal(one) })
		beside(frame.L("Take it back…"), func() { w.takeLetterBack(one) })
	}
}

// approvesLetter reports whether the signed-in member of staff may approve a letter: somebody else wrote it.
func (w Work) approvesLetter(one fulfil.Proposed) bool {
	return one.ApprovedBy == "" && w.May(model.ActApproveText) && model.SecondPerson(w.Session.Staff().ID, one.By)
}

// proposalLines show the letters that wait, to everybody who may read the request.
func (w Work) proposalLines() (lines []fyne.CanvasObject) {
	for _, one := range w.Proposals.List {
		if one.ApprovedBy != "" {
			continue // it stands among the letters
		}
		read := part.NewButton(frame.L("Read"), func() { w.readProposal(one) }).AsSmall()
		if w.approvesLetter(one) {
			read.SetText(frame.L("Read and approve…"))
		}
		lines = append(lines, part.NewLine(w.letterName(one.Kind), "").WithIcon("clock", part.ColorAmber).
			WithBelow(frame.L("waits for a second person")+" · "+frame.Clock(one.At,
				w.Session.Now())+" · "+w.StaffName(one.By)).WithTrailing(read))
	}
	return lines
}

// returnedLines say which letters a second person gave back and why, until they are handed over again; those that take
// the place of a letter of one kind, or all where it is empty.
func (w Work) returnedLines(of letter.Kind) (lines []fyne.CanvasObject) {
	for _, one := range w.Proposals.Returned {
		if of != "" && one.Kind != of && !(one.Kind.Answers() && of.Answers()) {
			continue
		}
		b := part.NewBanner(part.BannerAmber, "warn", frame.L("{{.A}} returned the letter “{{.B}}”, {{.C}}:",
			w.StaffName(one.By), w.letterName(one.Kind), frame.Clock(one.At, w.Session.Now())), one.Comment)
		b.Below = true
		lines = append(lines, b)
	}
	return lines
}

// StepReturned leads from the next step to a letter of one's own that came back.
func (w Work) StepReturned(p *part.NextStepParts) {
	me := w.Session.Staff().ID
	i := slices.IndexFunc(w.Proposals.Returned, func(one fulfil.Returned) bool { return one.To == me })
	if i < 0 || !w.May(model.ActLetter) {
		return
	}
	one := w.Proposals.Returned[i]
	p.Why = frame.Sentences(frame.L("{{.A}} returned your letter “{{.B}}” with a comment.", w.StaffWithin(one.By),
		w.letterName(one.Kind)), p.Why)
	p.Others = append(p.Others, part.NewButton(frame.L("Read why, and write it again…"), func() {
		w.draftLetter(one.Kind, one.Lang)
	}))
}

// readProposal shows a letter exactly as it would go out; a second person approves this text here and nowhere else.
func (w Work) readProposal(one fulfil.Proposed) {
	parts := part.DialogParts{Title: one.Title, Cancel: frame.L("Close"), Width: 680}
	lead := frame.L("It waits for a second person, and goes out as it stands here.")
	var d *part.Dialog
	if w.approvesLetter(one) {
		lead = frame.L("You are the second person; what you see here is what goes out.")
		parts.Signs = true
		parts.Confirm = frame.L("Approve exactly this text")
		parts.OnConfirm = func() bool {
			return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				return fulfil.ApproveLetter(ctx, s, rev, one.ID, one.Digest)
			}, nil)
		}
		parts.Others = []*part.Button{part.NewButton(frame.L("Return with comment…"), func() {
			d.Close()
			w.returnLetter(one)
		})}
	}
	if one.Together > 1 {
		lead = frame.Sentences(lead,
			frame.L("It is one letter for {{.A}}, and approved or returned for all of them.", one.Reference))
	}
	if one.ApprovedBy != "" {
		lead = frame.L("Approved by {{.A}}. It has not gone out yet.", w.StaffWithin(one.ApprovedBy))
	}
	head := part.VBox(8, part.NewParagraph(lead),
		part.NewCaption(frame.L("The letter is in {{.A}}. What {{.B}} wrote has a coloured background.",
			work.LanguageName(one.Language), w.StaffWithin(one.By))))
	if len(foreignWords(one.Letter)) > 0 {
		head.Add(work.ForeignBanner())
	}
	parts.Body = part.VBox(8, head, part.Fixed(0, 420, frame.Scroll(part.Inset(0, 12, 0, 0, letterText(one.Letter)))))
	d = part.NewDialog(parts)
	d.Show(w.Window.Canvas())
}

func (w Work) returnLetter(one fulfil.Proposed) {
	w.AskText("return letter", frame.L("Return with comment"), frame.L("What should be done differently"),
		frame.L("For its author; it does not reach the person."), frame.L("Return"), false,
		func(ctx context.Context, s *desk.Session, rev model.Revision, text string) (model.Request, error) {
			return fulfil.ReturnLetter(ctx, s, rev, one.ID, text)
		})
}

// takeLetterBack lets a letter go that waits, or an extension that nobody was told of.
func (w Work) takeLetterBack(one fulfil.Proposed) {
	if one.By != w.Session.Staff().ID {
		w.returnLetter(one)
		return
	}
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Take the letter back"),
		Body:    part.NewBody(frame.L("It goes out to nobody. What you typed stays in its draft.")),
		Confirm: frame.L("Take it back"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				return fulfil.ReturnLetter(ctx, s, rev, one.ID, "")
			}, nil)
		}})
	d.Show(w.Window.Canvas())
}

// deliverLetter records how a letter on the way to the answer went out.
func (w Work) deliverLetter(l fulfil.Written) {
	sending, fields := w.newSending(frame.L("The letter went by"))
	form := part.NewForm(fields...)
	var d *part.Dialog
	sending.redraw = func() { d.Refresh() }
	d = part.NewDialog(part.DialogParts{Title: frame.L("How it went out: {{.A}}", w.letterName(l.Kind)), Body: form,
		Form: form, Confirm: frame.L("Record"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			way, to, why := sending.how(), sending.addressee(), sending.elsewhere()
			return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				return fulfil.DeliverLetter(ctx, s, rev, l.ID, way, to, why)
			}, nil)
		}})
	d.Show(w.Window.Canvas())
}
