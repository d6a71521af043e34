// Package part holds Rightsdesk's theme and widgets; they show strings that callers have translated, report through
// callbacks, and know nothing of requests, staff or storage.
package part

import (
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"orangelab.cn/rightsdesk/assets/fonts"
)

// Text sizes, in pixels at scale 1. There are four and no others.
const (
	SizeCaption    float32 = 12
	SizeText       float32 = 13
	SizeSubHeading float32 = 15
	SizeHeading    float32 = 20
)

// Heights and widths that screens share, in pixels at scale 1.
const (
	TopBarHeight    float32 = 48
	RailWidth       float32 = 180
	RailFolded      float32 = 52
	RailRowHeight   float32 = 32
	ListWidth       float32 = 548
	ListWideWidth   float32 = 640
	QueueRowHeight  float32 = 48
	ListTitleHeight float32 = 44
	KeyHintsHeight  float32 = 41
	TableRowHeight  float32 = 30
	TableHeadHeight float32 = 28
	CardHeadHeight  float32 = 24
	PlanRowHeight   float32 = 28
	TwoLineHeight   float32 = 44
	ButtonHeight    float32 = 30
	SmallHeight     float32 = 24
	ChipHeight      float32 = 20
	TabsHeight      float32 = 36
	PageEdge        float32 = 20
	PanelEdge       float32 = 16
)

const (
	radiusChip   float32 = 4
	radiusButton float32 = 6
	radiusCard   float32 = 8
	iconSize     float32 = 16
	iconSmall    float32 = 14
)

var themeSizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameText:               SizeText,
	theme.SizeNameCaptionText:        SizeCaption,
	theme.SizeNameSubHeadingText:     SizeSubHeading,
	theme.SizeNameHeadingText:        SizeHeading,
	theme.SizeNamePadding:            4,
	theme.SizeNameInnerPadding:       6,
	theme.SizeNameLineSpacing:        2,
	theme.SizeNameInlineIcon:         iconSize,
	theme.SizeNameSeparatorThickness: 1,
	theme.SizeNameSplitThickness:     5,
	theme.SizeNameInputBorder:        1,
	theme.SizeNameInputRadius:        radiusButton,
	theme.SizeNameButtonRadius:       radiusButton,
	theme.SizeNameSelectionRadius:    0,
	theme.SizeNameCardRadius:         radiusCard,
	theme.SizeNameMenuRadius:         radiusCard,
	theme.SizeNamePopupRadius:        radiusCard,
	theme.SizeNameDialogRadius:       radiusCard,
	theme.SizeNameScrollBar:          8,
	theme.SizeNameScrollBarSmall:     4,
	theme.SizeNameScrollBarRadius:    2,
	theme.SizeNameInnerWindowRadius:  8,
	theme.SizeNameModalBlurRadius:    0,
}

var _ fyne.Theme = (*Theme)(nil)

// Theme is the look of the window, light or dark as its owner says; the variant in Fyne's settings.json, which all
// Fyne applications of a user share, has no say.
type Theme struct {
	dark bool
}

// NewTheme returns the dark or the light theme. Apply it with app.Settings().SetTheme, at any time.
func NewTheme(dark bool) *Theme {
	return &Theme{dark: dark}
}

// Dark says which of the two themes this is.
func (t *Theme) Dark() bool { return t.dark }

// Color returns the colour of this name, one of Fyne's or one of this package's.
func (t *Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	table, variant := palettes[0], theme.VariantLight
	if t.dark {
		table, variant = palettes[1], theme.VariantDark
	}
	if c, ok := table[name]; ok {
		return c
	}
	return theme.DefaultTheme().Color(name, variant)
}

// Font returns Fyne's Noto Sans, after which Fyne looks for Chinese among the system's fonts. Where there are none, as
// in a bare Windows or on a home folder that cannot be written to, the program's own stands before it: it holds no
// Latin letter, so that those stay as they are. Italics do not exist here.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	measuring := style == probe
	style.Italic = false
	if measuring || systemHasHan() {
		return theme.DefaultTheme().Font(style)
	}
	return ownHan
}

var (
	// probe is a style that no text has, so that what is measured in it stays in nobody's cache.
	probe  = fyne.TextStyle{Italic: true, TabWidth: 1}
	ownHan = fyne.NewStaticResource("han.ttf", fonts.Han)
	// systemHasHan reports whether Fyne finds a font for Chinese: what no font has is drawn as the replacement
	// character.
	systemHasHan = sync.OnceValue(func() bool {
		return fyne.MeasureText("权", SizeText, probe) != fyne.MeasureText("\U0010FFFD", SizeText, probe)
	})
)

// Icon returns Fyne's icon of this name, used by the few stock widgets left; screens use Icon of this package.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return theme.DefaultTheme().Icon(name)
}

// Size returns the size of this name, in pixels at scale 1.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if s, ok := themeSizes[name]; ok {
		return s
	}
	return theme.DefaultTheme().Size(name)
}

// Color returns a colour of the theme that is in use now.
func Color(name fyne.ThemeColorName) color.Color {
	return theme.Color(name)
}
