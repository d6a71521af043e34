// Package identity shows how far it is proven who asks, and offers the means of proving it; values on file never show.
package identity

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// Step fills in the next-step card while identity is being proven.
func Step(f *frame.Frame, o frame.Opened, p *part.NextStepParts, done func()) {
	p.Then = frame.L("then: collect from the sources")
	p.Link = part.NewLink(frame.L("Not proven…"), func() { notProven(f, o, done) })
	other := part.NewButton(frame.L("Another way…"), nil)
	other.OnTap = func() { ways(f, o, other, done) }
	if pending := o.Standing.Pending; pending != nil {
		contact := identifier.MaskEmail(o.Request.Subject.Email)
		if pending.Kind == model.EvidencePhoneCode {
			contact = identifier.MaskPhone(o.Request.Subject.Phone)
		}
		p.Title = frame.L("Check the code you sent at {{.A}}", frame.Clock(pending.At, f.Session.Now()))
		p.Why = frame.L("Ask for the 6 digits sent to {{.A}}. Valid until {{.B}}.", contact,
			frame.Clock(pending.ExpiresAt, f.Session.Now()))
		if f.Session.Now().After(pending.ExpiresAt) {
			p.Title, p.Why = frame.L("The code has expired: send another"), frame.L(
				"It was sent to {{.A}} at {{.B}} and was good for ten minutes.", contact,
				frame.Clock(pending.At, f.Session.Now()))
			p.Primary = part.NewPrimary(frame.L("Send again"), "Ctrl Enter", func() {
				sendCode(f, o, pending.Kind, done)
			})
			p.Others = []fyne.CanvasObject{other}
			return
		}
		code := part.NewCodeField(model.CodeDigits)
		check := func() { checkCode(f, o, code.Text(), done) }
		code.OnSubmitted = func(string) { check() }
		p.Fields = []fyne.CanvasObject{code}
		p.Primary = part.NewPrimary(frame.L("Check code"), "Ctrl Enter", check)
		p.Others = []fyne.CanvasObject{part.NewButton(frame.L("Send again"),
			func() { sendCode(f, o, pending.Kind, done) }), other}
		return
	}
	lacks := o.Standing.Lacks
	if o.Standing.NoSource && (len(lacks) == 0 || asksSources(lacks[0])) {
		p.Title, p.Why = frame.Sentence(datamap.ErrNone)
		if p.Primary = f.Way(frame.PlaceMap, model.ActEditMap); p.Primary != nil {
			p.Primary.Kind, p.Primary.Key = part.Primary, "Ctrl Enter"
		}
		p.Others = []fyne.CanvasObject{other}
		return
	}
	first := part.NewPrimary(frame.L("Compare a data point…"), "Ctrl Enter", func() { compare(f, o, done) })
	if len(lacks) > 0 && (lacks[0] == model.MissingCode || lacks[0] == model.MissingControl) {
		kind := model.EvidenceEmailCode
		text := frame.L("Send a code to {{.A}}", identifier.MaskEmail(o.Request.Subject.Email))
		if o.Request.Subject.Email == "" {
			kind, text = model.EvidencePhoneCode, frame.L("Send a code to {{.A}}",
				identifier.MaskPhone(o.Request.Subject.Phone))
		}
		first = part.NewPrimary(text, "Ctrl Enter", func() { sendCode(f, o, kind, done) })
	} else if len(lacks) > 0 && lacks[0] != model.MissingPoint {
		first = part.NewPrimary(frame.L("Record {{.A}}…", missing(lacks[0])), "Ctrl Enter", func() {
			record(f, o, kindFor(lacks[0]), done)
		})
	}
	p.Primary = first
	p.Others = []fyne.CanvasObject{other}
	var open []string
	points := 0
	for _, l := range lacks {
		if l == model.MissingPoint {
			points++
			continue
		}
		open = append(open, missing(l))
	}
	if points > 0 {
		open = append(open, frame.L("{{.A}} matching data points", points))
	}
	p.Why = frame.L("Still needed for level {{.A}}: {{.B}}.", o.Standing.Needed, strings.Join(open, frame.L(", ")))
}

// asksSources reports whether a proof is made by comparing with what the sources hold.
func asksSources(m model.Missing) bool {
	return m == model.MissingCode || m == model.MissingControl || m == model.MissingPoint
}

