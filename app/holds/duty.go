// Package holds is about duties to keep what a person asked to have deleted: which duty covers a row, until when, what
// a request left under one, and how it comes back when the duty ends.
package holds

import (
	"slices"
	"time"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/rule"
)

// Duty is a duty of the rule pack over the rows of a collection. Each row is under it from the day on which what it is
// about was completed, for as long as the rule says (PIPL 47: what no law keeps any more is deleted).
type Duty struct {
	Rule rule.Hold
	zone *time.Location
}

// Ends returns the last second of the duty for what was completed on a day, UTC.
func (d Duty) Ends(day calendar.Date) time.Time { return d.Rule.Until(day.Start(d.zone), d.zone) }

// Until returns when the duty ends for the newest of the rows, counted by day; the zero time for none.
func (d Duty) Until(days map[calendar.Date]int64) (last time.Time) {
	for day := range days {
		if end := d.Ends(day); end.After(last) {
			last = end
		}
	}
	return last
}

// Past counts the rows that are under the duty no more.
func (d Duty) Past(days map[calendar.Date]int64, now time.Time) (rows int64) {
	for day, n := range days {
		if !d.Ends(day).After(now) {
			rows += n
		}
	}
	return rows
}

// Next returns when the desk takes up again what it keeps: once the duty has ended for the first of the rows, and for
// whatever follows it within a year, so that nothing is kept a year too long and nobody signs a deletion for every
// single row. Rows whose day nobody knows wait for the last.
func (d Duty) Next(days map[calendar.Date]int64, now time.Time) (next time.Time) {
	var ends []time.Time
	for day := range days {
		if end := d.Ends(day); end.After(now) {
			ends = append(ends, end)
		}
	}
	slices.SortFunc(ends, time.Time.Compare)
	for _, end := range ends {
		if end.After(ends[0].AddDate(1, 0, 0)) {
			break
		}
		next = end
	}
	return next
}

// Over returns the duty of a rule pack that covers a category in rows that were completed on days, among those that
// apply; false where none does, or none any more.
func Over(pack *rule.Pack, now time.Time, days map[calendar.Date]int64, category string,
	applies func(id string) bool) (Duty, bool) {
	for _, r := range pack.Holds {
		duty := Duty{r, pack.Location()}
		if applies(r.ID) && slices.ContainsFunc(r.Categories, func(covered string) bool {
			return dataset.Covers(covered, category) || dataset.Covers(category, covered)
		}) && duty.Until(days).After(now) {
			return duty, true
		}
	}
	return Duty{}, false
}

// Of returns the duty of an ID.
func Of(pack *rule.Pack, id string) (Duty, bool) {
	r, known := pack.Hold(id)
	return Duty{r, pack.Location()}, known
}
