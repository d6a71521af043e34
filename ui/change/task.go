package change

import (
	"cmp"
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// EndTask takes down what came of a task: done, not done and until when, or not theirs. Only done counts as done.
func (w Work) EndTask(t model.Task) {
	chosen := -1
	known, told := part.NewMultiLine("", 2), part.NewMultiLine("", 2)
	until := part.NewDateField(work.NextMonth(w.Session))
	day := part.NewField(frame.L("By which day it will be done"), until).WithCheck(func() string {
		if chosen >= 0 && model.TaskEnds[chosen] == model.TaskNotDone && !w.UntilOf(until).After(w.Session.Now()) {
			return frame.L("Enter a day that is still to come, as {{.A}}", until.PlaceHolder)
		}
		return ""
	})
	which := part.NewClaim(frame.L("What came of it"), []part.Option{{Text: frame.L("Done")}, {Text: frame.L("Not done"), Below: frame.L("The letter says so, with the reason and the day.")},
		{Text: frame.L("Not theirs"), Below: frame.L("They hold nothing of it, or it is not for them to do.")}}, func(i int) { chosen = i })
	reason := work.ToPerson(frame.L("What the person is told as the reason"), told, w.LetterLanguage()).WithCheck(func() string {
		if chosen >= 0 && model.TaskEnds[chosen] != model.TaskDone && strings.TrimSpace(told.Text) == "" {
			return frame.L("Fill this in")
		}
		return ""
	})
	form := part.NewForm(which, work.Filled(frame.L("How you know: by whom, when, by which means"), known).WithHint(frame.L("For the file; it never reaches the person.")),
		reason, day.WithHint(frame.L("only where it is not done")))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: work.TaskName(t), Body: part.VBox(8, part.NewParagraph(work.TaskWhat(t)), form), Form: form, Confirm: frame.L("Record"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			ending := change.TaskEnding{End: model.TaskEnds[chosen], Known: known.Text, Told: told.Text, Until: w.UntilOf(until)}
			return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				return change.EndTask(ctx, s, rev, t.ID, ending)
			}, nil)
		}})
	w.KeepTyped(w.Opened, d, "task "+t.ID)
	d.Show(w.Window.Canvas())
}

// endMark is how a task that was ended shows.
func endMark(t model.Task) (icon string, color fyne.ThemeColorName, word string) {
	switch t.End {
	case model.TaskDone:
		return "check", part.ColorGreen, frame.L("done")
	case model.TaskNotDone:
		return "warn", part.ColorAmber, frame.L("not done; by {{.A}}", frame.Day(t.Until))
	case model.TaskNotTheirs:
		return "info", part.ColorText2, frame.L("not theirs")
	}
	return "info", part.ColorAmber, frame.L("recorded before this was asked; it does not count as done")
}

// taskList shows what people outside the desk must do, and what came of it.
func (w Work) taskList() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, t := range w.Tasks {
		icon, color, word := endMark(t)
		line := part.NewLine(work.TaskName(t), word).WithIcon(icon, color).WithBelow(cmp.Or(t.Result, t.Known))
		if t.Open() {
			line = part.NewLine(work.TaskName(t), frame.L("by {{.A}}", frame.Day(t.DueAt))).WithIcon("clock", part.ColorText2).WithBelow(work.TaskWhat(t))
			if first, _ := w.OpenTask(); w.Mine(w.Request) && w.May(model.ActTask) && !(w.Request.Step == model.StepTasks && first.ID == t.ID) {
				line.WithTrailing(part.NewButton(frame.L("Record…"), func() { w.EndTask(t) }).AsSmall())
			}
		}
		out = append(out, line)
	}
	return out
}
