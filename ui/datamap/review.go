package datamap

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mapreview"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// review is the screen in which a source's data map is gone through: its tables in order of doubt on the left, the
// columns of the chosen one in the middle, and on the right what comes next, how a search goes from the person
// outwards, and what it does not reach.
type review struct {
	frame   *frame.Frame
	shown   datamap.Review
	rows    []tableRow        // of the list on the left
	folded  map[string]bool   // groups that are folded
	table   string            // the chosen one
	column  int               // of it, -1: none
	samples map[string]sample // by table
	latest  frame.Generation

	waiting []job // what was settled on the screen and is not kept yet
	keeping bool
	undo    [][]datamap.Settling // what takes back what was settled here, the newest last

	tables, columns *part.DataTable
	next            *part.NextStep
	pieces          struct{ head, title, strip, panel, foot *fyne.Container }
}

// sample is what a few rows of a table hold, masked.
type sample struct {
	columns map[string]datamap.Sample
	failed  bool
}

// openReview shows the review of a source. Where stock of its tables was never taken that is done first.
func (s *screen) openReview(src model.Source) {
	r := &review{frame: s.frame, folded: map[string]bool{}, samples: map[string]sample{}, column: -1}
	var shown datamap.Review
	s.frame.Prepare(func(ctx context.Context) (err error) {
		shown, err = datamap.ReadReview(ctx, s.frame.Session, src.Key)
		return err
	}, func() {
		if !shown.Begun && s.frame.May(model.ActSettleMap) {
			r.takeStock(shown.Source, func() { s.frame.ShowTask(r) })
			return
		}
		r.show(shown)
		s.frame.ShowTask(r)
	})
}

// takeStock reads the tables of the source, which may take a minute, and goes on.
func (r *review) takeStock(src model.Source, then func()) {
	session, lang := r.frame.Session.Job(), frame.Language()
	wait := part.NewDialog(part.DialogParts{Title: frame.L("Reading the tables"),
		Body: part.NewBody(
			frame.L("A few rows of each table are looked at, to guess what it holds. Large databases take up to a minute; nothing is written there."))})
	wait.Show(r.frame.Window.Canvas())
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
		defer cancel()
		var shown datamap.Review
		err := datamap.TakeStock(ctx, session, src, lang)
		if err == nil {
			shown, err = datamap.ReadReview(ctx, session, src.Key)
		}
		fyne.Do(func() {
			wait.Close()
			if err != nil {
				r.frame.Fail(err)
				return
			}
			r.shown = datamap.Review{} // what changed in the source is sorted anew
			r.show(shown)
			then()
		})
	}()
}

// show takes what was read, and keeps to the table that was chosen.
func (r *review) show(shown datamap.Review) {
	shown.KeepOrder(r.shown)
	r.shown = shown
	if shown.Table(r.table) == nil {
		r.table, r.column = "", -1
		if len(shown.Tables) > 0 {
			r.table = shown.Tables[0].Name
		}
	}
}

// reload reads the review anew.
func (r *review) reload() {
	gen := r.latest.Next()
	var shown datamap.Review
	r.frame.Try(func(ctx context.Context) (err error) {
		shown, err = datamap.ReadReview(ctx, r.frame.Session, r.shown.Source.Key)
		return err
	}, func(err error) {
		switch {
		case !r.latest.Current(gen) || r.keeping:
		case err != nil:
			r.frame.Fail(err)
		default:
			r.show(shown)
			r.draw()
		}
	})
}

// chosen is the table that is looked at; nil where there is none.
func (r *review) chosen() *datamap.ReviewedTable { return r.shown.Table(r.table) }

