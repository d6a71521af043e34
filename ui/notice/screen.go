// Package notice is the screen on which notices to many people are written, approved, let go and followed.
package notice

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// screen shows every notice, and one of them open.
type screen struct {
	frame *frame.Frame
	list  []notice.Notice
	shown app.Open // as it is kept; its ID is zero where none is open
	want  int64    // ID of the one to open after the list was read

	form   *form // of a draft; nil otherwise
	page   *frame.Page[notice.Content]
	onward *cursor // where the cursor was when the draft was saved to go on with the next missing field
	// what the form said when work on the notice began; what was typed since is not lost when it is shown anew
	worked   *notice.Content
	preview  *preview  // how people see it
	receipts *receipts // of one that goes out or went; nil before
	latest   frame.Generation

	left, middle, right *fyne.Container
	root                fyne.CanvasObject
	top                 func() // scrolls to the beginning of the open notice
}

// Screen makes the screen.
func Screen(f *frame.Frame) fyne.CanvasObject { return ScreenAt(f, 0) }

// ScreenAt makes the screen with a notice open; the newest where it is 0.
func ScreenAt(f *frame.Frame, id int64) fyne.CanvasObject {
	s := &screen{frame: f, want: id, left: part.VBox(0), middle: part.VBox(0), right: part.VBox(0)}
	middle := part.PaddedPage(s.middle)
	s.top = middle.ScrollToTop
	s.root = part.Workspace(part.PaddedPage(s.left), middle, part.PaddedPage(s.right), 212, 440, 300)
	s.reload()
	return s.root
}

// reload reads the list, and the notice that is open, anew.
func (s *screen) reload() {
	gen := s.latest.Next()
	session, want := s.frame.Session, s.want
	var list []notice.Notice
	var open app.Open
	s.frame.Run(func(ctx context.Context) (err error) {
		if list, err = app.List(ctx, session); err != nil || len(list) == 0 {
			return err
		}
		if want == 0 {
			want = list[0].ID
		}
		open, err = app.Read(ctx, session, want)
		return err
	}, func() {
		if s.latest.Current(gen) {
			s.list, s.want = list, want
			s.show(open)
		}
	})
}

// show shows a notice as it is kept.
func (s *screen) show(open app.Open) {
	typed, turned := s.typedSince(open), s.receipts
	canvas := s.frame.Window.Canvas()
	var was *cursor // somebody who types goes on typing where they were
	if open.ID != s.shown.ID {
		turned, s.onward = nil, nil
		s.top()
	} else if s.form != nil {
		if at, ok := s.form.cursor(canvas); ok {
			was = &at
		}
	}
	s.shown, s.form, s.page, s.receipts, s.worked = open, nil, nil, nil, nil
	s.showList()
	if open.ID == 0 {
		s.middle.Objects = []fyne.CanvasObject{part.NewNothing("horn", frame.L("No notice"),
			frame.L(
				"A policy changes, a service stops, or data leaked: begin a notice, and what it must say is asked for."))}
		s.right.RemoveAll()
		s.middle.Refresh()
		s.right.Refresh()
		return
	}
	s.preview = newPreview(s)
	s.middle.Objects = append([]fyne.CanvasObject{}, s.head()...)
	switch {
	case open.State == notice.Draft && s.frame.May(model.ActWriteNotice):
		rules := s.frame.Session.Rules()
		s.form = newForm(open, rules, s.follow)
		var kept notice.Content
		s.page, kept = frame.KeepPage(s.frame, fmt.Sprint("notice ", open.ID), s.form.begun)
		if typed == nil && !reflect.DeepEqual(kept, s.form.begun) {
			typed = &kept
		}
		if typed != nil {
			s.form = s.form.with(open, *typed, rules, s.follow)
		}
		s.middle.Add(s.form.body)
	case open.State != notice.Draft && open.State != notice.Approved:
		s.receipts = newReceipts(s, turned)
		s.middle.Add(s.receipts.body)
	}
	s.middle.Add(part.Space(0, 14))
	s.middle.Add(s.preview.body)
	s.middle.Refresh()
	s.follow()
	s.goOn(was, typed != nil)
	if open.State == notice.Sending {
		s.watch()
	}
}

// goOn gives the cursor back to a form that was made anew: after a save to the next field in which something is
// missing, unless somebody typed on meanwhile.
func (s *screen) goOn(was *cursor, typed bool) {
	from, canvas := s.onward, s.frame.Window.Canvas()
	s.onward = nil
	switch {
	case s.form == nil || canvas.Overlays().Top() != nil:
	case from != nil && !typed && (was == nil || was.field == from.field):
		s.form.goOn(canvas, *from, s.now())
	case was != nil:
		s.form.put(canvas, *was)
	}
	if has, ok := canvas.Focused().(fyne.CanvasObject); ok && s.form != nil {
		part.Reveal(has)
	}
}

// typedSince is what was typed into the form of the same notice while work on it went on; nil where nothing was.
func (s *screen) typedSince(open app.Open) *notice.Content {
	if s.worked == nil || s.form == nil || s.shown.ID != open.ID {
		return nil
	}
	if now := s.form.read(); !reflect.DeepEqual(now, *s.worked) {
		return &now
	}
	return nil
}

