// Package team shows a lead what everybody has to do, and notes who is away.
package team

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/oversight"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// view shows a lead what everybody has to do, and what nobody has taken.
type view struct {
	frame *frame.Frame
	left  *fyne.Container
	right *fyne.Container
	note  *part.Text
}

// Screen makes the team screen.
func Screen(f *frame.Frame) fyne.CanvasObject {
	v := &view{frame: f, left: part.VBox(0), right: part.VBox(0), note: part.NewCaption("")}
	v.reload()
	head := part.HBox(8, part.NewHeading(frame.L("Team")), part.Grow(v.note.Short()))
	return part.VBox(0, part.Fixed(0, 52, part.Inset(0, part.PageEdge, 0, part.PageEdge, head)), part.HLine(),
		part.Grow(part.Workspace(part.Space(0, 0), part.Page(part.Inset(4, part.PageEdge, 12, part.PageEdge, v.left)),
			part.Page(part.Inset(4, part.PageEdge, 12, part.PageEdge, v.right)), 0, 420, 380)))
}

func (v *view) reload() {
	session := v.frame.Session
	var team oversight.Team
	v.frame.Run(func(ctx context.Context) (err error) {
		team, err = session.Team(ctx)
		return err
	}, func() { v.show(team) })
}

func (v *view) show(team oversight.Team) {
	most := int64(1)
	for _, l := range team.Loads {
		most = max(most, l.Open)
	}
	v.note.SetText(
		frame.L("{{.A}} late, {{.B}} unclaimed", frame.Thousands(team.Late), frame.Thousands(team.Unclaimed)))
	v.left.RemoveAll()
	for _, l := range team.Loads {
		v.left.Add(v.load(team, l, most))
	}
	v.left.Refresh()
	v.right.RemoveAll()
	v.right.Add(part.NewSubHeading(frame.L("Unclaimed for longest")))
	if len(team.Longest) == 0 {
		v.right.Add(part.NewParagraph(frame.L("Every open request is held by somebody.")))
	}
	for _, r := range team.Longest {
		line := part.NewLine(r.Reference+" · "+frame.ShortKind(r.Kind), "").
			WithBelow(frame.L("came in {{.A}}", frame.Day(r.ReceivedAt)))
		v.right.Add(line.WithTrailing(part.NewLink(frame.L("Open"), func() { v.frame.Open(r.ID) }).AsSmall()))
	}
	v.right.Refresh()
}

// load is the line of one member of staff.
func (v *view) load(team oversight.Team, l oversight.Load, most int64) fyne.CanvasObject {
	icon, color, bar := "user", part.ColorText2, part.ColorPrimary
	parts := []string{frame.L("{{.A}} open", frame.Thousands(l.Open))}
	if l.Late > 0 {
		parts = append(parts, frame.L("{{.A}} late", lateCount(l.Late)))
		icon, color = "warn", part.ColorRed
	}
	if l.Waiting > 0 {
		parts = append(parts, frame.L("{{.A}} waiting for the person", frame.Thousands(l.Waiting)))
	}
	if l.ForSecond > 0 {
		parts = append(parts, frame.L("{{.A}} with a second person", frame.Thousands(l.ForSecond)))
	}
	name := l.Staff.Name
	if team.Heavy(l) {
		name, bar = frame.And(name, frame.L("more than twice the others’")), part.ColorAmber
	}
	buttons := part.HBox(8, part.Fixed(120, 20, part.NewBar(float64(l.Open)/float64(most), bar)))
	switch {
	case !l.Away.Until.IsZero():
		parts = append([]string{frame.L("away until {{.A}}", frame.Day(l.Away.Until))}, parts...)
		icon, color = "clock", part.ColorText3
		buttons.Add(part.NewButton(frame.L("Is back"), func() { v.back(l.Staff) }).AsSmall())
	case l.Staff.MayHold():
		buttons.Add(part.NewButton(frame.L("Away…"), func() { AskAway(v.frame, l.Staff, v.reload) }).AsSmall())
	default:
		parts = append([]string{frame.L("cannot hold requests any more")}, parts...)
	}
	return part.NewLine(name, "").WithIcon(icon, color).WithBelow(frame.And(parts...)).WithTrailing(buttons)
}

// lateCount writes how many are late; beyond the bound nobody counts.
func lateCount(n int64) string {
	if n >= oversight.LateLimit {
		return strconv.Itoa(oversight.LateLimit) + "+"
	}
	return strconv.FormatInt(n, 10)
}

func (v *view) back(who model.Staff) {
	session := v.frame.Session
	v.frame.Try(func(ctx context.Context) error { return session.EndAbsence(ctx, who.ID) }, func(err error) {
		if err != nil {
			v.frame.Fail(err)
		}
		v.reload()
	})
}

// AskAway asks until when somebody is away; from now on others may take over what they hold.
func AskAway(f *frame.Frame, who model.Staff, done func()) {
	now := f.Session.Now().In(f.Session.Rules().Location())
	until := part.NewDateField(now.AddDate(0, 0, 7))
	form := part.NewForm(part.NewField(frame.L("Last day away"), until).
		WithHint(frame.L("What they hold stays theirs, and stands in everybody’s Next until then, to be taken over.")))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("{{.A}} is away", who.Name), Body: form, Form: form,
		Guide:   "team",
		Confirm: frame.L("Note"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			last, ok := until.Date()
			if !ok {
				f.Fail(desk.ErrAbsence)
				return false
			}
			back := time.Date(last.Year(), last.Month(), last.Day()+1, 0, 0, 0, 0, now.Location())
			return f.SubmitTo(d,
				func(ctx context.Context) error { return f.Session.NoteAbsence(ctx, who.ID, now, back) }, done)
		}})
	d.Show(f.Window.Canvas())
}
