package change

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/holds"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// PlanView is the whole-width screen of a change: what is settled about it, the rows that the plan writes, and what
// stands around both.
type PlanView struct {
	work  Work
	parts part.NextStepParts
	made  planParts
	gen   frame.Generation

	settled bool   // shows what is settled though there is a plan
	drawn   string // digest of what stands in review as it is drawn
	form    settleForm
	step    *part.NextStep
	rows    *planTable
	middle  *fyne.Container
	panel   *fyne.Container
	foot    *fyne.Container
	body    fyne.CanvasObject
}

// settleForm is a form in the middle that settles something; the one filled button of the screen saves it.
type settleForm interface {
	begun() bool // changed and not saved
	save()
}

// planParts is what the screen shows besides what the next step tells.
type planParts struct {
	scope        model.Scope
	found        result.Residue // by the newest search before the plan
	corrections  []correction
	purposes     model.Purposes
	consents     []model.Consent
	blockers     model.Blockers
	confirmation model.Confirmation
	holds        []holds.Part
	engines      map[string]string // of the sources, by key
	changed      int               // rows changed since the preview
}

// NewPlanView makes the screen.
func NewPlanView() *PlanView {
	v := &PlanView{middle: part.Stack(), panel: part.Stack(), foot: part.Stack()}
	v.rows = newPlanTable(v)
	v.body = part.VBox(0, part.Grow(part.Workspace(part.Space(0, 0), v.middle, part.Page(v.panel), 0, 0, 356)), v.foot)
	return v
}

// Body is what the window shows.
func (v *PlanView) Body() fyne.CanvasObject { return v.body }

// Title is what the head of the window says about the plan.
func (w Work) Title() string {
	if w.Plan == nil || len(w.Plan.Digest) < 8 {
		return ""
	}
	return frame.L("Plan {{.A}} {{.B}}, version {{.C}}", w.Plan.Digest[:4], w.Plan.Digest[4:8], w.Plan.Version)
}

// Set shows a request as just read; parts are those of its next step.
func (v *PlanView) Set(w Work, parts part.NextStepParts) {
	if v.work.Frame == nil || v.work.Request.ID != w.Request.ID {
		v.settled, v.made, v.drawn = false, planParts{}, ""
	}
	v.work, v.parts = w, parts
	gen := v.gen.Next()
	var made planParts
	w.Try(func(ctx context.Context) (err error) {
		made, err = readPlanParts(ctx, w.Session, w)
		return err
	}, func(err error) {
		if !v.gen.Current(gen) {
			return
		}
		if err != nil {
			w.Fail(err)
			return
		}
		v.made = made
		v.draw()
	})
	v.drawPanel() // the step before must not be done twice while the rest is read
}

func readPlanParts(ctx context.Context, s *desk.Session, w Work) (p planParts, err error) {
	id, kind := w.Request.ID, w.Request.Kind
	if w.Results == nil {
		return p, nil
	}
	if p.engines, err = engines(ctx, s); err != nil {
		return p, err
	}
	switch {
	case kind.Means().Settles == model.SettlesCorrections:
		p.corrections, err = readCorrections(ctx, s, id)
	case !kind.Erases():
		if p.purposes, err = change.ReadPurposes(ctx, s, id); err != nil {
			return p, err
		}
		p.consents, err = change.Consents(ctx, s, id)
	default:
		if p.scope, err = change.ReadScope(ctx, s, id); err != nil {
			return p, err
		}
		if p.found, err = result.ReadSearch(ctx, s, id); err != nil {
			return p, err
		}
		if p.holds, err = holds.List(ctx, s, id); err != nil || !kind.Clears() {
			break
		}
		if p.blockers, err = change.ReadBlockers(ctx, s, id); err != nil {
			return p, err
		}
		p.confirmation, err = change.ReadConfirmation(ctx, s, id)
	}
	if err != nil || w.Plan == nil || !w.Plan.Signed() {
		return p, err
	}
	rows, err := change.PlanRows(ctx, s, id, model.PlanFilter{ChangedOnly: true}, planPage)
	p.changed = len(rows)
	return p, err
}

