package withhold

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// BeyondRows are the rows of what was collected for a copy without sensitive data that the data map puts outside it by
// now: they were reached only through what has become sensitive, so they would tell what it held. Rows that were
// reached in the same ways share the answer.
type BeyondRows map[string]bool // by waysOf

// Has reports whether a row lies outside the copy.
func (b BeyondRows) Has(f collect.Finding) bool { return len(b) > 0 && b[waysOf(f)] }

// waysOf names the collection of a row and the fields and identities that led to it.
func waysOf(f collect.Finding) string {
	parts := []string{f.Dataset, f.Collection}
	for _, r := range f.Found.Reached {
		if way := r.Identity + "\x01" + r.From.String() + "\x01" + r.FromField; !slices.Contains(parts[2:], way) {
			parts = append(parts, way)
		}
	}
	slices.Sort(parts[2:])
	return strings.Join(parts, "\x00")
}

// way is how rows of a collection were reached.
type way struct {
	at      dataset.Address
	source  string
	reaches []search.Reach
	rows    int64 // of those that nobody left out by hand
}

// RowsBeyond finds the rows of a copy that are outside it by now, and counts them by collection. What leads on from a
// collection of which a row is outside is not trusted: which of its rows led on is not kept, and leaving out too much
// can be mended by another request, giving too much cannot.
func RowsBeyond(v *store.View, r model.Request, res collect.Results) (BeyondRows, []model.Withholding, error) {
	moved, datasets, err := movedMaps(v, r, res)
	if err != nil || len(moved) == 0 {
		return nil, nil, err
	}
	ways := map[string]*way{}
	if err := collect.EachFinding(v, r.ID, res.Run.ID, model.FindingFilter{}, func(f collect.Finding) error {
		name := waysOf(f)
		if ways[name] == nil {
			ways[name] = &way{at: dataset.Address{Dataset: f.Dataset, Collection: f.Collection}, source: f.Source,
				reaches: f.Found.Reached}
		}
		if f.Decision != model.LeaveOut && !f.Hangs {
			ways[name].rows++
		}
		return nil
	}); err != nil {
		return nil, nil, err
	}
	out, doubtful := BeyondRows{}, map[dataset.Address]bool{}
	given := func(reach search.Reach) bool {
		if reach.Identity != "" {
			return true
		}
		c := collect.CollectionOf(datasets, reach.From.Dataset, reach.From.Collection)
		if c == nil {
			return !doubtful[reach.From]
		}
		f := c.Field(reach.FromField)
		return !doubtful[reach.From] && (f == nil || !f.Sensitive())
	}
	var list []model.Withholding
	for again := true; again; {
		again = false
		for name, w := range ways {
			if out[name] || len(w.reaches) == 0 || slices.ContainsFunc(w.reaches, given) {
				continue
			}
			out[name], doubtful[w.at], again = true, true, true
			list = AddRows(list,
				model.Withholding{Source: w.source, Collection: w.at.Collection, Rows: w.rows,
					Why: model.WithholdScope})
		}
	}
	return out, collect.SortedWithholdings(list), nil
}

// RowsHanging counts, by collection, the rows of a copy that nothing led to but rows that are left to somebody else,
// and that lie not beyond it anyway.
func RowsHanging(v *store.View, r model.Request, res collect.Results,
	beyond BeyondRows) (list []model.Withholding, err error) {
	err = collect.EachHanging(v, r.ID, res.Run.ID, func(f collect.Finding) error {
		if !beyond.Has(f) {
			list = AddRows(list,
				model.Withholding{Source: f.Source, Collection: f.Collection, Rows: 1, Why: model.WithholdOthers})
		}
		return nil
	})
	return collect.SortedWithholdings(list), err
}

// AddRows adds the rows of a withholding to the same one of a list.
func AddRows(list []model.Withholding, w model.Withholding) []model.Withholding {
	for i, o := range list {
		if o.Rows = w.Rows; o == w {
			list[i].Rows += w.Rows
			return list
		}
	}
	if w.Rows == 0 {
		return list
	}
	return append(list, w)
}
