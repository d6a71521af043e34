package change

import (
	"cmp"
	"context"
	"slices"
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
func (w Work) EndTask(t model.Task) { w.recordTask(t, frame.L("Record"), change.EndTask) }

// correctTask takes down anew what came of a task that was recorded wrongly.
func (w Work) correctTask(t model.Task) {
	w.recordTask(t, frame.L("Record anew"), change.CorrectTask)
}

// taskFields are what is asked about the end of a task. A reason and a day belong to what is not done: they show there
// alone, and where something is typed in them already, which is never thrown away.
type taskFields struct {
	form   *part.Form
	chosen int
	known  *part.Entry
	told   *part.Entry
	until  *part.DateField
}

func (w Work) newTaskFields(redraw func()) *taskFields {
	f := &taskFields{chosen: -1, known: part.NewMultiLine("", 2), told: part.NewMultiLine("", 2),
		until: part.NewDateField(work.NextMonth(w.Session))}
	is := func(ends ...model.TaskEnd) bool {
		return f.chosen >= 0 && slices.Contains(ends, model.TaskEnds[f.chosen])
	}
	only := frame.L("This belongs to what is not done: choose that, or take it away")
	day := part.NewField(frame.L("By which day it will be done"), f.until)
	day.WithCheck(func() string {
		switch {
		case is(model.TaskNotDone) && !w.UntilOf(f.until).After(w.Session.Now()):
			return frame.L("Enter a day that is still to come, as {{.A}}", f.until.PlaceHolder)
		case is(model.TaskDone, model.TaskNotTheirs) && strings.TrimSpace(f.until.Text) != "":
			return only
		}
		return ""
	})
	reason := work.ToPerson(frame.L("What the person is told as the reason"), f.told, w.LetterLanguage()).
		WithCheck(func() string {
			typed := strings.TrimSpace(f.told.Text) != ""
			switch {
			case is(model.TaskNotDone, model.TaskNotTheirs) && !typed:
				return frame.L("Fill this in")
			case is(model.TaskDone) && typed:
				return only
			}
			return ""
		})
	show := func() {
		reason.Hidden = !is(model.TaskNotDone, model.TaskNotTheirs) && strings.TrimSpace(f.told.Text) == ""
		day.Hidden = !is(model.TaskNotDone) && strings.TrimSpace(f.until.Text) == ""
		redraw()
	}
	which := part.NewClaim(frame.L("What came of it"),
		[]part.Option{{Text: frame.L("Done")},
			{Text: frame.L("Not done"), Below: frame.L("The letter says so, with the reason and the day.")},
			{Text: frame.L("Not theirs"), Below: frame.L("They hold nothing of it, or it is not for them to do.")}},
		func(i int) {
			f.chosen = i
			show()
		})
	f.form = part.NewForm(which, work.Filled(frame.L("How you know: by whom, when, by which means"), f.known).
		WithHint(frame.L("For the file; it never reaches the person.")), reason, day)
	reason.Hidden, day.Hidden = true, true
	return f
}

// ending is what was typed.
func (f *taskFields) ending(w Work) change.TaskEnding {
	return change.TaskEnding{End: model.TaskEnds[f.chosen], Known: f.known.Text, Told: f.told.Text,
		Until: w.UntilOf(f.until)}
}

// recordTask asks what came of a task and records it.
func (w Work) recordTask(t model.Task, confirm string,
	record func(context.Context, *desk.Session, model.Revision, string, change.TaskEnding) (model.Request, error)) {
	var d *part.Dialog
	f := w.newTaskFields(func() {
		if d != nil {
			d.Refresh()
		}
	})
	body := part.VBox(8, part.NewParagraph(work.TaskWhat(t)), f.form)
	if !t.Open() {
		_, _, was := endMark(t)
		body.Add(part.NewBanner(part.BannerBlue, "info", frame.L("Recorded so far: {{.A}}", was),
			frame.L("The log keeps both, and the remarks of the request what was written before.")))
		f.known.SetText(t.Known)
	}
	d = part.NewDialog(part.DialogParts{Title: work.TaskName(t), Body: body, Form: f.form, Confirm: confirm,
		Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			ending := f.ending(w)
			return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				return record(ctx, s, rev, t.ID, ending)
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

// correctable reports whether what came of a task can be recorded anew: while nothing of the answer has gone out.
func (w Work) correctable() bool {
	return w.Mine(w.Request) && w.May(model.ActTask) &&
		(w.Request.Status == model.Running || w.Request.Status == model.Answering) && !w.Sent.Answered
}

// taskList shows what people outside the desk must do, and what came of it.
func (w Work) taskList() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, t := range w.Tasks {
		icon, color, word := endMark(t)
		line := part.NewLine(work.TaskName(t), word).WithIcon(icon, color).WithBelow(cmp.Or(t.Result, t.Known))
		if t.Open() {
			line = part.NewLine(work.TaskName(t), frame.L("by {{.A}}", frame.Day(t.DueAt))).
				WithIcon("clock", part.ColorText2).WithBelow(work.TaskWhat(t))
			if first, _ := w.OpenTask(); w.Mine(w.Request) && w.May(model.ActTask) &&
				!(w.Request.Step == model.StepTasks && first.ID == t.ID) {
				line.WithTrailing(part.NewButton(frame.L("Record…"), func() { w.EndTask(t) }).AsSmall())
			}
		}
		if !t.Open() && w.correctable() {
			line.WithTrailing(part.NewButton(frame.L("Correct…"), func() { w.correctTask(t) }).AsSmall())
		}
		out = append(out, line)
	}
	return out
}
