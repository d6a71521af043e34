// Package intake shows the form of a request taken by hand and what became of files taken in.
package intake

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// ByHand asks for a request as a phone agent hears it: kind, person, words. What is asked, how it came and who asks are
// claims: none of them is chosen beforehand.
//
// It opens at once, so that what is typed on stands in its first field; the desk's words for a product and tags are
// read meanwhile.
func ByHand(f *frame.Frame) {
	var taken model.Request
	d, words := form(f, newByHand(f), frame.L("New request"), frame.L("Take in"), record.Submission{},
		func(sub record.Submission, done func(error)) {
			f.Try(func(ctx context.Context) (err error) {
				taken, err = intake.TakeByHand(ctx, f.Session, sub)
				return err
			}, done)
		}, func() {
			f.Changed(taken.ID)
			f.Open(taken.ID)
		})
	var org model.Organisation
	f.Follow(func(ctx context.Context) (err error) {
		org, err = f.Session.Organisation(ctx)
		return err
	}, func(err error) {
		switch {
		case !d.Shown():
		case err != nil:
			d.SetProblem(frame.Sentence(err))
		default:
			words(org)
		}
	})
}

// fields maps the fields of intake.FieldError to those of the form.
type fields map[string]*part.Field

// Form shows a submission to be filled in or corrected, what the desk holds of it masked; save takes it and says on the
// UI goroutine what came of it. Field errors show under their fields, and what was typed stays until it is saved.
func Form(f *frame.Frame, title, confirm string, sub record.Submission,
	save func(sub record.Submission, done func(error)), done func()) {
	form(f, nil, title, confirm, sub, save, done)
}

// form shows the form; words lets it ask for a product and tags too, where an organisation has any. Where hand is
// given, files can be put to it, what is typed is kept, and an earlier form that was not finished is offered.
func form(f *frame.Frame, hand *byHand, title, confirm string, sub record.Submission,
	save func(sub record.Submission, done func(error)), done func()) (d *part.Dialog, words func(model.Organisation)) {
	held := sub.Subject
	name, email, phone := newHeldEntry(identifier.MaskName, held.Name), newHeldEntry(identifier.MaskEmail,
		held.Emails()...), newHeldEntry(identifier.MaskPhone, held.Phones()...)
	account, number, birth := newHeldEntry(identifier.MaskText,
		held.Accounts()...), newHeldEntry(identifier.MaskIDNumber, held.IDNumber), newHeldEntry(maskDate,
		held.BirthDate)
	by, contact := newHeldEntry(identifier.MaskName, sub.RequesterName), newHeldEntry(identifier.MaskText,
		sub.RequesterContact)
	body := part.NewMultiLine("", 4)
	body.SetText(sub.Body)
	extent := ExtentField(sub.Extent(), func(e model.Extent) { sub.SetExtent(e) })
	extent.Hidden = !sub.Kind.Copies()
	kind := choice(frame.L("Kind"), model.Kinds, sub.Kind, func(k model.Kind) {
		sub.Kind = k
		if extent.Hidden == k.Copies() { // nothing but a copy reaches anywhere
			extent.Hidden = !k.Copies()
			d.Refresh()
		}
	})
	received := newReceived(sub.ReceivedAt)
	channel := choice(frame.L("Channel"), model.Channels, sub.Channel, func(c model.Channel) {
		sub.Channel = c
		received.follow(c, time.Now())
	})
	who := choice(frame.L("Who asks"), model.RequesterKinds, sub.Requester, func(r model.RequesterKind) {
		sub.Requester = r
	})
	several := frame.L("Several: parted by semicolons")
	m := fields{
		"kind": kind, "channel": channel, "subject": part.NewField(frame.L("Name"), name.Entry),
		"email":      part.NewField(frame.L("E-mail"), email.Entry).WithHint(several),
		"phone":      part.NewField(frame.L("Phone"), phone.Entry).WithHint(several),
		"account":    part.NewField(frame.L("Account"), account.Entry).WithHint(several),
		"id_number":  part.NewField(frame.L("Identity number"), number.Entry),
		"birth_date": part.NewField(frame.L("Date of birth"), birth.Entry).WithHint("2012-05-31"),
		"requester":  who, "requester_name": part.NewField(frame.L("Name of who asks for the person"), by.Entry),
		"received": received.field(), "requester_contact": part.NewField(frame.L("Contact of who asks"), contact.Entry),
		"body": part.NewField(frame.L("In the person’s words"), body),
	}
	rows := part.VBox(10, part.Pair(m["subject"], m["phone"]), part.Pair(m["email"], m["account"]),
		part.Pair(m["kind"], m["channel"]),
		part.Pair(m["id_number"], m["birth_date"]), part.Pair(m["requester"], m["requester_name"]),
		part.Pair(m["requester_contact"], m["received"]), m["body"], extent)
	var others []*part.Button
	if hand != nil {
		rows.Objects = append(append([]fyne.CanvasObject{hand.offer}, rows.Objects...), hand.body())
		others = []*part.Button{part.NewLink(frame.L("Take in a file…"), func() {
			d.Cancel() // what was typed is kept
			AskFile(f)
		})}
	}
	labels := &labels{}
	d = part.NewDialog(part.DialogParts{Title: title, Body: rows, Confirm: confirm, Cancel: frame.L("Cancel"),
		Width: 640, Long: true, Guide: "new-request", Others: others,
		OnConfirm: func() bool {
			if !m.chosen("kind", "channel", "requester") {
				d.Refresh()
				return false
			}
			sub.Subject = record.TypedSubject(name.value(), email.value(), phone.value(), account.value(),
				number.value(), birth.value())
			sub.Subject.Language = cmp.Or(held.Language, letter.LanguageOf(body.Text), frame.Language())
			sub.RequesterName, sub.RequesterContact, sub.Body = by.value(), contact.value(), body.Text
			at, err := received.value(time.Now())
			if err != nil {
				m.show(err)
				d.Refresh()
				return false
			}
			sub.ReceivedAt, sub.Labels = at, labels.chosen()
			if hand != nil {
				sub.Attachments = hand.files
			}
			save(sub, func(err error) {
				for _, field := range m {
					field.SetProblem("")
				}
				if err != nil {
					d.SetProblem(frame.Sentence(err))
					m.show(err)
					return
				}
				d.Close()
				done()
			})
			return false
		}})
	if hand != nil {
		hand.dialog = d
		f.OfferForm(d, hand.offer, "new request")
	}
	d.Show(f.Window.Canvas())
	return d, func(org model.Organisation) {
		*labels = *newLabels(org)
		for _, field := range labels.fields {
			rows.Add(field)
		}
		d.Refresh()
	}
}

