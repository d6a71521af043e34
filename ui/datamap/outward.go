package datamap

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

const (
	outwardRows   = 5  // tables of a step that are named; the others are counted
	outwardSteps  = 3  // of the picture; what is farther away is counted with the last
	outwardHeight = 30 // of a table
	outwardHead   = 24
	outwardPerson = 46 // how wide the person's column is
)

// spot is a table in the picture of the references.
type spot struct {
	mark *canvas.Circle
	name *part.Text
	step int
	row  int
}

// outward draws the tables of a source from the person outwards: a column for each step, its count above, and a line
// for each reference. What is settled is filled, what is guessed an outline.
type outward struct {
	person *canvas.Circle
	heads  []*part.Text
	more   []*part.Text
	spots  []spot
	lines  []lead
}

// lead is a line of the picture; from is -1 for the person.
type lead struct {
	line     *canvas.Line
	from, to int
}

// newOutward draws what is reached; open tells which tables are not settled, chosen is the table that is looked at.
func newOutward(reach datamap.Reach, open map[string]bool, chosen string) fyne.CanvasObject {
	o := &outward{person: canvas.NewCircle(part.Color(part.ColorText))}
	var objects []fyne.CanvasObject
	o.heads = append(o.heads, part.NewCaption(frame.L("person")))
	at, prefix := map[string]int{}, commonPrefix(reach.Steps)
	guessed := part.Color(part.ColorMarkAmber)
	for step := range min(len(reach.Steps), outwardSteps) {
		names := reach.Steps[step]
		if step == outwardSteps-1 {
			for _, further := range reach.Steps[outwardSteps:] {
				names = append(names[:len(names):len(names)], further...)
			}
		}
		o.heads = append(o.heads, part.NewCaption(frame.L("step {{.A}}, {{.B}}", step+1, len(names))).Short())
		for row, name := range first(names, chosen) {
			s := spot{mark: canvas.NewCircle(part.Color(part.ColorPrimary)),
				name: part.NewCaption(strings.TrimPrefix(name, prefix)).In(part.ColorText2).Short(), step: step,
				row: row}
			if name == chosen {
				s.name.Set(strings.TrimPrefix(name, prefix), part.ColorText, true)
			}
			if open[name] {
				s.mark.FillColor, s.mark.StrokeColor, s.mark.StrokeWidth = part.Color(
					part.ColorBackground), guessed, 1.5
			}
			at[name] = len(o.spots)
			if step == 0 {
				o.lines = append(o.lines, lead{from: -1, to: len(o.spots)})
			}
			o.spots = append(o.spots, s)
		}
		more := ""
		if left := len(names) - outwardRows; left > 0 {
			more = frame.L("and {{.A}} more", left)
		}
		o.more = append(o.more, part.NewCaption(more).Short())
	}
	for _, l := range reach.Lines {
		from, seen := at[l.From]
		to, also := at[l.To]
		if seen && also && o.spots[to].step > o.spots[from].step {
			o.lines = append(o.lines, lead{from: from, to: to})
		}
	}
	for i := range o.lines {
		l := &o.lines[i]
		l.line = canvas.NewLine(part.Color(part.ColorButtonBorder))
		if o.spots[l.to].mark.StrokeWidth > 0 {
			l.line.StrokeColor = guessed
		}
		l.line.StrokeWidth = 1.25
		objects = append(objects, l.line)
	}
	objects = append(objects, o.person)
	for _, s := range o.spots {
		objects = append(objects, s.mark, s.name)
	}
	for _, t := range append(append([]*part.Text{}, o.heads...), o.more...) {
		objects = append(objects, t)
	}
	return &fyne.Container{Layout: o, Objects: objects}
}

// first are the tables of a step that are named, the chosen one among them.
func first(names []string, chosen string) []string {
	list := append([]string{}, names[:min(len(names), outwardRows)]...)
	for i, name := range names {
		if name == chosen && i >= outwardRows {
			list[outwardRows-1] = chosen
		}
	}
	return list
}

func (o *outward) rows() int {
	n := 1
	for _, s := range o.spots {
		n = max(n, s.row+1)
	}
	return n
}

// MinSize is called by Fyne.
func (o *outward) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(260, outwardHead+float32(o.rows())*outwardHeight+18)
}

// Layout is called by Fyne.
func (o *outward) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	const small, person = 3.25, 5
	steps := max(len(o.more), 1)
	wide := (size.Width - outwardPerson) / float32(steps)
	height := outwardHead + float32(o.rows())*outwardHeight
	place := func(c fyne.CanvasObject, at fyne.Position, r float32) {
		c.Move(at.SubtractXY(r, r))
		c.Resize(fyne.NewSize(2*r, 2*r))
	}
	me := fyne.NewPos(8, outwardHead+(height-outwardHead)/2)
	place(o.person, me, person)
	where := make([]fyne.Position, len(o.spots))
	for i, s := range o.spots {
		where[i] = fyne.NewPos(outwardPerson+wide*float32(s.step)+10, outwardHead+outwardHeight*(float32(s.row)+0.5))
		place(s.mark, where[i], small)
		s.name.Move(where[i].AddXY(10, -8))
		s.name.Resize(fyne.NewSize(wide-26, 16))
	}
	for _, l := range o.lines {
		from := me
		if l.from >= 0 {
			from = where[l.from].AddXY(wide-22, 0) // behind the name
			from.X = max(min(from.X, where[l.to].X-12), where[l.from].X+6)
		} else {
			from = from.AddXY(person, 0)
		}
		l.line.Position1, l.line.Position2 = from, where[l.to].SubtractXY(small+1, 0)
		l.line.Refresh()
	}
	for i, t := range o.heads {
		x := outwardPerson + wide*float32(i-1)
		if i == 0 {
			x = 0
		}
		t.Move(fyne.NewPos(x+4*min(float32(i), 1), 0))
		t.Resize(fyne.NewSize(wide-8, 16))
	}
	for i, t := range o.more {
		t.Move(fyne.NewPos(outwardPerson+wide*float32(i)+20, height))
		t.Resize(fyne.NewSize(wide-24, 16))
	}
}

// commonPrefix is what the names of all tables begin with, up to an underscore; the picture leaves it out.
func commonPrefix(steps [][]string) (prefix string) {
	begun := false
	for _, names := range steps {
		for _, name := range names {
			at := strings.IndexByte(name, '_') + 1
			switch {
			case at == 0, at == len(name), begun && name[:at] != prefix:
				return ""
			case !begun:
				prefix, begun = name[:at], true
			}
		}
	}
	return prefix
}
