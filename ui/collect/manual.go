package collect

import (
	"context"
	"strings"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// AnswerManual records what the owner of a manual source sent: files, or that there is nothing. Which of them is said,
// never taken from there being no file.
func (w Work) AnswerManual() {
	var keys []string
	for _, s := range w.Results.Run.Sources {
		if s.State == model.SourceManual {
			keys = append(keys, s.Source)
		}
	}
	if len(keys) == 0 {
		return
	}
	a := newOwnerAnswer(keys, func(add func(collect.Handed)) {
		w.AskFile(collect.MaxAttachment+1, func(name, mime string, data []byte) {
			add(collect.Handed{Name: name, Mime: mime, Data: data})
		})
	})
	title := frame.L("The owner’s answer")
	if len(keys) == 1 {
		title += " · " + frame.SourceTitle(keys[0])
	}
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: title, Body: a.form, Form: a.form, Confirm: frame.L("Record"),
		Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			key, handed := keys[a.source], a.files
			return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				return collect.AnswerManual(ctx, s, rev, key, handed)
			}, nil)
		}})
	d.Show(w.Window.Canvas())
}

// AcceptMissing lets the request go on without a source that did not answer, for a reason.
func (w Work) AcceptMissing() {
	w.AskText("missing", frame.L("Accept that a source is missing"), frame.L("Why the request may go on without it"),
		"", frame.L("Accept"), true,
		review.AcceptMissing)
}

// Unanswered names the sources whose answer is missing.
func (w Work) Unanswered() string {
	var names []string
	if w.Results != nil {
		for _, s := range w.Results.Run.Sources {
			if s.State == model.SourceFailed || s.State == model.SourceIncomplete {
				names = append(names, frame.SourceTitle(s.Source))
			}
		}
	}
	return strings.Join(names, frame.L(", "))
}
