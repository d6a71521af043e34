package request

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	take "orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/ui/change"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/fulfil"
	"orangelab.cn/rightsdesk/ui/identity"
	"orangelab.cn/rightsdesk/ui/intake"
	"orangelab.cn/rightsdesk/ui/part"
)

// nextStep is the card at the top: one sentence, one filled button. False where there is none.
func (v *View) nextStep() (part.NextStepParts, bool) {
	o := *v.shown
	r := o.Request
	p := part.NextStepParts{Caption: frame.L("Next step"), Title: frame.StepTitle(r.Step), Why: frame.StepWhy(r.Step)}
	if r.Step == model.StepNone {
		return p, false
	}
	if !v.frame.May(model.ActTriage) {
		p.Caption = frame.L("What the desk does next") // an auditor reads it
		return p, true
	}
	if r.Step.OfLetter() && (r.Step != model.StepTellExtension || v.frame.Mine(r)) {
		work := fulfil.On(v.work())
		work.Step(&p) // a second person reads it, whoever holds the request
		if (r.Status == model.Received || r.Status == model.Verifying) && r.LetterBy == v.frame.Session.Staff().ID &&
			v.frame.Mine(r) {
			under := part.NextStepParts{}
			v.early(o, &under)
			p.Offer(under)
		}
		return p, true
	}
	if !v.frame.Mine(r) {
		p.Why = frame.L("{{.A}} holds this request.", v.frame.StaffName(r.Holder))
		if away := o.HolderAway(v.frame.Session.Now()); v.takesOver(o) {
			p.Why = frame.L("{{.A}} holds this request, and is away until {{.B}}.", v.frame.StaffName(r.Holder),
				frame.Day(away.Until))
			p.Primary = part.NewPrimary(frame.L("Take over"), "Ctrl Enter", func() { v.claim(o) })
		}
		return p, true
	}
	if !v.early(o, &p) {
		fulfil.On(v.work()).Step(&p)
	}
	fulfil.On(v.work()).StepReturned(&p)
	v.tellTwins(o, &p)
	v.askAcknowledgement(o, &p)
	return p, true
}

// early fills in the card of a request that is still to be settled or proven; false for any other.
func (v *View) early(o frame.Opened, p *part.NextStepParts) bool {
	switch o.Request.Status {
	case model.Received:
		p.Then = frame.L("then: prove identity")
		p.Primary = part.NewPrimary(frame.L("Settled, go on"), "Ctrl Enter", func() { v.triage(o) })
		p.Others = []fyne.CanvasObject{part.NewButton(frame.L("Correct…"), func() { v.correct(o) })}
	case model.Verifying:
		identity.Step(v.frame, o, p, v.done(o))
	default:
		return false
	}
	return true
}

// tellTwins says beside the next step that the request may be one with another, before work is done twice.
func (v *View) tellTwins(o frame.Opened, p *part.NextStepParts) {
	var names []string
	for _, t := range o.Twins {
		linked := slices.ContainsFunc(o.Links, func(l model.Link) bool { return l.Request == t.Request.ID })
		if t.Mark.ApartBy == "" && !linked {
			names = append(names, t.Request.Reference)
		}
	}
	if len(names) == 0 {
		return
	}
	p.Why = frame.Sentences(frame.L("Perhaps the same as {{.A}}.", strings.Join(names, frame.L(", "))), p.Why)
	if v.tab != tabWho {
		p.Others = append(p.Others, part.NewButton(frame.L("Compare the two"), func() { v.choose(tabWho) }))
	}
}

func submission(r model.Request) record.Submission {
	return record.Submission{Kind: r.Kind, Channel: r.Channel, Requester: r.RequesterKind,
		RequesterName:    r.Requester.Name,
		RequesterContact: r.Requester.Contact, Subject: r.Subject, Sensitive: r.Sensitive, AskedWithout: r.AskedWithout,
		Body: r.Body, ReceivedAt: r.ReceivedAt}
}

// correct lets staff put right what a request says, and goes on.
func (v *View) correct(o frame.Opened) {
	session := v.frame.Session
	proposed := submission(o.Request)
	intake.Form(v.frame, frame.L("Settle the request"), frame.L("Settled, go on"), proposed,
		func(sub record.Submission, done func(error)) {
			v.frame.Act(o, func(ctx context.Context, rev model.Revision) error {
				_, err := take.Triage(ctx, session, rev, sub)
				return err
			}, func(err error) {
				o = o.Told(err)
				done(err)
			})
		}, v.done(o))
}

