package intake

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// preview is the screen of a file before it is taken in: how it is read on the left, its records in the middle, what is
// to become of the chosen one on the right. Nothing is taken in before its button is pressed.
type preview struct {
	frame *frame.Frame
	path  string
	rest  []string // files that were dropped with it and come after
	shown *intake.Shown
	do    map[int]intake.Decided // what was decided by hand, by row
	done  map[int]intake.Became
	first int64 // the request that was taken in, or added to, first
	// firstReference is its reference.
	firstReference string
	work           *work // the taking in that runs, else nil
	sums           tally // as of the last decision
	gone           bool  // the file is not to be taken in

	rows     []int // rows of the file that the list shows, by filter and search
	filter   filter
	find     string
	selected int // row of the file, -1: none
	latest   frame.Generation

	table  *part.DataTable
	search *part.SearchField
	pieces struct{ head, left, filters, raw, panel, foot *fyne.Container }
	next   *part.NextStep
}

// TakeFiles shows files of requests, chosen or dropped on the window, one after the other.
func TakeFiles(f *frame.Frame, files []fyne.URI) {
	var paths []string
	for _, u := range files {
		paths = append(paths, u.Path())
	}
	if len(paths) > 0 {
		open(f, paths[0], paths[1:])
		keepDrafts(f, paths[1:])
	}
}

// keepDrafts keeps the files that come after the first, one by one, so that none is gone where the program ends before
// its turn. What cannot be read is said once it is opened.
func keepDrafts(f *frame.Frame, paths []string) {
	if len(paths) == 0 {
		return
	}
	f.Try(func(ctx context.Context) error {
		shown, err := intake.ShowFile(ctx, f.Session, paths[0], record.As{})
		if err == nil {
			_, err = intake.Draft(ctx, f.Session, shown)
		}
		return err
	}, func(error) {
		f.Changed(0)
		keepDrafts(f, paths[1:])
	})
}

// open reads a file and shows it.
func open(f *frame.Frame, path string, rest []string) {
	p := &preview{frame: f, path: path, rest: rest, selected: -1}
	p.read(record.As{}, func() { f.ShowTask(p) })
}

// OpenWaiting shows what waits of a file that the desk keeps.
func OpenWaiting(f *frame.Frame, id string) {
	p := &preview{frame: f, selected: -1}
	p.reading(func(ctx context.Context) (intake.Shown, error) { return intake.ShowWaiting(ctx, f.Session, id) },
		func() { f.ShowTask(p) })
}

// read reads the file, as it is said to be read, and goes on with what it holds. Decisions belong to what was read
// before.
func (p *preview) read(as record.As, then func()) {
	p.reading(func(ctx context.Context) (intake.Shown, error) {
		return intake.ShowFile(ctx, p.frame.Session, p.path, as)
	}, then)
}

func (p *preview) reading(read func(ctx context.Context) (intake.Shown, error), then func()) {
	gen := p.latest.Next()
	var shown intake.Shown
	var drafted error // it is shown all the same
	ended := p.sign()
	p.frame.Try(func(ctx context.Context) (err error) {
		if shown, err = read(ctx); err == nil && p.path != "" {
			shown, drafted = intake.Draft(ctx, p.frame.Session, shown)
		}
		return err
	}, func(err error) {
		ended()
		if !p.latest.Current(gen) {
			return
		}
		if err != nil {
			p.frame.Fail(err)
			return
		}
		p.shown, p.do, p.done, p.first, p.selected = &shown, map[int]intake.Decided{}, map[int]intake.Became{}, 0, -1
		p.filter, p.find = showAll, ""
		then()
		if drafted != nil {
			p.frame.Fail(drafted)
		}
	})
}

// Body draws the screen anew, in the language and light of now.
func (p *preview) Body() fyne.CanvasObject {
	for _, piece := range []**fyne.Container{&p.pieces.head, &p.pieces.left, &p.pieces.filters, &p.pieces.raw,
		&p.pieces.panel, &p.pieces.foot} {
		*piece = part.Stack()
	}
	p.newTable()
	p.search = part.NewSearchField(frame.L("Find in file"), "")
	p.search.SetText(p.find)
	p.search.OnChanged = func(text string) {
		p.find = text
		p.narrow()
	}
	p.search.OnMove = func(by int) { p.table.Step(by) }
	p.search.OnEsc = func() { p.table.Focus() }
	hint := func(text string, keys ...string) fyne.CanvasObject {
		row := part.HBox(4)
		for _, k := range keys {
			row.Add(part.NewKeyHint(k))
		}
		row.Add(part.NewCaption(text))
		return row
	}
	middle := part.VBox(0,
		part.Inset(6, 16, 6, 20, part.Flow(8, p.pieces.filters, part.Gap(), part.Fixed(150, 0, p.search))),
		part.HLine(),
		part.Grow(p.table), part.HLine(), part.Inset(8, 16, 4, 20, p.pieces.raw),
		part.Inset(8, 16, 8, 20,
			part.Flow(14, hint(frame.L("move"), "J", "K"), hint(frame.L("leave out"), "Space"),
				hint(frame.L("next to decide"), "D"), hint(frame.L("decide"), "1", "2", "3"),
				hint(frame.L("encoding"), "E"), hint(frame.L("columns"), "O"),
				hint(frame.L("next step"), "Ctrl Enter"))))
	p.draw()
	return part.VBox(0, part.Fixed(0, 67, part.Inset(0, part.PageEdge, 0, part.PageEdge, p.pieces.head)), part.HLine(),
		part.Grow(part.Workspace(part.Ground(part.ColorRaised, part.Page(p.pieces.left)), middle,
			part.Page(p.pieces.panel), 252, 480, 356)), p.pieces.foot)
}

