package request

import (
	"slices"

	app "orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// askAcknowledgement offers the acknowledgement beside the next step, with the day by which a rule demands it, until a
// letter or a copy went out: one that is only written is to be sent.
func (v *View) askAcknowledgement(o frame.Opened, p *part.NextStepParts) {
	r, now := o.Request, v.frame.Session.Now()
	due := v.frame.Session.Rules().Dates(r, now).Acknowledge
	told := slices.ContainsFunc(o.Sent.Deliveries, func(d model.Delivery) bool {
		return d.What == model.DeliveredLetter || d.What == model.DeliveredPacket
	})
	written := slices.ContainsFunc(o.Letters, func(w app.Written) bool { return w.Kind == letter.Acknowledgement })
	leaves := slices.ContainsFunc(o.Sent.Mails, func(m dispatch.Outgoing) bool {
		return m.What == model.DeliveredLetter && (m.State == dispatch.Queued || m.State == dispatch.Sending)
	})
	waits := slices.ContainsFunc(o.Proposals.List, func(w app.Proposed) bool {
		return w.Kind == letter.Acknowledgement
	})
	early := r.Status == model.Received || r.Status == model.Verifying || r.Clock().Name == model.ClockTell
	if due.At.IsZero() || told || waits || !early || r.Cause != model.ByPerson || !v.frame.May(model.ActLetter) {
		return
	}
	p.Why = frame.Sentences(p.Why,
		frame.L("By {{.A}} the person must know that the request arrived.", frame.Day(due.At)))
	if now.After(due.At) {
		p.Why = frame.Sentences(p.Why, frame.L("That day is over: write to them now."))
	}
	switch {
	case leaves:
		p.Why = frame.Sentences(p.Why, frame.L("A letter waits to be handed over: they know once it is."))
		return
	case written:
		p.Why = frame.Sentences(p.Why, frame.L("The acknowledgement is written, and not recorded as sent."))
		if v.tab != tabLetters {
			p.Others = append(p.Others, part.NewButton(frame.L("Send the acknowledgement"), func() {
				v.choose(tabLetters)
			}))
		}
		return
	}
	p.Others = append(p.Others, part.NewButton(frame.L("Acknowledge…"), func() {
		v.draft(letter.Acknowledgement, v.work().LetterLanguage())
	}))
}
