package fulfil

import (
	"context"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// taskName says in words who does what.
func taskName(t store.Task) string {
	does := frame.L(map[string]string{store.TaskErase: "Erase by hand", store.TaskCorrect: "Correct by hand", store.TaskStop: "Stop the use",
		store.TaskSupplement: "Keep a supplementary statement", store.TaskTell: "Tell that it was corrected", store.TaskUnbind: "Unbind a log-in"}[t.Kind])
	if t.Who == "" {
		return does
	}
	return does + " · " + t.Who
}

// taskWhat says what a task is about; who tells a recipient names the kind of data.
func taskWhat(t store.Task) string {
	if t.Kind == store.TaskTell {
		return topicWord(t.What)
	}
	return t.What
}

// endTask takes down what came of a task.
func (w Work) endTask(t store.Task) {
	w.askText(taskName(t), frame.L("What was done, by whom, and how you know"), taskWhat(t), frame.L("Record"), false,
		func(ctx context.Context, s *desk.Session, rev model.Revision, text string) (model.Request, error) {
			return fulfil.EndTask(ctx, s, rev, t.ID, text)
		})
}

// taskList shows what people outside the desk must do, and what came of it.
func (w Work) taskList() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, t := range w.Tasks {
		line := part.NewLine(taskName(t), "").WithIcon("check", part.ColorGreen).WithBelow(t.Result)
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
