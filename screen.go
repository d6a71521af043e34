package main

import (
	"math"
	"os"
	"strconv"

	"fyne.io/fyne/v2"
)

// screen is what the system tells of the first screen.
type screen struct {
	width, height int     // what panels and docks leave free, in pixels; on macOS in points. 0: not known
	system        float32 // what the window's units are multiplied by because of the screen
}

// total is what the window's units are multiplied by, as Fyne rounds it.
func (s screen) total(user float32) float32 {
	return float32(math.Round(float64(s.system*user*10))) / 10
}

// free is what is free of the screen, in the window's units; nothing where it is not known.
func (s screen) free(user float32) fyne.Size {
	if s.width <= 0 || s.height <= 0 {
		return fyne.Size{}
	}
	return fyne.NewSize(float32(s.width)/s.total(user), float32(s.height)/s.total(user))
}

// fitting is the user's factor with which what the window needs at least is no larger than the screen, and user itself
// where it fits already. It makes nothing smaller than it is on a plain screen: letters below that cannot be read.
func (s screen) fitting(user float32, needs fyne.Size) float32 {
	free := s.free(user)
	if free.IsZero() || free.Width >= needs.Width && free.Height >= needs.Height {
		return user
	}
	least := min(s.total(user), 1)
	wanted := s.total(user) * min(free.Width/needs.Width, free.Height/needs.Height)
	return max(float32(math.Floor(float64(wanted*10)))/10, least) / s.system
}

// scaleVariable is the variable in which Fyne takes a user's own factor.
const scaleVariable = "FYNE_SCALE"

// userScale is the factor that the user chose, 1 where none: by Fyne's variable, or else in its settings.
func userScale(set float32) float32 {
	if chosen, err := strconv.ParseFloat(os.Getenv(scaleVariable), 32); err == nil && chosen > 0 {
		return float32(chosen)
	}
	if set > 0 {
		return set
	}
	return 1
}

// fit chooses the user's factor so that the window fits the screen, and returns what is free of it then.
func fit(s screen, set float32, needs fyne.Size) fyne.Size {
	user := userScale(set)
	if fitting := s.fitting(user, needs); fitting != user {
		if err := os.Setenv(scaleVariable, strconv.FormatFloat(float64(fitting), 'f', 3, 32)); err == nil {
			user = fitting
		}
	}
	return s.free(user)
}
