package frame

import (
	"context"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
)

// Submit does to a request what a dialog asks for. The dialog stays open with what was typed until that has succeeded;
// what is wrong is said inside it, and o becomes the request as the person was told that it stands. It returns false,
// for part.DialogParts.OnConfirm.
func (f *Frame) Submit(d *part.Dialog, o *Opened, do func(ctx context.Context, rev model.Revision) error,
	done func()) bool {
	f.Act(*o, do, func(err error) {
		if err != nil {
			*o = o.Told(err)
		}
		ended(d, err, done)
	})
	return false
}

// SubmitTo is Submit for what changes no request; meanwhile the dialog cannot be confirmed again.
func (f *Frame) SubmitTo(d *part.Dialog, do func(ctx context.Context) error, done func()) bool {
	d.Confirm().Lock(L("Working…"))
	f.Try(do, func(err error) {
		d.Confirm().Unlock()
		ended(d, err, done)
	})
	return false
}

func ended(d *part.Dialog, err error, done func()) {
	if err != nil {
		d.SetProblem(Sentence(err))
		return
	}
	d.Close()
	done()
}
