package shell

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/above"
	"orangelab.cn/rightsdesk/app/bulk"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// pageSize is how many rows one reading brings.
const pageSize = 50

// queueView is the list in the middle: one queue, or what a search found.
type queueView struct {
	frame  *frame.Frame
	queue  desk.Queue
	name   string
	mine   bool
	by     desk.Narrow // what narrows it besides mine
	view   string      // the ID of the view that is kept; empty: none
	kept   filters     // what narrows each list when it is chosen again
	search string

	rows     []model.QueueRow
	total    int64
	lines    int64 // above them, which count too where they are to be done
	complete bool
	loading  bool  // the next page
	reading  bool  // the list from its beginning
	missed   bool  // the desk changed meanwhile
	ahead    []int // steps asked for meanwhile
	keyboard bool  // the list had it when it was left
	latest   frame.Generation

	list         *part.QueueList
	title        *part.Text
	note         *part.Text
	late         *part.Text
	whose        *part.Segment // hidden in a search, which is of all, and in Next, which is one's own
	onWhose      func()        // told that the list shows others' work, or no longer
	filter       *part.Button
	head         *fyne.Container
	above        *fyne.Container // what comes before the requests
	picked       *fyne.Container // what is selected, in the place of the hints: no row moves under the pointer
	hints        *fyne.Container
	body         fyne.CanvasObject
	onOpen       func(request int64)
	onNarrow     func()           // told that a list is narrowed otherwise
	onLook       func(desk.Queue) // a view of another queue was chosen
	onCompliance func()           // opens the records of compliance; nil: this role has no such place
	// onIncident shows an incident, onNotice a notice.
	onIncident, onNotice func(id int64)
}

// step moves the selection. While the list is being read there is nothing to move in: it is done once the rows are
// there.
func (q *queueView) step(by int) {
	if q.reading {
		q.ahead = append(q.ahead, by)
		return
	}
	q.list.Step(by)
}

// listed names the list that is asked for: the queue and what narrows it, or the search.
func (q *queueView) listed() string {
	if q.search != "" {
		return "search " + q.search
	}
	return fmt.Sprint(q.queue, " ", q.narrow())
}

// begin takes the rows of a list that is left off the screen, so that no key can still act on them.
func (q *queueView) begin() {
	if q.list.List() == q.listed() {
		return
	}
	q.rows, q.total, q.complete, q.ahead = nil, 0, true, nil
	if q.list.Focused() { // a key must not be spent on a list without rows
		q.keyboard = true
		q.frame.Window.Canvas().Unfocus()
	}
	q.title.SetText(q.heading())
	q.note.SetText("")
	q.late.SetText("")
	q.list.SetNews("")
	q.list.SetNothing(nil)
	q.showAbove(above.Above{})
	q.list.SetCount(q.listed(), 0, q.rowOf)
	q.head.Refresh()
}

func newQueueView(f *frame.Frame, onOpen, onIncident func(int64)) *queueView {
	works := f.May(model.ActClaim) // an auditor holds nothing and does nothing
	q := &queueView{frame: f, queue: desk.QueueNext, mine: works, onOpen: onOpen, onIncident: onIncident}
	q.list = part.NewQueueList(q.show)
	q.list.OnSelected = func(row int) { q.open(row) }
	q.list.OnOpen = func(row int) { q.open(row) }
	q.list.OnScroll = q.more
	q.list.OnNews = func() { q.reload(nil) }
	q.title, q.note, q.late = part.NewSubHeading(""), part.NewCaption(""), part.NewCaption("").In(part.ColorRed)
	q.whose = part.NewSegment([]string{frame.L("Mine and unclaimed"), frame.L("All staff")}, 0, func(i int) {
		q.mine = i == 0
		q.reload(nil)
		if q.onWhose != nil {
			q.onWhose()
		}
	})
	q.whose.Hidden = !works
	q.filter = part.NewIconButton("filter", frame.L("Filter, views, selection, register"), nil)
	q.filter.OnTap = q.askMenu
	hint := func(key, text string) fyne.CanvasObject {
		return part.HBox(8, part.NewKeyHint(key), part.NewCaption(text), part.Space(4, 1))
	}
	q.head = part.HBox(8, q.title, part.Grow(q.note), q.whose, q.filter)
	hints := part.HBox(0, part.HBox(4, part.NewKeyHint("J")), part.Space(4, 1), hint("K", frame.L("move")),
		hint("Enter", frame.L("open")))
	if works {
		hints.Add(hint("C", frame.L("claim")))
		hints.Add(hint("Ctrl Enter", frame.L("next step")))
	}
	hints.Add(part.Gap())
	hints.Add(part.HBox(8, q.late, part.NewCaption(frame.L("days of {{.A}}", frame.Zone(f.Session.Now())))))
	q.above, q.picked, q.hints = part.VBox(0), part.HBox(8), hints
	q.picked.Hide()
	q.list.OnMarked = q.showMarked
	q.body = part.VBox(0,
		part.Fixed(0, part.ListTitleHeight-2, part.Inset(0, 16, 0, 16, q.head)),
		part.HLine(), q.above, part.Grow(q.list), part.HLine(),
		part.Fixed(0, part.KeyHintsHeight-1, part.Inset(0, 16, 0, 16, part.Stack(hints, q.picked))))
	return q
}

