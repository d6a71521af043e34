package collect

import (
	"time"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// completions are the newest dates by which something was completed, by the field of the data map that tells it. Duties to keep
// count from them.
type completions map[string]time.Time

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

// completedField returns the field that tells when what a row is about was completed; nil where the data map names none.
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

// note remembers the date that the field of its collection tells of a row.
func (all completions) note(c *dataset.Collection, field *dataset.Field, f Finding) {
	at, _ := dateOf(f.Text(field.Name))
	if newest, known := all[placeOfField(c, field)]; !known || at.After(newest) {
		all[placeOfField(c, field)] = at
	}
}

func dateOf(text string) (at time.Time, ok bool) {
	for _, layout := range []string{time.RFC3339Nano, time.DateTime, time.DateOnly, "2006-01-02T15:04:05"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// NewestCompletion returns the newest date by which something was completed among the rows that a run found in a collection;
// zero where no row or no field tells it. The run has kept it. Only of a run by an older program, or by a data map that told it
// by another field, are the findings themselves read.
func (res Results) NewestCompletion(v *store.View, request int64, c *dataset.Collection) (newest time.Time, err error) {
	field := completedField(c)
	if field == nil {
		return newest, nil
	}
	if at, kept := res.Notes.Completed[placeOfField(c, field)]; kept {
		return at, nil
	}
	found := completions{}
	err = EachFinding(v, request, res.Run.ID, model.FindingFilter{Dataset: c.Dataset.Key, Collection: c.Name}, func(f Finding) error {
		found.note(c, field, f)
		return nil
	})
	return found[placeOfField(c, field)], err
}
