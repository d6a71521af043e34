package incident

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

type ctxt = context.Context

// writing writes an entry of the record, off the UI goroutine: it holds what was typed, and reads no field.
type writing func(ctxt) (incident.Standing, error)

// ask asks for what goes into an entry of the record; what was typed stays where it cannot be written. read takes what
// the fields say when it is confirmed.
func (s *screen) ask(title string, form *part.Form, body fyne.CanvasObject, confirm string, read func() writing) {
	var st incident.Standing
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: title, Body: body, Form: form, Confirm: confirm,
		Cancel: frame.L("Cancel"), Width: 560, Long: true,
		OnConfirm: func() bool {
			write := read()
			return s.frame.SubmitTo(d, func(ctx context.Context) (err error) {
				st, err = write(ctx)
				return err
			}, func() { s.follow(st) })
		}})
	s.frame.KeepForm(d, fmt.Sprint("incident ", s.open, " ", title))
	d.Show(s.frame.Window.Canvas())
}

// askOf is ask about an incident; what is asked about a drill says that it is one.
func (s *screen) askOf(st incident.Standing, title string, form *part.Form, body fyne.CanvasObject, confirm string,
	read func() writing) {
	if st.Drill {
		title = frame.And(frame.L("DRILL"), title)
	}
	s.ask(title, form, body, confirm, read)
}

// start asks for what opens an incident: what, when it was found, by whom, and whether it is known or suspected.
func (s *screen) start(drill bool) {
	what, by := part.NewMultiLine("", 2), part.NewEntry("")
	found, at := frame.NewMomentField(frame.L("When was it found?"), s.frame.Session.Now())
	known := -1
	sure := part.NewClaim(frame.L("Is it known or suspected?"),
		[]part.Option{{Text: frame.L("suspected")}, {Text: frame.L("known to have happened")}}, func(i int) {
			known = i
		})
	form := part.NewForm(part.NewField(frame.L("What happened?"), what).Required(), found,
		part.NewField(frame.L("Found by"), by).Required(), sure)
	title := frame.L("Start an incident")
	if drill {
		title = frame.L("Start a drill")
	}
	s.ask(title, form, form, frame.L("Start"), func() writing {
		facts := incident.Facts{Title: strings.TrimSpace(what.Text), FoundBy: strings.TrimSpace(by.Text),
			Aware: frame.TypedInto(at), Known: known == 1}
		return func(ctx ctxt) (incident.Standing, error) {
			return app.Open(ctx, s.frame.Session, facts, drill)
		}
	})
}

// note asks for an action that was done.
func (s *screen) note(st incident.Standing) {
	text := part.NewMultiLine("", 3)
	done, at := frame.NewMomentField(frame.L("When was it done?"), s.frame.Session.Now())
	form := part.NewForm(part.NewField(frame.L("What was done?"), text).Required(), done)
	s.askOf(st, frame.L("Add to log"), form, form, frame.L("Write it down"), func() writing {
		done, when := strings.TrimSpace(text.Text), frame.TypedInto(at)
		return func(ctx ctxt) (incident.Standing, error) {
			return app.Note(ctx, s.frame.Session, app.SeenOf(st.Incident), done, when)
		}
	})
}

// decide asks for a decision and its reason.
func (s *screen) decide(st incident.Standing) {
	what, reason := part.NewMultiLine("", 2), part.NewMultiLine("", 3)
	form := part.NewForm(part.NewField(frame.L("What is decided?"), what).Required(),
		part.NewField(frame.L("Why?"), reason).Required())
	s.askOf(st, frame.L("Decision"), form, form, frame.L("Write it down"), func() writing {
		decided, why := strings.TrimSpace(what.Text), strings.TrimSpace(reason.Text)
		return func(ctx ctxt) (incident.Standing, error) {
			return app.Decide(ctx, s.frame.Session, app.SeenOf(st.Incident), decided, why)
		}
	})
}

