// Package request shows one open request: its head, its clocks, its next step and its tabs.
package request

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	draft "orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/fulfil"
	"orangelab.cn/rightsdesk/ui/part"
)

// View is the open request.
type View struct {
	frame  *frame.Frame
	wide   func(bool) // asks the window for its whole width
	body   *fyne.Container
	id     int64         // the request that is open or being read: only to be read, nothing is done to it by its number
	shown  *frame.Opened // what is on screen; nil while nothing is, or another request is being read
	read   func(ctx context.Context, id int64) (*frame.Opened, error)
	latest frame.Generation
	tab    int
	chosen bool // the tab was chosen by hand and stays
	onward bool // a step was just done here: the next one's field takes the focus
	step   *part.NextStep
	find   *fulfil.Findings
	plan   *fulfil.PlanView
	letter *fulfil.LetterView   // a letter that is being drafted; nil while none is
	words  map[string]draft.Ask // of staff for their drafts
}

// New makes the view, empty until Show.
func New(f *frame.Frame, wide func(bool)) *View {
	v := &View{frame: f, wide: wide, body: part.Stack(), words: map[string]draft.Ask{}}
	v.read = v.load
	v.empty()
	return v
}

// Body is what the window shows.
func (v *View) Body() fyne.CanvasObject { return v.body }

// ID is the request shown, 0 for none.
func (v *View) ID() int64 { return v.id }

// Reference names the request shown; empty while none is.
func (v *View) Reference() string {
	if v.shown == nil {
		return ""
	}
	return v.shown.Request.Reference
}

// InFindings reports whether findings or plan show, whose keys hold only then.
func (v *View) InFindings() bool { return v.find != nil || v.plan != nil }

// Wide reports whether a screen of the whole width shows, with no list beside it.
func (v *View) Wide() bool { return v.InFindings() || v.letter != nil && v.tab == tabLetters }

func (v *View) empty() {
	v.body.Objects = []fyne.CanvasObject{part.VBox(0, part.Gap(), part.HBox(0, part.Gap(), part.NewText(frame.L("Choose a request on the left, or press J")).In(part.ColorText3), part.Gap()), part.Gap())}
	v.body.Refresh()
}

// Close shows nothing.
func (v *View) Close() {
	v.latest.Next()
	v.id = 0
	v.forget()
	v.empty()
}

// Show opens a request. Nothing of the one before is left to be acted on while it is being read.
func (v *View) Show(id int64) {
	if id != v.id {
		v.id = id
		v.forget()
		v.body.Objects = nil
		v.body.Refresh()
	}
	v.Reload()
}

// forget lets go of what is on screen, with everything that could be done to it.
func (v *View) forget() {
	part.UnfocusIn(v.frame.Window.Canvas(), v.body)
	if v.letter != nil {
		v.letter.Leave()
	}
	v.shown, v.step, v.find, v.plan, v.letter, v.chosen, v.onward = nil, nil, nil, nil, nil, false, false
}

// Reload reads the request again.
func (v *View) Reload() {
	gen, id := v.latest.Next(), v.id
	var r *frame.Opened
	v.frame.Try(func(ctx context.Context) (err error) {
		r, err = v.read(ctx, id)
		return err
	}, func(err error) {
		switch {
		case !v.latest.Current(gen):
		case err != nil:
			v.Close() // what can no longer be read is no longer shown either
			v.frame.Fail(err)
		default:
			v.show(r)
		}
	})
}

func (v *View) show(r *frame.Opened) {
	v.shown = r
	if !v.chosen {
		v.tab = tabFor(*r)
	}
	v.draw()
}

func (v *View) load(ctx context.Context, id int64) (*frame.Opened, error) {
	o, err := v.frame.Load(ctx, id)
	if err != nil {
		return nil, err
	}
	return &o, nil
}

// work is the open request for the screens that carry it out.
func (v *View) work() fulfil.Work {
	return fulfil.Work{Frame: v.frame, Opened: *v.shown, Sees: v.sees(), Done: v.done(*v.shown), Again: v.Reload,
		ShowWhat: func() { v.choose(tabWhat) }, ShowFindings: func() { v.choose(tabFindings) }, ShowPlan: func() { v.choose(tabPlan) }, ShowDraft: v.draft}
}

// sees is what of the request is on the screen.
func (v *View) sees() fulfil.Sight {
	switch {
	case v.tab == tabWhat:
		return fulfil.SeesWhat
	case v.tab == tabFindings && v.shown.Results != nil:
		return fulfil.SeesFindings
	case v.tab == tabPlan && v.shown.Results != nil:
		return fulfil.SeesPlan
	}
	return fulfil.SeesElse
}

