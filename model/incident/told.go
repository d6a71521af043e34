package incident

import "slices"

// Told are the first reports of each clock, but for those by mail that came back.
func (i Incident) Told() Told {
	told := Told{}
	for _, e := range i.Record {
		if e.Body.Report == nil || e.Body.Report.Mail != "" && i.Unreached(e.Body.Report.Mail) {
			continue
		}
		if at, there := told[e.Body.Report.Clock]; !there || e.Body.Report.At.Before(at) {
			told[e.Body.Report.Clock] = e.Body.Report.At
		}
	}
	return told
}

// Waived reports whether it was decided, with a reason, not to do what a clock asks for.
func (i Incident) Waived(clock string) bool {
	return slices.ContainsFunc(i.Record, func(e Entry) bool {
		return e.Body.Decision != nil && e.Body.Decision.Clock == clock
	})
}
