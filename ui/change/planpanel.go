package change

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// drawPanel shows the next step and what stands around the plan.
func (v *PlanView) drawPanel() {
	parts := v.parts
	parts.Narrow = true
	if v.work.Request.Step == model.StepMendPlan && !v.settled && parts.Primary != nil {
		// To preview the same again would be refused again.
		parts.Others = []fyne.CanvasObject{part.NewButton(parts.Primary.Text, parts.Primary.OnTap)}
		parts.Primary = work.Primary(frame.L("Change what is settled"), func() { v.flip(true) })
	}
	v.signable(&parts)
	v.overForm(&parts)
	v.step = nil
	column := part.VBox(0)
	if parts.Title != "" {
		v.step = part.NewNextStep(parts)
		column.Add(v.step)
		column.Add(part.Space(1, 14))
	}
	if said := v.lastComment(); said != nil {
		column.Add(said)
		column.Add(part.Space(1, 14))
	}
	if said := v.ownWords(); said != nil {
		column.Add(said)
		column.Add(part.Space(1, 14))
	}
	if v.work.Results != nil {
		for _, said := range v.work.LeftCarried() {
			said.Below = true
			column.Add(said)
			column.Add(part.Space(1, 14))
		}
	}
	sections := []func() (title, note string, lines []fyne.CanvasObject){v.sourceSection, v.obstacleSection,
		v.holdSection, v.blockerSection,
		v.taskSection}
	for _, section := range sections {
		title, note, lines := section()
		if len(lines) == 0 {
			continue
		}
		column.Add(part.Fixed(0, 24, part.HBox(8, part.NewBold(title), part.Gap(), part.NewCaption(note))))
		column.Add(part.HLine())
		for _, l := range lines {
			column.Add(l)
		}
		column.Add(part.Space(1, 14))
	}
	if v.planned() {
		column.Add(part.Fixed(0, 24,
			part.HBox(8, part.NewBold(frame.L("Sign-off")), part.Gap(), part.NewCaption(frame.L("four eyes")))))
		column.Add(v.signOff())
	}
	v.panel.Objects = []fyne.CanvasObject{part.Inset(14, 16, 14, 16, column)}
	v.panel.Refresh()
}

// ownWords are what the person wrote, and what a withdrawal or an objection ends: whoever signs a plan sees what was
// asked for beside what is written.
func (v *PlanView) ownWords() fyne.CanvasObject {
	column := part.VBox(10)
	if body := strings.TrimSpace(v.work.Request.Body); body != "" {
		column.Add(part.VBox(4, part.NewBold(frame.L("In the person’s words")), part.NewCard(part.NewBody(body))))
	}
	if len(v.made.purposes.IDs) > 0 {
		ends := part.VBox(2)
		for _, id := range v.made.purposes.IDs {
			rule, _ := v.work.Session.Rules().Purpose(id)
			ends.Add(part.NewBody(rule.Title.In(frame.Language())))
		}
		column.Add(part.VBox(4, part.NewBold(frame.L("What ends")), part.NewCard(ends)))
	}
	if len(column.Objects) == 0 {
		return nil
	}
	return column
}

// lastComment is what a colleague said last, while it is to be acted on.
func (v *PlanView) lastComment() fyne.CanvasObject {
	if len(v.work.Comments) == 0 || v.work.Request.Status != model.Working {
		return nil
	}
	c := slices.MaxFunc(v.work.Comments, func(a, b model.Comment) int { return a.At.Compare(b.At) })
	b := part.NewBanner(part.BannerBlue, "info",
		frame.L("{{.A}}, {{.B}}:", v.work.StaffName(c.By), frame.Clock(c.At, v.work.Session.Now())), c.Text)
	b.Below = true
	return b
}

