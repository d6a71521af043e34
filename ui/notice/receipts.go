package notice

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// receipts lists what became of the messages of a notice, a page at a time: first who was not reached, then all, the
// newest first.
type receipts struct {
	screen *screen
	body   *fyne.Container
	all    int64
	// before are the numbers of the receipts before which each page of those not reached begins that was turned to; 0
	// is the newest.
	before []int64
	page   int64 // of all receipts, 0 for the newest
	latest frame.Generation
}

// shownReceipts is how many receipts a page shows.
const shownReceipts = 30

// newReceipts shows the receipts of the notice that is shown, on the pages that somebody turned to before.
func newReceipts(s *screen, turned *receipts) *receipts {
	r := &receipts{screen: s, body: part.VBox(0), all: s.shown.Progress.Receipts, before: []int64{0}}
	if turned != nil {
		r.before, r.page = turned.before, turned.page
	}
	r.read()
	return r
}

// read reads the pages that are turned to.
func (r *receipts) read() {
	session, id, gen := r.screen.frame.Session, r.screen.shown.ID, r.latest.Next()
	before, to := r.before[len(r.before)-1], r.all-r.page*shownReceipts
	from := max(0, to-shownReceipts)
	var need, page []app.Receipt
	r.screen.frame.Run(func(ctx context.Context) (err error) {
		if need, err = app.Needing(ctx, session, id, before, shownReceipts+1); err != nil {
			return err
		}
		page, err = app.Receipts(ctx, session, id, from, int(to-from))
		return err
	}, func() {
		if r.latest.Current(gen) {
			r.show(need, page)
		}
	})
}

// turn is a pair of buttons that turn pages; nil stands for a page that is not there.
func turn(older, newer func()) fyne.CanvasObject {
	row := part.HBox(8)
	if newer != nil {
		row.Add(part.NewButton(frame.L("Newer"), newer).AsSmall())
	}
	if older != nil {
		row.Add(part.NewButton(frame.L("Older"), older).AsSmall())
	}
	row.Add(part.Gap())
	return row
}

func (r *receipts) show(need, page []app.Receipt) {
	r.body.RemoveAll()
	more := len(need) > shownReceipts
	if need = need[:min(len(need), shownReceipts)]; len(need) > 0 || len(r.before) > 1 {
		r.body.Add(part.HBox(8, part.NewSubHeading(frame.L("Not reached, or not certain")), part.Gap(),
			part.NewCaption(frame.Thousands(len(need)))))
		for _, x := range need {
			line := r.line(x).WithIcon("warn", part.ColorAmber)
			if r.screen.frame.May(model.ActSendNotice) {
				line = line.WithTrailing(part.NewButton(frame.L("Decide…"), func() { r.decide(x) }).AsSmall())
			}
			r.body.Add(line)
		}
		var older, newer func()
		if more {
			older = func() { r.before = append(r.before, need[len(need)-1].Number); r.read() }
		}
		if len(r.before) > 1 {
			newer = func() { r.before = r.before[:len(r.before)-1]; r.read() }
		}
		if older != nil || newer != nil {
			r.body.Add(turn(older, newer))
		}
		r.body.Add(part.Space(0, 14))
	}
	caption := ""
	if len(page) > 0 {
		caption = frame.L("{{.A}} to {{.B}} of {{.C}}", frame.Thousands(page[len(page)-1].Number),
			frame.Thousands(page[0].Number), frame.Thousands(r.all))
	}
	r.body.Add(part.HBox(8, part.NewSubHeading(frame.L("Receipts")), part.Gap(), part.NewCaption(caption)))
	for i := len(page) - 1; i >= 0; i-- {
		r.body.Add(r.line(page[i]))
	}
	if len(page) == 0 {
		r.body.Add(
			part.NewParagraph(
				frame.L("None yet: the desk hands it over within a minute, where a mail server is given on the screen Mail servers.")))
	}
	var older, newer func()
	if r.all > (r.page+1)*shownReceipts {
		older = func() { r.page++; r.read() }
	}
	if r.page > 0 {
		newer = func() { r.page--; r.read() }
	}
	if older != nil || newer != nil {
		r.body.Add(turn(older, newer))
	}
	r.body.Refresh()
}

func (r *receipts) line(x app.Receipt) *part.Line {
	line := part.NewLine(reachedAt(x), frame.Clock(x.At, r.screen.frame.Session.Now()))
	below := frame.L(resultNames[x.Result])
	if x.Channel != notice.Email && channelNames[x.Channel] != "" {
		below = frame.And(channelName(x.Channel), below)
	}
	if x.Said != "" {
		below = frame.And(below, x.Said)
	} else if x.Why != "" {
		below = frame.And(below, frame.MailWhy(x.Why))
	}
	return line.WithBelow(below)
}

// reachedAt is whom a message went to, and where, masked.
func reachedAt(x app.Receipt) string {
	at := x.To.Email
	switch x.Channel {
	case notice.SMS, notice.Call:
		at = x.To.Phone
	case notice.Push:
		at = x.To.Device
	case notice.Letter:
		at = x.To.Post
	}
	return frame.And(x.To.Name, at)
}

// decide asks what is known of a message that did not reach somebody, or may not have.
func (r *receipts) decide(x app.Receipt) {
	s := r.screen
	session, seen := s.frame.Session, s.shown.Seen()
	options, decisions := []part.Option{{Text: frame.L("They are reached another way")},
		{Text: frame.L("The public announcement is enough for them")}}, []outbox.Decision{outbox.Leave, outbox.Announce}
	if x.Result == notice.Uncertain {
		options, decisions = append(options,
			part.Option{Text: frame.L("It went out after all, as the server’s log says")}), append(decisions,
			outbox.Arrived)
		if way := s.shown.Content.Way(x.To, x.Channel); way != "" {
			options, decisions = append(options,
				part.Option{Text: frame.L("It did not go: try the next way, {{.A}}", channelName(way))}), append(
				decisions, outbox.Next)
		}
	}
	chosen := 0
	why := part.NewEntry("")
	reason := part.NewField(frame.L("Why the public announcement is enough"), why)
	reason.Hide()
	var d *part.Dialog
	form := part.NewForm(part.NewClaim(frame.L(resultNames[x.Result]), options, func(i int) {
		chosen = i
		shown(reason, decisions[i] == outbox.Announce)
		d.Refresh() // it grows by the field, which nobody would look for behind a scroll bar
	}), reason)
	d = part.NewDialog(part.DialogParts{Title: reachedAt(x), Body: form, Form: form, Confirm: frame.L("Keep"),
		Cancel: frame.L("Cancel"), OnConfirm: func() bool {
			decided, because := decisions[chosen], why.Text
			return s.frame.SubmitTo(d, func(ctx context.Context) error {
				return app.Settle(ctx, session, seen, x.Receipt, decided, because)
			}, s.reload)
		}})
	s.frame.KeepForm(d, fmt.Sprint("receipt ", s.shown.ID, " ", x.Receipt.Number))
	d.Show(s.frame.Window.Canvas())
}