var missingWords = map[model.Missing]string{
	model.MissingCode: "a code to a contact on file", model.MissingStatement: "a signed statement",
	model.MissingGuardianID: "the guardian’s identity", model.MissingRelationship: "proof of the relationship",
	model.MissingOwnConsent:  "the minor’s own consent",
	model.MissingGuardianYes: "the guardian’s consent", model.MissingAuthority: "the signed authority",
	model.MissingControl: "control of account or contact",
}

func missing(m model.Missing) string { return frame.L(missingWords[m]) }

func kindFor(m model.Missing) model.EvidenceKind {
	return map[model.Missing]model.EvidenceKind{model.MissingStatement: model.EvidenceStatement,
		model.MissingGuardianID:   model.EvidenceGuardianID,
		model.MissingRelationship: model.EvidenceRelationship, model.MissingOwnConsent: model.EvidenceOwnConsent,
		model.MissingGuardianYes: model.EvidenceGuardianYes, model.MissingAuthority: model.EvidenceAuthority}[m]
}

// ways offers every means of proof.
func ways(f *frame.Frame, o frame.Opened, at fyne.CanvasObject, done func()) {
	sub, none := o.Request.Subject, o.Standing.NoSource
	items := []part.MenuItem{
		{Label: frame.L("E-mail code"), Icon: "mail", Disabled: none || sub.Email == "", Run: func() {
			sendCode(f, o, model.EvidenceEmailCode, done)
		}},
		{Label: frame.L("Phone code"), Icon: "sms", Disabled: none || sub.Phone == "", Run: func() {
			sendCode(f, o, model.EvidencePhoneCode, done)
		}},
		{Label: frame.L("Compare a data point…"), Icon: "check", Disabled: none, Run: func() { compare(f, o, done) }},
		{Label: frame.L("Identity document…"), Icon: "id", Run: func() { document(f, o, done) }},
	}
	for _, k := range []model.EvidenceKind{model.EvidenceCallBack, model.EvidenceSignIn, model.EvidenceStatement,
		model.EvidenceGuardianID,
		model.EvidenceRelationship, model.EvidenceOwnConsent, model.EvidenceGuardianYes, model.EvidenceAuthority} {
		items = append(items, part.MenuItem{Label: frame.W(k) + "…", Run: func() { record(f, o, k, done) }})
	}
	part.ShowMenu(f.Window.Canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject(at).AddXY(0, 34), 220, items)
}

// onFile reads what the sources hold and goes on with it; nothing of it is shown.
func onFile(f *frame.Frame, o frame.Opened,
	then func(ctx context.Context, rev model.Revision, held identity.Held) error, done func(error)) {
	f.Act(o, func(ctx context.Context, rev model.Revision) error {
		held, err := identity.OnFile(ctx, f.Session, rev.Request)
		if err != nil {
			return err
		}
		return then(ctx, rev, held)
	}, done)
}

// sendCode shows a code to be sent. It counts as sent when somebody says so: closing the dialog leaves no trace of it.
func sendCode(f *frame.Frame, o frame.Opened, kind model.EvidenceKind, done func()) {
	var code identity.Code
	sends := false
	onFile(f, o, func(ctx context.Context, rev model.Revision, held identity.Held) (err error) {
		if code, err = identity.MakeCode(ctx, f.Session, rev, kind, held); err != nil {
			return err
		}
		sends, err = identity.Sends(ctx, f.Session, kind)
		return err
	}, func(err error) {
		if err != nil {
			f.Fail(err)
			done()
			return
		}
		o = o.After(o.Revision()) // nothing was done to the request yet
		if sends {
			letCodeGo(f, o, kind, code, done)
			return
		}
		var d *part.Dialog
		d = part.NewDialog(part.DialogParts{Title: frame.L("Send this code"), Confirm: frame.L("Sent"),
			Cancel: frame.L("Not sent"), Signs: true,
			Body: part.VBox(10,
				part.NewBody(
					frame.L("Send it to {{.A}}, and to no other contact. It is shown this once and valid for ten minutes from “Sent”; “Not sent” throws it away.", code.To)),
				part.NewHeading(code.Digits[:3]+" "+code.Digits[3:]),
				part.HBox(0, part.NewButton(frame.L("Copy"), func() { part.CopySecret(code.Digits) }), part.Gap())),
			OnConfirm: func() bool {
				return f.Submit(d, &o, func(ctx context.Context, rev model.Revision) error {
					_, err := identity.SendCode(ctx, f.Session, rev, code)
					return err
				}, done)
			}, OnCancel: done})
		d.Show(f.Window.Canvas())
	})
}

