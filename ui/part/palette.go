package part

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Names of the colours that Fyne does not know. They go through the same theme as Fyne's own names.
const (
	ColorRail              fyne.ThemeColorName = "rail"              // top bar and rail
	ColorRaised            fyne.ThemeColorName = "raised"            // group rows, bottom bars, trees
	ColorText2             fyne.ThemeColorName = "text2"             // read second
	ColorText3             fyne.ThemeColorName = "text3"             // captions, heads, times
	ColorButtonBorder      fyne.ThemeColorName = "buttonBorder"      // outline of a secondary button
	ColorPrimaryTint       fyne.ThemeColorName = "primaryTint"       // next-step card
	ColorPrimaryTintBorder fyne.ThemeColorName = "primaryTintBorder" // its outline
	ColorHoverSolid        fyne.ThemeColorName = "hoverSolid"        // row under the pointer
	ColorRed               fyne.ThemeColorName = "redText"           // late, today, missing
	ColorRedTint           fyne.ThemeColorName = "redTint"
	ColorAmber             fyne.ThemeColorName = "amberText" // soon, unclaimed, changed
	ColorAmberTint         fyne.ThemeColorName = "amberTint"
	ColorAmberBorder       fyne.ThemeColorName = "amberBorder"
	ColorGreen             fyne.ThemeColorName = "greenText" // match, done
	ColorGreenTint         fyne.ThemeColorName = "greenTint"
	ColorViolet            fyne.ThemeColorName = "violetText"
	ColorVioletTint        fyne.ThemeColorName = "violetTint"
	ColorTeal              fyne.ThemeColorName = "tealText"
	ColorTealTint          fyne.ThemeColorName = "tealTint"
	ColorGrey              fyne.ThemeColorName = "greyText"
	ColorGreyTint          fyne.ThemeColorName = "greyTint"  // chips at rest, tracks of bars
	ColorMarkRed           fyne.ThemeColorName = "markRed"   // dots and bars only, never text
	ColorMarkAmber         fyne.ThemeColorName = "markAmber" // dots and bars only
	ColorMarkGreen         fyne.ThemeColorName = "markGreen" // dots only
	ColorMarkGrey          fyne.ThemeColorName = "markGrey"  // dots, elapsed time
	ColorDiffOld           fyne.ThemeColorName = "diffOld"   // fill behind what was
	ColorDiffNew           fyne.ThemeColorName = "diffNew"   // fill behind what will be
	ColorVeil              fyne.ThemeColorName = "veil"      // over the window while a dialog lies on it
)

// Fyne's names under the words used in this package.
const (
	ColorBackground = theme.ColorNameBackground
	ColorText       = theme.ColorNameForeground
	ColorPrimary    = theme.ColorNamePrimary
	ColorOnPrimary  = theme.ColorNameForegroundOnPrimary
	ColorSelection  = theme.ColorNameSelection
	ColorLine       = theme.ColorNameSeparator
	ColorInput      = theme.ColorNameInputBorder
	ColorDisabled   = theme.ColorNameDisabled
	ColorDisabledBG = theme.ColorNameDisabledButton
)

// shade is one colour in its light and its dark form, as 0xRRGGBBAA.
type shade struct{ light, dark uint32 }

