package request

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/change"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

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
		parts = append(parts, frame.L("forwarded by {{.A}}", identifier.MaskEmail(by)))
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

// counted says how the final clock was counted, with its rule; and by when the request is answered, where something
// else must be done before.
func (v *View) counted() string {
	r, lang := v.shown.Request, frame.Language()
	dates := v.frame.Session.Rules().Dates(r, v.frame.Session.Now())
	c := dates.Answer
	text, source := c.Text().In(lang), c.Limit.Source.In(lang)
	switch {
	case r.DueAt.After(c.At):
		text = frame.L("put off by letter; first {{.A}} · {{.B}}", text, source)
	case c.Ahead:
		text = frame.L("{{.A}}; from receipt until the identity is proven · {{.B}}", text, source)
	default:
		text += " · " + source
	}
	text = frame.And(text, v.otherRegimes(r, dates, lang))
	if final := r.Final(); final != r.Clock() {
		text = frame.And(frame.Due(final), frame.Left(final.Due, v.frame.Session.Now())) + " · " + text
	}
	return text
}

// otherRegimes names the later days of the other regimes that the request falls under; those that name no figure have
// none.
func (v *View) otherRegimes(r model.Request, dates rule.Dates, lang string) (text string) {
	rules := v.frame.Session.Rules().Of(r)
	for _, d := range dates.All {
		if regime, there := rules.Regime(d.Regime); there && d.Regime != dates.Answer.Regime && !d.Limit.AtOnce() {
			text = frame.And(text, frame.L("{{.A}}: {{.B}}", regime.Name.In(lang), frame.Day(d.At)))
		}
	}
	if rules.Version != v.frame.Session.Rules().Version {
		text = frame.And(text, frame.L("rules of version {{.A}}", rules.Version))
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
		top.Add(part.NewCaption(frame.L("Closed {{.A}}, received {{.B}}", frame.DayYear(r.ClosedAt),
			frame.Day(r.ReceivedAt))))
		return top
	}
	top.Add(part.Space(1, 12))
	near, now := r.Clock(), v.frame.Session.Now()
	top.Add(part.HBox(8, part.NewSubHeading(frame.Due(near)),
		part.NewText(frame.Left(near.Due, now)).In(frame.Urgency(near.Due, now).TextColor()), part.Gap()))
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
	bar.Received, bar.Today, bar.TodayAt, bar.Due = frame.L("{{.A}} received",
		frame.Day(r.ReceivedAt)), frame.L("today {{.A}}", frame.Day(now)), at(now, 1.05), frame.Day(final.Due)
	if near != final {
		name, day := frame.DueRow(near, now)
		bar.Milestones = []part.Milestone{{At: at(near.Due, 1), Caption: name + " " + day,
			Urgency: frame.Urgency(near.Due, now)}}
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
		below.Add(part.NewCaption(change.On(v.work()).Title()).In(part.ColorText2))
	case tabLetters:
		below.Add(part.NewCaption(v.letter.Title()).In(part.ColorText2))
	default:
		below.Add(v.answered())
	}
	return part.Fixed(0, 104, part.VBox(0, part.Grow(part.Inset(8, 20, 0, 14, part.HBoxTop(4,
		part.Inset(4, 0, 0, 0, part.NewIconButton("back", frame.L("Back"), func() { v.Back() })),
		part.Grow(part.VBox(2,
			part.Fixed(0, 32, part.HBox(12, part.NewHeading(v.title()), v.chip(), part.Gap(),
				part.NewSubHeading(frame.Due(r.Clock())),
				part.NewText(frame.Left(r.Clock().Due, now)).In(frame.Urgency(r.Clock().Due, now).TextColor()),
				v.corner())),
			part.HBox(16, part.NewCaption(v.line()).In(part.ColorText2),
				part.Grow(part.NewCaption(v.counted()).Short().Trailing()))))))),
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
	res := v.shown.Results
	shield, text := part.ColorGreen, frame.L("{{.A}} of {{.B}} sources answered, {{.C}} collections not reached",
		answered, all, len(res.Notes.NotReached))
	unsought := len(res.OpenCarried)
	for _, u := range res.Unsought {
		if u.Told() {
			unsought++
		}
	}
	if unsought > 0 {
		text = frame.And(text, frame.L("{{.A}} identifiers not searched by", unsought))
	}
	if answered < all || unsought > 0 {
		shield = part.ColorAmber
	}
	return part.HBox(8, part.NewIcon("shieldc", shield, 14),
		part.NewCaption(text))
}

// corner is what can be done with the open request as a whole: a window of its own, and the menu.
func (v *View) corner() fyne.CanvasObject {
	if v.frame.OwnWindow == nil {
		return v.more()
	}
	return part.HBox(4, part.NewIconButton("win", frame.L("Open in a window of its own"), v.frame.OwnWindow), v.more())
}

// more is the button of what can be done at any time.
func (v *View) more() fyne.CanvasObject {
	more := part.NewIconButton("more", frame.L("More to do with this request"), nil)
	more.OnTap = func() { v.menu(fyne.CurrentApp().Driver().AbsolutePositionForObject(more).AddXY(-170, 30)) }
	return more
}
