// Package audit is the screen of the audit log: what is in it, how it grew, and what proves that it is whole.
package audit

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// logView is the audit log of the whole desk, newest first: what is looked for in it, and one entry opened.
type logView struct {
	frame  *frame.Frame
	filter logFilter

	entries  []model.Entry // those that the filter leaves, as far as they were read
	before   int64         // where to read on; 0: from the newest
	complete bool
	reading  bool
	latest   frame.Generation

	table *part.DataTable
	find  *part.SearchField
	panel *fyne.Container
	note  *part.Text
	only  *part.Segment
}

// logFilter leaves some entries of the log.
type logFilter struct {
	only    int    // among logKinds
	request int64  // 0: of every request and of none
	staff   string // empty: by everybody
	text    string
	from    time.Time // and later; zero: from the beginning
	before  time.Time // and not then; zero: to now
}

// logKinds are the parts of the log that can be looked at alone; an action belongs to the first whose beginning it has.
var logKinds = []struct {
	title    string
	prefixes []string
}{
	{"All", nil},
	{"Requests", []string{"request.", "follow_up.", "letter.", "mail.", "file.", "complaint.", "view.", "register."}},
	{"Identity", []string{"identity."}},
	{"Reveals", []string{"value."}},
	{"Copies", []string{"export."}},
	{"Changes", []string{"change.", "hold.", "erased."}},
	{"Sources", []string{"datamap.", "drp_agent."}},
	{"Incidents", []string{"incident."}},
	{"Notices", []string{"notice."}},
	{"Staff and desk", []string{"staff.", "desk.", "organisation.", "policy.", "rules.", "compliance.", "audit.",
		"oversight."}},
}

// logPage is how many entries one reading brings to look through, and logRead how many pages it looks through at most.
const (
	logPage = 500
	logRead = 40
)

// Screen makes the screen of the audit log: its entries, and what proves that it is whole.
func Screen(f *frame.Frame) fyne.CanvasObject {
	v := &logView{frame: f, panel: part.Stack(), note: part.NewCaption("").Short()}
	proof := newLogProof(f)
	v.table = part.NewDataTable([]part.Column{{Title: frame.L("No."), Width: 64, Align: fyne.TextAlignTrailing},
		{Title: frame.When(f.Session.Now()), Width: 132}, {Title: frame.L("By"), Width: 110},
		{Title: frame.L("Entry"), Min: 200}, {Title: frame.L("Request"), Width: 116}}, v.fill)
	v.table.OnSelected = v.choose
	v.table.OnScroll = v.more
	titles := make([]string, len(logKinds))
	for i, k := range logKinds {
		titles[i] = frame.L(k.title)
	}
	v.only = part.NewSegment(titles, 0, func(i int) { v.narrow(func(filter *logFilter) { filter.only = i }) })
	v.find = part.NewSearchField(frame.L("Reference or staff"), "")
	v.find.OnChanged = func(text string) { v.narrow(func(filter *logFilter) { filter.text = strings.TrimSpace(text) }) }
	v.find.OnMove = v.table.Step
	head := part.HBox(8, part.NewHeading(frame.L("Audit log")),
		part.Grow(part.NewCaption(frame.L("no personal data inside; nobody can change or remove an entry unseen")).
			Short()), v.newWhen(), part.Fixed(190, 0, v.find))
	middle := part.VBox(0, part.Inset(8, part.PageEdge, 8, part.PageEdge, proof.plotted), part.HLine(),
		part.Grow(v.table), part.HLine(),
		part.Fixed(0, 40, part.Inset(0, part.PageEdge, 0, part.PageEdge,
			part.HBox(8, part.NewKeyHint("J"), part.NewKeyHint("K"), part.NewCaption(frame.L("move")),
				part.Grow(v.note)))))
	v.reload()
	return part.VBox(0, part.Fixed(0, 52, part.Inset(0, part.PageEdge, 0, part.PageEdge, head)), part.HLine(),
		// a small window needs its whole width
		part.Fixed(0, 43, part.Inset(0, part.PageEdge, 0, part.PageEdge, part.HBox(8, v.only, part.Gap()))),
		part.HLine(),
		part.Grow(part.Workspace(part.Space(0, 0), middle, part.Page(part.VBox(0, proof.panel, part.HLine(), v.panel)),
			0, 420, 343)))
}

// leaves reports whether the filter leaves an entry; by is the name of who made it.
func (f logFilter) leaves(e model.Entry, by string) bool {
	if f.request != 0 && e.RequestID != f.request || f.staff != "" && e.Staff != f.staff {
		return false
	}
	if !f.from.IsZero() && e.At.Before(f.from) || !f.before.IsZero() && !e.At.Before(f.before) {
		return false
	}
	if prefixes := logKinds[f.only].prefixes; prefixes != nil && !begins(string(e.Action), prefixes) {
		return false
	}
	text := strings.ToLower(f.text)
	return text == "" || strings.Contains(strings.ToLower(referenceOf(e)), text) ||
		strings.Contains(strings.ToLower(by), text)
}

func begins(action string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(action, p) {
			return true
		}
	}
	return false
}

// referenceOf is the reference of the request that an entry is about; empty where it is about none.
func referenceOf(e model.Entry) string {
	ref, _ := e.Detail["reference"].(string)
	return ref
}

func (v *logView) narrow(change func(*logFilter)) {
	change(&v.filter)
	v.reload()
}

func (v *logView) reload() {
	v.entries, v.before, v.complete, v.reading = nil, 0, false, false
	v.table.SetCount(0)
	v.table.Select(-1)
	v.more()
}