// overForm lets the filled button save the form in the middle: where that is the next step, and where something in it
// was changed, which must not be passed over.
func (v *PlanView) overForm(p *part.NextStepParts) {
	if v.form == nil || p.Primary == nil {
		return
	}
	form, text, next := v.form, p.Primary.Text, p.Primary.OnTap
	switch v.work.Request.Step {
	case model.StepScope:
		text, next = frame.L("Settle the scope"), form.save
	case model.StepPurposes:
		text, next = frame.L("Settle it"), form.save
	}
	p.Primary = work.Primary(text, func() {
		if form.begun() {
			form.save()
			return
		}
		next()
	})
}

// sourceSection says how far each source is, once the plan is signed or cannot be written.
func (v *PlanView) sourceSection() (string, string, []fyne.CanvasObject) {
	if !v.planned() {
		return "", "", nil
	}
	var lines []fyne.CanvasObject
	settled, all := 0, 0
	for _, src := range v.work.Plan.Sources {
		if src.Updates+src.Deletes == 0 && src.Settled() && src.State != model.WriteHanded &&
			src.State != model.WriteByOwner {
			continue
		}
		all++
		if src.Settled() && !v.work.WaitsFor(src) {
			settled++
		}
		text, color := writeState(src)
		line := part.NewLine(frame.SourceTitle(src.Source), text).WithIcon("db", part.ColorText2)
		line.ValueIn = color
		lines = append(lines, line)
		told := src.State == model.WriteChanged || // a changed row is shown among the rows
			src.State == model.WriteBlocked && len(v.work.Plan.Notes.Obstacles) > 0 // and what blocks below
		if src.Reason != "" && !told {
			lines = append(lines, part.Inset(2, 0, 6, 24, part.NewParagraph(frame.L("It says: {{.A}}", src.Reason))))
		}
	}
	if !v.work.Plan.Signed() && !slices.ContainsFunc(v.work.Plan.Sources, func(s model.PlanSource) bool {
		return s.State == model.WriteBlocked || s.State == model.WriteUnwritable
	}) {
		return "", "", nil // nothing to tell before the run
	}
	return frame.L("Sources"), frame.L("{{.A}} of {{.B}} settled", settled, all), lines
}

func (v *PlanView) obstacleSection() (string, string, []fyne.CanvasObject) {
	if !v.planned() {
		return "", "", nil
	}
	var lines []fyne.CanvasObject
	for _, o := range v.work.Plan.Notes.Obstacles {
		what, remedy := obstacleWord(o)
		icon, color := "info", part.ColorText2
		switch {
		case o.Blocking:
			icon, color = "warn", part.ColorRed
		case o.Trigger != "", o.Constraint != "":
			icon, color = "warn", part.ColorAmber // whoever signs must have seen it
		}
		place := frame.CollectionOf(o.Dataset, o.Collection)
		if o.Column != "" {
			place += " · " + frame.ColumnOf(o.Dataset, o.Collection, o.Column)
		}
		lines = append(lines, part.Inset(6, 0, 6, 0, part.HBoxTop(8, part.NewIcon(icon, color, 16),
			part.Grow(part.VBox(2, part.NewBody(frame.L("{{.A}} {{.B}} ({{.C}} rows)", place, what, o.Rows)),
				part.NewParagraph(remedy))))))
	}
	if n := v.work.Plan.Notes.Unseen; n > 0 {
		lines = append(lines,
			part.NewParagraph(frame.L(
				"{{.A}} rows were not among the findings and are left alone. Collect again to include them.", n)))
	}
	if n := v.work.Plan.Notes.Gone; n > 0 {
		lines = append(lines,
			part.NewParagraph(frame.L("{{.A}} rows of the version before are not there any more.", n)))
	}
	return frame.L("What the preview says"), "", lines
}

// duty is one law and the day until which it lets data be kept.
type duty struct {
	rule  string
	until time.Time
	next  time.Time // when the first of it is taken up again; zero: with the last
	what  []string
}