// menu shows what can be done with a request at any time.
func (v *View) menu(at fyne.Position) {
	part.ShowMenu(v.frame.Window.Canvas(), at, 200, v.MenuItems())
}

// MenuItems are what can be done with the open request at any time; what this member of staff may not do now is greyed.
func (v *View) MenuItems() []part.MenuItem {
	if v.shown == nil {
		return nil
	}
	o, work := *v.shown, change.On(v.work())
	r := o.Request
	me := v.frame.Session.Staff().ID
	return []part.MenuItem{
		{Label: frame.L("Claim"), Key: "C", Disabled: (r.Holder != "" || !v.frame.Mine(r) || !r.Open()) &&
			!v.takesOver(o), Run: func() { v.claim(o) }},
		{Label: frame.L("Release"), Disabled: r.Holder != me, Run: func() {
			v.change(o, func(ctx context.Context, s *desk.Session, rev model.Revision) error {
				_, err := s.Release(ctx, rev)
				return err
			})
		}},
		{Label: frame.L("Settle again…"), Disabled: !v.frame.May(model.ActResettle) || !v.frame.Mine(r) ||
			!resettles(r), Run: func() { v.resettle(o) }},
		{Label: frame.L("Write a remark…"), Disabled: !v.frame.May(model.ActNote), Run: func() { v.remark(o) }},
		{Label: frame.L("They also ask for…"), Disabled: !v.frame.May(model.ActAskAlso) || !v.frame.Mine(r) ||
			!asksAlso(r), Run: func() { v.askAlso(o) }},
		{Label: frame.L("Rules that apply…"), Run: func() { v.regimes(o) }},
		{Label: frame.L("Product and tags…"), Disabled: !v.frame.May(model.ActLabel), Run: func() { v.labels(o) }},
		{Label: frame.L("Complaint about…"), Disabled: r.Kind != model.Complaint || !r.Open() || !v.frame.Mine(r) ||
			!v.frame.May(model.ActLinkComplaint), Run: func() { v.linkComplaint(o) }},
		{Label: frame.L("Assign…"), Disabled: !v.frame.May(model.ActAssign) || !r.Open(), Run: func() { v.assign(o) }},
		{Label: frame.L("Refuse…"), Disabled: !work.MayRefuse(), Run: work.Refuse},
		{Label: frame.L("Close early…"), Disabled: !r.Open() || !v.frame.Mine(r), Run: func() { v.closeEarly(o) }},
	}
}

// takesOver reports whether the request may be taken from who holds it, because they are away.
func (v *View) takesOver(o frame.Opened) bool {
	away := o.HolderAway(v.frame.Session.Now())
	return !away.Until.IsZero() && o.Request.Open() && v.frame.May(model.ActClaim) &&
		o.Request.Holder != v.frame.Session.Staff().ID
}

func (v *View) assign(o frame.Opened) {
	var staff []model.Staff
	v.frame.Prepare(func(ctx context.Context) (err error) {
		staff, err = v.frame.Session.StaffList(ctx)
		return err
	}, func() {
		var names, ids []string
		for _, s := range staff {
			if !s.Disabled && (s.Role == model.RoleAgent || s.Role == model.RoleLead) {
				names, ids = append(names, s.Name+" · "+frame.Role(s.Role)), append(ids, s.ID)
			}
		}
		chosen := -1
		form := part.NewForm(part.NewClaimAmong(frame.L("To"), names, func(i int) { chosen = i }))
		session := v.frame.Session
		var d *part.Dialog
		d = part.NewDialog(part.DialogParts{Title: frame.L("Assign {{.A}}", o.Request.Reference), Body: form,
			Form: form, Confirm: frame.L("Assign"), Cancel: frame.L("Cancel"),
			OnConfirm: func() bool {
				to := ids[chosen]
				return v.frame.Submit(d, &o, func(ctx context.Context, rev model.Revision) error {
					_, err := session.Assign(ctx, rev, to)
					return err
				}, v.done(o))
			}})
		d.Show(v.frame.Window.Canvas())
	})
}

func (v *View) closeEarly(o frame.Opened) {
	outcomes := []model.Outcome{model.Withdrawn, model.Redirected}
	options := make([]part.Option, len(outcomes))
	for i, oc := range outcomes {
		options[i] = part.Option{Text: frame.W(oc)}
	}
	chosen := -1
	form := part.NewForm(part.NewClaim(frame.L("Why it ends here"), options, func(i int) { chosen = i }))
	session := v.frame.Session
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Close {{.A}} early", o.Request.Reference), Body: form,
		Form: form, Confirm: frame.L("Close the request"), Cancel: frame.L("Cancel"), Danger: true,
		OnConfirm: func() bool {
			outcome := outcomes[chosen]
			return v.frame.Submit(d, &o, func(ctx context.Context, rev model.Revision) error {
				_, err := session.CloseEarly(ctx, rev, outcome)
				return err
			}, v.done(o))
		}})
	d.Show(v.frame.Window.Canvas())
}

