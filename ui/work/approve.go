package work

import (
	"context"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// Approval is a yes of the second person: what must be on the screen for it, the words of its button, those of the
// button that leads there, and how.
type Approval struct {
	Sees       Sight
	Text, Look string
	Show       func()
	// what comes of it, where it is asked once more: nothing takes it back; nil where it is not
	Asks func() string
	Do   func(ctx context.Context, s *desk.Session, rev model.Revision, seenDigest string) (model.Request, error)
}

// Offer makes an approval the next step where what is approved is on the screen; anywhere else the step leads there.
func (w Work) Offer(p *part.NextStepParts, a Approval) {
	if w.Sees != a.Sees {
		p.Why, p.Primary = LookFirst(), Primary(a.Look, a.Show)
		return
	}
	approve := func() { w.Approve(a.Do) }
	if a.Asks != nil {
		approve = func() { w.Sure(a.Text, a.Asks(), func() { w.Approve(a.Do) }) }
	}
	p.Primary = Primary(a.Text, approve)
}

// Sure asks once before something that nothing takes back; Enter says yes.
func (w Work) Sure(what, comes string, do func()) {
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: what, Body: part.NewBody(comes), Confirm: what,
		Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			d.Close()
			do()
			return false
		}})
	d.Show(w.Window.Canvas())
}

// LookFirst is why a step leads to what is approved.
func LookFirst() string {
	return frame.L("You are the second person: look at what you approve; it is approved where it stands.")
}

// Approve says yes to exactly what is on screen.
func (w Work) Approve(do func(ctx context.Context, s *desk.Session, rev model.Revision,
	seenDigest string) (model.Request, error)) {
	w.Change(func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
		return do(ctx, s, rev, w.Digest)
	})
}
