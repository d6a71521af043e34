package model

import "time"

// RuleChangeKind is what of its rules a desk changed.
type RuleChangeKind string

// The kinds. A count is of the due dates of open requests, after holidays arrived or the zone changed; Counted ends
// one.
const (
	RulesEdited      RuleChangeKind = "pack"
	HolidaysImported RuleChangeKind = "holidays"
	CountBegun       RuleChangeKind = "count"
	CountEnded       RuleChangeKind = "counted"
)

// RuleChange is one step of how a desk's rules came to be as they are. The newest of each kind counts; of holidays that
// of each calendar and year.
type RuleChange struct {
	Number   int64 // from 1, without a gap
	Kind     RuleChangeKind
	Version  string // of the rule pack
	Calendar string // whose holidays
	Year     int
	Body     string // the table of holidays, what was counted by, or how many dates moved: JSON
	Why      string // in the words of who changed it
	At       time.Time
	By       string // staff ID
}

// MovedDue is a due date that is another since it was counted again. Times are UTC.
type MovedDue struct {
	Request   int64
	Reference string
	Count     int64 // the RuleChange that it was counted by
	Clock     ClockName
	Was, Is   time.Time
	// codes, separated by commas: cn/2027 where that table arrived, zone where the organisation's changed
	Why string
}