// letCodeGo lets a code go that the desk sends by itself: nobody here sees it.
func letCodeGo(f *frame.Frame, o frame.Opened, kind model.EvidenceKind, code identity.Code, done func()) {
	title, confirm := frame.L("Mail a code"), frame.L("Mail it")
	text :=
		frame.L("A code goes by e-mail to {{.A}}, and to no other contact. It is valid for ten minutes from now; nobody at the desk sees it.", code.To)
	if kind == model.EvidencePhoneCode {
		title, confirm = frame.L("Text a code"), frame.L("Text it")
		text =
			frame.L("A code goes as a text message to {{.A}}, and to no other number. It is valid for ten minutes from now; nobody at the desk sees it.", code.To)
	}
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: title, Confirm: confirm, Cancel: frame.L("Cancel"), Signs: true,
		Body: part.NewBody(text),
		OnConfirm: func() bool {
			return f.Submit(d, &o, func(ctx context.Context, rev model.Revision) error {
				_, err := identity.LetCodeGo(ctx, f.Session, rev, code)
				return err
			}, done)
		}, OnCancel: done})
	d.Show(f.Window.Canvas())
}

func checkCode(f *frame.Frame, o frame.Opened, code string, done func()) {
	f.Act(o, func(ctx context.Context, rev model.Revision) error {
		_, err := identity.CheckCode(ctx, f.Session, rev, code)
		return err
	}, func(err error) {
		if err != nil {
			f.Fail(err)
		}
		done() // a wrong try counts and shows, too
	})
}

// pointWords are the data points as the form offers them.
var pointWords = map[string]string{"name": "Name", "email": "E-mail", "phone": "Phone", "id_number": "Identity number",
	"birth_date": "Date of birth",
	"city":       "City of delivery", "district": "District of delivery", "street": "Street of delivery",
	"nickname": "Nickname"}

func pointName(p string) string { return frame.L(pointWords[p]) }

func compare(f *frame.Frame, o frame.Opened, done func()) {
	var names []string
	for _, p := range identity.Points {
		name := pointName(p.Name)
		if why := vain(o, p.Name); why != "" {
			name = frame.L("{{.A}} ({{.B}})", name, why)
		}
		names = append(names, name)
	}
	chosen := -1
	said := part.NewEntry("")
	field := part.NewField(frame.L("What the person says"), said).
		WithHint(frame.L("It is compared with the sources and not kept.")).Required()
	choice := part.NewClaimAmong(frame.L("Data point"), names, func(i int) {
		chosen = i
		field.Hint = frame.L("It is compared with the sources and not kept.")
		if written(o.Request.Subject, identity.Points[i].Name) {
			field.Hint =
				frame.L("The request says it already. It counts, since the desk told nobody what is on file; but ask for something that fewer people know where you can.")
		}
		field.Refresh()
	})
	form := part.NewForm(choice, field)
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Compare a data point"), Body: form, Form: form,
		Confirm: frame.L("Compare"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			point, text := identity.Points[chosen].Name, said.Text
			return f.Submit(d, &o, func(ctx context.Context, rev model.Revision) error {
				held, err := identity.OnFile(ctx, f.Session, rev.Request)
				if err == nil {
					_, err = identity.Compare(ctx, f.Session, rev, point, text, held)
				}
				return err
			}, done)
		}})
	d.Show(f.Window.Canvas())
}

// vain says why comparing a data point would count for nothing; empty where it may count.
func vain(o frame.Opened, point string) string {
	if o.Standing.Spent(point) != nil {
		return frame.L("not compared any more: too many answers were wrong")
	}
	code := contactCodes[point]
	for _, e := range o.Standing.Evidence {
		switch {
		case e.Result != model.Passed || e.Discounted:
		case code != "" && e.Kind == code:
			return frame.L("does not count: the code went to the same contact")
		case e.Kind == model.EvidenceDataPoint && e.Point == point:
			return frame.L("does not count: compared before")
		}
	}
	return ""
}

// contactCodes are the codes that go to the contact which a data point is.
var contactCodes = map[string]model.EvidenceKind{"email": model.EvidenceEmailCode, "phone": model.EvidencePhoneCode}