// planned reports whether there are rows of a plan to show: not while they are being made.
func (v *PlanView) planned() bool { return v.work.Plan != nil && v.work.Plan.State != model.PlanMaking }

// rowsShow reports whether the rows of the plan are on the screen.
func (v *PlanView) rowsShow() bool { return v.planned() && !v.settled }

// signable withholds the approval from a screen that does not show the rows: they are asked for first.
func (v *PlanView) signable(p *part.NextStepParts) {
	switch {
	case v.work.Request.Step != model.StepSignPlan || p.Primary == nil:
	case v.settled:
		p.Why, p.Primary = work.LookFirst(), work.Primary(frame.L("Look at the plan"), func() { v.flip(false) })
	case v.drawn != v.work.Digest || !v.rows.begun():
		p.Primary = work.Primary(p.Primary.Text, nil) // the one that approves is another, and comes with the rows
		p.Primary.Lock(frame.L("The rows are still being read"))
	case v.work.Masked:
		p.Why =
			frame.L("Values are written in place of others, and the screen masks both. Whoever approves it sees them first; the log keeps why.")
		p.Primary = work.Primary(frame.L("Reveal what is written…"), v.work.unmaskPlan)
	default:
		v.unsearched(p)
	}
}

// unsearched says to who approves a plan that nobody has searched for what it misses, and offers to.
func (v *PlanView) unsearched(p *part.NextStepParts) {
	if !v.work.Request.Kind.Erases() || !v.made.found.At.IsZero() {
		return
	}
	p.Why = frame.Sentences(p.Why,
		frame.L("Nobody has searched yet for what the plan misses; approved as it is, that shows only after the run."))
	if v.work.May(model.ActPlan) {
		p.Others = append(p.Others, part.NewButton(frame.L("Search now"), v.search))
	}
}

// draw shows what was read.
func (v *PlanView) draw() {
	v.form, v.drawn = nil, v.work.Digest
	if v.rowsShow() {
		v.drawRows()
	} else {
		v.drawSettled()
	}
	v.middle.Refresh()
	v.drawPanel()
	v.drawFoot()
}

func (v *PlanView) drawRows() {
	plan := v.work.Plan
	var groups []*planGroup
	var updates, deletes int64
	for _, src := range plan.Sources {
		updates, deletes = updates+src.Updates, deletes+src.Deletes
		g := &planGroup{source: src, left: v.left(src.Source), note: v.note(src), kept: v.keptLines(src.Source)}
		if src.Updates+src.Deletes > 0 || (g.left > 0 && v.work.Request.Kind.Erases()) ||
			src.State == model.WriteHanded || src.State == model.WriteByOwner {
			groups = append(groups, g)
		}
	}
	count := func(color fyne.ThemeColorName, text string) fyne.CanvasObject {
		return part.HBox(8, part.Fixed(9, 9, part.NewFill(color)), part.NewCaption(text).In(part.ColorText2),
			part.Space(6, 1))
	}
	bar := []fyne.CanvasObject{count(part.ColorPrimary, work.FateText(model.FateRewritten, updates))}
	if v.work.Request.Kind.Erases() {
		bar = append(bar, count(part.ColorMarkRed, work.FateText(model.FateDeleted, deletes)))
		for _, fate := range model.FatesLeft {
			if n := v.work.Result.Count(fate); n > 0 {
				bar = append(bar, count(part.ColorMarkGrey, work.FateText(fate, n)))
			}
		}
	}
	if v.made.changed > 0 {
		bar = append(bar, count(part.ColorMarkAmber, frame.L("{{.A}} rows changed since the preview", v.made.changed)))
	}
	bar = append(bar, part.Gap())
	heads := part.NewButton(frame.L("By source"), nil).AsSmall()
	heads.OnTap = func() {
		v.rows.heads = !v.rows.heads
		heads.SetActive(v.rows.heads)
		v.rows.show()
		v.rows.more()
	}
	heads.SetActive(v.rows.heads)
	bar = append(bar, heads)
	if v.made.changed > 0 || v.rows.changed {
		only := part.NewButton(frame.L("Only changed"), nil).AsSmall()
		only.OnTap = func() {
			v.rows.changed = !v.rows.changed
			only.SetActive(v.rows.changed)
			v.rows.restart()
		}
		only.SetActive(v.rows.changed)
		bar = append(bar, only)
	}
	if v.work.May(model.ActReveal) {
		reveal := part.NewButton(frame.L("Reveal values…"), func() { v.rows.reveal() }).AsSmall().WithIcon("eye")
		reveal.Key = "R"
		bar = append(bar, reveal)
	}
	bar = append(bar, part.NewButton(frame.L("What is settled"), func() { v.flip(true) }).AsSmall())
	v.middle.Objects = []fyne.CanvasObject{part.VBox(0, part.Inset(9, 16, 9, 20, part.Flow(8, bar...)), part.HLine(),
		part.Grow(v.rows.table))}
	v.rows.set(fmt.Sprint(plan.ID, plan.State, v.made.changed), groups)
}

