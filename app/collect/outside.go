package collect

import (
	"cmp"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/model"
)

// within leaves out of a finding what the copy that is asked for does not reach to, counts it and names the columns;
// false where nothing of the finding is in the copy.
func (c *collector) within(f *search.Finding, of *dataset.Collection) (left []string, in bool) {
	if !c.ordinary || of == nil {
		return nil, true
	}
	out := model.Withholding{Source: c.data.Keys[f.Dataset], Collection: f.Collection, Why: model.WithholdScope}
	if search.OnlySensitive(f.Reached) {
		c.outside[out]++
		return nil, false
	}
	f.Row, left = of.Ordinary(f.Row)
	f.Sensitive = false
	for _, out.Column = range left {
		c.outside[out]++
	}
	return left, true
}

// leftOutside lists what was not kept of the findings, in a stable order.
func (c *collector) leftOutside() (list []model.Withholding) {
	for w, rows := range c.outside {
		w.Rows = rows
		list = append(list, w)
	}
	return SortedWithholdings(list)
}

// SortedWithholdings orders a list by source, collection and column, in place, and returns it.
func SortedWithholdings(list []model.Withholding) []model.Withholding {
	slices.SortFunc(list, func(a, b model.Withholding) int {
		return cmp.Or(strings.Compare(a.Source, b.Source), strings.Compare(a.Collection, b.Collection),
			strings.Compare(a.Column, b.Column))
	})
	return list
}
