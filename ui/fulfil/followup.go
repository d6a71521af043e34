package fulfil

import (
	"context"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// verdictOptions are what a complaint can come to, in the order of model.Verdicts, with what follows from each.
func verdictOptions() []part.Option {
	return []part.Option{
		{Text: frame.L("Upheld, and put right"), Below: frame.L("The request ends as fulfilled.")},
		{Text: frame.L("Upheld in part"), Below: frame.L("Also where only a part could be put right.")},
		{Text: frame.L("Not upheld"), Below: frame.L("The letter says so, with your reasons and where to complain.")},
		{Text: frame.L("Could not be settled"),
			Below: frame.L("The letter says so; the request never ends as fulfilled.")}}
}

// followUp takes down what a complaint came to and what was done about it, or about a call for help.
func (w Work) followUp() {
	var answer model.FollowUp
	done := part.NewMultiLine("", 4)
	done.SetText(w.FollowUp.Done)
	field := work.Must(work.ToPerson(frame.L("What was looked into, and what was done about it"), done,
		w.LetterLanguage()))
	fields := []*part.Field{field}
	if w.Request.Kind == model.Complaint {
		fields = []*part.Field{part.NewClaim(frame.L("What the complaint came to"), verdictOptions(),
			func(i int) { answer.Verdict = model.Verdicts[i] }), field}
	}
	form := part.NewForm(fields...)
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("What was done"), Body: form, Form: form,
		Confirm: frame.L("Send to review"), Cancel: frame.L("Cancel"), Width: 560,
		OnConfirm: func() bool {
			answer.Done = done.Text
			return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				return result.FollowUp(ctx, s, rev, answer)
			}, nil)
		}})
	w.KeepTyped(w.Opened, d, "follow up")
	d.Show(w.Window.Canvas())
}

// Answer is the answer to a complaint or a call for help, as whoever may read the request sees it; nil before there is
// one.
func (w Work) Answer() fyne.CanvasObject {
	if w.FollowUp.Done == "" {
		return nil
	}
	title := frame.L("The answer, as it goes into the letter")
	if w.Request.Status == model.Review {
		title = frame.L("The answer that waits for approval")
	}
	column := part.VBox(6)
	if w.Request.Kind == model.Complaint {
		verdict := frame.L("Nobody has said what the complaint came to.")
		for i, v := range model.Verdicts {
			if v == w.FollowUp.Verdict {
				verdict = verdictOptions()[i].Text
			}
		}
		column.Add(part.NewBold(verdict))
	}
	column.Add(part.NewBody(w.FollowUp.Done))
	if lang := w.LetterLanguage(); !letter.InScript(lang, w.FollowUp.Done) {
		column.Add(work.ForeignBanner())
	}
	return part.VBox(6, part.NewBold(title), part.NewCard(column))
}
