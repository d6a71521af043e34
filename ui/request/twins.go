package request

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// lookupNames are the identifiers that two requests can share.
var lookupNames = map[identifier.LookupKind]string{identifier.LookupEmail: "e-mail", identifier.LookupPhone: "phone",
	identifier.LookupAccount: "account", identifier.LookupIDNumber: "identity number"}

// twins shows the requests that may be one with this, side by side with it, and lets staff decide.
func (v *View) twins() fyne.CanvasObject {
	column := part.VBox(14)
	for _, t := range v.shown.Twins {
		// the link says what they are
		if !slices.ContainsFunc(v.shown.Links, func(l model.Link) bool { return l.Request == t.Request.ID }) {
			column.Add(v.twin(t))
		}
	}
	return column
}

func (v *View) twin(t desk.Twin) fyne.CanvasObject {
	r, other := v.shown.Request, t.Request
	proof := func(r model.Request) string {
		if r.Proven() {
			return frame.L("proven")
		}
		return frame.L("not proven")
	}
	state := func(r model.Request) string {
		if r.Outcome != model.NoOutcome {
			return frame.And(frame.W(r.Status), frame.W(r.Outcome))
		}
		return frame.W(r.Status)
	}
	pairs := [][3]string{{frame.L("Received on"), frame.Arrival(r.ReceivedAt), frame.Arrival(other.ReceivedAt)},
		{frame.L("State"), state(r), state(other)},
		{frame.L("Identity"), proof(r), proof(other)},
		{frame.L("Who asks"), frame.W(r.RequesterKind), frame.W(other.RequesterKind)},
		{frame.L("Channel"), frame.W(r.Channel), frame.W(other.Channel)},
		{frame.L("Name"), identifier.MaskName(r.Subject.Name), identifier.MaskName(other.Subject.Name)},
		{frame.L("E-mail"), masked(r.Subject.Emails(), identifier.MaskEmail),
			masked(other.Subject.Emails(), identifier.MaskEmail)},
		{frame.L("Phone"), masked(r.Subject.Phones(), identifier.MaskPhone),
			masked(other.Subject.Phones(), identifier.MaskPhone)},
		{frame.L("Account"), masked(r.Subject.Accounts(), identifier.MaskText),
			masked(other.Subject.Accounts(), identifier.MaskText)}}
	rows := make([]part.RowData, len(pairs))
	for i, p := range pairs {
		rows[i] = part.RowData{Cells: []part.Cell{{Text: p[0], Color: part.ColorText2}, {Text: p[1]}, {Text: p[2]}}}
	}
	var shared []string
	for _, kind := range t.By {
		shared = append(shared, frame.L(lookupNames[kind]))
	}
	title := frame.L("Perhaps the same as {{.A}}: they share {{.B}}", other.Reference,
		strings.Join(shared, frame.L(", ")))
	if t.Mark.ApartBy != "" {
		title = frame.L("Found to be another than {{.A}}, by {{.B}}", other.Reference,
			v.frame.StaffWithin(t.Mark.ApartBy))
	}
	return part.VBox(6, part.NewBold(title),
		part.NewSheet([]part.Column{{Width: 120}, {Title: r.Reference}, {Title: other.Reference}}, rows),
		v.twinButtons(t))
}

// twinButtons are what can be decided: the one that came in later is closed as a duplicate, or they are two.
func (v *View) twinButtons(t desk.Twin) fyne.CanvasObject {
	r, other := v.shown.Request, t.Request
	row := part.HBox(8, part.NewButton(frame.L("Open {{.A}}", other.Reference), func() { v.frame.Open(other.ID) }).
		AsSmall())
	column := part.VBox(6)
	if v.frame.May(model.ActMerge) && v.frame.Mine(r) && r.Open() && other.Open() {
		later, first := r, other
		if other.ReceivedAt.After(r.ReceivedAt) || other.ReceivedAt.Equal(r.ReceivedAt) && other.ID > r.ID {
			later, first = other, r
		}
		switch err := desk.MayMerge(later, first); {
		case later.ID != r.ID && !v.frame.Mine(later):
		case err != nil:
			column.Add(part.NewBody(frame.SentenceText(err)))
		default:
			row.Add(part.NewButton(frame.L("Close {{.A}} as a duplicate…", later.Reference),
				func() { v.merge(later, first) }).AsSmall())
		}
	}
	if v.frame.May(model.ActKeepApart) && v.frame.Mine(r) && r.Open() && t.Mark.ApartBy == "" {
		row.Add(part.NewButton(frame.L("They are two"), func() {
			v.change(*v.shown, func(ctx context.Context, s *desk.Session, rev model.Revision) error {
				_, err := s.KeepApart(ctx, rev, other.Revision())
				return err
			})
		}).AsSmall())
	}
	column.Add(row)
	return column
}

// merge closes the later of the two, both as they were shown.
func (v *View) merge(later, first model.Request) {
	o, session := *v.shown, v.frame.Session
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Close {{.A}} as a duplicate", later.Reference),
		Confirm: frame.L("Close as a duplicate"), Cancel: frame.L("Cancel"), Danger: true,
		Body: part.NewBody(
			frame.L("The first, {{.A}}, stays: its clock has run since {{.B}}. Both keep their history, and each names the other.", first.Reference, frame.Arrival(first.ReceivedAt))),
		OnConfirm: func() bool {
			return v.frame.Submit(d, &o, func(ctx context.Context, rev model.Revision) error {
				later, first := later.Revision(), first.Revision()
				if later.Request == rev.Request {
					later = rev
				} else {
					first = rev
				}
				_, err := session.Merge(ctx, later, first)
				return err
			}, v.done(o))
		}})
	d.Show(v.frame.Window.Canvas())
}