// holdSection lists the duties to keep: those of the signed plan, else those of the scope.
func (v *PlanView) holdSection() (string, string, []fyne.CanvasObject) {
	var duties []duty
	note := ""
	add := func(rule string, until, next time.Time, what string) {
		i := slices.IndexFunc(duties, func(d duty) bool {
			return d.rule == rule && d.until.Equal(until) && d.next.Equal(next)
		})
		if i < 0 {
			i = len(duties)
			duties = append(duties, duty{rule: rule, until: until, next: next})
		}
		if !slices.Contains(duties[i].what, what) {
			duties[i].what = append(duties[i].what, what)
		}
	}
	for _, h := range v.made.holds {
		var next time.Time
		if h.Until.Before(h.Last) {
			next = h.Until
		}
		for _, key := range h.Lines {
			add(h.Rule, h.Last, next, collectionIn(key))
		}
		note = frame.L("confirmed by {{.A}}", v.work.StaffWithin(h.ConfirmedBy))
	}
	if len(v.made.holds) == 0 {
		for _, l := range v.made.scope.Lines {
			if l.Way == model.WayHold {
				add(l.Hold, l.Until, time.Time{}, frame.CollectionTitle(l.Source, l.Collection))
			}
		}
	}
	var lines []fyne.CanvasObject
	for _, d := range duties {
		rule, _ := v.work.Session.Rules().Hold(d.rule)
		law := rule.Law.In(frame.Language())
		if !d.next.IsZero() {
			law = frame.And(law, frame.L("the first of them go {{.A}}", frame.DayYear(d.next)))
		}
		line := part.NewLine(strings.Join(d.what, frame.L(", ")), frame.L("until {{.A}}", frame.DayYear(d.until))).
			WithBelow(law)
		line.ValueBold = true
		lines = append(lines, line)
	}
	return frame.L("Holds"), note, lines
}

// collectionIn is what people call the collection in the key of a scope line.
func collectionIn(key string) string {
	dataset, rest, _ := strings.Cut(key, ":")
	name, _, _ := strings.Cut(rest, "|")
	return frame.CollectionOf(dataset, name)
}

func (v *PlanView) blockerSection() (string, string, []fyne.CanvasObject) {
	if !v.work.Request.Kind.Clears() || v.made.blockers.At.IsZero() {
		return "", "", nil
	}
	var lines []fyne.CanvasObject
	for _, rule := range v.work.Session.Rules().Blockers {
		state, open := frame.L("none"), 0
		for _, b := range v.made.blockers.List {
			switch {
			case b.Kind != rule.ID:
			case !b.Waived():
				open++
			case open == 0:
				state = frame.L("given up")
			}
		}
		line := part.NewLine(rule.Title.In(frame.Language()), state).WithIcon("check", part.ColorGreen)
		if open > 0 {
			line = part.NewLine(rule.Title.In(frame.Language()), frame.L("{{.A}} open", open)).
				WithIcon("lock", part.ColorAmber)
		}
		lines = append(lines, line)
	}
	for _, provider := range v.made.blockers.Logins {
		login := v.work.Session.Rules().Login(provider)
		name := login.Title.In(frame.Language())
		if login.ID == rule.OtherLogin {
			name = provider
		}
		told := frame.L("where to apply: not told yet")
		if v.work.ToldLogins() {
			told = frame.L("told where to apply")
		}
		lines = append(lines, part.NewLine(frame.L("{{.A}} log-in", name), told).WithIcon("key", part.ColorText2))
	}
	return frame.L("Blockers"), frame.L("{{.A}} open of {{.B}}", v.made.blockers.Open(), len(v.made.blockers.List)),
		lines
}

func (v *PlanView) taskSection() (string, string, []fyne.CanvasObject) {
	open := 0
	for _, t := range v.work.Tasks {
		if t.Open() {
			open++
		}
	}
	return frame.L("Tasks of others"), frame.L("{{.A}} open", open), v.work.taskList()
}