// who shows the person, masked.
func (v *View) who() fyne.CanvasObject {
	r := v.shown.Request
	sub := r.Subject
	rows := [][2]string{{frame.L("Name"), identifier.MaskName(sub.Name)},
		{frame.L("E-mail"), masked(sub.Emails(), identifier.MaskEmail)},
		{frame.L("Phone"), masked(sub.Phones(), identifier.MaskPhone)},
		{frame.L("Account"), masked(sub.Accounts(), identifier.MaskText)},
		{frame.L("Identity number"), masked([]string{sub.IDNumber}, identifier.MaskIDNumber)}}
	if age := sub.AgeOn(v.frame.Session.Today()); age >= 0 {
		band := frame.L("adult")
		switch {
		case age < 14:
			band = frame.L("under 14: the guardian acts")
		case age < 18:
			band = frame.L("14 to 17: own and guardian’s consent")
		}
		rows = append(rows, [2]string{frame.L("Age"), band})
	}
	if r.RequesterKind != model.Self {
		rows = append(rows, [2]string{frame.W(r.RequesterKind), identifier.MaskName(r.Requester.Name)})
	}
	return part.VBox(14, sheetOf(frame.L("Person, masked"), rows), v.twins(), v.links())
}

// tieWords say what two requests are to each other.
var tieWords = map[model.Cause]string{model.TieDuplicate: "Closed as a duplicate of {{.A}}",
	model.TieMerged: "{{.A}} was closed as a duplicate of this", model.TieAbout: "A complaint about {{.A}}",
	model.TieComplaint: "Complained about in {{.A}}",
	model.TieAlso:      "Asked for together with {{.A}}"}

// links are the requests that this one led to and that led to it.
func (v *View) links() fyne.CanvasObject {
	column := part.VBox(0)
	for _, l := range v.shown.Links {
		text := frame.L("Opened by {{.A}}", l.Reference)
		if l.Opened {
			text = frame.L("Led to {{.A}}", l.Reference)
		}
		below := frame.And(frame.W(l.Kind), frame.W(l.Status))
		if tieWords[l.Why] != "" {
			text = frame.L(tieWords[l.Why], l.Reference)
		} else {
			below += " · " + frame.W(l.Why)
		}
		buttons := part.HBox(6, part.NewButton(frame.L("Open"), func() { v.frame.Open(l.Request) }).AsSmall())
		if r := v.shown.Request; l.Why == model.TieAbout && l.Status == model.Closed && r.Open() && v.frame.Mine(r) &&
			v.frame.May(model.ActReopen) {
			buttons.Add(part.NewButton(frame.L("Reopen…"), func() { v.reopen(*v.shown, l) }).AsSmall())
		}
		column.Add(part.NewLine(text, "").WithIcon("next", part.ColorText2).WithBelow(below).WithTrailing(buttons))
	}
	for _, i := range v.shown.Incidents {
		text, icon := frame.L("Refers to the incident {{.A}}", i.Reference), part.ColorRed
		if i.Drill {
			text, icon = frame.L("Refers to the drill {{.A}}", i.Reference), part.ColorAmber
		}
		line := part.NewLine(text, "").WithIcon("warn", icon)
		if show := v.frame.ShowIncident; show != nil {
			line.WithTrailing(part.NewButton(frame.L("Open"), func() { show(i.ID) }).AsSmall())
		}
		column.Add(line)
	}
	return column
}

func masked(values []string, mask func(string) string) string {
	var list []string
	for _, v := range values {
		if v != "" {
			list = append(list, mask(v))
		}
	}
	if len(list) == 0 {
		return "–"
	}
	return strings.Join(list, frame.L(", "))
}

func sheetOf(title string, rows [][2]string) fyne.CanvasObject {
	data := make([]part.RowData, len(rows))
	for i, r := range rows {
		data[i] = part.RowData{Cells: []part.Cell{{Text: r[0], Color: part.ColorText2}, {Text: r[1]}}}
	}
	return part.NewSheet([]part.Column{{Title: title, Width: 180, BoldHead: true}, {}}, data)
}

