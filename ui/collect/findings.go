package collect

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// Findings is the whole-width screen of what was found: sources on the left, rows in the middle, the chosen row on the
// right, what goes out below.
type Findings struct {
	work   Work
	parts  part.NextStepParts // of the request's next step
	filter model.FindingFilter
	only   int // segment: all, sensitive, shared, masked, left out

	read     []collect.Finding // as far as they were read
	rows     []collect.Finding // those of them that the search leaves
	find     *part.SearchField
	folded   map[string]bool // sources whose collections are hidden
	complete bool
	loading  bool
	latest   frame.Generation

	table    *part.DataTable
	segment  *part.Segment
	tree     *fyne.Container
	panel    *fyne.Container
	foot     *fyne.Container
	scan     *fyne.Container
	keys     *fyne.Container // what the keys do here
	middle   *fyne.Container
	body     fyne.CanvasObject
	beside   *container.Scroll // the panel
	selected int64             // finding number
	away     bool              // the hints about the search are put away
	onward   bool              // something was just settled: the next row that waits is shown, else the same
	primary  *part.Button
	choice   *choiceForm // while the chosen row waits for a decision, else nil
}

// rowsPage is how many findings one reading brings.
const rowsPage = 200

// NewFindings makes the screen.
func NewFindings() *Findings {
	v := &Findings{tree: part.VBox(0), panel: part.Stack(), foot: part.Stack(), scan: part.VBox(0)}
	v.table = part.NewDataTable([]part.Column{
		{ID: "source", Title: frame.L("Source"), Width: 76},
		{ID: "where", Title: frame.L("Where"), Min: 110, Flex: 1.3}, {ID: "key", Title: frame.L("Row"), Width: 84},
		{ID: "by", Title: frame.L("Reached by"), Width: 92},
		{ID: "cat", Title: frame.L("Categories"), Min: 100, Flex: 1},
		{ID: "sens", Title: frame.L("Sensitivity"), Width: 80}, {ID: "dec", Title: frame.L("Decision"), Width: 128}},
		v.fill)
	v.table.SetKey(func(row int) string { return fmt.Sprint(v.rows[row].Seq) })
	v.table.OnSelected = func(row int) { v.choose(row) }
	v.table.OnScroll = v.more
	v.segment = part.NewSegment([]string{"", "", "", "", ""}, 0, func(i int) {
		v.only = i
		v.filter.SensitiveOnly, v.filter.SharedOnly, v.filter.Decision = i == 1, i == 2, ""
		switch i {
		case 3:
			v.filter.Decision = model.MaskSome
		case 4:
			v.filter.Decision = model.LeaveOut
		}
		v.reload()
	})
	v.keys = part.HBox(0)
	v.find = v.newSearch()
	v.middle = part.VBox(0,
		part.Fixed(0, 43, part.Inset(0, 16, 0, 20, part.HBox(8, v.segment, part.Gap(), part.Fixed(150, 0, v.find)))),
		part.HLine(), part.Grow(v.table),
		part.Inset(8, 16, 4, 20, v.scan),
		part.Fixed(0, 40, part.Inset(0, 20, 0, 20, v.keys)))
	v.beside = part.Page(v.panel)
	v.body = part.VBox(0,
		part.Grow(part.Workspace(part.Ground(part.ColorRaised, part.Page(v.tree)), v.middle, v.beside, 227, 560, 343)),
		v.foot)
	return v
}

// Body is what the window shows.
func (v *Findings) Body() fyne.CanvasObject { return v.body }

// Set shows the findings of a request as just read; parts are those of its next step.
func (v *Findings) Set(w Work, parts part.NextStepParts) {
	fresh := v.work.Request.ID != w.Request.ID || v.work.Results == nil || v.work.Results.Run.ID != w.Results.Run.ID
	v.work, v.parts = w, parts
	if fresh {
		v.filter, v.selected, v.only = model.FindingFilter{}, 0, 0
		v.find.SetText("")
	}
	v.drawTree()
	v.drawScan()
	v.drawKeys()
	v.reload()
}

