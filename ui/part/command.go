package part

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Command is one thing that can be done by name.
type Command struct {
	ID    string
	Title string
	Group string // small, after the title
	Key   string // its key, right
	Also  string // further words that find it
	Run   func()
}

// CommandPalette is a list of everything that can be done, filtered by what is typed. Up and Down choose, Enter runs,
// Esc closes.
type CommandPalette struct {
	commands []Command
	found    []int
	box      *overlay
	search   *SearchField
	rows     *rows
	none     *Text
}

const (
	paletteRow   float32 = 32
	paletteRows          = 10
	paletteWidth float32 = 560
)

// ShowCommandPalette opens the palette; none is shown when nothing is found.
func ShowCommandPalette(c fyne.Canvas, placeholder, none string, commands []Command) *CommandPalette {
	p := &CommandPalette{commands: commands, search: NewSearchField(placeholder, ""),
		none: NewText(none).In(ColorText3)}
	p.rows = newRows(paletteRow, func() rowView { return newCommandView(p) })
	p.rows.onOpen = func(int) { p.run() }
	p.rows.onPress = func(row int, _ fyne.Position) bool {
		p.rows.choose(row)
		p.run()
		return true
	}
	p.search.OnChanged = func(string) { p.filter() }
	p.search.OnMove = p.rows.step
	p.search.OnSubmitted = func(string) { p.run() }
	p.search.OnEsc = func() { p.box.remove() }
	body := &fyne.Container{Layout: paletteLayout{}, Objects: []fyne.CanvasObject{p.search, HLine(), p.rows, p.none}}
	p.box = newOverlay(body)
	p.box.outside = p.box.remove
	p.box.onKey = func(ev *fyne.KeyEvent) {
		if ev.Name == fyne.KeyEscape {
			p.box.remove()
		}
	}
	p.box.place = func(window, _ fyne.Size) (fyne.Position, fyne.Size) {
		w := min(paletteWidth, window.Width-32)
		h := min(52+paletteRow*paletteRows, window.Height-96)
		return fyne.NewPos(round((window.Width-w)/2), 64), fyne.NewSize(w, h)
	}
	p.box.veiled = true
	p.filter()
	p.box.showOn(c, p.search.Entry)
	return p
}

// Found are the IDs of the commands that show, in order.
func (p *CommandPalette) Found() []string {
	out := make([]string, len(p.found))
	for i, n := range p.found {
		out[i] = p.commands[n].ID
	}
	return out
}

// Search is the field in which the filter is typed.
func (p *CommandPalette) Search() *SearchField { return p.search }

// filter keeps the commands in which every typed word occurs; those whose title begins with the words come first.
func (p *CommandPalette) filter() {
	text := strings.ToLower(strings.TrimSpace(p.search.Text()))
	words := strings.Fields(text)
	var first, rest []int
	for i, c := range p.commands {
		title := strings.ToLower(c.Title)
		all := title + " " + strings.ToLower(c.Group+" "+c.Also+" "+c.Key)
		hit := true
		for _, w := range words {
			hit = hit && strings.Contains(all, w)
		}
		switch {
		case !hit:
		case strings.HasPrefix(title, text):
			first = append(first, i)
		default:
			rest = append(rest, i)
		}
	}
	p.found = append(first, rest...)
	show(p.none, len(p.found) == 0)
	p.rows.selected = -1
	p.rows.offset = 0
	p.rows.setCount(len(p.found))
	if len(p.found) > 0 {
		p.rows.choose(0)
	}
}

func (p *CommandPalette) run() {
	i := p.rows.selected
	if i < 0 || i >= len(p.found) {
		return
	}
	c := p.commands[p.found[i]]
	p.box.remove()
	callNone(c.Run)
}

type paletteLayout struct{}

func (paletteLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(paletteWidth, 120) }

func (paletteLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	put(objects[0], 10, 10, s.Width-20, ButtonHeight)
	put(objects[1], 1, 49, s.Width-2, 1)
	put(objects[2], 1, 50, s.Width-2, s.Height-56)
	put(objects[3], 20, 60, s.Width-40, 20)
}

type commandView struct {
	p                 *CommandPalette
	box               *fyne.Container
	ground            *canvas.Rectangle
	title, group, key *canvas.Text
}

func newCommandView(p *CommandPalette) *commandView {
	v := &commandView{p: p, ground: &canvas.Rectangle{}, title: textLine(SizeText, false),
		group: textLine(SizeCaption, false), key: textLine(SizeCaption, false)}
	v.key.Alignment = fyne.TextAlignTrailing
	v.box = &fyne.Container{Objects: []fyne.CanvasObject{v.ground, v.title, v.group, v.key}}
	return v
}

func (v *commandView) container() *fyne.Container { return v.box }

func (v *commandView) bind(row int, look rowLook) {
	c := v.p.commands[v.p.found[row]]
	switch {
	case look.selected:
		v.ground.FillColor = Color(ColorSelection)
	case look.hovered:
		v.ground.FillColor = Color(ColorHoverSolid)
	}
	show(v.ground, look.selected || look.hovered)
	setText(v.title, c.Title, ColorText)
	setText(v.group, c.Group, ColorText3)
	setText(v.key, KeyShown(c.Key), ColorText2)
}

func (v *commandView) place(s fyne.Size) {
	put(v.ground, 0, 0, s.Width, s.Height)
	w := ceil(v.title.MinSize().Width)
	put(v.title, 20, 0, w, s.Height)
	put(v.group, 20+w+10, 0, max(s.Width-w-180, 0), s.Height)
	put(v.key, s.Width-140, 0, 124, s.Height)
}

// KeyLine is one line of the overview of keys: keys that do the same, and what that is.
type KeyLine struct {
	Keys []string
	Text string
}

// KeyGroup is a titled part of the overview.
type KeyGroup struct {
	Title string
	Lines []KeyLine
}

// ShowKeys opens the overview of keys, in two columns.
func ShowKeys(c fyne.Canvas, title, closing string, groups []KeyGroup) *Dialog {
	var columns [2][]fyne.CanvasObject
	var lengths [2]int
	for _, g := range groups {
		side := 0
		if lengths[1] < lengths[0] {
			side = 1
		}
		if len(columns[side]) > 0 {
			columns[side] = append(columns[side], Space(1, 8))
		}
		columns[side] = append(columns[side], newText(g.Title, SizeCaption, ColorText2, true))
		for _, l := range g.Lines {
			keys := make([]fyne.CanvasObject, len(l.Keys))
			for i, k := range l.Keys {
				keys[i] = NewKeyHint(k)
			}
			columns[side] = append(columns[side],
				Fixed(0, 24, HBox(8, Fixed(150, 24, HBox(4, keys...)), Grow(NewText(l.Text).Short()))))
		}
		lengths[side] += len(g.Lines) + 2
	}
	d := NewDialog(DialogParts{
		Title: title, Cancel: closing, Width: 960,
		Body: HBoxTop(24, Grow(VBox(2, columns[0]...)), Grow(VBox(2, columns[1]...))),
	})
	d.Show(c)
	return d
}