// flip changes between the rows and what is settled.
func (v *PlanView) flip(settled bool) {
	v.settled = settled
	v.draw()
}

// note says how a source is written.
func (v *PlanView) note(src model.PlanSource) string {
	engine := frame.EngineName(v.made.engines[src.Source])
	switch src.State {
	case model.WriteHanded, model.WriteByOwner, model.WriteUnwritable:
		state, _ := writeState(src)
		return frame.And(engine, state)
	}
	return frame.L("{{.A}}, one transaction", engine)
}

// left counts the rows of a source that stay as they are.
func (v *PlanView) left(key string) int64 {
	sys, _ := v.work.Result.System(key)
	return sys.Left()
}

// keptLines are what stays in a source, with the reason.
func (v *PlanView) keptLines(key string) (lines []planLine) {
	for _, l := range v.made.scope.Lines {
		if l.Source != key || !l.Way.Leaves() {
			continue
		}
		after, why := keptReason(l, v.work.Session.Rules())
		lines = append(lines,
			planLine{kept: true,
				where:  frame.L("{{.A}}, {{.B}} rows", frame.CollectionTitle(l.Source, l.Collection), l.Rows-l.Past),
				column: lineWord(l),
				before: frame.L("kept as it is"), after: after, by: why})
	}
	return append(lines, v.unwritten(key)...)
}

// unwritten are the rows of a source of which the scope speaks in vain, or not at all.
func (v *PlanView) unwritten(key string) (lines []planLine) {
	sys, _ := v.work.Result.System(key)
	for _, c := range sys.Collections {
		for _, u := range []struct {
			fate model.Fate
			why  string
		}{{model.FateFixed, frame.L("its key, or not to be written: delete the row")},
			{model.FateUnnamed, frame.L("no category in the data map")}} {
			if n := c.Rows[u.fate]; n > 0 {
				lines = append(lines,
					planLine{kept: true,
						where:  frame.L("{{.A}}, {{.B}} rows", frame.CollectionTitle(c.Source, c.Collection), n),
						before: frame.L("kept as it is"), by: u.why})
			}
		}
	}
	return lines
}

// NextStep presses the filled button.
func (v *PlanView) NextStep() bool { return v.step != nil && v.step.Run() }

// Busy reports whether something is being settled that must not be drawn over.
func (v *PlanView) Busy() bool { return v.form != nil && v.form.begun() }

// Run does a command of the keys.
func (v *PlanView) Run(command string) bool {
	switch command {
	case part.CmdNextRow, part.CmdPrevRow:
		return v.rowsShow() && v.rows.table.Run(command)
	case part.CmdReveal:
		return v.work.May(model.ActReveal) && v.form == nil && v.rows.reveal()
	case part.CmdReturn:
		if v.work.Request.Status == model.Review && v.work.Second(v.work.Request) {
			part.AfterKey(v.work.ReturnIt)
			return true
		}
	}
	return false
}