// drawKeys says what the keys do here, for this request and this member of staff. A button shows its own.
func (v *Findings) drawKeys() {
	v.keys.RemoveAll()
	hints := part.Fitting(14)
	hint := func(text string, keys ...string) {
		one := part.HBox(6)
		for _, key := range keys {
			one.Add(part.NewKeyHint(key))
		}
		one.Add(part.NewCaption(text))
		hints.Add(one)
	}
	hint(frame.L("move"), "J", "K")
	if v.sums().shared > 0 {
		hint(frame.L("next shared row"), "N")
	}
	if v.work.Request.Status == model.Review && v.work.Second(v.work.Request) {
		if v.sums().unagreed > 0 {
			hint(frame.L("agree"), "Y")
		}
		hint(frame.L("return"), "Shift R")
	}
	hint(frame.L("back"), "Esc")
	v.keys.Add(part.Grow(hints))
	v.keys.Add(part.Space(8, 1))
	if n := len(v.hints()); n > 0 {
		b := part.NewButton(frame.L("Notes: {{.A}}", n), v.flipHints).AsSmall()
		b.SetActive(!v.away)
		v.keys.Add(b)
		v.keys.Add(part.Space(8, 1))
	}
	if columns := v.work.withheldColumns(); len(columns) > 0 && v.work.Request.Kind.Copies() {
		v.keys.Add(keyed("H",
			part.NewButton(frame.L("Columns not shown…"), func() { v.work.showWithheld(columns) }).AsSmall()))
	}
	v.keys.Refresh()
}

type sums struct{ rows, sensitive, shared, masked, left, unagreed, undecided int64 }

// packed counts the rows that go into a copy as things stand and those that it leaves out, as letter and result count
// them; and how many of these lie outside of the copy, most of them not even collected. What nobody has decided is
// neither in nor out.
func (v *Findings) packed() (in, out, outside int64) {
	s, r := v.sums(), v.work.Result
	for _, w := range r.Withheld {
		if w.Column == "" && (w.Why == model.WithholdLevel || w.Why == model.WithholdAsked) {
			outside += w.Rows
		}
	}
	return r.Count(model.FateGiven) - s.undecided, r.Count(model.FateLeftOut), outside
}

func (v *Findings) sums() (s sums) {
	for _, c := range v.work.Results.Counts {
		s.rows += c.Rows
		s.sensitive += c.Sensitive
		s.shared += c.Shared
		s.masked += c.Masked
		s.left += c.LeftOut
		s.unagreed += c.Unagreed
		s.undecided += c.Undecided
	}
	return s
}

func (v *Findings) reload() {
	s := v.sums()
	left := frame.L("Left out {{.A}}", s.left)
	if !v.work.Request.Kind.Copies() {
		left = frame.L("Left as they are {{.A}}", s.left)
	}
	v.segment.SetTexts([]string{frame.L("All {{.A}}", s.rows), frame.L("Sensitive {{.A}}", s.sensitive),
		frame.L("Shared {{.A}}", s.shared), frame.L("Masked {{.A}}", s.masked), left})
	gen := v.latest.Next()
	id, filter, session, want := v.work.Request.ID, v.filter, v.work.Session, max(rowsPage, len(v.read))
	var rows []collect.Finding
	v.work.Try(func(ctx context.Context) (err error) {
		rows, err = collect.List(ctx, session, id, filter, 0, min(want, 2000))
		return err
	}, func(err error) {
		if !v.latest.Current(gen) {
			return
		}
		if err != nil {
			v.work.Fail(err)
			return
		}
		v.read, v.complete = rows, len(rows) < min(want, 2000)
		v.sift()
		v.drawFoot()
		if v.Busy() {
			return // a decision begun meanwhile stays on screen
		}
		at := 0
		for i, r := range v.rows {
			if r.Seq == v.selected {
				at = i
			}
		}
		if first := v.firstOpen(); first >= 0 && (v.selected == 0 || v.onward) {
			at = first
		}
		if len(v.rows) > 0 {
			v.table.Select(at)
			v.table.Reveal(at)
			v.choose(at)
			if v.onward && v.work.Window.Canvas().Focused() == nil {
				v.table.Focus()
			}
		} else {
			v.panel.Objects = nil
			v.panel.Refresh()
		}
		v.onward = false
	})
}

// firstOpen is the first shared row that waits for a decision or an agreement; -1 where none does.
func (v *Findings) firstOpen() int {
	for i, f := range v.rows {
		if v.waits(f) {
			return i
		}
	}
	return -1
}

func (v *Findings) waits(f collect.Finding) bool {
	if f.Shared == 0 {
		return false
	}
	if v.work.Request.Status == model.Review {
		return f.AgreedBy == ""
	}
	return f.Decision == model.Undecided
}