// draft opens the draft of a letter in place of the letters.
func (v *View) draft(kind letter.Kind, lang string) {
	v.letter = fulfil.NewLetterView(v.words)
	v.letter.OnWritten = func() { v.letter = nil }
	v.letter.Open(kind, lang)
	v.choose(tabLetters)
}

// Follow shows what another desktop changed about the open request, unless somebody is in the middle of something here.
func (v *View) Follow() {
	if v.shown == nil || v.busy() {
		return
	}
	gen, id := v.latest.Now(), v.id
	var r *frame.Opened
	v.frame.Follow(func(ctx context.Context) (err error) {
		r, err = v.read(ctx, id)
		return err
	}, func(err error) {
		if err == nil && v.latest.Current(gen) && !v.busy() && v.shown != nil && r.Request.Version != v.shown.Request.Version {
			v.chosen = false
			v.show(r)
		}
	})
}

func (v *View) busy() bool {
	return v.frame.Window.Canvas().Overlays().Top() != nil || (v.find != nil && v.find.Busy()) || (v.plan != nil && v.plan.Busy()) || (v.letter != nil && v.letter.Busy())
}

// done is what a screen calls after it changed the request that it was drawn from.
func (v *View) done(o frame.Opened) func() {
	return func() {
		if v.id == o.Request.ID {
			v.chosen, v.onward = false, true
			v.Reload()
		}
		v.frame.Changed(o.Request.ID)
	}
}

// ChooseTab shows a tab by its place.
func (v *View) ChooseTab(i int) bool {
	if v.shown == nil {
		return false
	}
	list := tabsOf(v.shown.Request.Kind)
	return i >= 0 && i < len(list) && v.choose(list[i])
}

func (v *View) choose(tab int) bool {
	if v.shown == nil {
		return false
	}
	v.tab, v.chosen = tab, true
	v.draw()
	return true
}

// stepTab shows the tab after or before the one shown.
func (v *View) stepTab(by int) bool {
	list := tabsOf(v.shown.Request.Kind)
	return v.ChooseTab((slices.Index(list, v.tab) + by + len(list)) % len(list))
}

// Back leaves a whole-width screen; it says whether it did.
func (v *View) Back() bool {
	if v.shown != nil && v.letter != nil && v.tab == tabLetters {
		v.letter.Leave()
		v.letter = nil
		return v.choose(tabLetters)
	}
	return v.shown != nil && (v.find != nil || v.plan != nil) && v.choose(tabWho)
}

// Run does a command of the keys.
func (v *View) Run(command string) bool {
	if v.shown == nil {
		return false
	}
	switch command {
	case part.CmdNextStep:
		if v.find != nil && v.find.NextStep() || v.plan != nil && v.plan.NextStep() {
			return true
		}
		if v.letter != nil && v.tab == tabLetters {
			return v.letter.NextStep()
		}
		return v.step != nil && v.step.Primary != nil && v.step.Primary.Tap()
	case part.CmdClaim:
		v.claim(*v.shown)
	case part.CmdNextTab:
		return v.stepTab(1)
	case part.CmdPrevTab:
		return v.stepTab(-1)
	default:
		return v.find != nil && v.find.Run(command) || v.plan != nil && v.plan.Run(command)
	}
	return true
}

// change does something to a request as it was drawn. Where it has moved on, the person is told how and sees it anew.
func (v *View) change(o frame.Opened, do func(ctx context.Context, s *desk.Session, rev model.Revision) error) {
	s := v.frame.Session
	v.frame.Act(o, func(ctx context.Context, rev model.Revision) error { return do(ctx, s, rev) }, func(err error) {
		if err == nil {
			v.done(o)()
			return
		}
		v.frame.Fail(err)
		var moved *desk.MovedOnError
		if errors.As(err, &moved) {
			v.Reload()
		}
	})
}

func (v *View) claim(o frame.Opened) {
	v.change(o, func(ctx context.Context, s *desk.Session, rev model.Revision) error {
		_, err := s.Claim(ctx, rev)
		return err
	})
}

