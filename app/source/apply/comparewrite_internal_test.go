package apply

import (
	"testing"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Each set of columns costs a statement, which may walk the table.
func TestRowsThatTakeTurnsBetweenColumnsAreWrittenByOneStatementForEachSetOfThem(t *testing.T) {
	const rows = 1000
	var groups []*together
	for n := range rows {
		w := &writing{RowChange: &change.RowChange{After: []value.Cell{{Name: "name"}}}, columns: []int{1}}
		if n%2 == 1 {
			w = &writing{RowChange: &change.RowChange{After: []value.Cell{{Name: "name", Value: n}, {Name: "street"}}},
				columns: []int{1, 2}}
		}
		groups = joined(groups, w)
	}
	if len(groups) != 2 || len(groups[0].rows)+len(groups[1].rows) != rows || !groups[0].alike || groups[1].alike {
		t.Errorf("%d groups", len(groups))
	}
}
