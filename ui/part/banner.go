package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// BannerKind chooses the colours of a banner.
type BannerKind uint8

// The kinds of banner.
const (
	BannerAmber BannerKind = iota // a warning
	BannerRed                     // something failed or is missing
	BannerBlue                    // something can be done
)

var bannerColors = [...]struct{ ground, icon fyne.ThemeColorName }{
	BannerAmber: {ColorAmberTint, ColorAmber},
	BannerRed:   {ColorRedTint, ColorRed},
	BannerBlue:  {ColorPrimaryTint, ColorPrimary},
}

var (
	_ fyne.Widget = (*Banner)(nil)
	_ heighter    = (*Banner)(nil)
)

// Banner is a tinted strip: an icon, a bold lead, what it means, and what can be done about it. Below sets the text
// under the lead instead of after it.
type Banner struct {
	widget.BaseWidget
	Kind    BannerKind
	Icon    string
	Lead    string
	Text    string
	Below   bool
	Actions []fyne.CanvasObject // buttons or links, right
}

// NewBanner returns a banner.
func NewBanner(kind BannerKind, icon, lead, text string, actions ...fyne.CanvasObject) *Banner {
	b := &Banner{Kind: kind, Icon: icon, Lead: lead, Text: text, Actions: actions}
	b.ExtendBaseWidget(b)
	return b
}

const bannerLeft float32 = 36

func (b *Banner) actionsWidth() float32 {
	w := float32(0)
	for _, a := range b.Actions {
		w += a.MinSize().Width + 12
	}
	return w
}

func (b *Banner) arrange(width float32) (lead, text []string) {
	room := width - bannerLeft - 12 - b.actionsWidth()
	if b.Below {
		return wrap(b.Lead, SizeText, true, room), wrap(b.Text, SizeCaption, false, room)
	}
	if b.oneLine(width) {
		return []string{b.Lead}, []string{b.Text}
	}
	return wrap(b.Lead, SizeText, true, room), wrap(b.Text, SizeText, false, room)
}

func (b *Banner) oneLine(width float32) bool {
	room := width - bannerLeft - 12 - b.actionsWidth()
	return !b.Below && textWidth(b.Lead, SizeText, true)+textWidth(b.Text, SizeText, false)+5 <= room
}

// HeightFor is 34 when everything fits on one line, more when the text wraps.
func (b *Banner) HeightFor(width float32) float32 {
	if b.oneLine(width) {
		return 34
	}
	lead, text := b.arrange(width)
	h := float32(len(lead))*lineHeight(SizeText) + float32(len(text))*b.textHeight()
	if b.Lead == "" {
		h -= lineHeight(SizeText)
	}
	if b.Text == "" {
		h -= b.textHeight()
	}
	return h + 20
}

func (b *Banner) textHeight() float32 {
	if b.Below {
		return lineHeight(SizeCaption)
	}
	return lineHeight(SizeText)
}

// Set changes lead and text.
func (b *Banner) Set(lead, text string) {
	b.Lead, b.Text = lead, text
	b.Refresh()
}

// CreateRenderer is called by Fyne.
func (b *Banner) CreateRenderer() fyne.WidgetRenderer {
	box, icon := &canvas.Rectangle{}, newGlyph()
	r := &bannerRenderer{b: b, box: box, icon: icon}
	r.Refresh()
	return r
}

type bannerRenderer struct {
	b       *Banner
	box     *canvas.Rectangle
	icon    glyph
	objects []fyne.CanvasObject
	width   float32
}

func (r *bannerRenderer) Destroy()                     {}
func (r *bannerRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *bannerRenderer) MinSize() fyne.Size {
	width := r.width
	if width <= 0 {
		width = 640
	}
	return fyne.NewSize(200, r.b.HeightFor(width))
}

func (r *bannerRenderer) Layout(s fyne.Size) {
	r.width = s.Width
	b := r.b
	put(r.box, 0, 0, s.Width, s.Height)
	r.objects = append(r.objects[:0], r.box, r.icon.Image)
	first := 10 + lineHeight(SizeText)/2
	if b.oneLine(s.Width) || b.Below {
		first = s.Height / 2
	}
	put(r.icon.Image, 12, first-iconSize/2, iconSize, iconSize)
	lead, text := b.arrange(s.Width)
	line := func(words string, size float32, bold bool, name fyne.ThemeColorName, x, y float32) float32 {
		t := textLine(size, bold)
		setText(t, words, name)
		w := ceil(t.MinSize().Width)
		put(t, x, y, w, lineHeight(size))
		r.objects = append(r.objects, t)
		return w
	}
	if b.oneLine(s.Width) {
		y := (s.Height - lineHeight(SizeText)) / 2
		x := bannerLeft
		if b.Lead != "" {
			x += line(b.Lead, SizeText, true, ColorText, x, y) + 4
		}
		line(b.Text, SizeText, false, ColorText, x, y)
	} else {
		y := (s.Height - b.HeightFor(s.Width) + 20) / 2
		if b.Lead != "" {
			for _, l := range lead {
				line(l, SizeText, true, ColorText, bannerLeft, y)
				y += lineHeight(SizeText)
			}
		}
		size, name := SizeText, ColorText
		if b.Below {
			size, name = SizeCaption, ColorText2
		}
		for _, l := range text {
			line(l, size, false, name, bannerLeft, y)
			y += b.textHeight()
		}
	}
	x := s.Width - 12
	for i := len(b.Actions) - 1; i >= 0; i-- {
		m := b.Actions[i].MinSize()
		x -= m.Width
		put(b.Actions[i], x, (s.Height-m.Height)/2, m.Width, m.Height)
		x -= 12
	}
	r.objects = append(r.objects, b.Actions...)
}

func (r *bannerRenderer) Refresh() {
	c := bannerColors[r.b.Kind]
	setOutline(r.box, c.ground, "", 0, radiusButton)
	r.icon.set(r.b.Icon, c.icon)
	r.Layout(r.b.Size())
	canvas.Refresh(r.b)
}
