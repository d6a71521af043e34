package part

import (
	"bytes"
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"orangelab.cn/rightsdesk/assets/icons"
)

type iconKey struct {
	name  string
	color fyne.ThemeColorName
}

var iconCache = map[iconKey]fyne.Resource{}

// Icon returns an icon of assets/icons in a colour of the theme; it follows the theme when that changes. An unknown
// name is logged and gives nil, which draws nothing. Like everything here, it belongs to the UI goroutine.
func Icon(name string, colorName fyne.ThemeColorName) fyne.Resource {
	if name == "" {
		return nil
	}
	if colorName == "" {
		colorName = ColorText
	}
	key := iconKey{name, colorName}
	if res, ok := iconCache[key]; ok {
		return res
	}
	svg, err := icons.SVG(name)
	if err != nil {
		fyne.LogError("part: the window lacks an icon", err)
		return nil
	}
	res := &iconResource{name: name, svg: svg, color: colorName}
	iconCache[key] = res
	return res
}

var _ fyne.Resource = (*iconResource)(nil)

// iconResource colours the strokes of an icon. Fyne's own themed resource fills every shape, and these are outlines.
type iconResource struct {
	name  string
	svg   []byte
	color fyne.ThemeColorName
}

// Name says the colour too: Fyne keeps drawn icons by name.
func (r *iconResource) Name() string { return r.hex() + "-" + r.name + ".svg" }

// Content is the icon in the colour of the theme in use.
func (r *iconResource) Content() []byte {
	return bytes.ReplaceAll(r.svg, []byte(`stroke="#000"`), []byte(`stroke="`+r.hex()+`"`))
}

func (r *iconResource) hex() string {
	c := color.NRGBAModel.Convert(Color(r.color)).(color.NRGBA)
	return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
}

// glyph is an icon primitive for use inside widgets: it redraws only when its name or colour changes.
type glyph struct {
	*canvas.Image
	key  iconKey
	dark bool
}

func newGlyph() glyph {
	img := &canvas.Image{FillMode: canvas.ImageFillContain}
	img.Hide()
	return glyph{Image: img}
}

// set shows an icon; an empty name hides it. It reports whether something shows.
func (g *glyph) set(name string, colorName fyne.ThemeColorName) bool {
	if name == "" {
		g.key = iconKey{}
		show(g.Image, false)
		return false
	}
	dark := isDark()
	if key := (iconKey{name, colorName}); key != g.key || g.dark != dark {
		g.key, g.dark = key, dark
		g.Resource = Icon(name, colorName)
		g.Image.Refresh()
	}
	show(g.Image, true)
	return true
}

func isDark() bool {
	t, ok := fyne.CurrentApp().Settings().Theme().(*Theme)
	return ok && t.dark
}

var _ fyne.Widget = (*IconView)(nil)

// IconView shows one icon, centred.
type IconView struct {
	widget.BaseWidget
	Name  string
	Color fyne.ThemeColorName
	Side  float32 // width and height in pixels at scale 1
}

// NewIcon returns a view of an icon; side is its width and height: 16, or 14 in rows, or 20 in bars.
func NewIcon(name string, colorName fyne.ThemeColorName, side float32) *IconView {
	v := &IconView{Name: name, Color: colorName, Side: side}
	v.ExtendBaseWidget(v)
	return v
}

// Set changes icon and colour.
func (v *IconView) Set(name string, colorName fyne.ThemeColorName) {
	v.Name, v.Color = name, colorName
	v.Refresh()
}

// CreateRenderer is called by Fyne.
func (v *IconView) CreateRenderer() fyne.WidgetRenderer {
	g := newGlyph()
	return paint(v,
		func() fyne.Size { return fyne.NewSquareSize(v.Side) },
		func(s fyne.Size) { put(g.Image, (s.Width-v.Side)/2, (s.Height-v.Side)/2, v.Side, v.Side) },
		func() { g.set(v.Name, v.Color) },
		g.Image)
}

var _ fyne.Widget = (*Badge)(nil)

// Badge is an icon on a ground of its own: the mark of the application, the picture of a person.
type Badge struct {
	widget.BaseWidget
	Icon   string
	Color  fyne.ThemeColorName
	Ground fyne.ThemeColorName
	Side   float32
	Radius float32
}

// NewLogo returns the mark of the application, 20 wide.
func NewLogo() *Badge { return newBadge("check", ColorOnPrimary, ColorPrimary, 20, 5) }

// NewAvatar returns the picture of a person, 24 wide and round.
func NewAvatar() *Badge { return newBadge("user", ColorText2, ColorGreyTint, 24, 12) }

func newBadge(icon string, colorName, ground fyne.ThemeColorName, side, radius float32) *Badge {
	b := &Badge{Icon: icon, Color: colorName, Ground: ground, Side: side, Radius: radius}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer is called by Fyne.
func (b *Badge) CreateRenderer() fyne.WidgetRenderer {
	box, g := &canvas.Rectangle{}, newGlyph()
	return paint(b,
		func() fyne.Size { return fyne.NewSquareSize(b.Side) },
		func(s fyne.Size) {
			put(box, (s.Width-b.Side)/2, (s.Height-b.Side)/2, b.Side, b.Side)
			put(g.Image, (s.Width-iconSmall)/2, (s.Height-iconSmall)/2, iconSmall, iconSmall)
		},
		func() {
			setOutline(box, b.Ground, "", 0, b.Radius)
			g.set(b.Icon, b.Color)
		},
		box, g.Image)
}
