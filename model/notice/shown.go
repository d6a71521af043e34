package notice

import (
	"errors"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model/kept"
)

// Shown is that a notice stood on a page, as somebody wrote it down who saw it: the one receipt that a channel has
// which reaches nobody for themselves.
type Shown struct {
	Number  int64     `json:"-"` // from 1
	By      string    `json:"-"` // id of who wrote it down
	At      time.Time `json:"-"`
	Address string    `json:"address"`
	Since   time.Time `json:"since"`
	Until   time.Time `json:"until,omitzero"` // zero: it still showed
	// File is the picture of the page, or the page itself.
	File kept.File `json:"file"`
}

// Errors of what was shown.
var (
	ErrShownAt   = errors.New("say at which address the notice was shown")
	ErrShownTime = errors.New("the days on which the notice was shown are in no order, or in the future")
	// ErrNotShown says that a public announcement is enough for nobody before it was seen.
	ErrNotShown = errors.New("nobody wrote down that the announcement was shown")
	// ErrWasShown says that a notice is not changed any more which people could see.
	ErrWasShown = errors.New("the notice was shown: begin another one")
)

// maxAddress is the longest address of a page, in bytes.
const maxAddress = 2000

// Check refuses what does not say where and when, as far as it is known now.
func (s Shown) Check(now time.Time) error {
	switch {
	case strings.TrimSpace(s.Address) == "" || len(s.Address) > maxAddress || strings.ContainsAny(s.Address, "\r\n"):
		return ErrShownAt
	case s.Since.IsZero() || s.Since.After(now), s.Until.After(now),
		!s.Until.IsZero() && !s.Until.After(s.Since):
		return ErrShownTime
	}
	return nil
}

// public reports whether people could see a notice: it was approved and went out.
func (s State) public() bool { return slices.Contains([]State{Sending, Sent, Stopped}, s) }

// MayShow reports whether it can be written down that a notice was shown.
func (n Notice) MayShow() bool {
	return n.Content.Uses(Home) && (n.State == Approved || n.State.public()) && !n.Content.OfDrill()
}

// Unshown reports whether a notice should stand on the home page, and nobody wrote down that it did.
func (n Notice) Unshown() bool { return n.MayShow() && n.State.public() && len(n.Shown) == 0 }