// signOff says who prepared the plan and who approved exactly it.
func (v *PlanView) signOff() fyne.CanvasObject {
	plan, now := v.work.Plan, v.work.Session.Now()
	made := part.NewLine(frame.L("Prepared by {{.A}}", v.work.StaffWithin(plan.MadeBy)), "").
		WithIcon("check", part.ColorGreen).
		WithBelow(frame.L("{{.A}}, version {{.B}}", frame.Clock(plan.MadeAt, now), strconv.Itoa(plan.Version)))
	signed := part.NewLine(frame.L("Approved by"), "").WithIcon("clock", part.ColorText2).
		WithBelow(frame.L("a second person")).
		WithTrailing(part.NewChip(part.ChipDraft, frame.L("not yet")))
	if plan.Signed() {
		signed = part.NewLine(frame.L("Approved by {{.A}}", v.work.StaffWithin(plan.SignedBy)), "").
			WithIcon("check", part.ColorGreen).
			WithBelow(frame.Clock(plan.SignedAt, now)).WithTrailing(part.NewChip(part.ChipNew, frame.L("signed")))
	}
	if v.made.changed > 0 {
		made.WithTrailing(part.NewChip(part.ChipWaiting, frame.L("preview again")))
	}
	signed.NoLine = true
	return part.NewCard(part.VBox(0, made, signed))
}

// drawFoot shows the search for what a plan misses: before, after, and its certificate.
func (v *PlanView) drawFoot() {
	v.foot.Objects = nil
	defer v.foot.Refresh()
	if !v.work.Request.Kind.Erases() || v.work.Results == nil {
		return
	}
	stage := func(icon string, color fyne.ThemeColorName, title, below string) fyne.CanvasObject {
		return part.Grow(part.HBox(10, part.NewIcon(icon, color, 16),
			part.Grow(part.VBox(0, part.NewBold(title).Short(), part.NewCaption(below).In(part.ColorText2).Short()))))
	}
	before := stage("clock", part.ColorText2, frame.L("Before: not searched yet"),
		frame.L("whenever you like; whoever signs sees what is found"))
	open := part.NewButton(frame.L("Search now"), v.search).AsSmall()
	if v.begun() { // what would be found now is no search before
		before = stage("warn", part.ColorText2, frame.L("Before: not searched"),
			frame.L("the plan was approved without"))
		open.Hide()
	}
	if r := &v.made.found; !r.At.IsZero() {
		icon, color, title := residueMark(*r)
		before = stage(icon, color, frame.L("Before: {{.A}}", title), searched(*r, v.work.Session.Now()))
		open = part.NewButton(frame.L("Open scan"), func() { v.work.showResidue(*r) }).AsSmall()
	}
	after := stage("clock", part.ColorText2, frame.L("After the run"), frame.L("the same search again"))
	certificate := stage("doc", part.ColorText2, frame.L("Certificate"), frame.L("for the file and the letter"))
	if len(v.work.Certificates) > 0 {
		c := v.work.Certificates[0]
		icon, color, title := residueMark(c.Residue)
		after = stage(icon, color, frame.L("After: {{.A}}", title), searched(c.Residue, v.work.Session.Now()))
		certificate = stage("shieldc", color, frame.L("Certificate"), c.Number)
		open = part.NewButton(frame.L("Open scan"), func() { v.work.showResidue(c.Residue) }).AsSmall()
	}
	chev := func() fyne.CanvasObject { return part.NewIcon("chev", part.ColorText3, 14) }
	row := part.HBox(12, before, chev(), after, chev(), certificate, open)
	v.foot.Objects = []fyne.CanvasObject{part.Ground(part.ColorRaised,
		part.VBox(0, part.HLine(), part.Fixed(0, 60, part.Inset(0, 20, 0, 20, row))))}
}

// begun reports whether the plan is being written, or was.
func (v *PlanView) begun() bool {
	switch v.work.Request.Status {
	case model.Running, model.Answering, model.Closed:
		return true
	}
	return false
}

// search looks for the person before the run. What lies in a row among the findings is what the plan is made from; only
// the rest was missed.
func (v *PlanView) search() {
	v.work.scan(func(r result.Residue) {
		v.work.Done()
		v.work.showResidue(r)
	})
}