func (v *View) draw() {
	o := *v.shown
	v.step = nil
	if v.tab != tabFindings || v.find == nil || o.Results == nil { // the findings stay, and a reason may be written in them right now
		part.UnfocusIn(v.frame.Window.Canvas(), v.body)
	}
	parts, ok := v.nextStep()
	switch {
	case v.tab == tabFindings && o.Results != nil:
		v.plan = nil
		if v.find == nil {
			v.find = fulfil.NewFindings()
		}
		v.find.Set(v.work(), parts)
		v.drawWide(v.find.Body())
		return
	case v.tab == tabPlan && o.Results != nil:
		v.find = nil
		if v.plan == nil {
			v.plan = fulfil.NewPlanView()
		}
		if !ok {
			parts = part.NextStepParts{}
		}
		v.plan.Set(v.work(), parts)
		v.drawWide(v.plan.Body())
		return
	}
	if v.tab == tabLetters && v.letter != nil {
		v.find, v.plan = nil, nil
		v.letter.Set(v.work())
		v.drawWide(v.letter.Body())
		return
	}
	v.wide(false)
	v.find, v.plan = nil, nil
	column := part.VBox(0, v.head(), part.Space(1, 12))
	var fields []fyne.CanvasObject
	if ok {
		fields = parts.Fields
		v.step = part.NewNextStep(parts)
		column.Add(v.step)
		column.Add(part.Space(1, 12))
	}
	column.Add(v.strip())
	column.Add(part.Space(1, 12))
	column.Add(v.tabBody())
	if v.tab != tabLog && len(o.Log) > 0 {
		column.Add(part.Space(1, 20))
		column.Add(v.lastEntries())
	}
	v.body.Objects = []fyne.CanvasObject{frame.Scroll(part.Inset(10, part.PageEdge, 16, part.PageEdge, column))}
	v.body.Refresh()
	if v.onward {
		v.onward = false
		for _, o := range fields {
			if f, ok := o.(fyne.Focusable); ok {
				v.frame.Window.Canvas().Focus(f)
				break
			}
		}
	}
}

// drawWide shows a screen that takes the whole width.
func (v *View) drawWide(body fyne.CanvasObject) {
	v.wide(true)
	v.body.Objects = []fyne.CanvasObject{part.VBox(0, v.wideHead(), part.Grow(body))}
	v.body.Refresh()
}

// line is the caption under a title: who, how, held by whom.
func (v *View) line() string {
	r := v.shown.Request
	parts := []string{r.Subject.Masked(), frame.W(r.RequesterKind), frame.W(r.Channel)}
	if r.Cause != model.ByPerson {
		parts = []string{parts[0], parts[2], frame.W(r.Cause)} // nobody asked
	}
	if parts[0] == "" {
		parts[0] = frame.L("no name")
	}
	if by := v.shown.Arrival.ForwardedBy; by != "" {
		if r.RequesterKind == model.Self && r.Status == model.Received {
			parts = slices.Delete(parts, 1, 2) // nobody has settled yet that the person asks themself
		}
		parts = append(parts, frame.L("forwarded by {{.A}}", model.MaskEmail(by)))
	}
	switch {
	case r.Holder == v.frame.Session.Staff().ID:
		parts = append(parts, frame.L("held by you"))
	case r.Holder != "":
		parts = append(parts, frame.L("held by {{.A}}", v.frame.StaffName(r.Holder)))
	case r.Open():
		parts = append(parts, frame.L("unclaimed"))
	}
	if r.Status == model.Review {
		parts = append(parts, frame.L("prepared by {{.A}}", v.frame.StaffWithin(r.PreparedBy)))
		if v.frame.Second(r) {
			parts = append(parts, frame.L("you are the second person"))
		}
	}
	return strings.Join(parts, "  ·  ")
}

func (v *View) title() string {
	return frame.W(v.shown.Request.Kind) + " · " + v.shown.Request.Reference
}

func (v *View) chip() *part.Chip {
	r := v.shown.Request
	text := frame.W(r.Status)
	if r.Outcome != model.NoOutcome {
		text += " · " + frame.W(r.Outcome)
	}
	return part.NewChip(frame.StateChip(r.Status), text)
}

// counted says how the final clock was counted, with its rule; and by when the request is answered, where something else must
// be done before.
func (v *View) counted() string {
	r, lang := v.shown.Request, frame.Language()
	c := v.frame.Session.Rules().FinalDue(r)
	text, source := c.Rule.Text.In(lang), c.Rule.Source.In(lang)
	switch {
	case r.DueAt.After(c.Due):
		text = frame.L("put off by letter; first {{.A}} · {{.B}}", text, source)
	case c.Provisional:
		text = frame.L("{{.A}}; until then from receipt · {{.B}}", text, source)
	default:
		text += " · " + source
	}
	if final := r.Final(); final != r.Clock() {
		text = frame.Due(final) + ", " + frame.Left(final.Due, v.frame.Session.Now()) + " · " + text
	}
	return text
}