// what shows what is asked, in the person's words.
func (v *View) what() fyne.CanvasObject {
	r := v.shown.Request
	kind, arrival := frame.W(r.Kind), v.shown.Arrival
	if arrival.Words != "" && r.Status == model.Received {
		kind = frame.L("{{.A}}, from the words “{{.B}}”", kind, arrival.Words)
	}
	rows := [][2]string{{frame.L("Kind"), kind}}
	if r.Kind.Copies() { // nothing else leaves anything of a person out because it is sensitive
		rows = append(rows, [2]string{frame.L("Scope"), intake.ExtentWord(r.Extent())})
	}
	rows = append(rows, [][2]string{{frame.L("Channel"), frame.W(r.Channel)},
		{frame.L("Received on"), frame.Arrival(r.ReceivedAt)},
		{frame.L("Identity level"),
			frame.L("level {{.A}} needed, level {{.B}} reached", r.LevelNeeded, r.LevelReached)}}...)
	rows = append(append(rows, v.child()...), v.promised()...)
	if r.Product != "" {
		rows = append(rows, [2]string{frame.L("Product"), r.Product})
	}
	if len(r.Tags) > 0 {
		rows = append(rows, [2]string{frame.L("Tags"), strings.Join(r.Tags, frame.L(", "))})
	}
	if r.Cause != model.ByPerson {
		rows = append(rows, [2]string{frame.L("Cause"), frame.W(r.Cause)})
	}
	if arrival.File != "" {
		rows = append(rows, [2]string{frame.L("File"), arrival.File})
	}
	column := part.VBox(12)
	if doubts := intake.Doubts(arrival); doubts != nil {
		column.Add(doubts)
	}
	for _, t := range v.shown.Twins {
		if t.Mark.ApartBy == "" && t.Request.Open() && r.Open() {
			column.Add(part.NewBanner(part.BannerAmber, "warn",
				frame.L("Perhaps the same as {{.A}}", t.Request.Reference),
				frame.L("Both stand side by side under Who.")))
		}
	}
	column.Add(sheetOf(frame.L("Request"), rows))
	for _, recorded := range []fyne.CanvasObject{v.fee(), v.ways()} {
		if recorded != nil {
			column.Add(recorded)
		}
	}
	for _, a := range v.shown.Resettled {
		column.Add(part.NewBanner(part.BannerBlue, "info",
			frame.L("{{.A}}, {{.B}}: settled again, from {{.C}} to {{.D}}", v.frame.StaffName(a.By),
				frame.Clock(a.At, v.frame.Session.Now()), frame.W(a.Was), frame.W(a.Now)), a.Reason))
	}
	if misled := v.misled(); misled != nil {
		column.Add(misled)
	}
	if refused := change.On(v.work()).Refused(); refused != nil {
		column.Add(refused)
	}
	if answer := fulfil.On(v.work()).Answer(); answer != nil {
		column.Add(answer)
	}
	if body := strings.TrimSpace(r.Body); body != "" {
		column.Add(part.NewBold(frame.L("In the person’s words")))
		column.Add(part.NewCard(part.NewBody(body)))
	}
	if joined := intake.Joined(v.frame, *v.shown); joined != nil {
		column.Add(joined)
	}
	if files := intake.Attachments(v.frame, *v.shown); files != nil {
		column.Add(files)
	}
	if remarks := v.remarks(); remarks != nil {
		column.Add(remarks)
	}
	return column
}

// lastEntries are the newest lines of the request's history, below every tab but the log itself.
func (v *View) lastEntries() fyne.CanvasObject {
	const few = 3
	sheet := v.entries(v.shown.Log[:min(len(v.shown.Log), few)])
	return part.VBox(0, part.HBox(8, part.NewBold(frame.L("Last entries")), part.Gap(),
		part.NewLink(frame.L("Open log"), func() { v.choose(tabLog) }).AsSmall()),
		part.Space(1, 4), sheet)
}

// log shows the request's history.
func (v *View) log() fyne.CanvasObject { return v.entries(v.shown.Log) }

func (v *View) entries(list []model.Entry) *part.Sheet {
	var rows []part.RowData
	for _, e := range list {
		rows = append(rows,
			part.RowData{Cells: []part.Cell{{Text: frame.ColumnClock(e.At, v.frame.Session.Now()),
				Color: part.ColorText3},
				{Text: frame.EntryText(e)}, {Text: v.frame.StaffName(e.Staff), Color: part.ColorText2, Small: true}}})
	}
	return part.NewSheet([]part.Column{{Title: frame.When(v.frame.Session.Now()), Width: 150},
		{Title: frame.L("Entry")}, {Title: frame.L("By"), Width: 110, Align: fyne.TextAlignTrailing}}, rows)
}
