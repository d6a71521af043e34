package intake

import (
	"context"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// leave ends the screen.
func (p *preview) leave() { p.frame.ShowTask(nil) }

// Leave ends the screen once the desk keeps what nobody decided about: it waits in Received, and nothing is lost. A
// file that the desk keeps already, or of which nothing waits, is left at once.
func (p *preview) Leave(do func()) {
	if p.work != nil {
		p.work.stop = true
		return
	}
	wait := p.waiting()
	if len(wait) == 0 || p.shown.Kept() || p.gone {
		p.endDraft(do)
		return
	}
	p.keep(wait, func() {
		p.frame.Changed(0)
		do()
	})
}

// endDraft goes on once the desk has forgotten a file that was only opened.
func (p *preview) endDraft(then func()) {
	if !p.shown.Drafted() {
		then()
		return
	}
	shown := *p.shown
	p.frame.Try(func(ctx context.Context) error { return intake.EndDraft(ctx, p.frame.Session, shown) },
		func(err error) {
			if err != nil {
				p.frame.Fail(err)
			}
			p.frame.Changed(0)
			then()
		})
}

// waiting are the rows that are neither taken in nor left out, where any of them waits for a decision or was taken up;
// none of a file that its reader only looked at and that asks for no decision.
func (p *preview) waiting() (rows []int) {
	undecided := false
	for i := range p.shown.Rows {
		if _, done := p.done[i]; done {
			continue
		}
		undecided = undecided || p.decision(i) == intake.Undecided || p.leavesOut(i)
		if p.takes(i) || p.decision(i) == intake.Undecided || p.leavesOut(i) {
			rows = append(rows, i)
		}
	}
	if !undecided && len(p.do)+len(p.done) == 0 {
		return nil
	}
	return rows
}

// keep keeps the file at the desk with the rows that wait, and goes on once it is kept.
func (p *preview) keep(rows []int, then func()) {
	shown := *p.shown
	p.frame.Try(func(ctx context.Context) (err error) {
		shown, err = intake.Keep(ctx, p.frame.Session, shown, rows)
		return err
	}, func(err error) {
		if err != nil {
			p.work = nil
			p.decided()
			p.frame.Fail(err)
			return
		}
		p.shown = &shown
		then()
	})
}

// leaveOutWords are the reasons for leaving out what was to be decided.
var leaveOutWords = map[model.LeaveOutReason]string{
	model.LeaveOutSentAgain: "The sender was asked for it again", model.LeaveOutByHand: "It was typed in by hand",
	model.LeaveOutThere:     "The request is there already",
	model.LeaveOutNoRequest: "It is no request", model.LeaveOutWrongFile: "The file is not meant for this desk"}

// askReason asks why something is left out that was to be decided.
func (p *preview) askReason(title string, then func(model.LeaveOutReason)) {
	options := make([]part.Option, len(model.LeaveOutReasons))
	for i, r := range model.LeaveOutReasons {
		options[i] = part.Option{Text: frame.L(leaveOutWords[r])}
	}
	why := part.NewClaim(frame.L("Why"), options, nil)
	part.NewDialog(part.DialogParts{Title: title,
		Body: part.VBox(10,
			part.NewParagraph(
				frame.L("The log keeps the reason and the lines. The file itself stays where it came from.")), why),
		Form:    part.NewForm(why),
		Confirm: frame.L("Leave it out"), Cancel: frame.L("Cancel"), OnConfirm: func() bool {
			if !why.Validate() {
				return false
			}
			then(model.LeaveOutReasons[why.Input.(*part.Radio).Current()])
			return true
		}}).Show(p.frame.Window.Canvas())
}

// notThis ends the screen of a file that is not to be taken in. What was to be decided is left out with a reason.
func (p *preview) notThis() {
	var wait []int
	for i := range p.shown.Rows {
		if _, done := p.done[i]; !done &&
			(p.shown.Kept() && len(p.shown.Rows[i].Choices()) > 0 || p.shown.Rows[i].Proposed() == intake.Undecided) {
			wait = append(wait, i)
		}
	}
	if len(wait) == 0 {
		p.gone = true
		p.leave()
		return
	}
	p.askReason(frame.L("Leave out all that waits: {{.A}}", frame.Thousands(len(wait))),
		func(why model.LeaveOutReason) {
			decided := make([]intake.Decided, len(wait))
			for i, row := range wait {
				decided[i] = intake.Decided{Row: row, Do: intake.LeaveOut, Reason: why}
			}
			shown := *p.shown
			p.frame.Run(func(ctx context.Context) error {
				_, err := intake.TakeShown(ctx, p.frame.Session, shown, decided)
				return err
			}, func() {
				p.gone = true
				p.frame.Changed(0)
				p.leave()
			})
		})
}
