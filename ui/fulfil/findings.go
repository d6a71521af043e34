package fulfil

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// Findings is the whole-width screen of what was found: sources on the left, rows in the middle, the chosen row on the
// right, what goes out below.
type Findings struct {
	frame  *frame.Frame
	done   func()
	opened frame.Opened
	filter store.FindingFilter
	only   int // segment: all, sensitive, shared, masked, left out

	rows     []fulfil.Finding
	complete bool
	loading  bool
	digest   string
	latest   frame.Generation

	table    *part.DataTable
	segment  *part.Segment
	tree     *fyne.Container
	panel    *fyne.Container
	foot     *fyne.Container
	scan     *fyne.Container
	note     *part.Text
	body     fyne.CanvasObject
	selected int64 // finding number
	primary  *part.Button
	choice   *choiceForm // while the chosen row waits for a decision, else nil
}

// rowsPage is how many findings one reading brings.
const rowsPage = 200

// NewFindings makes the screen.
func NewFindings(f *frame.Frame, done func()) *Findings {
	v := &Findings{frame: f, done: done, tree: part.VBox(0), panel: part.Stack(), foot: part.Stack(), scan: part.VBox(0)}
	v.table = part.NewDataTable([]part.Column{
		{ID: "source", Title: frame.L("Source"), Width: 64}, {ID: "where", Title: frame.L("Where"), Width: 160}, {ID: "by", Title: frame.L("Reached by"), Width: 120},
		{ID: "cat", Title: frame.L("Categories"), Min: 120}, {ID: "sens", Title: frame.L("Sensitivity"), Width: 76}, {ID: "dec", Title: frame.L("Decision"), Width: 150}}, v.fill)
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
	v.note = part.NewCaption("")
	middle := part.VBox(0, part.Fixed(0, 43, part.Inset(0, 16, 0, 20, part.HBox(8, v.segment, part.Gap()))), part.HLine(), part.Grow(v.table),
		part.Inset(8, 16, 4, 20, v.scan),
		part.Fixed(0, 40, part.Inset(0, 20, 0, 20, part.HBox(8, v.note, part.Space(4, 1), part.NewKeyHint("N"), part.NewCaption(frame.L("next shared row")), part.Space(4, 1), part.NewKeyHint("Y"), part.NewCaption(frame.L("agree")), part.Gap()))))
	v.body = part.VBox(0, part.Grow(part.Workspace(part.Ground(part.ColorRaised, part.Page(v.tree)), middle, part.Page(v.panel), 227, 420, 343)), v.foot)
	return v
}

// Body is what the window shows.
func (v *Findings) Body() fyne.CanvasObject { return v.body }

// Set shows the findings of a request as just read.
func (v *Findings) Set(o frame.Opened) {
	fresh := v.opened.Request.ID != o.Request.ID || v.opened.Results == nil || v.opened.Results.Run.ID != o.Results.Run.ID
	v.opened = o
	if fresh {
		v.filter, v.selected, v.only = store.FindingFilter{}, 0, 0
	}
	v.drawTree()
	v.drawScan()
	v.reload()
}

type sums struct{ rows, sensitive, shared, masked, left, unagreed, undecided int64 }

