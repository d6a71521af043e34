package collect

import (
	"encoding/json"
	"time"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/store"
)

// completions counts rows by the day on which what they are about was completed, "2026-09-01", under the field of the
// data map that tells it, "shop:orders.shipped_at". Rows whose field tells no day are in none. Duties to keep count
// from them.
type completions map[string]map[string]int64

// completedFields are the fields that tell it, by collection; a collection without one is not there.
func completedFields(datasets []*dataset.Dataset) map[*dataset.Collection]*dataset.Field {
	fields := map[*dataset.Collection]*dataset.Field{}
	for _, d := range datasets {
		for _, c := range d.Collections {
			if f := completedField(c); f != nil {
				fields[c] = f
			}
		}
	}
	return fields
}

// completedField returns the field that tells when what a row is about was completed; nil where the data map names
// none.
func completedField(c *dataset.Collection) (completed *dataset.Field) {
	c.Walk(func(f *dataset.Field) {
		if f.Completed {
			completed = f
		}
	})
	return completed
}

func placeOfField(c *dataset.Collection, f *dataset.Field) string {
	return c.Dataset.Key + ":" + c.Name + "." + f.Name
}

// note counts a row, in whose completed field a text stands.
func (all completions) note(c *dataset.Collection, field *dataset.Field, text string, zone *time.Location) {
	place := placeOfField(c, field)
	if all[place] == nil {
		all[place] = map[string]int64{}
	}
	if day, ok := dayOf(text, zone); ok {
		all[place][day.String()]++
	}
}

// dayOf reads the day of a date or a time by the desk's clock.
func dayOf(text string, zone *time.Location) (calendar.Date, bool) {
	at, ok := value.Instant(text, zone)
	if !ok {
		return calendar.Date{}, false
	}
	return calendar.DateOf(at, zone), true
}

// CompletedOn returns the day on which what a row is about was completed; false where the data map has no field that
// tells it, or the row's tells none.
func CompletedOn(c *dataset.Collection, f search.Finding, zone *time.Location) (calendar.Date, bool) {
	field := completedField(c)
	if field == nil {
		return calendar.Date{}, false
	}
	v, _ := f.Row.Get(field.Name)
	raw, err := json.Marshal(value.Readable(v))
	if err != nil {
		return calendar.Date{}, false
	}
	return dayOf(ValueText(raw), zone)
}

// CompletedDays counts the rows that a run found in a collection by the day on which what they are about was completed;
// empty where no field tells it. The run has kept it. Only of a run by an older program, or by a data map that told it
// by another field, are the findings themselves read.
func (res Results) CompletedDays(v *store.View, request int64, c *dataset.Collection,
	zone *time.Location) (map[calendar.Date]int64, error) {
	field := completedField(c)
	if field == nil {
		return nil, nil
	}
	found := completions{placeOfField(c, field): res.Notes.CompletedDays[placeOfField(c, field)]}
	if found[placeOfField(c, field)] == nil {
		if err := EachFinding(v, request, res.Run.ID, model.FindingFilter{Dataset: c.Dataset.Key, Collection: c.Name},
			func(f Finding) error {
				found.note(c, field, f.Text(field.Name), zone)
				return nil
			}); err != nil {
			return nil, err
		}
	}
	days := map[calendar.Date]int64{}
	for text, n := range found[placeOfField(c, field)] {
		day, err := calendar.ParseDate(text)
		if err != nil {
			return nil, err
		}
		days[day] = n
	}
	return days, nil
}