// draw fills everything but the list from what was read and decided.
func (p *preview) draw() {
	p.sums = p.tally()
	t := p.sums
	put := func(piece *fyne.Container, o fyne.CanvasObject) {
		piece.Objects = []fyne.CanvasObject{o}
		piece.Refresh()
	}
	put(p.pieces.head, p.head(t))
	put(p.pieces.left, part.Inset(14, 16, 14, 20, p.howRead()))
	put(p.pieces.filters, p.filters(t))
	put(p.pieces.foot, p.foot(t))
	p.narrow()
	p.drawChosen(t)
}

// drawChosen fills what belongs to the chosen record.
func (p *preview) drawChosen(t tally) {
	p.pieces.raw.Objects = []fyne.CanvasObject{p.raw()}
	p.pieces.raw.Refresh()
	column := part.VBox(14, p.step(t))
	if p.selected >= 0 {
		column.Add(p.record(p.selected))
	}
	p.pieces.panel.Objects = []fyne.CanvasObject{part.Inset(14, 16, 14, 16, column)}
	p.pieces.panel.Refresh()
}

// head names the file, and says how many of its records would be taken in.
func (p *preview) head(t tally) fyne.CanvasObject {
	v := p.shown
	about := []string{frame.Bytes(v.Size), frame.L("{{.A}} records", frame.Thousands(len(v.Rows))),
		frame.L("nothing is taken yet")}
	switch n := p.taken(); {
	case v.Kept():
		about[2] = frame.L("kept sealed at the desk")
	case n > 0:
		about[2] = frame.L("{{.A}} taken", frame.Thousands(n))
	}
	if n := len(p.rest); n > 0 {
		about = append(about, frame.L("{{.A}} more files after it", n))
	}
	waits := []string{frame.L("{{.A}} known, left out", frame.Thousands(t.same))}
	if t.undecided > 0 {
		waits = append(waits, frame.L("{{.A}} to decide", frame.Thousands(t.undecided)))
	}
	state, count := frame.L("preview"), frame.L("{{.A}} to take", frame.Thousands(t.take))
	if n := p.taken(); n > 0 && t.take == 0 {
		state, count = frame.L("taken in"), frame.L("{{.A}} taken", frame.Thousands(n))
	}
	left := part.VBox(2,
		part.HBox(8, part.NewHeading(short(v.File)), part.NewChip(part.ChipReceived, state), part.Gap()),
		part.NewCaption(strings.Join(about, " · ")).In(part.ColorText2).Short())
	right := part.VBox(2,
		part.HBox(6, part.Gap(), part.NewSubHeading(count),
			part.NewText(frame.L("of {{.A}}", frame.Thousands(len(v.Rows)))).In(part.ColorText2)),
		part.NewCaption(strings.Join(waits, " · ")).In(part.ColorText2).Trailing())
	return part.HBox(12, part.NewIconButton("back", frame.L("Back"), p.leave), part.Grow(left), right)
}

// foot says what the file holds in all, from when its clocks run, and which file it is.
func (p *preview) foot(t tally) fyne.CanvasObject {
	v := p.shown
	clocks, none := frame.L("The clocks run since the person asked"), 0
	for _, r := range v.Rows {
		if r.Submission != nil && r.Submission.ReceivedAt.IsZero() {
			none++
		}
	}
	below := frame.L("every record says when")
	if none > 0 {
		below = frame.L("without a time, counting from the taking: {{.A}}", frame.Thousands(none))
	}
	row := part.HBox(20, part.NewIcon("doc", part.ColorText2, 20),
		part.Grow(part.VBox(0, part.NewBold(t.text()).Short(),
			part.NewCaption(p.whereFrom()).In(part.ColorText2).Short())), part.VLine(32),
		part.NewIcon("clock", part.ColorText2, 20),
		part.Grow(part.VBox(0, part.NewText(clocks).Short(), part.NewCaption(below).In(part.ColorText2).Short())),
		part.NewCaption(frame.L("its digest {{.A}}", fmt.Sprintf("%s %s", v.Digest[:4], v.Digest[4:8]))))
	return part.Ground(part.ColorRaised, part.VBox(0, part.HLine(), part.Fixed(0, 59, part.Inset(0, 20, 0, 20, row))))
}

// whereFrom says where the file lies.
func (p *preview) whereFrom() string {
	if p.path == "" {
		return frame.L("kept sealed at the desk")
	}
	return filepath.Dir(p.path)
}

// Run does the command of a key.
func (p *preview) Run(command string) bool {
	switch command {
	case part.CmdNextRow:
		p.table.Step(1)
	case part.CmdPrevRow:
		p.table.Step(-1)
	case part.CmdBack:
		p.leave()
	case part.CmdNextStep:
		return p.work == nil && p.next != nil && p.next.Run() // a second press does not stop what the first began
	case part.CmdMark:
		p.toggle()
	case part.CmdEncoding:
		p.askEncoding()
	case part.CmdColumns:
		p.askColumns()
	case part.CmdUndecided:
		p.toUndecided()
	case part.CmdChoice + "1", part.CmdChoice + "2", part.CmdChoice + "3":
		return p.choose(int(command[len(command)-1] - '1'))
	default:
		return false
	}
	return true
}
