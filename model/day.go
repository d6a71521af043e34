package model

import (
	"time"
)

// Day is a calendar date where the organisation is. Ages are counted on days, not on instants: at four in the morning
// in Shanghai it is still yesterday in UTC.
type Day struct {
	at time.Time // in the zone that the date is read in
}

// DayIn returns the date that an instant falls on in a zone.
func DayIn(at time.Time, zone *time.Location) Day { return Day{at.In(zone)} }