func (v *Findings) sums() (s sums) {
	for _, c := range v.opened.Results.Counts {
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
	v.segment.SetTexts([]string{frame.L("All {{.A}}", s.rows), frame.L("Sensitive {{.A}}", s.sensitive), frame.L("Shared {{.A}}", s.shared), frame.L("Masked {{.A}}", s.masked), frame.L("Left out {{.A}}", s.left)})
	gen := v.latest.Next()
	id, filter, session, want := v.opened.Request.ID, v.filter, v.frame.Session, max(rowsPage, len(v.rows))
	review := v.opened.Request.Status == model.Review
	var rows []fulfil.Finding
	var digest string
	v.frame.Try(func(ctx context.Context) (err error) {
		if rows, err = fulfil.List(ctx, session, id, filter, 0, min(want, 2000)); err != nil {
			return err
		}
		if review {
			digest, err = fulfil.Digest(ctx, session, id)
		}
		return err
	}, func(err error) {
		if !v.latest.Current(gen) {
			return
		}
		if err != nil {
			v.frame.Fail(err)
			return
		}
		v.rows, v.digest, v.complete = rows, digest, len(rows) < min(want, 2000)
		v.table.SetCount(len(rows))
		v.drawFoot()
		if v.Busy() {
			return // a decision begun meanwhile stays on screen
		}
		at := 0
		for i, r := range rows {
			if r.Seq == v.selected {
				at = i
			}
		}
		if v.selected == 0 {
			at = v.firstOpen()
		}
		if len(rows) > 0 {
			v.table.Select(at)
			v.table.Reveal(at)
			v.choose(at)
		} else {
			v.panel.Objects = nil
			v.panel.Refresh()
		}
	})
}

// firstOpen is the first shared row that waits for a decision or an agreement.
func (v *Findings) firstOpen() int {
	for i, f := range v.rows {
		if v.waits(f) {
			return i
		}
	}
	return 0
}

func (v *Findings) waits(f fulfil.Finding) bool {
	if f.Shared == 0 {
		return false
	}
	if v.opened.Request.Status == model.Review {
		return f.AgreedBy == ""
	}
	return f.Decision == model.Undecided
}

func (v *Findings) more() {
	if v.complete || v.loading || len(v.rows) == 0 {
		return
	}
	if _, end := v.table.VisibleRows(); end < len(v.rows)-20 {
		return
	}
	v.loading = true
	gen := v.latest.Next()
	id, filter, session, after := v.opened.Request.ID, v.filter, v.frame.Session, v.rows[len(v.rows)-1].Seq
	var rows []fulfil.Finding
	v.frame.Try(func(ctx context.Context) (err error) {
		rows, err = fulfil.List(ctx, session, id, filter, after, rowsPage)
		return err
	}, func(err error) {
		v.loading = false
		if err != nil || !v.latest.Current(gen) {
			return
		}
		v.rows = append(v.rows, rows...)
		v.complete = len(rows) < rowsPage
		v.table.SetCount(len(v.rows))
	})
}

func (v *Findings) fill(row int, d *part.RowData) {
	if row >= len(v.rows) {
		return
	}
	f := v.rows[row]
	d.Cells[0] = part.Cell{Text: f.Source, Color: part.ColorText2}
	d.Cells[1] = part.Cell{Text: f.Collection + " " + f.Found.Key, Bold: f.Seq == v.selected}
	if f.Shared > 0 {
		d.Cells[1].Mark, d.Cells[1].MarkColor = "users", part.ColorAmber
	}
	d.Cells[2] = part.Cell{Text: reached(f.Found.Reached), Color: part.ColorText2}
	d.Cells[3] = part.Cell{Text: categories(f.Found)}
	d.Cells[4] = part.Cell{Text: frame.L("Normal"), Color: part.ColorText3}
	if f.Sensitive {
		d.Cells[4] = part.Cell{Text: frame.L("Sensitive"), Bold: true}
	}
	d.Cells[5] = decision(f)
}

func decision(f fulfil.Finding) part.Cell {
	switch f.Decision {
	case model.MaskSome:
		return part.Cell{Text: frame.L("Mask {{.A}} columns", len(f.Choice.Columns)), Icon: "eye", IconColor: part.ColorAmber}
	case model.LeaveOut:
		return part.Cell{Text: frame.L("Leave out"), Color: part.ColorText2, Icon: "x"}
	case model.Undecided:
		return part.Cell{Text: frame.L("Decide"), Color: part.ColorAmber, Bold: true, Icon: "users", IconColor: part.ColorAmber}
	}
	return part.Cell{Text: frame.L("Include"), Icon: "check", IconColor: part.ColorGreen}
}

var identityNames = map[string]string{"email": "e-mail", "phone_number": "phone", "account": "account", "id_number": "identity number"}

func reached(list []source.Reach) string {
	var out []string
	for _, r := range list {
		text := r.From.Collection
		if r.Identity != "" {
			text = r.Identity
			if n, ok := identityNames[r.Identity]; ok {
				text = frame.L(n)
			}
		}
		if len(out) == 0 || out[len(out)-1] != text {
			out = append(out, text)
		}
	}
	return strings.Join(out, ", ")
}

// topics are the plain words for the first two levels of the data categories.
var topics = []struct{ prefix, word string }{
	{"user.name", "Name"}, {"user.contact.address", "Contact address"}, {"user.contact", "Contact"}, {"user.financial", "Bank account"},
	{"user.government_id", "Identity document"}, {"user.behavior", "Behaviour"}, {"user.content", "Content"}, {"user.location", "Location"},
	{"user.device", "Device"}, {"user.account", "Account"}, {"user.unique_id", "Reference"}, {"user.childrens", "Minor’s data"}, {"user.demographic", "Profile"},
}

func categories(f fulfil.Found) string {
	seen := map[string]bool{}
	var out []string
	for _, c := range f.Columns {
		for _, cat := range f.Categories[c] {
			for _, t := range topics {
				if source.Covers(t.prefix, cat) {
					if !seen[t.word] && t.word != "Reference" {
						seen[t.word] = true
						out = append(out, frame.L(t.word))
					}
					break
				}
			}
		}
	}
	if f.Attachment != nil {
		return frame.L("File")
	}
	return strings.Join(out, ", ")
}

func (v *Findings) drawTree() {
	s := v.sums()
	v.tree.RemoveAll()
	all := part.NewRailRow("", frame.L("All sources"), func() { v.narrow("", "") })
	all.Count, all.Selected = fmt.Sprint(s.rows), v.filter.Source == ""
	v.tree.Add(part.Inset(10, 8, 2, 8, part.Fixed(0, 28, all)))
	engines := map[string]string{}
	for _, src := range v.opened.Results.Run.Sources {
		total := int64(0)
		for _, c := range v.opened.Results.Counts {
			if c.Source == src.Source {
				total += c.Rows
			}
		}
		state, color := engines[src.Source], part.ColorText2
		switch src.State {
		case store.SourceFailed:
			state, color = frame.L("did not answer"), part.ColorRed
		case store.SourceIncomplete:
			state, color = frame.L("incomplete"), part.ColorRed
		case store.SourceManual:
			state, color = frame.L("owner asked"), part.ColorAmber
		}
		v.tree.Add(part.Fixed(0, 30, part.Inset(0, 18, 0, 13, part.HBox(6, part.NewIcon("db", part.ColorText2, 14), part.NewBold(src.Source), part.Grow(part.NewCaption(state).In(color).Short()), part.NewBold(fmt.Sprint(total)).In(part.ColorText2)))))
		for _, c := range v.opened.Results.Counts {
			if c.Source != src.Source {
				continue
			}
			row := part.NewRailRow("", c.Collection, func() { v.narrow(c.Source, c.Collection) })
			row.Count, row.Selected = fmt.Sprint(c.Rows), v.filter.Source == c.Source && v.filter.Collection == c.Collection
			row.RedMark = false
			mark := fyne.CanvasObject(part.Space(8, 8))
			if c.Shared > 0 {
				color := part.ColorMarkGreen
				if c.Undecided > 0 || (v.opened.Request.Status == model.Review && c.Unagreed > 0) {
					color = part.ColorMarkAmber
				}
				mark = part.NewMark(color)
			}
			v.tree.Add(part.Inset(0, 8, 0, 14, part.HBox(4, mark, part.Grow(part.Fixed(0, 28, row)))))
		}
	}
	v.tree.Refresh()
}

func (v *Findings) narrow(src, collection string) {
	v.filter.Source, v.filter.Collection, v.selected = src, collection, 0
	v.drawTree()
	v.reload()
}

// drawScan shows what the scan pointed out: a column without a category that holds the person's own values.
func (v *Findings) drawScan() {
	v.scan.RemoveAll()
	for i, r := range v.opened.Results.Notes.Uncategorised {
		if i == 2 {
			break
		}
		what := r.Kind
		if n, ok := identityNames[what]; ok {
			what = frame.L(n)
		} else if what == "name" {
			what = frame.L("name")
		}
		b := part.NewBanner(part.BannerAmber, "scan", frame.L("{{.A}} has no category, yet holds the person’s {{.B}} in {{.C}} rows.", r.Dataset+"."+r.Collection+"."+r.Column, what, r.Rows),
			frame.L("Found by the scan. Tell whoever keeps the data map."))
		b.Below = true
		v.scan.Add(part.Inset(0, 0, 4, 0, b))
	}
	v.scan.Refresh()
}

func (v *Findings) current() (fulfil.Finding, bool) {
	for _, f := range v.rows {
		if f.Seq == v.selected {
			return f, true
		}
	}
	return fulfil.Finding{}, false
}

func (v *Findings) choose(row int) {
	if row < 0 || row >= len(v.rows) {
		return
	}
	v.selected = v.rows[row].Seq
	v.table.Refresh()
	v.drawPanel(v.rows[row])
}

// Run does a command of the keys.
func (v *Findings) Run(command string) bool {
	switch command {
	case part.CmdSharedNext:
		return v.nextShared()
	case part.CmdAgree:
		return v.agree()
	case part.CmdLeaveOut, part.CmdMask, part.CmdInclude:
		if v.choice != nil {
			v.choice.choose(map[string]int{part.CmdLeaveOut: 0, part.CmdMask: 1, part.CmdInclude: 2}[command])
			reason := v.choice.reason
			go fyne.Do(func() { v.frame.Window.Canvas().Focus(reason) }) // after this key, or its letter would stand in the reason
			return true
		}
	case part.CmdReturn:
		if v.opened.Request.Status == model.Review && v.frame.Second(v.opened.Request) {
			v.returnIt()
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
	if !ok || f.Shared == 0 || v.opened.Request.Status != model.Review || !v.frame.Second(v.opened.Request) || f.AgreedBy != "" {
		return false
	}
	id := v.opened.Request.ID
	v.selected = 0
	v.frame.Run(func(ctx context.Context) error { _, err := fulfil.Agree(ctx, v.frame.Session, id, f.Seq); return err }, v.done)
	return true
}

func (v *Findings) returnIt() {
	id := v.opened.Request.ID
	reasonDialog(v.frame, frame.L("Return with comment"), frame.L("What should be done differently"), frame.L("Return"), false,
		func(ctx context.Context, text string) error {
			_, err := fulfil.Return(ctx, v.frame.Session, id, text)
			return err
		}, v.done)
}

// drawFoot says what goes out, and carries the button that sends it on.
func (v *Findings) drawFoot() {
	r, s := v.opened.Request, v.sums()
	v.primary = nil
	left := part.HBox(20, part.NewIcon("pack", part.ColorText2, 20), part.VBox(0,
		part.NewBold(frame.L("{{.A}} rows in the packet, {{.B}} of them masked; {{.C}} withheld", s.rows-s.left, s.masked, s.left)),
		part.NewCaption(frame.L("sealed with a password that travels another way, kept 14 days")).In(part.ColorText2)), part.Gap())
	switch {
	case r.Status == model.Review && v.frame.Second(r) && v.frame.May(model.ActReleaseCopy):
		left.Add(part.NewButton(frame.L("Return with comment…"), v.returnIt))
		v.primary = part.NewPrimary(frame.L("Release the copy"), "Ctrl Enter", v.release)
		if s.unagreed > 0 {
			left.Objects = append(left.Objects[:len(left.Objects)-1], part.NewCaption(frame.L("{{.A}} shared rows not agreed", s.unagreed)).In(part.ColorAmber), left.Objects[len(left.Objects)-1])
			v.primary = nil
			locked := part.NewButton(frame.L("Release the copy"), nil)
			locked.Lock(frame.L("{{.A}} shared rows not agreed", s.unagreed))
			left.Add(locked)
		} else {
			left.Add(v.primary)
		}
	case r.Status == model.Working && v.frame.Mine(r) && v.frame.May(model.ActSendReview):
		left.Add(part.NewButton(frame.L("Collect again"), func() { Collect(v.frame, r.ID, v.done) }))
		if r.Step == model.StepSendToReview {
			v.primary = part.NewPrimary(frame.L("Send to review"), "Ctrl Enter", func() { sendToReview(v.frame, r.ID, v.done) })
			left.Add(v.primary)
		} else {
			why := frame.StepTitle(r.Step)
			left.Objects = append(left.Objects[:len(left.Objects)-1], part.NewCaption(why).In(part.ColorAmber), left.Objects[len(left.Objects)-1])
			locked := part.NewButton(frame.L("Send to review"), nil)
			locked.Lock(why)
			left.Add(locked)
			switch r.Step {
			case model.StepManualSources:
				v.primary = part.NewPrimary(frame.L("Record the owner’s answer…"), "Ctrl Enter", func() { answerManual(v.frame, v.opened, v.done) })
				left.Add(v.primary)
			case model.StepRetrySources:
				if v.frame.May(model.ActMissing) {
					left.Add(part.NewButton(frame.L("Accept that it is missing…"), func() { acceptMissing(v.frame, r.ID, v.done) }))
				}
			}
		}
	case r.Status == model.Review:
		left.Add(part.NewCaption(frame.L("A second person looks at this")).In(part.ColorText2))
	}
	v.foot.Objects = []fyne.CanvasObject{part.Ground(part.ColorRaised, part.VBox(0, part.HLine(), part.Fixed(0, 63, part.Inset(0, 20, 0, 20, left))))}
	v.foot.Refresh()
}

func (v *Findings) release() {
	id, digest := v.opened.Request.ID, v.digest
	v.frame.Run(func(ctx context.Context) error {
		_, err := fulfil.Release(ctx, v.frame.Session, id, digest)
		return err
	}, v.done)
}
