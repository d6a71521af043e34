// Package bulk shows what can be done to the requests that are selected in a list, and what became of each.
package bulk

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/bulk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// Selection is what is done something to: requests as the list showed them when they were selected.
type Selection struct {
	Frame *frame.Frame
	Items []bulk.Item
	// Done is told what became of each, once the person has read it.
	Done func([]bulk.Result)
}

// Menu are the deeds that the person may do to the selection.
func (s Selection) Menu() []part.MenuItem {
	var items []part.MenuItem
	add := func(label string, may model.Action, run func()) {
		if s.Frame.May(may) {
			items = append(items, part.MenuItem{Label: label, Run: run})
		}
	}
	lang := frame.Language()
	add(frame.L("Assign…"), model.ActAssign, s.assign)
	add(frame.L("Acknowledge…"), model.ActLetter, func() {
		s.confirm(frame.L("Acknowledge {{.A}} requests", len(s.Items)),
			frame.Sentences(frame.L("Each gets an acknowledgement in the person’s language, to be sent as one by one."),
				becomesYours()), bulk.Acknowledge(lang))
	})
	add(frame.L("Ask for identity…"), model.ActLetter, func() {
		s.confirm(frame.L("Ask for identity in {{.A}} requests", len(s.Items)),
			frame.Sentences(frame.L("Each gets the letter that says what proof is needed, to be sent as one by one."),
				becomesYours()), bulk.AskIdentity(lang))
	})
	add(frame.L("Extend…"), model.ActLetter, s.extend)
	add(frame.L("Close the unproven…"), model.ActNotProven, func() {
		s.confirm(frame.L("Give up {{.A}} requests as not proven", len(s.Items)),
			frame.Sentences(
				frame.L("Each whose day for proving identity is over gets the letter that says so; it is closed once that has gone out."), becomesYours()), bulk.CloseUnproven(lang))
	})
	return items
}

// becomesYours says what writing to a request that nobody holds does besides.
func becomesYours() string { return frame.L("Those that nobody holds become yours.") }

// names lists what was selected, so that nothing is done to what was not seen.
func (s Selection) names() fyne.CanvasObject {
	references := make([]string, len(s.Items))
	for i, item := range s.Items {
		references[i] = item.Reference
	}
	text := part.NewParagraph(strings.Join(references, frame.L(", ")))
	if len(references) > 24 {
		return part.Fixed(0, 120, frame.Scroll(text))
	}
	return text
}

func (s Selection) confirm(title, what string, deed bulk.Deed) {
	part.NewDialog(part.DialogParts{Title: title, Body: part.VBox(12, part.NewBody(what), s.names()),
		Confirm: frame.L("Do it to each"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			s.run(title, deed)
			return true
		}}).Show(s.Frame.Window.Canvas())
}

func (s Selection) assign() {
	var staff []model.Staff
	s.Frame.Prepare(func(ctx context.Context) (err error) {
		staff, err = s.Frame.Session.StaffList(ctx)
		return err
	}, func() {
		var names, ids []string
		for _, m := range staff {
			if m.MayHold() {
				names, ids = append(names, m.Name+" · "+frame.Role(m.Role)), append(ids, m.ID)
			}
		}
		chosen := -1
		form := part.NewForm(part.NewClaimAmong(frame.L("To"), names, func(i int) { chosen = i }))
		title := frame.L("Assign {{.A}} requests", len(s.Items))
		part.NewDialog(part.DialogParts{Title: title, Body: part.VBox(12, form, s.names()), Form: form,
			Confirm: frame.L("Assign"), Cancel: frame.L("Cancel"),
			OnConfirm: func() bool {
				s.run(title, bulk.Assign(ids[chosen]))
				return true
			}}).Show(s.Frame.Window.Canvas())
	})
}

func (s Selection) extend() {
	reason := part.NewMultiLine("", 3)
	field := part.NewField(frame.L("Why it takes longer"), reason).
		WithHint(
			frame.L("Each person reads it in their letter. A second person approves every letter before it goes out.")).
		Required()
	form := part.NewForm(field)
	title := frame.L("Extend {{.A}} requests", len(s.Items))
	d := part.NewDialog(part.DialogParts{Title: title, Form: form, Confirm: frame.L("Do it to each"),
		Cancel: frame.L("Cancel"),
		Body: part.VBox(12,
			part.NewBody(
				frame.L(
					"Each is put off to the last day that its own rules allow; where they allow none it stays as it is.")), form, s.names()),
		OnConfirm: func() bool {
			s.run(title, bulk.Extend(frame.Language(), reason.Text))
			return true
		}})
	s.Frame.KeepForm(d, "extend many")
	d.Show(s.Frame.Window.Canvas())
}

// run does it to one after another. Stopping leaves what was not begun as it was.
func (s Selection) run(title string, deed bulk.Deed) {
	bar := part.NewProgress(frame.L("Requests"))
	ctx, cancel := context.WithCancel(context.Background())
	d := part.NewDialog(part.DialogParts{Title: title, Body: bar, Cancel: frame.L("Stop"), Width: 560,
		OnCancel: cancel})
	d.Show(s.Frame.Window.Canvas())
	session := s.Frame.Session.Job()
	go func() {
		defer cancel()
		failed := 0
		results, err := bulk.Run(ctx, session, deed, s.Items, func(done int, r bulk.Result) {
			if r.Err != nil {
				failed++
			}
			n := failed
			fyne.Do(func() {
				state, color := "", part.ColorText3
				if n > 0 {
					state, color = frame.L("{{.A}} not done", n), part.ColorRed
				}
				bar.Set(float64(done)/float64(len(s.Items)), frame.L("{{.A}} of {{.B}}", done, len(s.Items)), state,
					color)
			})
		})
		fyne.Do(func() {
			d.Close()
			if err != nil {
				s.Frame.Fail(err)
				return
			}
			s.tell(title, results)
		})
	}()
}

// tell lists what became of each: what was not done first, with its reason, and it stays selected.
func (s Selection) tell(title string, results []bulk.Result) {
	failed := bulk.Failed(results)
	lines := part.VBox(0)
	for _, r := range failed {
		lead, text := frame.Sentence(r.Err)
		line := part.NewLine(r.Reference, "").WithIcon("x", part.ColorRed)
		line.NoLine = true
		lines.Add(line)
		// whole, however long
		lines.Add(part.Inset(0, 8, 8, 24, part.NewParagraph(frame.L("{{.A}}: {{.B}}", lead, text))))
	}
	for _, r := range results {
		if r.Err == nil {
			lines.Add(part.NewLine(r.Reference, "").WithIcon("check", part.ColorGreen).WithBelow(frame.L("done")))
		}
	}
	sum := frame.L("{{.A}} done", len(results)-len(failed))
	if len(failed) > 0 {
		sum = frame.And(sum, frame.L("{{.A}} not done; they stay selected", len(failed)))
	}
	var list fyne.CanvasObject = lines
	if len(results)+2*len(failed) > 8 {
		list = part.Fixed(0, 300, frame.Scroll(lines))
	}
	part.NewDialog(part.DialogParts{Title: title, Width: 620, Cancel: frame.L("Close"),
		Body:     part.VBox(10, part.NewBold(sum), list),
		OnCancel: func() { s.Done(results) }}).Show(s.Frame.Window.Canvas())
}
