package notice

import (
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/rule"
)

// Leads are the rules of a pack that bear on a notice: how long before the day of effect people are told. A cessation
// always has that of the statement itself, whatever the pack says.
func (c Content) Leads(pack *rule.Pack) (list []rule.Lead) {
	for _, l := range pack.Leads {
		if l.Kind == string(c.Kind) && (len(c.Regimes) == 0 ||
			slices.ContainsFunc(l.Regimes, func(id string) bool { return slices.Contains(c.Regimes, id) })) {
			list = append(list, l)
		}
	}
	if c.Kind == Cessation &&
		!slices.ContainsFunc(list, func(l rule.Lead) bool { return l.Binds && l.Days >= promised.Days }) {
		list = append(list, promised)
	}
	return list
}

// promised is what the statement promises to everybody: fifteen days before a service stops.
var promised = rule.Lead{ID: "promise", Kind: string(Cessation), Days: 15, Binds: true,
	Source: model.Text{
		"en":      "our privacy statement, “Learn in advance that products and services will cease to operate”",
		"zh-Hans": "本单位隐私声明“提前获知产品和服务停止运营”"}}

// DateProblems lists what is wrong with the dates of a notice that is looked at on a day: it must come before what it
// tells, with the time that each regime asks for, and not in the past.
func (c Content) DateProblems(pack *rule.Pack, today calendar.Date) (list []Problem) {
	none := calendar.Date{}
	if c.Kind == Breach {
		if c.On == none {
			list = append(list, Problem{Trouble: NoDate, Blocking: true})
		}
		return append(list, c.over(today)...)
	}
	if c.On == none || c.Effective == none {
		return []Problem{{Trouble: NoDate, Blocking: true}}
	}
	if c.Hour < 0 || c.Hour > 24 {
		list = append(list, Problem{Trouble: HourOutOfRange, Blocking: true, Days: c.Hour})
	}
	days := c.On.Until(c.Effective)
	if days <= 0 {
		return append(list, Problem{Trouble: NotBefore, Blocking: true, Days: days})
	}
	for _, l := range c.Leads(pack) {
		if days >= l.Days {
			continue
		}
		p := Problem{Trouble: Short, Days: days, Need: l.Days, Law: l.Source}
		if l.Binds {
			p.Trouble, p.Blocking = TooLate, true
		}
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b Problem) int { return rank(a) - rank(b) })
	return append(list, c.over(today)...)
}

// over is the problem of a day of notice that has passed.
func (c Content) over(today calendar.Date) []Problem {
	if c.On != (calendar.Date{}) && c.On.Before(today) {
		return []Problem{{Trouble: Over, Blocking: true}}
	}
	return nil
}

// TooLate reports whether less time is left by now than binds.
func (c Content) TooLate(pack *rule.Pack, now time.Time) bool {
	today := calendar.DateOf(now, pack.Location())
	return Blocks(c.AsOf(today).DateProblems(pack, today))
}

// AsOf is the notice as if its day were today: what goes out later than it was meant to is held to the time that is
// left.
func (c Content) AsOf(today calendar.Date) Content {
	if c.On.Before(today) {
		c.On = today
	}
	return c
}