// find shows what a search finds; an empty text goes back to the queue.
func (q *queueView) find(text string) {
	q.search = text
	q.reload(func() {
		if text != "" && len(q.rows) == 1 { // one hit is what was looked for
			q.list.Select(-1)
			q.list.Select(0)
		}
	})
}

func (q *queueView) narrow() desk.Narrow {
	n := q.by
	n.Mine = q.mine
	return n
}

// reload reads the list from its beginning, as far as it was read; done runs once it shows.
func (q *queueView) reload(done func()) { q.read(0, done) }

// read reads so many rows of the list, or all that it has; as far as it was read where want is 0.
func (q *queueView) read(want int, done func()) {
	gen := q.latest.Next()
	q.begin()
	q.reading = true
	queue, narrow, search, session := q.queue, q.narrow(), q.search, q.frame.Session
	if want == 0 {
		want = max(pageSize, len(q.rows))
	}
	want = min(want, bulk.Max)
	var rows []model.QueueRow
	var total int64
	var first above.Above
	q.frame.Try(func(ctx context.Context) (err error) {
		if first, err = above.Read(ctx, queue, search, session); err != nil {
			return err
		}
		if search != "" {
			rows, err = session.Search(ctx, search)
			total = int64(len(rows))
			return err
		}
		if rows, err = session.Page(ctx, queue, narrow, model.Cursor{}, want); err != nil {
			return err
		}
		total, err = session.CountPage(ctx, queue, narrow)
		return err
	}, func(err error) {
		if !q.latest.Current(gen) || q.frame.Session != session {
			return
		}
		q.reading = false
		if err != nil {
			q.note.SetText(frame.SentenceText(err))
			return
		}
		q.rows, q.total, q.complete = rows, total, search != "" || len(rows) < want
		q.list.SetNews("")
		q.showAbove(first)
		q.retitle()
		q.list.SetCount(q.listed(), len(q.rows), q.rowOf)
		q.showMarked()
		if done != nil {
			done()
		}
		if q.keyboard && q.frame.Window.Canvas().Focused() == nil {
			q.list.Focus()
		}
		q.keyboard = false
		for _, by := range q.ahead {
			q.list.Step(by)
		}
		q.ahead = nil
		if q.missed {
			q.missed = false
			q.news()
		}
	})
}

// heading is the name of the list that is asked for.
func (q *queueView) heading() string {
	if q.search != "" {
		return frame.L("Search")
	}
	return q.name
}

func (q *queueView) retitle() {
	n := counted(q.total+q.lines, narrows(q.by))
	q.title.SetText(q.heading())
	q.whose.Hidden = q.search != "" || q.queue == desk.QueueNext || !q.frame.May(model.ActClaim)
	switch {
	case q.search != "":
		q.note.SetText(frame.L("{{.A}} found", n))
	case q.queue == desk.QueueAll:
		q.note.SetText(frame.L("{{.A}}, newest first", n))
	case q.queue == desk.QueueNext:
		q.note.SetText(frame.L("{{.A}} to do, nearest clock first", n))
	case q.mine:
		q.note.SetText(frame.L("{{.A}} yours or unclaimed", n))
	default:
		q.note.SetText(frame.L("{{.A}} open, nearest clock first", n))
	}
	if q.search == "" && narrows(q.by) {
		q.note.SetText(frame.And(frame.L("filtered"), q.note.Text))
	}
	late := 0
	for _, r := range q.rows {
		if r.Clock.Late(q.frame.Session.Now()) {
			late++
		}
	}
	q.late.SetText("")
	if late > 0 {
		q.late.SetText(frame.L("{{.A}} late", late))
	}
	q.filter.SetActive(narrows(q.by))
	q.list.SetNothing(q.nothing())
	q.head.Refresh() // the title takes the room that its name needs
}