func (v *Findings) more() {
	if v.complete || v.loading || len(v.read) == 0 {
		return
	}
	if _, end := v.table.VisibleRows(); end < len(v.rows)-20 {
		return
	}
	v.loading = true
	gen := v.latest.Next()
	id, filter, session, after := v.work.Request.ID, v.filter, v.work.Session, v.read[len(v.read)-1].Seq
	var rows []collect.Finding
	v.work.Try(func(ctx context.Context) (err error) {
		rows, err = collect.List(ctx, session, id, filter, after, rowsPage)
		return err
	}, func(err error) {
		v.loading = false
		if err != nil || !v.latest.Current(gen) {
			return
		}
		v.read = append(v.read, rows...)
		v.complete = len(rows) < rowsPage
		v.sift()
	})
}

func (v *Findings) current() (collect.Finding, bool) {
	for _, f := range v.rows {
		if f.Seq == v.selected {
			return f, true
		}
	}
	return collect.Finding{}, false
}

func (v *Findings) choose(row int) {
	if row < 0 || row >= len(v.rows) {
		return
	}
	if v.selected != v.rows[row].Seq {
		v.beside.ScrollToTop()
	}
	v.selected = v.rows[row].Seq
	v.table.Refresh()
	v.drawPanel(v.rows[row])
}

// Run does a command of the keys.
func (v *Findings) Run(command string) bool {
	switch command {
	case part.CmdNextRow, part.CmdPrevRow:
		return v.table.Run(command)
	case part.CmdSharedNext:
		return v.nextShared()
	case part.CmdAgree:
		return v.agree()
	case part.CmdLeaveOut, part.CmdMask, part.CmdInclude:
		if v.choice != nil &&
			v.choice.choose(map[string]model.Decision{part.CmdLeaveOut: model.LeaveOut, part.CmdMask: model.MaskSome,
				part.CmdInclude: model.Include}[command]) {
			reason := v.choice.reason
			part.AfterKey(func() { v.work.Window.Canvas().Focus(reason) })
			return true
		}
	case part.CmdReturn:
		if v.work.Request.Status == model.Review && v.work.Second(v.work.Request) {
			part.AfterKey(v.work.ReturnIt)
			return true
		}
	case part.CmdReveal:
		if f, ok := v.current(); ok {
			v.reveal(f)
			return true
		}
	}
	return false
}

// NextStep presses the button of what is at hand: the decision about the chosen row, else the one below.
func (v *Findings) NextStep() bool {
	if v.choice != nil && v.choice.begun() {
		return v.choice.save.Tap()
	}
	return v.primary != nil && v.primary.Tap()
}

// showStepKey puts the key of the next step on the one button that it presses.
func (v *Findings) showStepKey() {
	decide, below := "", work.StepKey
	if v.Busy() {
		decide, below = below, decide
	}
	if v.choice != nil {
		v.choice.save.Key = decide
		v.choice.save.Refresh()
		v.panel.Refresh()
	}
	if v.primary != nil {
		v.primary.Key = below
		v.primary.Refresh()
		v.foot.Refresh()
	}
}

// Busy reports whether a decision is being made that must not be drawn over.
func (v *Findings) Busy() bool { return v.choice != nil && v.choice.begun() }

func (v *Findings) nextShared() bool {
	from := 0
	for i, f := range v.rows {
		if f.Seq == v.selected {
			from = i + 1
		}
	}
	for n := range v.rows {
		i := (from + n) % len(v.rows)
		if v.waits(v.rows[i]) {
			v.table.Select(i)
			v.table.Reveal(i)
			v.choose(i)
			return true
		}
	}
	return false
}

func (v *Findings) agree() bool {
	f, ok := v.current()
	if !ok || f.Shared == 0 || v.work.Request.Status != model.Review || !v.work.Second(v.work.Request) ||
		f.AgreedBy != "" {
		return false
	}
	v.settle(v.work.Opened, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
		return review.Agree(ctx, s, rev, f.Seen())
	}, v.work.Failed)
	return true
}

// settle does something about the chosen row and goes on to the next; where it does not succeed, row, choice and reason
// stay.
func (v *Findings) settle(o frame.Opened,
	do func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error), failed func(error)) {
	w := v.work
	w.Act(o, func(ctx context.Context, rev model.Revision) error { _, err := do(ctx, w.Session, rev); return err },
		func(err error) {
			if err != nil {
				failed(err)
				return
			}
			v.onward, v.choice = true, v.choice.end()
			w.Window.Canvas().Unfocus()
			w.Done()
		})
}
