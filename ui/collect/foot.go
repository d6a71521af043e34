package collect

import (
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// drawFoot says what comes of the findings, and carries the button that goes on.
func (v *Findings) drawFoot() {
	v.primary = nil
	row := v.copyFoot()
	if v.work.Request.Kind.Changes() {
		row = v.changeFoot()
	}
	v.foot.Objects = []fyne.CanvasObject{part.Ground(part.ColorRaised,
		part.VBox(0, part.HLine(), part.Fixed(0, 63, part.Inset(0, 20, 0, 20, row))))}
	v.showStepKey()
	v.foot.Refresh()
}

// said is what the foot tells at its left edge.
func said(icon, lead, below string) *fyne.Container {
	return part.HBox(20, part.NewIcon(icon, part.ColorText2, 20),
		part.Grow(part.VBox(0, part.NewBold(lead).Short(), part.NewCaption(below).In(part.ColorText2).Short())))
}

// locked adds a button that waits, with what is missing beside it.
func locked(row *fyne.Container, text, why string) {
	b := part.NewButton(text, nil)
	b.Lock(why)
	row.Add(part.NewCaption(why).In(part.ColorAmber))
	row.Add(b)
}

// copyFoot says what goes out.
func (v *Findings) copyFoot() *fyne.Container {
	w, s := v.work, v.sums()
	r := w.Request
	packed, left, outside := v.packed()
	withheld := frame.L("{{.A}} withheld", left)
	if outside > 0 {
		withheld = frame.L("{{.A}} withheld, {{.B}} of them because they lie outside of this copy", left, outside)
	}
	lead := frame.L("{{.A}} rows in the packet", packed)
	for _, of := range []struct {
		rows int64
		text string
	}{{s.masked, frame.L("{{.A}} of them masked", s.masked)}, {left, withheld},
		{s.undecided, frame.L("{{.A}} to decide", s.undecided)}} {
		if of.rows > 0 {
			lead = frame.And(lead, of.text)
		}
	}
	row := said("pack", lead, frame.L("sealed with a password that travels another way, kept 14 days"))
	if columns := w.withheldColumns(); len(columns) > 0 {
		row = said("pack", lead, frame.L("not shown: {{.A}}", strings.Join(columns, frame.L(", "))))
	}
	switch {
	case r.Step == model.StepApproveRefusal:
	case r.Status == model.Review && w.Second(r) && w.May(model.ActReleaseCopy):
		row.Add(part.NewButton(frame.L("Return with comment…"), w.ReturnIt))
		if s.unagreed > 0 {
			locked(row, frame.L("Release the copy"), frame.L("{{.A}} shared rows not agreed", s.unagreed))
			break
		}
		v.primary = work.Primary(frame.L("Release the copy"), func() {
			w.Sure(frame.L("Release the copy"),
				frame.Sentences(frame.L("{{.A}} rows go out.", packed),
					frame.L("What the person has received nobody takes back.")),
				func() { w.Approve(review.Release) })
		}) // of what the rows above were read for
		row.Add(v.primary)
	case r.Status == model.Working && w.Mine(r) && w.May(model.ActSendReview):
		row.Add(part.NewButton(frame.L("Collect again"), w.Collect))
		if r.Step == model.StepSendToReview {
			v.primary = work.Primary(frame.L("Send to review"), v.parts.Primary.OnTap)
			row.Add(v.primary)
			break
		}
		locked(row, frame.L("Send to review"), frame.StepTitle(r.Step))
		switch r.Step {
		case model.StepManualSources:
			v.primary = work.Primary(frame.L("Record the owner’s answer…"), w.AnswerManual)
			row.Add(v.primary)
		case model.StepSettleCarried:
			v.addPrimary(row)
		case model.StepRetrySources:
			if w.May(model.ActMissing) {
				row.Add(part.NewButton(frame.L("Accept that it is missing…"), w.AcceptMissing))
			}
		}
	case r.Status == model.Review:
		row.Add(part.NewCaption(frame.L("A second person looks at this")).In(part.ColorText2))
	}
	return row
}

// changeFoot says what the change is made from, and goes on to the plan or to what stands before it.
func (v *Findings) changeFoot() *fyne.Container {
	w, s := v.work, v.sums()
	r := w.Request
	row := said("db", frame.L("{{.A}} rows found, {{.B}} of them also somebody else’s", s.rows, s.shared),
		frame.L("nothing is written before a second person has approved the plan"))
	switch {
	case r.Step == model.StepAgreeShared && w.Second(r):
		row.Add(part.NewButton(frame.L("Return with comment…"), w.ReturnIt))
		locked(row, frame.L("Approve this plan"), frame.L("{{.A}} shared rows not agreed", s.unagreed))
	case r.Status == model.Review && !w.Second(r):
		row.Add(part.NewCaption(frame.L("A second person looks at this")).In(part.ColorText2))
	case r.Status == model.Working && w.Mine(r) && w.May(model.ActCollect):
		if r.Step != model.StepRetrySources && r.Step != model.StepCollect {
			row.Add(part.NewButton(frame.L("Collect again"), w.Collect))
		}
		if r.Step == model.StepDecideShared {
			locked(row, frame.L("Preview the rows"), frame.L("{{.A}} shared rows not decided", s.undecided))
			break
		}
		v.addPrimary(row)
	default:
		v.addPrimary(row)
	}
	return row
}

// addPrimary puts the request's next step into the foot.
func (v *Findings) addPrimary(row *fyne.Container) {
	if v.parts.Primary == nil {
		return
	}
	v.primary = work.Primary(v.parts.Primary.Text, v.parts.Primary.OnTap)
	row.Add(v.primary)
}