// more reads on when the end comes into sight, past everything that the filter does not leave.
func (v *logView) more() {
	if _, end := v.table.VisibleRows(); v.complete || v.reading || end < len(v.entries)-20 {
		return
	}
	v.reading = true
	gen, filter, before, session := v.latest.Next(), v.filter, v.before, v.frame.Session
	names := v.frame.StaffNames()
	var found []model.Entry
	complete := false
	v.frame.Try(func(ctx context.Context) error {
		for n := 0; n < logRead && len(found) < logPage/2 && !complete; n++ {
			page, err := session.Log(ctx, filter.request, before, logPage)
			if err != nil {
				return err
			}
			for _, e := range page {
				before = e.Seq
				if filter.leaves(e, names[e.Staff]) {
					found = append(found, e)
				}
			}
			complete = len(page) < logPage || !filter.from.IsZero() &&
				page[len(page)-1].At.Before(filter.from.Add(-clockDrift))
		}
		return nil
	}, func(err error) {
		if !v.latest.Current(gen) || v.frame.Session != session {
			return
		}
		v.reading = false
		if err != nil {
			v.frame.Fail(err)
			return
		}
		first := len(v.entries) == 0
		v.entries, v.before, v.complete = append(v.entries, found...), before, complete
		v.table.SetCount(len(v.entries))
		v.say()
		if first && len(v.entries) > 0 {
			v.table.Select(0)
			v.choose(0)
			if v.frame.Window.Canvas().Focused() == nil {
				v.table.Focus()
			}
		}
	})
}

// say tells how much of the log shows.
func (v *logView) say() {
	n := frame.Thousands(int64(len(v.entries)))
	if v.complete {
		v.note.SetText(frame.L("{{.A}} entries", n))
		return
	}
	v.note.SetText(frame.L("{{.A}} entries so far, back to no. {{.B}}; older ones are read as you go on", n,
		frame.Thousands(v.before)))
}

func (v *logView) fill(row int, d *part.RowData) {
	if row >= len(v.entries) {
		return
	}
	e := v.entries[row]
	d.Cells[0] = part.Cell{Text: frame.Thousands(e.Seq), Color: part.ColorText3}
	d.Cells[1] = part.Cell{Text: frame.ColumnClock(e.At, v.frame.Session.Now()), Color: part.ColorText3}
	d.Cells[2] = part.Cell{Text: v.by(e), Color: part.ColorText2}
	d.Cells[3] = part.Cell{Text: frame.EntryText(e), Bold: row == v.table.Selected()}
	d.Cells[4] = part.Cell{Text: referenceOf(e), Color: part.ColorText2}
}

// by is who made an entry: the desk itself where nobody did.
func (v *logView) by(e model.Entry) string {
	if name := v.frame.StaffName(e.Staff); name != "" {
		return name
	}
	return frame.L("the desk")
}

// choose opens an entry beside the list.
func (v *logView) choose(row int) {
	v.panel.Objects = nil
	if row >= 0 && row < len(v.entries) {
		v.panel.Objects = []fyne.CanvasObject{part.Inset(14, 16, 14, 16, v.entry(v.entries[row]))}
	}
	v.panel.Refresh()
	v.table.Refresh()
}

// entry is everything that an entry says.
func (v *logView) entry(e model.Entry) fyne.CanvasObject {
	title := part.NewBody(frame.EntryText(e))
	title.Bold = true
	column := part.VBox(0, title, part.Space(1, 6), part.NewLine(frame.L("Entry"), frame.Thousands(e.Seq)),
		part.NewLine(frame.L("When"), "").WithBelow(frame.Moment(e.At)), part.NewLine(frame.L("By"), v.by(e)))
	acts := part.HBox(8)
	if ref := referenceOf(e); ref != "" {
		line := part.NewLine(frame.L("Request"), ref)
		if v.frame.May(model.ActReadRequest) && e.RequestID != 0 {
			line.WithTrailing(part.NewLink(ref, func() { v.frame.Open(e.RequestID) }).AsSmall())
		}
		column.Add(line)
	}
	all := func(key, text string, to logFilter) {
		b := part.NewButton(text,
			func() { v.narrow(func(f *logFilter) { f.request, f.staff = to.request, to.staff }) }).AsSmall()
		b.Key = key
		acts.Add(b)
	}
	switch {
	case v.filter.request != 0 || v.filter.staff != "":
		b := part.NewButton(frame.L("Of everything again"),
			func() { v.narrow(func(f *logFilter) { f.request, f.staff = 0, "" }) }).AsSmall()
		b.Key = "A"
		acts.Add(b)
	default:
		if e.RequestID != 0 {
			all("R", frame.L("All of this request"), logFilter{request: e.RequestID})
		}
		if e.Staff != "" {
			all("S", frame.L("All by the same"), logFilter{staff: e.Staff})
		}
	}
	acts.Add(part.Gap())
	column.Add(part.Space(1, 10))
	column.Add(acts)
	column.Add(part.Space(1, 14))
	column.Add(part.NewCaption(frame.L("As it stands in the log")))
	column.Add(part.NewParagraph(string(e.Action) + " " + raw(e.Detail)))
	return column
}

// raw is the detail of an entry as the log holds it.
func raw(detail map[string]any) string {
	text, err := json.Marshal(detail)
	if err != nil {
		return ""
	}
	return strings.NewReplacer(`,"`, `, "`, `":`, `": `).Replace(string(text))
}
