package fulfil

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// drawCarried says what of the person the search did not go by: identifiers of the rows found, other requests, rows that nothing
// reads.
func (v *Findings) drawCarried() {
	notes := v.work.Results.Notes
	say := func(b *part.Banner) {
		b.Below = true
		v.scan.Add(part.Inset(0, 0, 4, 0, b))
	}
	var sure, doubtful []string
	var look []collect.Carried
	for _, c := range notes.Carried {
		switch {
		case c.Shared:
			doubtful = append(doubtful, carriedLine(c))
			continue
		case c.Looked():
			look = append(look, c)
		}
		sure = append(sure, carriedLine(c))
	}
	if len(sure) > 0 {
		b := part.NewBanner(part.BannerAmber, "scan", frame.L("The rows found also carry: {{.A}}.", strings.Join(sure, frame.L(", "))),
			frame.L("Systems that know the person by it alone were not searched. Take it as theirs, and the sources are searched again."))
		if v.work.Request.Status == model.Working && v.work.May(model.ActCollect) {
			take := part.NewButton(frame.L("Take and search again"), func() { v.work.takeCarried(nil) })
			if len(look) > 0 {
				take = part.NewButton(frame.L("Take…"), func() { v.work.lookAtCarried(look, len(sure) > len(look)) })
			}
			b.Actions = []fyne.CanvasObject{take.AsSmall()}
		}
		say(b)
	}
	if len(doubtful) > 0 {
		say(part.NewBanner(part.BannerAmber, "scan", frame.L("Rows that may be somebody else’s carry: {{.A}}.", strings.Join(doubtful, frame.L(", "))),
			frame.L("If it is this person’s, settle the person again with it, and collect again.")))
	}
	if same := v.work.Results.Same; len(same) > 0 {
		say(part.NewBanner(part.BannerAmber, "users", frame.L("Other open requests lead to the same person: {{.A}}.", strings.Join(same, frame.L(", "))),
			frame.L("Compare whom they name: what one of them is searched by, another may lack.")))
	}
	for _, near := range notes.Near {
		say(part.NewBanner(part.BannerAmber, "scan", frame.L("{{.A}} rows may hold a value of the person in {{.B}} and were not taken.", near.Rows, frame.PlaceOf(near.Dataset, near.Collection)+" · "+frame.ColumnOf(near.Dataset, near.Collection, near.Field)),
			frame.L("It stands among other words or values, in letters that only look like it, with an extension or without it, or is a number of this country too. Ask whoever keeps the system to look.")))
	}
}

// carriedLine names an identifier by its kind and where it stands.
func carriedLine(c collect.Carried) string {
	return frame.L("{{.A}} {{.B}} ({{.C}})", identityWord(c.Kind), c.Masked(), frame.PlaceOf(c.Dataset, c.Collection)+" · "+frame.ColumnOf(c.Dataset, c.Collection, c.Field))
}

// looking are the identifiers that somebody must have looked at, with a check for each, none of them ticked.
type looking struct {
	list   []collect.Carried
	checks []*part.Check
}

func newLooking(list []collect.Carried) *looking {
	l := &looking{list: list}
	for _, c := range list {
		l.checks = append(l.checks, part.NewCheck(carriedLine(c), nil))
	}
	return l
}

// taken are those that are ticked.
func (l *looking) taken() (list []collect.Carried) {
	for i, c := range l.checks {
		if c.Checked {
			list = append(list, l.list[i])
		}
	}
	return list
}

// lookAtCarried asks which of the accounts and identity numbers are the person's, before they are taken with what needs no look.
func (w Work) lookAtCarried(list []collect.Carried, others bool) {
	l, body := newLooking(list), part.VBox(6)
	for _, c := range l.checks {
		body.Add(c)
	}
	form := part.NewForm(part.NewField(frame.L("Which of them are this person’s?"), body).
		WithHint(frame.L("Look at the rows that carry them first: one that is wrong leads to all of another person. What is not ticked stays out.")).
		WithCheck(func() string {
			if !others && len(l.taken()) == 0 {
				return frame.L("Tick at least one")
			}
			return ""
		}))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Take further identifiers"), Body: form, Form: form, Confirm: frame.L("Take and search again"), Cancel: frame.L("Cancel"), Width: 640,
		OnConfirm: func() bool {
			d.Close()
			w.takeCarried(l.taken())
			return false
		}})
	d.Show(w.Window.Canvas())
}

// takeCarried makes the identifiers that the rows carry identifiers of the request, and collects again.
func (w Work) takeCarried(looked []collect.Carried) {
	w.perform(frame.L("Collecting from the sources"), func(ctx context.Context, s *desk.Session, rev model.Revision, progress func(collect.Progress)) error {
		r, err := collect.TakeCarried(ctx, s, rev, looked)
		if err != nil {
			return err
		}
		return collect.Collect(ctx, s, r.Revision(), progress)
	}, w.again)
}
