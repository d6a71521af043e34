package intake

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// Doubts shows what may not be so about a request, as it came in; nil where nothing is doubtful.
func Doubts(a model.Arrival) fyne.CanvasObject {
	if len(a.Doubts) == 0 {
		return nil
	}
	lines := part.VBox(2)
	for _, d := range a.Doubts {
		lines.Add(part.NewParagraph("· " + doubtText(d.Field, d.Text, d.Values)))
	}
	return part.VBox(6, part.NewBanner(part.BannerAmber, "warn", frame.L("Look at this before you go on"),
		frame.L("What the sender or the file says may not be so.")), part.Inset(0, 0, 0, 10, lines))
}

func doubtText(field, text string, values []any) string {
	text = frame.L(text, values...)
	if field == "subject" {
		field = "requester" // it is about who asks
	}
	if field == "" {
		return text
	}
	return frame.L("{{.A}}: {{.B}}", frame.FieldName(field), text)
}

// Joined shows later records that were added to a request, masked like the request itself; each can be made a request
// of its own again. Nil where there are none.
func Joined(f *frame.Frame, o frame.Opened) fyne.CanvasObject {
	a := o.Arrival
	if len(a.Joined) == 0 {
		return nil
	}
	column := part.VBox(6, part.NewBold(frame.L("Came in again with other content")))
	for i, j := range a.Joined {
		head := frame.L("{{.A}}, added {{.B}}", j.File, frame.Moment(j.At))
		if !j.Received.IsZero() {
			head = frame.L("{{.A}}, received {{.B}}, added {{.C}}", j.File, frame.Moment(j.Received),
				frame.Moment(j.At))
		}
		column.Add(part.NewCaption(head))
		if j.From != "" {
			column.Add(part.NewParagraph(frame.L("from an address that the request does not name: {{.A}}",
				maskMail(j.From))))
		}
		for _, d := range j.Doubts {
			column.Add(part.NewParagraph("· " + doubtText(d.Field, d.Text, d.Values)))
		}
		who, words := joinedText(j)
		column.Add(part.NewParagraph(who))
		if words != "" {
			column.Add(part.NewParagraph(words))
		}
		if f.May(model.ActTakeRequest) && j.Kind != "" {
			column.Add(part.HBox(0,
				part.NewButton(frame.L("Make it a request of its own"), func() { separate(f, o, i) }).AsSmall(),
				part.Gap()))
		}
	}
	return column
}

// joinedText is what an added record says of whom, masked, and its words. Of one that was added when nothing but a text
// was kept, the line that names the person is masked as a whole.
func joinedText(j model.Joined) (who, words string) {
	if j.Kind == "" {
		who, words, _ = strings.Cut(j.Text, "\n")
		return identifier.MaskText(who), words
	}
	list := []string{frame.W(j.Kind), maskName(j.Subject.Name)}
	for _, v := range []struct {
		values []string
		mask   func(string) string
	}{{j.Subject.Emails(), maskMail}, {j.Subject.Phones(), maskPhone}, {j.Subject.Accounts(), maskWord},
		{[]string{j.Subject.IDNumber}, maskNumber}} {
		for _, value := range v.values {
			list = append(list, v.mask(value))
		}
	}
	return strings.Join(slices.DeleteFunc(list, func(s string) bool { return s == "" }), frame.L(", ")), j.Text
}

// separate makes a request of its own of an added record, and opens it.
func separate(f *frame.Frame, o frame.Opened, record int) {
	var own model.Request
	f.Act(o, func(ctx context.Context, rev model.Revision) (err error) {
		own, err = intake.Separate(ctx, f.Session, rev, record)
		return err
	}, func(err error) {
		if err != nil {
			f.Fail(err)
			return
		}
		f.Changed(own.ID)
		f.Open(own.ID)
	})
}
