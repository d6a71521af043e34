// Package policy is the screen of the library of privacy statements: their versions, what is wrong with a text, how two
// differ, and how each change is classed.
package policy

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	campaign "orangelab.cn/rightsdesk/app/notice"
	library "orangelab.cn/rightsdesk/app/policy"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/model/policy"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// What the middle of the screen shows of a version.
const (
	showText = iota
	showChanges
	showChecks
)

// screen shows the versions of every document, and one of them.
type screen struct {
	frame   *frame.Frame
	library library.Library
	seen    policy.Ref // the version that shows
	against int64      // the number it is compared with; 0: the one before it
	mode    int
	beside  bool // old and new side by side
	whole   bool // what did not change, too
	lang    string

	changes *library.Changes
	defects []policy.Defect
	notices []notice.Notice

	left, middle, right *fyne.Container
}

// Screen makes the screen.
func Screen(f *frame.Frame) fyne.CanvasObject {
	s := &screen{frame: f, mode: showChanges, lang: frame.Language(), left: part.VBox(0), middle: part.VBox(0),
		right: part.VBox(0)}
	s.reload()
	return part.Workspace(part.PaddedPage(s.left), part.PaddedPage(s.middle), part.PaddedPage(s.right), 212, 480, 272)
}

// reload reads the library, the version that shows, and what it is compared with.
func (s *screen) reload() {
	session, seen, against := s.frame.Session, s.seen, s.against
	var l library.Library
	var changes *library.Changes
	var defects []policy.Defect
	var notices []notice.Notice
	told := s.frame.May(model.ActReadNotice)
	s.frame.Run(func(ctx context.Context) (err error) {
		if l, err = library.Read(ctx, session); err != nil {
			return err
		}
		if told {
			if notices, err = campaign.List(ctx, session); err != nil {
				return err
			}
		}
		v, ok := chosen(l, seen)
		if !ok {
			return nil
		}
		seen = v.Ref()
		if defects, err = library.Check(ctx, session, v.Version); err != nil {
			return err
		}
		if from := before(l, v, against); from > 0 {
			c, err := library.ReadChanges(ctx, session, v.Document, from, v.Number)
			if err != nil {
				return err
			}
			changes = &c
		}
		return nil
	}, func() {
		s.library, s.seen, s.changes, s.defects, s.notices = l, seen, changes, defects, notices
		s.show()
	})
}

// chosen is the version that shows: the one that was chosen, else the newest of the first document.
func chosen(l library.Library, seen policy.Ref) (policy.Published, bool) {
	if v, err := l.Version(seen.Document, seen.Number); err == nil {
		return v, true
	}
	for _, document := range l.Documents() {
		return policy.Newest(l.Of(document)), true
	}
	return policy.Published{}, false
}

// before is the number that a version is compared with: the one that was chosen, else the last published one before it,
// else the one before it.
func before(l library.Library, v policy.Published, against int64) (number int64) {
	if against > 0 && against != v.Number {
		return against
	}
	published := int64(0)
	for _, o := range l.Of(v.Document) {
		if o.Number < v.Number {
			number = o.Number
			if o.By != "" {
				published = o.Number
			}
		}
	}
	if published > 0 {
		return published
	}
	return number
}

func (s *screen) version() (policy.Published, bool) { return chosen(s.library, s.seen) }

func (s *screen) show() {
	v, ok := s.version()
	s.left.Objects = s.list()
	if !ok {
		next :=
			frame.L("Import the statement that people read now, from a file or as text. Letters and notices cite its clauses from then on.")
		s.middle.Objects = []fyne.CanvasObject{part.NewNothing("doc", frame.L("No privacy statement yet"), next,
			s.importButtons()...)}
		s.right.RemoveAll()
	} else {
		s.settleLanguage(v.Version)
		s.middle.Objects = s.page(v)
		s.right.Objects = []fyne.CanvasObject{part.VBox(16, s.next(v), s.facts(v))}
	}
	s.left.Refresh()
	s.middle.Refresh()
	s.right.Refresh()
}

// settleLanguage shows the text in the reader's language, or in one that it has.
func (s *screen) settleLanguage(v policy.Version) {
	if languages := v.Languages(); !slices.Contains(languages, s.lang) && len(languages) > 0 {
		s.lang = languages[0]
	}
}

// open shows another version.
func (s *screen) open(v policy.Published) {
	s.seen, s.against = v.Ref(), 0
	s.reload()
}

// list are the documents and their versions, the newest first.
func (s *screen) list() (objects []fyne.CanvasObject) {
	head := part.HBox(8, part.NewSubHeading(frame.L("Privacy statements")), part.Gap())
	objects = append(objects, head, part.Space(0, 6))
	for _, document := range s.library.Documents() {
		versions := s.library.Of(document)
		slices.Reverse(versions)
		objects = append(objects, part.Space(0, 8), part.NewBold(name(versions[0].Version)).Short())
		if versions[0].Service != "" {
			objects = append(objects, part.NewCaption(frame.L("for {{.A}}", versions[0].Service)).Short())
		}
		for _, v := range versions {
			objects = append(objects, s.item(v))
		}
	}
	if s.frame.May(model.ActDraftPolicy) && len(objects) > 2 {
		objects = append(objects, part.Space(0, 10),
			part.HBox(0, part.NewLink(frame.L("Add a supplement…"), func() { s.importText(true) }).AsSmall(),
				part.Gap()))
	}
	return objects
}

// item is one version of the list.
func (s *screen) item(v policy.Published) fyne.CanvasObject {
	label := fyne.CanvasObject(part.NewLink(called(v.Version), func() { s.open(v) }))
	if v.Document == s.seen.Document && v.Number == s.seen.Number {
		label = part.NewBold(called(v.Version))
	}
	state := s.library.State(v)
	line := part.VBox(2, part.HBox(6, label, part.Gap(), stateChip(state)))
	if v.From != (calendar.Date{}) {
		line.Add(part.NewCaption(frame.L("from {{.A}}", day(v.From))).Short())
	}
	return part.VBox(0, part.Inset(6, 0, 6, 0, line), part.HLine())
}

func stateChip(state policy.State) fyne.CanvasObject {
	look := map[policy.State]part.ChipState{policy.Draft: part.ChipDraft, policy.Coming: part.ChipPlanned,
		policy.InForce: part.ChipAnswering, policy.Superseded: part.ChipUnused, policy.OldDraft: part.ChipUnused}[state]
	return part.NewChip(look, frame.PolicyState(state))
}

// name is what a document is called.
func name(v policy.Version) string {
	if title := v.Title.In(frame.Language()); title != "" {
		return title
	}
	return v.Document
}

// called is what a version is called.
func called(v policy.Version) string {
	if v.Label != "" {
		return frame.L("version {{.A}}", v.Label)
	}
	return frame.L("draft {{.A}}", v.Number)
}

func day(d calendar.Date) string { return frame.DayYear(noon(d)) }

func noon(d calendar.Date) time.Time { return frame.Noon(d.Year, d.Month, d.Day) }
