// Package request shows one open request: its head, its clocks, its next step and its tabs.
package request

import (
	"context"
	"errors"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	draft "orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/change"
	"orangelab.cn/rightsdesk/ui/collect"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/fulfil"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// View is the open request.
type View struct {
	frame  *frame.Frame
	wide   func(bool) // asks the window for its whole width
	body   *fyne.Container
	others *fyne.Container // says who else has the request open, above it
	whole  *fyne.Container
	// OnOpened is told that another request is open, or none any more. It may be nil.
	OnOpened func()
	// the request that is open or being read: only to be read, nothing is done to it by its number
	id     int64
	shown  *frame.Opened // what is on screen; nil while nothing is, or another request is being read
	read   func(ctx context.Context, id int64) (*frame.Opened, error)
	latest frame.Generation
	slow   *time.Timer // until it is said that a request is being read
	tab    int
	chosen bool // the tab was chosen by hand and stays
	onward bool // a step was just done here: the next one's field takes the focus
	step   *part.NextStep
	find   *collect.Findings
	plan   *change.PlanView
	letter *fulfil.LetterView   // a letter that is being drafted; nil while none is
	words  map[string]draft.Ask // of staff for their drafts
}

// New makes the view, empty until Show.
func New(f *frame.Frame, wide func(bool)) *View {
	v := &View{frame: f, wide: wide, body: part.Stack(), others: part.VBox(0), words: map[string]draft.Ask{}}
	v.whole = part.VBox(0, v.others, part.Grow(v.body))
	v.read = v.load
	v.empty()
	return v
}

// Body is what the window shows.
func (v *View) Body() fyne.CanvasObject { return v.whole }

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

func (v *View) empty() { v.say(frame.L("Choose a request on the left, or press J")) }

// say shows a sentence in the place of a request.
func (v *View) say(text string) {
	v.body.Objects = []fyne.CanvasObject{part.VBox(0, part.Gap(),
		part.HBox(0, part.Gap(), part.NewText(text).In(part.ColorText3), part.Gap()), part.Gap())}
	v.body.Refresh()
}

// Close shows nothing.
func (v *View) Close() {
	v.stopSlow()
	v.latest.Next()
	v.id = 0
	v.forget()
	v.empty()
	v.opened()
}

// Show opens a request. Nothing of the one before is left to be acted on while it is being read.
func (v *View) Show(id int64) {
	if id != v.id {
		v.id = id
		v.forget()
		v.body.Objects = nil
		v.body.Refresh()
		v.opened()
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

// slowAfter is how long a request may be read before it is said: most are there sooner, and a word would only flicker.
const slowAfter = 150 * time.Millisecond

// sayReading says that a request is being read, if it takes long and nothing shows meanwhile.
func (v *View) sayReading(gen int64) {
	v.stopSlow()
	if v.shown != nil {
		return
	}
	v.slow = time.AfterFunc(slowAfter, func() {
		fyne.Do(func() {
			if v.latest.Current(gen) && v.shown == nil && v.id != 0 {
				v.say(frame.L("Reading…"))
			}
		})
	})
}

func (v *View) stopSlow() {
	if v.slow != nil {
		v.slow.Stop()
		v.slow = nil
	}
}

// Reload reads the request again.
func (v *View) Reload() {
	gen, id := v.latest.Next(), v.id
	v.sayReading(gen)
	var r *frame.Opened
	v.frame.Try(func(ctx context.Context) (err error) {
		r, err = v.read(ctx, id)
		return err
	}, func(err error) {
		if !v.latest.Current(gen) {
			return
		}
		v.stopSlow()
		switch {
		case errors.Is(err, desk.ErrAway) && v.shown != nil: // it stays as it was read, with what is typed in it
			v.frame.Fail(err)
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
func (v *View) work() work.Work {
	w := work.Work{Frame: v.frame, Opened: *v.shown, Sees: v.sees(), Done: v.done(*v.shown), Again: v.Reload,
		ShowWhat: func() { v.choose(tabWhat) }, ShowFindings: func() { v.choose(tabFindings) },
		ShowPlan: func() { v.choose(tabPlan) }, ShowDraft: v.draft}
	w.Correct = change.On(w).CorrectAt
	return w
}

// sees is what of the request is on the screen.
func (v *View) sees() work.Sight {
	switch {
	case v.tab == tabWhat:
		return work.SeesWhat
	case v.tab == tabFindings && v.shown.Results != nil:
		return work.SeesFindings
	case v.tab == tabPlan && v.shown.Results != nil:
		return work.SeesPlan
	}
	return work.SeesElse
}

// draft opens the draft of a letter in place of the letters.
func (v *View) draft(kind letter.Kind, lang string) {
	v.letter = fulfil.NewLetterView(v.words)
	v.letter.OnWritten = func() { v.letter = nil }
	v.letter.Open(kind, lang)
	v.choose(tabLetters)
}

// Follow shows what another desktop changed about the open request, unless somebody is in the middle of something here.
// What a colleague wrote beside it, a remark for one, shows in the tab that is open.
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
		if err != nil || !v.latest.Current(gen) || v.busy() || v.shown == nil {
			return
		}
		moved := r.Request.Version != v.shown.Request.Version
		if moved || v.othersWrote(r.Log) && !part.Unsaved(v.frame.Window.Canvas()) {
			v.chosen = !moved
			v.show(r)
		}
	})
}

// othersWrote reports whether a log of the open request has entries of colleagues that are newer than what shows. One's
// own are shown by what made them.
func (v *View) othersWrote(log []model.Entry) bool {
	newest := int64(0)
	if len(v.shown.Log) > 0 {
		newest = v.shown.Log[0].Seq
	}
	me := v.frame.Session.Staff().ID
	return slices.ContainsFunc(log, func(e model.Entry) bool { return e.Seq > newest && e.Staff != me })
}

func (v *View) busy() bool {
	return v.frame.Window.Canvas().Overlays().Top() != nil || (v.find != nil && v.find.Busy()) ||
		(v.plan != nil && v.plan.Busy()) || (v.letter != nil && v.letter.Busy())
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
		if v.shown.Request.Holder != v.frame.Session.Staff().ID { // the log has no use for a second time
			v.claim(*v.shown)
		}
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