// Body draws the screen anew, in the language and light of now.
func (r *review) Body() fyne.CanvasObject {
	for _, piece := range []**fyne.Container{&r.pieces.head, &r.pieces.title, &r.pieces.strip, &r.pieces.panel,
		&r.pieces.foot} {
		*piece = part.Stack()
	}
	r.newTables()
	r.newColumns()
	left := part.Ground(part.ColorBackground,
		part.VBox(0,
			part.Fixed(0, 44, part.Inset(0, 16, 0, 16,
				part.HBox(8, part.NewSubHeading(frame.L("Tables")), part.NewCaption(frame.L("in order of doubt"))))),
			part.HLine(), part.Grow(r.tables)))
	middle := part.VBox(0, part.Inset(12, 20, 10, 20, r.pieces.title), part.HLine(), part.Grow(r.columns), part.HLine(),
		r.pieces.strip)
	r.draw()
	if t := r.chosen(); t != nil {
		r.look(t.Name)
	}
	return part.VBox(0, part.Fixed(0, 67, part.Inset(0, part.PageEdge, 0, part.PageEdge, r.pieces.head)), part.HLine(),
		part.Grow(part.Workspace(left, middle, part.Page(r.pieces.panel), 300, 480, 372)), r.pieces.foot)
}

// draw fills everything from what was read and settled.
func (r *review) draw() {
	r.listTables()
	r.drawHead()
	r.drawFoot()
	r.drawTable()
}

// drawTable fills what belongs to the chosen table.
func (r *review) drawTable() {
	n := 0
	if t := r.chosen(); t != nil {
		n = len(t.Columns)
		if r.column < 0 || r.column >= n {
			r.column = max(r.firstOpen(t), 0)
		}
	}
	r.columns.SetCount(n)
	if n > 0 && r.columns.Selected() != r.column {
		r.columns.Select(r.column)
	}
	r.columns.Refresh()
	r.drawTitle()
	r.drawStrip()
	r.drawPanel()
}

func put(piece *fyne.Container, o fyne.CanvasObject) {
	piece.Objects = []fyne.CanvasObject{o}
	piece.Refresh()
}

// look reads a few rows of a table once, to show what its columns hold, masked.
func (r *review) look(table string) {
	if _, is := r.samples[table]; is || !r.frame.May(model.ActSettleMap) {
		return
	}
	r.samples[table] = sample{}
	var by map[string]datamap.Sample
	r.frame.Follow(func(ctx context.Context) (err error) {
		by, err = datamap.Samples(ctx, r.frame.Session, r.shown.Source.Key, table)
		return err
	}, func(err error) {
		r.samples[table] = sample{by, err != nil}
		if table == r.table {
			r.columns.Refresh()
		}
	})
}

// Run does the command of a key.
func (r *review) Run(command string) bool {
	switch command {
	case part.CmdNextRow:
		r.columns.Step(1)
	case part.CmdPrevRow:
		r.columns.Step(-1)
	case part.CmdBack:
		r.leave()
	case part.CmdNextStep:
		return r.next != nil && r.next.Run()
	case part.CmdEncoding: // E, which elsewhere chooses an encoding
		part.AfterKey(r.change) // or the letter would stand in the first field
	case part.CmdAgree:
		r.accept()
	case part.CmdNotTheirs:
		r.notPersonal()
	case part.CmdSharedNext:
		r.nextDoubt()
	case part.CmdUndo:
		r.takeBack()
	default:
		return false
	}
	return true
}

// Leave does what ends the screen, once what was settled is kept.
func (r *review) Leave(do func()) {
	if r.keeping {
		r.waiting = append(r.waiting, job{then: do})
		return
	}
	do()
}

func (r *review) leave() {
	Want(r.shown.Source.Key, r.table)
	r.frame.ShowTask(nil)
}

// covered says how much is settled, as the heads of the screens do.
func covered(c mapreview.Coverage) string {
	return frame.L("Coverage {{.A}} %", c.Percent())
}

// drawCoverage says how much of the desk's data map is settled, until it is whole.
func (s *screen) drawCoverage() {
	all := mapreview.Total(s.covered)
	s.coverage.RemoveAll()
	if !all.Whole() {
		s.coverage.Add(part.NewChip(part.ChipWaiting,
			covered(all)+" · "+frame.L("{{.A}} of {{.B}} columns", all.Settled, all.Columns)))
	}
	s.coverage.Refresh()
}
