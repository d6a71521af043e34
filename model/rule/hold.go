package rule

import (
	"errors"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/pattern"
)

// Hold is a duty to keep certain data for a time. Whether it applies to a row is for a person to confirm.
type Hold struct {
	ID      string     `yaml:"id"`
	Title   model.Text `yaml:"title"`
	Law     model.Text `yaml:"law"`
	Applies model.Text `yaml:"applies"` // to whom and to what, so that a person can confirm it
	Keep    Period     `yaml:"keep"`
	// From is where the time starts: FromCompletion or FromCollected.
	From       string   `yaml:"from"`
	Categories []string `yaml:"categories"` // data categories that it typically covers, as in the data map
	Confidence string   `yaml:"confidence"`
}

// Where the time of a hold starts.
const (
	// FromCompletion: the date column of the row: the day the transaction, the service or the relation ended
	FromCompletion = "completion"
	FromCollected  = "collected" // the day the row was collected
)

// Period is a length of time in whole days, months or years.
type Period struct {
	Amount int    `yaml:"amount"`
	Unit   string `yaml:"unit"` // days, months or years
}

// Hold is the retention duty of an ID.
func (p *Pack) Hold(id string) (Hold, bool) { return find(p.Holds, id) }

// Until is the last second of the last day on which the data must be kept, in UTC. Days are those of loc. The day of
// the start is not counted, and months and years end on the corresponding day, else on the last of the month (Civil
// Code 201, 202). Without a start there is no end: a zero time gives a zero time.
func (h Hold) Until(from time.Time, loc *time.Location) time.Time {
	if from.IsZero() {
		return time.Time{}
	}
	day := calendar.DateOf(from, loc)
	switch h.Keep.Unit {
	case "days":
		day = day.Add(h.Keep.Amount)
	case "months":
		day = day.AddMonths(h.Keep.Amount)
	case "years":
		day = day.AddMonths(12 * h.Keep.Amount)
	}
	return day.End(loc)
}

var categoryPattern = pattern.New(`^(user|system)(\.[a-z_]+)*$`)

func (h Hold) id() string { return h.ID }

func (h Hold) check() error {
	switch {
	case h.Keep.Amount < 1 || h.Keep.Unit != "days" && h.Keep.Unit != "months" && h.Keep.Unit != "years":
		return model.Wrong("keep must be 1 or more days, months or years, got %d %q", h.Keep.Amount, h.Keep.Unit)
	case h.From != FromCompletion && h.From != FromCollected:
		return model.Wrong("from must be %s or %s, got %q", FromCompletion, FromCollected, h.From)
	}
	for _, c := range h.Categories {
		if !categoryPattern.MatchString(c) {
			return model.Wrong(
				"categories: %q is not a data category; write it as in the data map, like user.financial", c)
		}
	}
	return errors.Join(h.Title.Check("title"), h.Law.Check("law"), h.Applies.Check("applies"))
}
