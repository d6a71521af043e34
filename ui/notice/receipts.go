package notice

import (
	"context"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// receipts lists what became of the messages of a notice: first who was not reached, then the newest of all.
type receipts struct {
	screen *screen
	body   *fyne.Container
}

// shownReceipts is how many receipts are shown.
const shownReceipts = 30

func newReceipts(s *screen) *receipts {
	r := &receipts{screen: s, body: part.VBox(0)}
	session, id, all := s.frame.Session, s.shown.ID, s.shown.Progress.Receipts
	var need, newest []app.Receipt
	s.frame.Run(func(ctx context.Context) (err error) {
		if need, err = app.Needing(ctx, session, id, shownReceipts); err != nil {
			return err
		}
		newest, err = app.Receipts(ctx, session, id, max(0, all-shownReceipts), shownReceipts)
		return err
	}, func() { r.show(need, newest, all) })
	return r
}

func (r *receipts) show(need, newest []app.Receipt, all int64) {
	r.body.RemoveAll()
	if len(need) > 0 {
		r.body.Add(part.HBox(8, part.NewSubHeading(frame.L("Not reached, or not certain")), part.Gap(), part.NewCaption(frame.Thousands(len(need)))))
		for _, x := range need {
			line := r.line(x).WithIcon("warn", part.ColorAmber)
			if r.screen.frame.May(model.ActSendNotice) {
				line = line.WithTrailing(part.NewButton(frame.L("Decide…"), func() { r.decide(x) }).AsSmall())
			}
			r.body.Add(line)
		}
		r.body.Add(part.Space(0, 14))
	}
	r.body.Add(part.HBox(8, part.NewSubHeading(frame.L("Receipts")), part.Gap(), part.NewCaption(frame.L("the newest {{.A}} of {{.B}}", len(newest), frame.Thousands(all)))))
	for i := len(newest) - 1; i >= 0; i-- {
		r.body.Add(r.line(newest[i]))
	}
	if len(newest) == 0 {
		r.body.Add(part.NewParagraph(frame.L("None yet: the desk hands it over within a minute, where a mail server is given on the screen Mail servers.")))
	}
	r.body.Refresh()
}

func (r *receipts) line(x app.Receipt) *part.Line {
	line := part.NewLine(frame.And(x.To.Name, x.To.Email), frame.Clock(x.At, r.screen.frame.Session.Now()))
	below := frame.L(resultNames[x.Result])
	if x.Said != "" {
		below = frame.And(below, x.Said)
	} else if x.Why != "" {
		below = frame.And(below, frame.MailWhy(x.Why))
	}
	return line.WithBelow(below)
}

// decide asks what is known of a message that did not reach somebody, or may not have.
func (r *receipts) decide(x app.Receipt) {
	s := r.screen
	session, seen := s.frame.Session, s.shown.Seen()
	options, decisions := []part.Option{{Text: frame.L("They are reached another way")}}, []outbox.Decision{outbox.Leave}
	if x.Result == notice.Uncertain {
		options, decisions = append(options, part.Option{Text: frame.L("It went out after all, as the server’s log says")}), append(decisions, outbox.Arrived)
	}
	chosen := 0
	form := part.NewForm(part.NewClaim(frame.L(resultNames[x.Result]), options, func(i int) { chosen = i }))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.And(x.To.Name, x.To.Email), Body: form, Form: form, Confirm: frame.L("Keep"), Cancel: frame.L("Cancel"), OnConfirm: func() bool {
		return s.frame.SubmitTo(d, func(ctx context.Context) error { return app.Settle(ctx, session, seen, x.Receipt, decisions[chosen]) }, s.reload)
	}})
	d.Show(s.frame.Window.Canvas())
}