// chosen reports whether every one of these choices was made, and moves nobody: what is missing shows at its field.
func (m fields) chosen(choices ...string) bool {
	all := true
	for _, name := range choices {
		all = m[name].Validate() && all
	}
	return all
}

// fieldProblems are the window's words for what intake finds wrong with a field: a sentence of its own under the field.
var fieldProblems = map[string]string{
	"give at least one of name, e-mail, phone, account, identity number":                "Give at least one of name, e-mail, phone, account, identity number",
	"give a way to reach or find the person: phone, e-mail, account or identity number": "Give a way to reach or find the person: phone, e-mail, account or identity number",
	"not an e-mail address":                               "This is no e-mail address",
	"not a telephone number; write it with its area code": "This is no telephone number; write it with its area code",
	"write it as 2012-05-31":                              "Write it as 2012-05-31",
	"say who asks for the person":                         "Say who asks for the person"}

// show puts every field error under its field.
func (m fields) show(err error) {
	var joined interface{ Unwrap() []error }
	list := []error{err}
	if errors.As(err, &joined) {
		list = joined.Unwrap()
	}
	for _, e := range list {
		var fe *record.FieldError
		if errors.As(e, &fe) && m[fe.Field] != nil {
			text := frame.L(fe.Reason.Text, fe.Reason.Values...)
			if w, ok := fieldProblems[fe.Reason.Text]; ok {
				text = frame.L(w)
			}
			m[fe.Field].SetProblem(text)
		}
	}
}

// choice is a claim; what the submission says already is chosen.
func choice[T ~string](label string, list []T, current T, changed func(T)) *part.Field {
	names := make([]string, len(list))
	for i, v := range list {
		names[i] = frame.W(v)
	}
	field := part.NewClaimAmong(label, names, func(i int) { changed(list[i]) })
	field.Input.(*part.Select).Choose(slices.Index(list, current))
	return field
}

// AskFile asks for a file of requests and shows it.
func AskFile(f *frame.Frame) {
	f.ChooseFile(frame.L("Take in a file"), []string{".json", ".drp", ".csv", ".tsv", ".xlsx", ".eml", ".mbox", ".txt"},
		func(path string) {
			open(f, path, nil)
		})
}
