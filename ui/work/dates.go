package work

import (
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/ui/part"
)

// NextMonth is a day to come, as an example of one.
func NextMonth(s *desk.Session) time.Time { return s.Now().In(s.Rules().Location()).AddDate(0, 1, 0) }

// UntilOf is the end of the day that was typed, in the zone of the desk; zero where none was.
func (w Work) UntilOf(f *part.DateField) time.Time {
	day, ok := f.Date()
	if !ok {
		return time.Time{}
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 23, 59, 59, 0, w.Session.Rules().Location())
}