func (v *View) head() fyne.CanvasObject {
	r := v.shown.Request
	top := part.VBox(0,
		part.Fixed(0, 32, part.HBox(12, part.NewHeading(v.title()), v.chip(), part.Gap(), v.corner())),
		part.NewCaption(v.line()).In(part.ColorText2).Short())
	if !r.Open() {
		top.Add(part.Space(1, 8))
		top.Add(part.NewCaption(frame.L("Closed {{.A}}, received {{.B}}", frame.DayYear(r.ClosedAt), frame.Day(r.ReceivedAt))))
		return top
	}
	top.Add(part.Space(1, 12))
	near, now := r.Clock(), v.frame.Session.Now()
	top.Add(part.HBox(8, part.NewSubHeading(frame.Due(near)), part.NewText(frame.Left(near.Due, now)).In(frame.Urgency(near.Due, now).TextColor()), part.Gap()))
	top.Add(part.NewParagraph(v.counted()))
	top.Add(part.Space(1, 8))
	top.Add(v.dueBar())
	return top
}

// dueBar is the time from receipt to the answer, with the nearer clock on the way.
func (v *View) dueBar() fyne.CanvasObject {
	r, now := v.shown.Request, v.frame.Session.Now()
	near, final := r.Clock(), r.Final()
	span := final.Due.Sub(r.ReceivedAt).Seconds()
	at := func(t time.Time, last float64) float64 {
		if span <= 0 {
			return 0
		}
		return min(max(t.Sub(r.ReceivedAt).Seconds()/span, 0), last)
	}
	bar := part.NewDueBar()
	bar.Received, bar.Today, bar.TodayAt, bar.Due = frame.L("{{.A}} received", frame.Day(r.ReceivedAt)), frame.L("today {{.A}}", frame.Day(now)), at(now, 1.05), frame.Day(final.Due)
	if near != final {
		name, day := frame.DueRow(near, now)
		bar.Milestones = []part.Milestone{{At: at(near.Due, 1), Caption: name + " " + day, Urgency: frame.Urgency(near.Due, now)}}
	}
	return bar
}

// wideHead is the head of a whole-width screen, as low as can be.
func (v *View) wideHead() fyne.CanvasObject {
	r, now := v.shown.Request, v.frame.Session.Now()
	strip := v.strip()
	strip.NoRule = true
	below := part.HBox(8, strip, part.Gap())
	switch v.tab {
	case tabPlan:
		below.Add(part.NewCaption(v.work().Title()).In(part.ColorText2))
	case tabLetters:
		below.Add(part.NewCaption(v.letter.Title()).In(part.ColorText2))
	default:
		below.Add(v.answered())
	}
	return part.Fixed(0, 104, part.VBox(0, part.Grow(part.Inset(8, 20, 0, 14, part.HBoxTop(4,
		part.Inset(4, 0, 0, 0, part.NewIconButton("back", func() { v.Back() })),
		part.Grow(part.VBox(2,
			part.Fixed(0, 32, part.HBox(12, part.NewHeading(v.title()), v.chip(), part.Gap(), part.NewSubHeading(frame.Due(r.Clock())),
				part.NewText(frame.Left(r.Clock().Due, now)).In(frame.Urgency(r.Clock().Due, now).TextColor()), v.corner())),
			part.HBox(8, part.Grow(part.NewCaption(v.line()).In(part.ColorText2).Short()), part.NewCaption(v.counted()))))))),
		part.Inset(0, 20, 0, 48, below), part.HLine()))
}

// answered says how whole the findings are.
func (v *View) answered() fyne.CanvasObject {
	answered, all := 0, len(v.shown.Results.Run.Sources)
	for _, s := range v.shown.Results.Run.Sources {
		if s.Answered() {
			answered++
		}
	}
	shield := part.ColorGreen
	if answered < all {
		shield = part.ColorAmber
	}
	return part.HBox(8, part.NewIcon("shieldc", shield, 14),
		part.NewCaption(frame.L("{{.A}} of {{.B}} sources answered, {{.C}} collections not reached", answered, all, len(v.shown.Results.Notes.NotReached))))
}

// corner is what can be done with the open request as a whole: a window of its own, and the menu.
func (v *View) corner() fyne.CanvasObject {
	if v.frame.OwnWindow == nil {
		return v.more()
	}
	return part.HBox(4, part.NewIconButton("win", v.frame.OwnWindow), v.more())
}

// more is the button of what can be done at any time.
func (v *View) more() fyne.CanvasObject {
	more := part.NewIconButton("more", nil)
	more.OnTap = func() { v.menu(fyne.CurrentApp().Driver().AbsolutePositionForObject(more).AddXY(-170, 30)) }
	return more
}
