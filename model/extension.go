package model

import (
	"time"
)

// Extension is a later day for the answer that the person was told of before the first one came, with the reason.
type Extension struct {
	Until  time.Time `json:"until"` // the last second of the day, UTC
	Reason string    `json:"reason"`
}

// EndOfDay is 24:00 of a day in the rule pack's zone, kept as its last second, in UTC.
func (p *RulePack) EndOfDay(year int, month time.Month, day int) time.Time {
	return endOfDay(year, month, day, p.location)
}
