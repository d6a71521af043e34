package result

import (
	"hash/maphash"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/runs"
)

// Why something that a search finds may be there, besides the ways of the scope under which it stays.
const (
	keptShared  = "shared"  // the row is also somebody else's and was left
	keptOutside = "outside" // the request does not speak of it
	keptFinding = "finding" // it was found before the plan, which is made from it
)

// excuses tells of each row and column that the search finds why it is right that it is there. What excuses one row
// excuses no other, and what excuses a column no column beside it.
type excuses struct {
	datasets []*dataset.Dataset
	scope    model.Scope
	seed     maphash.Seed
	rows     map[uint64]excused
	used     map[string]int64 // rows without a key that were excused already, by collection and column
}

// excused is a row that was found for the person before.
type excused struct {
	rows   int64 // how many alike: rows without a key cannot be told apart
	shared bool  // and was left for the other people it is about
	masked []string
}

// excusesOf reads what was found and what was settled about it.
func excusesOf(v *store.View, r model.Request, datasets []*dataset.Dataset) (*excuses, error) {
	e := &excuses{datasets: datasets, seed: maphash.MakeSeed(), rows: map[uint64]excused{}, used: map[string]int64{}}
	if _, err := casefile.Part(v, r.ID, casefile.PartScope, &e.scope); err != nil {
		return nil, err
	}
	run, err := runs.LatestRun(v, r.ID)
	if err != nil {
		return nil, collect.ErrNoRun
	}
	return e, collect.EachFinding(v, r.ID, run.ID, model.FindingFilter{}, func(f collect.Finding) error {
		id := maphash.String(e.seed,
			change.RowID(dataset.Address{Dataset: f.Dataset, Collection: f.Collection}, f.Found.Key))
		row := e.rows[id]
		row.rows++
		if !f.Theirs() {
			row.shared, row.masked = true, f.Choice.Columns
		}
		e.rows[id] = row
		return nil
	})
}

// found excuses every row that was found before: the plan is made from it. For whoever looks before there is a plan.
func (e *excuses) found(at dataset.Address, key []value.Cell, column string) string {
	if _, known := e.row(at, key, column); known {
		return keptFinding
	}
	return ""
}

// why excuses what the scope leaves, in the rows and columns of which it speaks.
func (e *excuses) why(at dataset.Address, key []value.Cell, column string) string {
	row, known := e.row(at, key, column)
	c := collect.CollectionOf(e.datasets, at.Dataset, at.Collection)
	if !known || c == nil {
		return ""
	}
	if row.shared {
		if slices.Contains(row.masked, column) {
			return ""
		}
		return keptShared
	}
	if l, settled := change.SettledFor(e.scope, at, column); settled {
		if l.Way.Leaves() {
			return string(l.Way)
		}
		return ""
	}
	field := fieldAt(c, column)
	if field == nil {
		return ""
	}
	outside := false
	for _, category := range field.EffectiveCategories() {
		line := model.ScopeLine{Dataset: at.Dataset, Collection: at.Collection, Category: model.ScopeCategory(category)}
		if line.Category == "" {
			continue
		}
		if !e.scope.Covers(line) {
			outside = true
			continue
		}
		for _, l := range e.scope.Lines {
			if l.Key() == line.Key() && l.Way.Leaves() {
				return string(l.Way)
			}
		}
	}
	if outside {
		return keptOutside
	}
	return ""
}

// row finds a row among the findings. Rows without a key are known only as often as they were found.
func (e *excuses) row(at dataset.Address, key []value.Cell, column string) (excused, bool) {
	text, err := collect.KeyText(key)
	if err != nil {
		return excused{}, false
	}
	row, known := e.rows[maphash.String(e.seed, change.RowID(at, text))]
	if known && len(key) == 0 {
		place := at.String() + "." + column
		e.used[place]++
		known = e.used[place] <= row.rows
	}
	return row, known
}

// fieldAt is the field of a column or of a place inside a document: its own, else the nearest above it.
func fieldAt(c *dataset.Collection, dotted string) (nearest *dataset.Field) {
	c.Walk(func(f *dataset.Field) {
		name := f.Dotted()
		if (name == dotted || strings.HasPrefix(dotted, name+".")) &&
			(nearest == nil || len(name) > len(nearest.Dotted())) {
			nearest = f
		}
	})
	return nearest
}