// more reads the next page when the end comes into sight.
func (q *queueView) more() {
	if _, end := q.list.VisibleRows(); q.complete || q.loading || end < len(q.rows)-10 {
		return
	}
	q.loading = true
	gen := q.latest.Next()
	queue, narrow, session, after := q.queue, q.narrow(), q.frame.Session, q.rows[len(q.rows)-1].Cursor
	var rows []model.QueueRow
	q.frame.Try(func(ctx context.Context) (err error) {
		rows, err = session.Page(ctx, queue, narrow, after, pageSize)
		return err
	}, func(err error) {
		q.loading = false
		if err != nil || !q.latest.Current(gen) {
			return
		}
		q.rows = append(q.rows, rows...)
		q.complete = len(rows) < pageSize
		q.list.SetCount(q.listed(), len(q.rows), q.rowOf)
	})
}

// news says that the desk changed: rows on screen are brought up to date in place, new ones wait behind a bar.
func (q *queueView) news() {
	if q.loading {
		return
	}
	if q.reading {
		q.missed = true
		return
	}
	if q.search != "" {
		q.reload(nil) // what was found stays, brought up to date
		return
	}
	gen := q.latest.Next()
	queue, narrow, session, want := q.queue, q.narrow(), q.frame.Session, min(max(pageSize, len(q.rows)), bulk.Max)
	var rows []model.QueueRow
	var total int64
	var first above.Above
	q.frame.Follow(func(ctx context.Context) (err error) {
		if first, err = above.Read(ctx, queue, "", session); err != nil {
			return err
		}
		if rows, err = session.Page(ctx, queue, narrow, model.Cursor{}, want); err != nil {
			return err
		}
		total, err = session.CountPage(ctx, queue, narrow)
		return err
	}, func(err error) {
		if err != nil || !q.latest.Current(gen) || q.frame.Session != session {
			return
		}
		fresh := map[int64]model.QueueRow{}
		for _, r := range rows {
			fresh[r.ID] = r
		}
		kept := q.rows[:0:0]
		for _, old := range q.rows {
			if r, ok := fresh[old.ID]; ok {
				kept = append(kept, r)
				delete(fresh, old.ID)
			}
		}
		if len(q.rows) == 0 || len(fresh) == 0 {
			kept, fresh = rows, nil
		}
		q.rows, q.total = kept, total
		q.list.SetCount(q.listed(), len(q.rows), q.rowOf)
		q.showAbove(first)
		q.retitle()
		q.list.SetNews("")
		if len(fresh) > 0 {
			q.list.SetNews(frame.L("{{.A}} new", len(fresh)))
		}
	})
}

func (q *queueView) rowOf(key string) int {
	for i, r := range q.rows {
		if strconv.FormatInt(r.ID, 10) == key {
			return i
		}
	}
	return -1
}

func (q *queueView) show(row int, out *part.QueueRow) {
	if row >= len(q.rows) {
		*out = part.QueueRow{}
		return
	}
	r, now := q.rows[row], q.frame.Session.Now()
	why := q.frame.QueueLine(r)
	if r.ForwardedBy != "" {
		why = frame.L("{{.A}} · forwarded by {{.B}}", why, identifier.MaskEmail(r.ForwardedBy))
	}
	if len(r.Twins) > 0 {
		why = frame.L("perhaps the same as {{.A}} · {{.B}}", strings.Join(r.Twins, frame.L(", ")), why)
	}
	if q.frame.OpenBy != nil {
		if names := q.frame.OpenBy(r.ID); names != "" {
			why = frame.L("being read by {{.A}} · {{.B}}", names, why)
		}
	}
	clock, day := frame.DueRow(r.Clock, now)
	*out = part.QueueRow{Key: strconv.FormatInt(r.ID, 10), Urgency: frame.Urgency(r.Clock.Due, now),
		Reference: r.Reference, Kind: frame.ShortKind(r.Kind),
		Name: known(r), State: frame.StateChip(r.Status), StateText: frame.W(r.Status), Clock: clock, Date: day,
		Why:    why,
		Holder: q.frame.StaffName(r.Holder)}
	if r.Status == model.Closed {
		out.Clock, out.Date = frame.L("came in"), frame.Day(r.ReceivedAt)
	} else if r.Holder == "" {
		out.Holder, out.Unclaimed = frame.L("Unclaimed"), true
	}
}

// known is what a list shows of a person, masked.
func known(r model.QueueRow) string {
	switch {
	case r.Name != "":
		return identifier.MaskName(r.Name)
	case r.KnownBy != "":
		return r.KnownBy
	}
	return frame.L("no name")
}

func (q *queueView) open(row int) {
	if row >= 0 && row < len(q.rows) {
		q.onOpen(q.rows[row].ID)
	}
}