// shades is the whole table of colours; a colour that is not here does not exist in the window.
var shades = map[fyne.ThemeColorName]shade{
	ColorBackground:        {0xFFFFFFFF, 0x16191EFF},
	ColorRail:              {0xF4F5F7FF, 0x101216FF},
	ColorRaised:            {0xF8F9FBFF, 0x1C2026FF},
	ColorText:              {0x1B1F27FF, 0xE7E9EDFF},
	ColorText2:             {0x474F5DFF, 0xB9BFCAFF},
	ColorText3:             {0x5F6776FF, 0x98A0AEFF},
	ColorLine:              {0xE2E5EAFF, 0x2A2F37FF},
	ColorButtonBorder:      {0xCDD2DAFF, 0x3A404AFF},
	ColorInput:             {0x868E9CFF, 0x727A89FF},
	ColorPrimary:           {0x1F57BEFF, 0x86ADFFFF},
	ColorOnPrimary:         {0xFFFFFFFF, 0x0B1A38FF},
	ColorPrimaryTint:       {0xEEF3FDFF, 0x1A2438FF},
	ColorPrimaryTintBorder: {0xC6D6F5FF, 0x32466FFF},
	ColorSelection:         {0xE4ECFBFF, 0x223150FF},
	ColorHoverSolid:        {0xF0F2F5FF, 0x20242BFF},
	ColorRed:               {0xB3261EFF, 0xFF8F86FF},
	ColorRedTint:           {0xFCECEAFF, 0x3A1F1FFF},
	ColorAmber:             {0x855300FF, 0xF0BA57FF},
	ColorAmberTint:         {0xFDF2DAFF, 0x33290FFF},
	ColorAmberBorder:       {0xEBCF94FF, 0x5C4A1CFF},
	ColorGreen:             {0x1A6B3AFF, 0x74CF9AFF},
	ColorGreenTint:         {0xE5F3E9FF, 0x16301FFF},
	ColorViolet:            {0x66399BFF, 0xC8AEF5FF},
	ColorVioletTint:        {0xF1EAFAFF, 0x2B2240FF},
	ColorTeal:              {0x0A616DFF, 0x6CCBD6FF},
	ColorTealTint:          {0xE0F2F4FF, 0x12302FFF},
	ColorGrey:              {0x474F5DFF, 0xB9BFCAFF},
	ColorGreyTint:          {0xECEEF2FF, 0x2A2F37FF},
	ColorMarkRed:           {0xD23B30FF, 0xFF7468FF},
	ColorMarkAmber:         {0xB36D00FF, 0xE5A73CFF},
	ColorMarkGreen:         {0x2E8B57FF, 0x5DBE87FF},
	ColorMarkGrey:          {0x7A8291FF, 0x7E8796FF},
	ColorDisabledBG:        {0xECEEF2FF, 0x2A2F37FF},
	ColorDisabled:          {0x5F6776FF, 0x98A0AEFF},
	ColorDiffOld:           {0xFCECEAFF, 0x3A1F1FFF},
	ColorDiffNew:           {0xE5F3E9FF, 0x16301FFF},
	ColorVeil:              {0x1B1F2742, 0x00000070},

	theme.ColorNameHyperlink:                 {0x1F57BEFF, 0x86ADFFFF},
	theme.ColorNameHeaderBackground:          {0xF4F5F7FF, 0x101216FF},
	theme.ColorNameButton:                    {0xFFFFFFFF, 0x16191EFF},
	theme.ColorNamePlaceHolder:               {0x5F6776FF, 0x98A0AEFF},
	theme.ColorNameInputBackground:           {0xFFFFFFFF, 0x16191EFF},
	theme.ColorNameMenuBackground:            {0xFFFFFFFF, 0x16191EFF},
	theme.ColorNameOverlayBackground:         {0xFFFFFFFF, 0x16191EFF},
	theme.ColorNameError:                     {0xB3261EFF, 0xFF8F86FF},
	theme.ColorNameWarning:                   {0x855300FF, 0xF0BA57FF},
	theme.ColorNameSuccess:                   {0x1A6B3AFF, 0x74CF9AFF},
	theme.ColorNameForegroundOnError:         {0xFFFFFFFF, 0x0B1A38FF},
	theme.ColorNameForegroundOnWarning:       {0xFFFFFFFF, 0x0B1A38FF},
	theme.ColorNameForegroundOnSuccess:       {0xFFFFFFFF, 0x0B1A38FF},
	theme.ColorNameHover:                     {0x1B1F270F, 0xE7E9ED12},
	theme.ColorNamePressed:                   {0x1B1F271F, 0xE7E9ED24},
	theme.ColorNameFocus:                     {0x1F57BE4D, 0x86ADFF59},
	theme.ColorNameScrollBar:                 {0x7A829199, 0x7E879699},
	theme.ColorNameScrollBarBackground:       {0x00000000, 0x00000000},
	theme.ColorNameShadow:                    {0x00000000, 0x00000000},
	theme.ColorNameInnerWindowBorder:         {0xE2E5EAFF, 0x2A2F37FF},
	theme.ColorNameInnerWindowBorderInactive: {0xE2E5EAFF, 0x2A2F37FF},
}

// palettes are the two tables with every colour already boxed, so that a look-up while drawing allocates nothing.
var palettes = func() (p [2]map[fyne.ThemeColorName]color.Color) {
	for i := range p {
		p[i] = make(map[fyne.ThemeColorName]color.Color, len(shades)+2*len(chipColors))
	}
	for name, s := range shades {
		p[0][name], p[1][name] = rgba(s.light), rgba(s.dark)
	}
	for state, c := range chipColors {
		for i := range p {
			p[i][state.TextColor()], p[i][state.FillColor()] = p[i][c.text], p[i][c.fill]
		}
	}
	return p
}()

func rgba(v uint32) color.Color {
	return color.NRGBA{R: uint8(v >> 24), G: uint8(v >> 16), B: uint8(v >> 8), A: uint8(v)}
}
