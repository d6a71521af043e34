package part

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

var (
	_ fyne.Widget        = (*Worded)(nil)
	_ heighter           = (*Worded)(nil)
	_ fyne.Accessible    = (*Worded)(nil)
	_ fyne.Tappable      = (*Worded)(nil)
	_ desktop.Hoverable  = (*Worded)(nil)
	_ desktop.Cursorable = (*Worded)(nil)
)

// Run is some words of one look.
type Run struct {
	Text  string
	Color fyne.ThemeColorName // the first colour where empty
	Bold  bool
	Key   bool   // on a ground of its own, as what is typed
	To    string // where a click on it leads, see Worded.OnLink; empty: nowhere
}

// Worded is wrapping text 13 in which some words look otherwise, as in a comparison. It keeps the caller's line breaks.
type Worded struct {
	widget.BaseWidget
	// OnLink is told where what was clicked leads.
	OnLink func(to string)

	runs  []Run
	width float32
	links []laid // those that lead somewhere, as they were laid out last
	over  string // where what the pointer is over leads
}

// Tapped is called by Fyne.
func (w *Worded) Tapped(ev *fyne.PointEvent) {
	if to := w.linkAt(ev.Position); to != "" && w.OnLink != nil {
		w.OnLink(to)
	}
}

// linkAt is where what stands at a place leads.
func (w *Worded) linkAt(at fyne.Position) string {
	for _, l := range w.links {
		if l.line == int(at.Y/lineHeight(SizeText)) && at.X >= l.x &&
			at.X <= l.x+textWidth(l.text, SizeText, l.run.Bold) {
			return l.run.To
		}
	}
	return ""
}

// MouseIn is called by Fyne.
func (w *Worded) MouseIn(ev *desktop.MouseEvent) { w.over = w.linkAt(ev.Position) }

// MouseMoved is called by Fyne.
func (w *Worded) MouseMoved(ev *desktop.MouseEvent) { w.over = w.linkAt(ev.Position) }

// MouseOut is called by Fyne.
func (w *Worded) MouseOut() { w.over = "" }

// Cursor is a hand over what leads somewhere.
func (w *Worded) Cursor() desktop.Cursor {
	if w.over != "" {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// NewWorded returns the text of these runs, one after the other.
func NewWorded(runs ...Run) *Worded {
	w := &Worded{runs: runs}
	w.ExtendBaseWidget(w)
	return w
}

// AccessibilityLabel returns the whole text.
func (w *Worded) AccessibilityLabel() string {
	var b strings.Builder
	for _, r := range w.runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// AccessibilityRole returns that it is to be read.
func (w *Worded) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// laid is a piece of a run at its place.
type laid struct {
	run  Run
	text string
	x    float32
	line int
}

// lay breaks the runs into lines of at most width, as wrap does a text of one look.
func (w *Worded) lay(width float32) (list []laid, lines int) {
	x, line := float32(0), 0
	for _, run := range w.runs {
		for i, paragraph := range strings.Split(run.Text, "\n") {
			if i > 0 {
				x, line = 0, line+1
			}
			for _, piece := range pieces(paragraph, SizeText, run.Bold, width) {
				if x == 0 {
					piece = strings.TrimLeft(piece, " ")
				}
				if x > 0 && width > 0 && !staysBehind(piece) &&
					x+textWidth(strings.TrimRight(piece, " "), SizeText, run.Bold) > width+0.5 {
					x, line = 0, line+1
					piece = strings.TrimLeft(piece, " ")
				}
				for rest := []rune(piece); len(rest) > 0; {
					n := len(rest)
					if width > 0 && textWidth(string(rest), SizeText, run.Bold) > width-x+0.5 && x == 0 {
						n = fitting(rest, SizeText, run.Bold, width)
					}
					text := string(rest[:n])
					list = append(list, laid{run, text, x, line})
					x += textWidth(text, SizeText, run.Bold)
					if rest = rest[n:]; len(rest) > 0 {
						x, line = 0, line+1
					}
				}
			}
		}
	}
	return joinedRuns(list), line + 1
}

// staysBehind reports whether a piece is a mark that never begins a line.
func staysBehind(piece string) bool {
	return piece != "" && strings.Trim(piece, ".,;:)，。；：！？、）》」』”’") == ""
}

// joinedRuns gathers neighbours of one run and line, so that a line is drawn in as few pieces as it has looks.
func joinedRuns(list []laid) (joined []laid) {
	for _, l := range list {
		if n := len(joined); n > 0 && joined[n-1].line == l.line && joined[n-1].run == l.run {
			joined[n-1].text += l.text
			continue
		}
		joined = append(joined, l)
	}
	return joined
}

// HeightFor is the height of the text wrapped at this width.
func (w *Worded) HeightFor(width float32) float32 {
	w.width = width
	_, lines := w.lay(width)
	return float32(lines) * lineHeight(SizeText)
}

// CreateRenderer is called by Fyne.
func (w *Worded) CreateRenderer() fyne.WidgetRenderer {
	r := &wordedRenderer{w: w}
	r.Refresh()
	return r
}

type wordedRenderer struct {
	w     *Worded
	texts []fyne.CanvasObject
}

func (r *wordedRenderer) Destroy()                     {}
func (r *wordedRenderer) Objects() []fyne.CanvasObject { return r.texts }

func (r *wordedRenderer) MinSize() fyne.Size {
	width := r.w.width
	if width <= 0 {
		width = 120
	}
	return fyne.NewSize(40, r.w.HeightFor(width))
}

func (r *wordedRenderer) Layout(s fyne.Size) {
	r.w.width = s.Width
	list, _ := r.w.lay(s.Width)
	r.texts, r.w.links = r.texts[:0], nil
	h := lineHeight(SizeText)
	for _, l := range list { // grounds lie below all words, or they would cover what stands beside
		if l.run.Key {
			ground := &canvas.Rectangle{FillColor: Color(ColorGreyTint), CornerRadius: radiusChip}
			put(ground, l.x-2, float32(l.line)*h+1, textWidth(l.text, SizeText, l.run.Bold)+4, h-1)
			r.texts = append(r.texts, ground)
		}
	}
	for _, l := range list {
		if l.run.To != "" {
			r.w.links = append(r.w.links, l)
		}
		text := textLine(SizeText, l.run.Bold)
		color := l.run.Color
		if color == "" {
			color = ColorText
		}
		setText(text, l.text, color)
		put(text, l.x, float32(l.line)*h, textWidth(l.text, SizeText, l.run.Bold)+1, h)
		r.texts = append(r.texts, text)
	}
}

func (r *wordedRenderer) Refresh() {
	r.Layout(r.w.Size())
	canvas.Refresh(r.w)
}
