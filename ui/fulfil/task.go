package fulfil

import (
	"cmp"
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// taskName says in words who does what.
func taskName(t model.Task) string {
	does := frame.L(map[model.TaskKind]string{model.TaskErase: "Erase by hand", model.TaskCorrect: "Correct by hand", model.TaskStop: "Stop the use",
		model.TaskSupplement: "Keep a supplementary statement", model.TaskTell: "Tell that it was corrected", model.TaskUnbind: "Unbind a log-in"}[t.Kind])
	if t.Who == "" {
		return does
	}
	return does + " · " + t.Who
}

// taskWhat says what a task is about; who tells a recipient names the kind of data.
func taskWhat(t model.Task) string {
	if t.Kind == model.TaskTell {
		return topicWord(t.What)
	}
	return t.What
}

// endTask takes down what came of a task: done, not done and until when, or not theirs. Only done counts as done.
func (w Work) endTask(t model.Task) {
	chosen := -1
	known, told := part.NewMultiLine("", 2), part.NewMultiLine("", 2)
	until := part.NewDateField(nextMonth(w.Session))
	day := part.NewField(frame.L("By which day it will be done"), until).WithCheck(func() string {
		if chosen >= 0 && model.TaskEnds[chosen] == model.TaskNotDone && !w.untilOf(until).After(w.Session.Now()) {
			return frame.L("Enter a day that is still to come, as {{.A}}", until.PlaceHolder)
		}
		return ""
	})
	which := part.NewClaim(frame.L("What came of it"), []part.Option{{Text: frame.L("Done")}, {Text: frame.L("Not done"), Below: frame.L("The letter says so, with the reason and the day.")},
		{Text: frame.L("Not theirs"), Below: frame.L("They hold nothing of it, or it is not for them to do.")}}, func(i int) { chosen = i })
	reason := toPerson(frame.L("What the person is told as the reason"), told, w.LetterLanguage()).WithCheck(func() string {
		if chosen >= 0 && model.TaskEnds[chosen] != model.TaskDone && strings.TrimSpace(told.Text) == "" {
			return frame.L("Fill this in")
		}
		return ""
	})
	form := part.NewForm(which, filled(frame.L("How you know: by whom, when, by which means"), known).WithHint(frame.L("For the file; it never reaches the person.")),
		reason, day.WithHint(frame.L("only where it is not done")))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: taskName(t), Body: part.VBox(8, part.NewParagraph(taskWhat(t)), form), Form: form, Confirm: frame.L("Record"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			ending := change.TaskEnding{End: model.TaskEnds[chosen], Known: known.Text, Told: told.Text, Until: w.untilOf(until)}
			return w.submit(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				return change.EndTask(ctx, s, rev, t.ID, ending)
			}, nil)
		}})
	d.Show(w.Window.Canvas())
}

// nextMonth is a day to come, as an example of one.
func nextMonth(s *desk.Session) time.Time { return s.Now().In(s.Rules().Location()).AddDate(0, 1, 0) }

// untilOf is the end of the day that was typed, in the zone of the desk; zero where none was.
func (w Work) untilOf(f *part.DateField) time.Time {
	day, ok := f.Date()
	if !ok {
		return time.Time{}
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 23, 59, 59, 0, w.Session.Rules().Location())
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
		line := part.NewLine(taskName(t), word).WithIcon(icon, color).WithBelow(cmp.Or(t.Result, t.Known))
		if t.Open() {
			line = part.NewLine(taskName(t), frame.L("by {{.A}}", frame.Day(t.DueAt))).WithIcon("clock", part.ColorText2).WithBelow(taskWhat(t))
			if first, _ := w.openTask(); w.Mine(w.Request) && w.May(model.ActTask) && !(w.Request.Step == model.StepTasks && first.ID == t.ID) {
				line.WithTrailing(part.NewButton(frame.L("Record…"), func() { w.endTask(t) }).AsSmall())
			}
		}
		out = append(out, line)
	}
	return out
}