// written reports whether the request itself says a data point.
func written(s model.Subject, point string) bool {
	value := map[string]string{"name": s.Name, "email": s.Email, "phone": s.Phone, "id_number": s.IDNumber,
		"birth_date": s.BirthDate}[point]
	return strings.TrimSpace(value) != ""
}

func record(f *frame.Frame, o frame.Opened, kind model.EvidenceKind, done func()) {
	passed := false
	result := part.NewClaim(frame.L("Result"), []part.Option{{Text: frame.L("Proven")}, {Text: frame.L("Not proven")}},
		func(i int) { passed = i == 0 })
	note := part.NewMultiLine("", 3)
	field := part.NewField(frame.L("What you saw or heard"), note).
		WithHint(frame.L("It is sealed; the log keeps only that it was recorded.")).WithCheck(func() string {
		if strings.TrimSpace(note.Text) == "" {
			return frame.L("Fill this in")
		}
		return ""
	})
	fields := []*part.Field{result}
	if kind == model.EvidenceCallBack {
		fields = append([]*part.Field{toCall(o.Request.Subject)}, fields...)
	}
	names, of := proven.NamesOf(o.Request.Subject), -1
	control := slices.Contains(identity.Controls, kind)
	if control && len(names) == 1 {
		of = 0
	} else if control {
		options := make([]part.Option, len(names))
		for i, n := range names {
			options[i] = part.Option{Text: frame.CarriedNames([]model.Carried{{Kind: n.Kind, Value: n.Value}})}
		}
		fields = append(fields,
			part.NewClaim(frame.L("Of which identifier of the request"), options, func(i int) { of = i }).
				WithHint(frame.L("It proves this one, and what stands in one row with it. Prove another by itself.")))
	}
	if papers := o.Arrival.Attachments; len(papers) > 0 {
		fields = append(fields, part.NewField(frame.L("Seen on a paper that came with it"), papersOf(papers, note)))
	}
	form := part.NewForm(append(fields, field)...)
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.W(kind), Body: form, Form: form, Confirm: frame.L("Record"),
		Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			ok, text := passed, note.Text
			return f.Submit(d, &o, func(ctx context.Context, rev model.Revision) error {
				if !control {
					_, err := identity.Record(ctx, f.Session, rev, kind, ok, text)
					return err
				}
				held, err := identity.OnFile(ctx, f.Session, rev.Request)
				if err == nil {
					_, err = identity.RecordControl(ctx, f.Session, rev, kind, names[of], ok, text, held)
				}
				return err
			}, done)
		}})
	f.KeepTyped(o, d, fmt.Sprint("evidence ", kind))
	d.Show(f.Window.Canvas())
}

// toCall shows the numbers of the request in full: whoever calls back must dial one of them, and none that is given in
// the call.
func toCall(s model.Subject) *part.Field {
	text := strings.Join(s.Phones(), frame.L(", "))
	if text == "" {
		text = frame.L("The request names no number: call the one that the person’s record holds.")
	}
	number := part.NewBody(text)
	number.Bold = s.Phone != ""
	return part.NewField(frame.L("Number to call"), number).
		WithHint(frame.L("Call this number yourself; a call that comes in proves nothing."))
}

// papersOf offers the files that came with the request as what a proof was seen on; its name begins the note.
func papersOf(papers []model.Attachment, note *part.Entry) *part.Select {
	names := []string{frame.L("none of them")}
	for _, p := range papers {
		names = append(names, p.Name)
	}
	before := ""
	return part.NewSelect(names, 0, func(i int) {
		text := strings.TrimPrefix(note.Text, before)
		if before = ""; i > 0 {
			before = frame.L("{{.A}}: {{.B}}", papers[i-1].Name, "")
		}
		note.SetText(before + text)
	})
}

func notProven(f *frame.Frame, o frame.Opened, done func()) {
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Identity not proven"), Danger: true,
		Confirm: frame.L("Answer: not proven"), Cancel: frame.L("Cancel"),
		Body: part.NewBody(
			frame.L("The person gets a letter that says what was tried and how to ask again. Nothing is handed out.")),
		OnConfirm: func() bool {
			return f.Submit(d, &o, func(ctx context.Context, rev model.Revision) error {
				_, err := identity.NotProven(ctx, f.Session, rev)
				return err
			}, done)
		}})
	d.Show(f.Window.Canvas())
}
