package oversight

import (
	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/oversight"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// share is an object of a row, and how wide it is beside the others.
type share struct {
	wide float32
	o    fyne.CanvasObject
}

// inRow puts objects side by side, as wide as their shares say and all as high as the highest.
func inRow(list ...share) fyne.CanvasObject {
	l := &rowLayout{}
	c := &fyne.Container{Layout: l}
	for _, s := range list {
		l.wide = append(l.wide, s.wide)
		c.Add(s.o)
	}
	return c
}

const rowGap = 12

type rowLayout struct{ wide []float32 }

// MinSize is as high as the highest object.
func (l *rowLayout) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	for _, o := range objects {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	size.Width = 100
	return size
}

// Layout gives each object its share of the width.
func (l *rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var all float32
	for _, w := range l.wide {
		all += w
	}
	room, x := size.Width-rowGap*float32(len(objects)-1), float32(0)
	for i, o := range objects {
		w := room * l.wide[i] / all
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
		x += w + rowGap
	}
}

// bar is one line of a list of figures.
type bar struct {
	name, share string // share stands behind the number; empty where none has one
	n           int64
	color       fyne.ThemeColorName
	loud        bool // its name is coloured too
}

// rows is a card with a title and a line with a bar for each figure.
func rows(title, caption string, list []bar, foot fyne.CanvasObject) fyne.CanvasObject {
	column := part.VBox(0, headed(title, caption), part.HLine())
	most, shared := int64(1), false
	for _, b := range list {
		most, shared = max(most, b.n), shared || b.share != ""
	}
	for _, b := range list {
		name := part.NewText(b.name)
		if b.loud {
			name = part.NewBold(b.name).In(b.color)
		}
		line := part.HBox(8, part.Grow(name.Short()),
			part.Fixed(72, 16, part.NewBar(float64(b.n)/float64(most), b.color)),
			part.Fixed(44, 0, part.NewBold(frame.Thousands(b.n)).Trailing().Short()))
		if shared {
			line.Add(part.Fixed(54, 0, part.NewCaption(b.share).Trailing().Short()))
		}
		column.Add(part.Inset(6, 0, 6, 0, line))
		column.Add(part.HLine())
	}
	if len(list) == 0 {
		column.Add(part.Inset(8, 0, 8, 0, part.NewCaption(frame.L("none"))))
	}
	if foot != nil {
		column.Add(part.Space(0, 4))
		column.Add(foot)
	}
	return part.NewCard(column)
}

// headed is the head of a card.
func headed(title, caption string) fyne.CanvasObject {
	return part.VBox(0, part.HBox(8, part.NewSubHeading(title), part.Grow(part.NewCaption(caption).Trailing().Short())),
		part.Space(0, 4))
}

// grounds are the refusals, in whole or in part.
func (s *screen) grounds(f oversight.Figures) (list []bar) {
	for _, g := range f.Grounds {
		list = append(list, bar{name: s.groundName(g.Name), n: g.N})
	}
	return list
}

func (s *screen) groundName(id string) string {
	if g, ok := s.rules.Ground(id); ok {
		return g.Title.In(frame.Language())
	}
	return id
}

// inTime writes how many of those that were answered were so in time; empty where none was.
func inTime(r oversight.Row) string {
	if r.Of == 0 {
		return "–"
	}
	return percent(r.Share)
}

func (s *screen) kinds(f oversight.Figures) fyne.CanvasObject {
	var list []bar
	for _, k := range f.Kinds {
		list = append(list, bar{name: frame.ShortKind(model.Kind(k.Name)), n: k.N, share: inTime(k)})
	}
	return rows(frame.L("Kinds"), frame.L("arrived, answered on time"), list, nil)
}

func (s *screen) regimes(f oversight.Figures) fyne.CanvasObject {
	var list []bar
	for _, r := range f.Regimes {
		list = append(list, bar{name: s.regimeName(r.Name), n: r.N, share: inTime(r)})
	}
	return rows(frame.L("Rules"), frame.L("answered, on time"), list, nil)
}

func (s *screen) regimeName(id string) string {
	if r, ok := s.rules.Regime(id); ok {
		return r.Name.In(frame.Language())
	}
	return id
}

// stays is how long requests stayed in each state.
func (s *screen) stays(f oversight.Figures) fyne.CanvasObject {
	column := part.VBox(0, headed(frame.L("Time in each state"), frame.L("in days, of what moved on")),
		cells(part.NewCaption(frame.L("State")), part.NewCaption(frame.L("Moved on")),
			part.NewCaption(frame.L("Median")), part.NewCaption(frame.L("Slowest tenth"))), part.HLine())
	for _, st := range f.Stays {
		column.Add(cells(part.NewText(frame.W(st.Status)), part.NewText(frame.Thousands(st.N)),
			part.NewBold(days(st.Median)), part.NewText(days(st.Slow))))
		column.Add(part.HLine())
	}
	return part.NewCard(column)
}

// cells are a row of texts: the first takes what room there is.
func cells(first *part.Text, rest ...*part.Text) fyne.CanvasObject {
	row := part.HBox(6, part.Grow(first.Short()))
	for _, t := range rest {
		row.Add(part.Fixed(84, 0, t.Trailing().Short()))
	}
	return part.Inset(6, 0, 6, 0, row)
}

// team is what everybody has to do and did; what nobody holds stands last.
func (s *screen) team(f oversight.Figures) fyne.CanvasObject {
	column := part.VBox(0, headed(frame.L("Team load"), frame.L("{{.A}} open", frame.Thousands(f.Open))),
		s.line(part.NewCaption(frame.L("Staff")), part.NewCaption(frame.L("Backlog")), nil,
			part.NewCaption(frame.L("Late")), part.NewCaption(frame.L("7 days")), part.NewCaption(frame.L("Review")),
			part.NewCaption(frame.L("Closed"))), part.HLine())
	most := int64(1)
	for _, w := range f.Staff {
		most = max(most, w.Open)
	}
	for _, w := range f.Staff {
		name, color := part.NewText(w.Staff.Name), part.ColorPrimary
		if w.Staff.ID == "" {
			name, color = part.NewBold(frame.L("Unclaimed")).In(part.ColorAmber), part.ColorAmber
		}
		late := part.NewText(frame.Thousands(w.Late))
		if w.Late > 0 {
			late = part.NewBold(frame.Thousands(w.Late)).In(part.ColorRed)
		}
		column.Add(s.line(name, part.NewBold(frame.Thousands(w.Open)),
			part.NewBar(float64(w.Open)/float64(most), color), late, part.NewText(frame.Thousands(w.ThisWeek)),
			part.NewText(frame.Thousands(w.ForOther)), part.NewText(frame.Thousands(w.Closed.Of))))
		column.Add(part.HLine())
	}
	return part.NewCard(column)
}

func (s *screen) line(name, open *part.Text, load fyne.CanvasObject, rest ...*part.Text) fyne.CanvasObject {
	if load == nil {
		load = part.Space(0, 0)
	}
	row := part.HBox(6, part.Grow(name.Short()), part.Fixed(64, 16, load), part.Fixed(50, 0, open.Trailing().Short()))
	for _, t := range rest {
		row.Add(part.Fixed(48, 0, t.Trailing().Short()))
	}
	return part.Inset(6, 0, 6, 0, row)
}
