package fulfil

import "time"

// proofDay returns the end of the day by which a letter asks for proof of identity: that of the rules, or where it is
// over, as many days from now as they gave at first. The request stays late for those who see to it; the person must
// have time all the same.
func proofDay(asked, received, now time.Time, zone *time.Location) time.Time {
	const least = 24 * time.Hour // a day that is nearly over is no time to answer in
	if asked.Sub(now) >= least {
		return asked
	}
	days := max(1, int(asked.Sub(received)/(24*time.Hour)))
	y, m, d := now.In(zone).Date()
	return time.Date(y, m, d+days, 23, 59, 59, 0, zone)
}