// now is the notice as it stands in the form.
func (s *screen) now() app.Open {
	if s.form == nil {
		return s.shown
	}
	return s.shown.With(s.frame.Session.Rules(), s.form.read())
}

// follow shows beside the form what is missing in it, and below it how people see it.
func (s *screen) follow() {
	now := s.now()
	if s.form != nil {
		s.form.follow(now)
		s.page.Follow(s.form.read(), s.form.body)
	}
	s.preview.follow(now)
	s.right.Objects = s.side(now)
	s.right.Refresh()
}

// leave does something after which the notice shows anew. What was typed is kept; where that is not possible, its
// writer agrees to lose it first.
func (s *screen) leave(do func()) {
	part.Leave(s.frame.Window.Canvas(), s.form != nil && s.form.changed() && part.Typed(s.form.body), do)
}

// choose opens a notice of the list.
func (s *screen) choose(id int64) {
	s.leave(func() {
		s.want = id
		s.reload()
	})
}

func (s *screen) showList() {
	head := part.HBox(8, part.NewSubHeading(frame.L("Notices")), part.Gap())
	s.left.Objects = []fyne.CanvasObject{head, part.Space(0, 6)}
	if s.frame.May(model.ActWriteNotice) {
		var begin *part.Button
		begin = part.NewButton(frame.L("Begin…"), func() { s.begin(begin) }).AsSmall().WithIcon("plus")
		head.Add(begin)
	}
	for _, n := range s.list {
		s.left.Add(s.item(n))
	}
	s.left.Refresh()
}

func (s *screen) item(n notice.Notice) fyne.CanvasObject {
	reference := fyne.CanvasObject(part.NewLink(n.Reference, func() { s.choose(n.ID) }))
	if n.ID == s.shown.ID {
		reference = part.NewBold(n.Reference)
	}
	column := part.VBox(2)
	if n.Content.OfDrill() {
		column.Add(part.Ground(part.ColorAmberTint, part.NewCaption(frame.L("DRILL")).In(part.ColorAmber)))
	}
	for _, o := range []fyne.CanvasObject{part.HBox(6, reference, part.Gap(), stateChip(n)),
		part.NewText(kindName(n.Content.Kind)).Short(), part.NewCaption(s.below(n)).Short()} {
		column.Add(o)
	}
	return part.VBox(0, part.Inset(6, 0, 6, 0, column), part.HLine())
}

// below is how far a notice is, in the list.
func (s *screen) below(n notice.Notice) string {
	if n.State == notice.Sending || n.State == notice.Stopped {
		return frame.L("{{.A}} of {{.B}} people", frame.Thousands(n.Progress.Tried), frame.Thousands(n.Audience.Count))
	}
	if n.Audience.Count == 0 {
		return frame.L("to nobody yet")
	}
	return frame.L("{{.A}} people", frame.Thousands(n.Audience.Count))
}

// begin asks which kind of notice, and begins it.
func (s *screen) begin(under fyne.CanvasObject) {
	var items []part.MenuItem
	for _, kind := range notice.Kinds {
		items = append(items, part.MenuItem{Label: kindName(kind), Run: func() {
			s.leave(func() {
				session := s.frame.Session
				var n notice.Notice
				s.frame.Run(func(ctx context.Context) (err error) {
					n, err = app.Begin(ctx, session, kind)
					return err
				}, func() {
					s.want = n.ID
					s.reload()
				})
			})
		}})
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(under)
	part.ShowMenu(s.frame.Window.Canvas(), at.AddXY(0, under.Size().Height+4), 200, items)
}

// head names the open notice.
func (s *screen) head() []fyne.CanvasObject {
	o := s.shown
	title := part.HBox(8, part.Grow(part.NewHeading(frame.And(kindName(o.Content.Kind), o.Reference)).Short()),
		stateChip(o.Notice))
	writers := []string{s.frame.StaffWithin(o.WrittenBy)}
	for _, id := range o.Writers {
		if id != o.WrittenBy {
			writers = append(writers, s.frame.StaffWithin(id))
		}
	}
	about := []string{frame.L("drafted by {{.A}}", strings.Join(writers, frame.L(", ")))}
	if o.ApprovedBy != "" {
		about = append(about,
			frame.L("approved by {{.A}}, {{.B}}", s.frame.StaffWithin(o.ApprovedBy),
				frame.Clock(o.ApprovedAt, s.frame.Session.Now())))
	}
	return []fyne.CanvasObject{title, part.Space(0, 2), part.NewParagraph(frame.And(about...)), part.Space(0, 10)}
}

// every is how often a notice that goes out is looked at.
const every = 3 * time.Second

// watch looks at a notice that goes out again and again, while it shows.
func (s *screen) watch() {
	session, id, gen := s.frame.Session, s.shown.ID, s.latest.Next()
	var open app.Open
	s.frame.Follow(func(ctx context.Context) (err error) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(every):
		}
		open, err = app.Read(ctx, session, id)
		return err
	}, func(err error) {
		if err != nil || !s.latest.Current(gen) || fyne.CurrentApp().Driver().CanvasForObject(s.root) == nil {
			return
		}
		if open.Version != s.shown.Version {
			s.reload()
			return
		}
		s.shown = open
		s.follow()
		s.watch()
	})
}