// waive asks why a clock is not followed.
func (s *screen) waive(st incident.Standing, c incident.Running) {
	reason := part.NewMultiLine("", 3)
	form := part.NewForm(part.NewField(frame.L("Why is it not reported?"), reason).Required().
		WithHint(frame.And(c.Source.In(frame.Language()), c.Why.In(frame.Language()))))
	title := frame.L("Not needed: {{.A}}", c.Title.In(frame.Language()))
	s.askOf(st, title, form, form, frame.L("Decide"), func() writing {
		why := strings.TrimSpace(reason.Text)
		return func(ctx ctxt) (incident.Standing, error) {
			return app.Waive(ctx, s.frame.Session, app.SeenOf(st.Incident), c.ID, why)
		}
	})
}

// report asks how and when it was reported; late ones for the reason.
func (s *screen) report(st incident.Standing, c incident.Running) {
	channel, receipt, late := part.NewEntry(""), part.NewEntry(""), part.NewMultiLine("", 2)
	when, at := frame.NewMomentField(frame.L("When was it reported?"), s.frame.Session.Now())
	fields := []*part.Field{part.NewField(frame.L("By which way?"), channel).Required().
		WithHint(frame.L("Hotline, portal, e-mail, letter …")), when, part.NewField(frame.L("Receipt"), receipt)}
	if c.Late(s.frame.Session.Now()) {
		fields = append(fields, part.NewField(frame.L("Why is it late?"), late).Required())
	}
	title := frame.L("Reported: {{.A}}", c.Title.In(frame.Language()))
	if st.Drill {
		title = frame.L("Played, nothing left the desk: {{.A}}", c.Title.In(frame.Language()))
	}
	form := part.NewForm(fields...)
	s.askOf(st, title, form, form, frame.L("Write it down"), func() writing {
		r := incident.Report{Clock: c.ID, At: frame.TypedInto(at), Channel: strings.TrimSpace(channel.Text),
			Receipt: strings.TrimSpace(receipt.Text), Late: strings.TrimSpace(late.Text), Draft: approved(st, c)}
		return func(ctx ctxt) (incident.Standing, error) {
			return app.Report(ctx, s.frame.Session, app.SeenOf(st.Incident), r)
		}
	})
}

// approved is the entry of the draft for a clock that was approved; 0 where none was.
func approved(st incident.Standing, c incident.Running) int64 {
	if d, there := st.Drafted(c.ID); there && d.Approved.Number != 0 {
		return d.Number
	}
	return 0
}

// close asks for cause, loss and lessons.
func (s *screen) close(st incident.Standing) {
	cause, loss, lessons, tasks := part.NewMultiLine("", 3), part.NewMultiLine("", 2), part.NewMultiLine("",
		3), part.NewMultiLine("", 3)
	cause.SetText(st.Facts.Cause)
	form := part.NewForm(part.NewField(frame.L("What was the cause?"), cause).Required(),
		part.NewField(frame.L("What was lost?"), loss).Required(),
		part.NewField(frame.L("What is learnt from it?"), lessons).Required(),
		part.NewField(frame.L("What remains to be done?"), tasks).
			WithHint(frame.L("One task a line: what, who, until when")))
	confirm := frame.L("Close the incident")
	if st.Drill {
		confirm = frame.L("Close the drill")
	}
	s.askOf(st, frame.L("Close {{.A}}", st.Reference), form, form, confirm, func() writing {
		c := incident.Closing{Cause: strings.TrimSpace(cause.Text), Loss: strings.TrimSpace(loss.Text),
			Lessons: strings.TrimSpace(lessons.Text), Tasks: lines(tasks.Text)}
		return func(ctx ctxt) (incident.Standing, error) {
			return app.Close(ctx, s.frame.Session, app.SeenOf(st.Incident), c)
		}
	})
}

// lines are the lines of a text that are not blank.
func lines(text string) (list []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// readSpan reads a number as incident.Range writes it; empty is not known.
func readSpan(text string) (r incident.Range, ok bool) {
	text = strings.NewReplacer(",", "", " ", "", "，", "", "–", "-").Replace(text)
	if text == "" {
		return r, true
	}
	least, most, two := strings.Cut(text, "-")
	if !two {
		most = least
	}
	a, errA := strconv.ParseInt(least, 10, 64)
	b, errB := strconv.ParseInt(most, 10, 64)
	return incident.Range{Known: true, Least: a, Most: b}, errA == nil && errB == nil && a >= 0 && b >= a
}
