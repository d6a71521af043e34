package shell

import (
	"encoding/json"
	"math"
	"os"
	"strconv"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/guide"
	"orangelab.cn/rightsdesk/ui/part"
)

// habits are how a member of staff likes the window on this computer. A view, which others may share, is kept with the
// desk.
type habits struct {
	Language string  `json:"language,omitempty"`
	Dark     bool    `json:"dark"`
	Text     int     `json:"text,omitempty"` // the size of text, in percent; 0: 100
	Width    float32 `json:"width,omitempty"`
	Height   float32 `json:"height,omitempty"`
	Everyone bool    `json:"everyone"`          // lists show the work of all staff
	Filters  filters `json:"filters,omitempty"` // what narrows each list
}

// chosen says what somebody chose before they signed in: it holds then, whatever they liked before.
type chosen struct{ language, dark bool }

// prefHabits is followed by the ID of a member of staff, which says nothing outside their desk.
const prefHabits = "habits."

// prefText is the size of text that was chosen last on this computer, for whoever signs in first.
const prefText = "text"

// habitsOf are those of a member of staff; whoever has none yet takes over how the window is.
func (s *App) habitsOf(staff string) habits {
	h := habits{Language: frame.Language(), Dark: s.dark, Text: s.text}
	if err := json.Unmarshal([]byte(s.fyne.Preferences().StringWithFallback(prefHabits+staff, "{}")), &h); err != nil {
		fyne.LogError("how the window was", err)
	}
	return h
}

// keepHabits keeps how the window is now for whoever is signed in.
func (s *App) keepHabits() {
	if s.frame.Session == nil || s.main == nil {
		return
	}
	size := s.window.Canvas().Size()
	h := habits{Language: frame.Language(), Dark: s.dark, Text: s.text, Width: size.Width, Height: size.Height,
		Everyone: s.all, Filters: s.filters}
	data, err := json.Marshal(h)
	if err != nil {
		fyne.LogError("how the window is", err)
		return
	}
	s.fyne.Preferences().SetString(prefHabits+s.frame.Session.Staff().ID, string(data))
}

// takeHabits makes the window as whoever just signed in likes it.
func (s *App) takeHabits() {
	h := s.habitsOf(s.frame.Session.Staff().ID)
	if s.chosen.language {
		h.Language = frame.Language()
	}
	if s.chosen.dark {
		h.Dark = s.dark
	}
	s.chosen = chosen{}
	if h.Language != frame.Language() {
		if err := frame.Use(h.Language); err != nil {
			fyne.LogError("language", err)
		}
		s.fyne.Preferences().SetString(prefLanguage, frame.Language())
		s.giveMenu()
		guide.Speak()
	}
	was := s.dark
	s.dark, s.all, s.filters = h.Dark, h.Everyone, h.Filters
	s.fyne.Preferences().SetBool(prefDark, s.dark)
	if s.fittingText(h.Text) != s.text {
		s.scaleText(h.Text)
	} else if was != s.dark {
		s.fyne.Settings().SetTheme(part.NewTheme(s.dark))
	}
	if h.Width > 0 && h.Height > 0 {
		size := fyne.NewSize(h.Width, h.Height)
		if free := s.options.Free; !free.IsZero() { // the screen may be another today
			by := usualText / float32(s.text)
			size = size.Min(fyne.NewSize((free.Width-borders)*by, (free.Height-titleBar)*by))
		}
		s.window.Resize(size.Max(smallest))
	}
}

// The sizes of text, in percent.
const (
	smallestText = 80
	usualText    = 100
	largestText  = 200
	textStep     = 10
)

// setText changes the size of all text, as far as the smallest window still fits the screen.
func (s *App) setText(percent int) {
	s.leave(func() {
		s.scaleText(percent)
		s.keepHabits()
		s.rebuild()
	})
}

// scaleText makes everything larger or smaller: text, and what it stands in. The window is drawn with it at once where
// OpenGL draws it, else from the next start on.
func (s *App) scaleText(percent int) {
	was := s.text
	s.text = s.fittingText(percent)
	s.fyne.Preferences().SetInt(prefText, s.text)
	if err := os.Setenv(scaleVariable,
		strconv.FormatFloat(s.options.Scale*float64(s.text)/usualText, 'f', 3, 64)); err != nil {
		fyne.LogError("size of text", err)
	}
	c := s.window.Canvas()
	size, scale := c.Size(), c.Scale()
	if was > 0 && was < s.text { // Fyne would keep how much fits into the window, and make it larger than the screen
		s.window.Resize(pixelsKept(size, float32(was), float32(s.text)).Max(smallest))
	}
	s.fyne.Settings().SetTheme(part.NewTheme(s.dark))
	if now := c.Scale(); now != scale {
		s.window.Resize(pixelsKept(size, scale, now).Max(smallest))
	}
}

// pixelsKept is the size of a window that takes as many pixels at a scale as this one took at another. Fyne rounds up,
// and a window would grow by a pixel with every change.
func pixelsKept(size fyne.Size, was, now float32) fyne.Size {
	kept := func(v float32) float32 { return (float32(math.Round(float64(v*was))) - 0.5) / now }
	return fyne.NewSize(kept(size.Width), kept(size.Height))
}

// scaleVariable is the variable in which Fyne takes a user's own factor.
const scaleVariable = "FYNE_SCALE"

// fittingText is the size of text nearest to the one asked for with which the smallest window fits the screen.
func (s *App) fittingText(percent int) int {
	if percent == 0 {
		percent = usualText
	}
	most := largestText
	if free := s.options.Free; !free.IsZero() {
		most = max(int(usualText*min(free.Width/Needs.Width, free.Height/Needs.Height))/textStep*textStep, usualText)
	}
	return min(max(percent, smallestText), min(most, largestText))
}
