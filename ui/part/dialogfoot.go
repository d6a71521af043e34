package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// dialogLayout stacks title, body and buttons with the room of a dialog around them; the body scrolls if it must.
type dialogLayout struct {
	width float32
	body  fyne.CanvasObject
}

const dialogEdge float32 = 20

func (l *dialogLayout) height(objects []fyne.CanvasObject, width float32) float32 {
	h := dialogEdge + objects[0].MinSize().Height + 16 + heightFor(objects[2], width-2*dialogEdge) + dialogEdge
	if b := heightFor(l.body, width-2*dialogEdge); b > 0 {
		h += b + 4 + 12
	}
	return h
}

func (l *dialogLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.width, 120)
}

func (l *dialogLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	title, body, buttons := objects[0], objects[1], objects[2]
	w := s.Width - 2*dialogEdge
	th, bh := title.MinSize().Height, heightFor(buttons, w)
	put(title, dialogEdge, dialogEdge-2, w, th)
	top := dialogEdge + th + 10
	heightFor(l.body, w) // tells wrapped text its width before the scroll asks for its height
	put(body, dialogEdge-2, top, w+4+barWidth+2, s.Height-top-16-bh-dialogEdge)
	put(buttons, dialogEdge, s.Height-dialogEdge-bh, w, bh)
}

// dialogFoot is the last line of a dialog: side paths, what went wrong, the answering buttons at the right edge.
func dialogFoot(others []fyne.CanvasObject, problem *notice, buttons []fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: footLayout{},
		Objects: []fyne.CanvasObject{HBox(8, others...), problem, HBox(8, buttons...)}}
}

type footLayout struct{}

// leastNotice is the width below which what went wrong stands under the buttons instead of beside them.
const leastNotice float32 = 180

// room is where the notice stands, and how wide it is; below says that it stands under the buttons.
func (footLayout) room(objects []fyne.CanvasObject, width float32) (x, w float32, below bool) {
	if others := objects[0].MinSize().Width; others > 0 {
		x = others + 16
	}
	if w = width - x - objects[2].MinSize().Width - 16; w < leastNotice {
		return 0, width, true
	}
	return x, w, false
}

func (l footLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	h := max(objects[0].MinSize().Height, objects[2].MinSize().Height)
	if _, w, below := l.room(objects, width); below {
		if n := objects[1].(*notice).HeightFor(w); n > 0 {
			h += 8 + n
		}
	} else {
		h = max(h, objects[1].(*notice).HeightFor(w))
	}
	return h
}

func (l footLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width+objects[2].MinSize().Width+8, objects[2].MinSize().Height)
}

func (l footLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	left, right := objects[0].MinSize(), objects[2].MinSize()
	put(objects[0], 0, 0, left.Width, left.Height)
	put(objects[2], s.Width-right.Width, 0, right.Width, right.Height)
	x, w, below := l.room(objects, s.Width)
	h := objects[1].(*notice).HeightFor(w)
	y := max((right.Height-h)/2, 0)
	if below {
		y = right.Height + 8
	}
	put(objects[1], x, y, w, h)
}

var (
	_ fyne.Widget = (*notice)(nil)
	_ heighter    = (*notice)(nil)
)

// notice says in small letters what went wrong, behind a warning sign; without words it takes no room.
type notice struct {
	widget.BaseWidget
	lead, text *Paragraph
}

func newNotice() *notice {
	n := &notice{lead: NewParagraph(""), text: NewParagraph("")}
	n.lead.Color, n.lead.Bold = ColorRed, true
	n.ExtendBaseWidget(n)
	return n
}

func (n *notice) set(lead, text string, color fyne.ThemeColorName) {
	n.lead.Text, n.text.Text, n.lead.Color = lead, text, color
	n.Refresh()
}

const noticeLeft float32 = 20

// parts are the paragraphs that have words.
func (n *notice) parts() (list []*Paragraph) {
	for _, p := range []*Paragraph{n.lead, n.text} {
		if p.Text != "" {
			list = append(list, p)
		}
	}
	return list
}

// HeightFor is the height of the words at this width.
func (n *notice) HeightFor(width float32) float32 {
	h := float32(0)
	for _, p := range n.parts() {
		h += p.HeightFor(width - noticeLeft)
	}
	return h
}

// CreateRenderer is called by Fyne.
func (n *notice) CreateRenderer() fyne.WidgetRenderer {
	sign := newGlyph()
	return paint(n,
		func() fyne.Size { return fyne.Size{} },
		func(s fyne.Size) {
			put(sign.Image, 0, 1, iconSmall, iconSmall)
			y := float32(0)
			for _, p := range n.parts() {
				h := p.HeightFor(s.Width - noticeLeft)
				put(p, noticeLeft, y, s.Width-noticeLeft, h)
				y += h
			}
		},
		func() {
			icon := "warn"
			if n.lead.Color == ColorGreen {
				icon = "check"
			}
			sign.set(icon, n.lead.Color)
			show(sign.Image, len(n.parts()) > 0)
			for _, p := range []*Paragraph{n.lead, n.text} {
				show(p, p.Text != "")
				p.Refresh()
			}
		},
		sign.Image, n.lead, n.text)
}
