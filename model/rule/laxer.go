package rule

import (
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
)

// roughly is how long a unit is, in hours: enough to tell a longer period from a shorter one.
var roughly = map[calendar.Unit]int{calendar.Hours: 1, calendar.CalendarDays: 24, calendar.WorkingDays: 34,
	calendar.Months: 730}

// Longer is an answer of a law that one pack gives more time for than another.
type Longer struct {
	Regime   Regime
	Kind     model.Kind
	Was, Now calendar.Period
}

// Laxer lists the answers of laws that another pack gives more time for: what somebody who edits a figure of a law
// should mean to do.
func (p *Pack) Laxer(than *Pack) (list []Longer) {
	for _, r := range p.Regimes {
		before, there := than.Regime(r.ID)
		if !there || r.Own {
			continue
		}
		for _, k := range model.Kinds {
			now, speaks := r.Rule(k)
			was, spoke := before.Rule(k)
			if !speaks || !spoke || was.Answer.AtOnce() {
				continue
			}
			a, b := now.Answer.Period(), was.Answer.Period()
			if now.Answer.AtOnce() || a.Amount*roughly[a.Unit] <= b.Amount*roughly[b.Unit] {
				continue
			}
			list = append(list, Longer{r, k, b, a})
		}
	}
	return list
}
