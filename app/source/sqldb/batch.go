package sqldb

import (
	"fmt"
	"strings"

	"orangelab.cn/rightsdesk/app/source/value"
)

// BatchRows is how many rows are compared, written and read again together.
const BatchRows = 2000

// WalkRows is how many rows are written together where the engine compares them as it writes, and no row is read for
// it.
const WalkRows = 25_000

// RowsWhere returns the condition of a WHERE for rows by tuples that may hold nil: the tuples are sorted by what is nil
// in them.
func RowsWhere(d Dialect, columns []Column, tuples [][]any, args *[]any) string {
	type pattern struct {
		columns []Column
		nulls   []string
		tuples  [][]any
	}
	patterns := map[string]*pattern{}
	var order []*pattern
	for _, tuple := range tuples {
		var key strings.Builder
		for _, v := range tuple {
			if v == nil {
				key.WriteByte('n')
			} else {
				key.WriteByte('v')
			}
		}
		p := patterns[key.String()]
		if p == nil {
			p = &pattern{}
			for i, v := range tuple {
				if v == nil {
					p.nulls = append(p.nulls, d.Quote(columns[i].Name)+" IS NULL")
				} else {
					p.columns = append(p.columns, columns[i])
				}
			}
			patterns[key.String()] = p
			order = append(order, p)
		}
		values := tuple
		if len(p.nulls) > 0 {
			values = make([]any, 0, len(p.columns))
			for _, v := range tuple {
				if v != nil {
					values = append(values, v)
				}
			}
		}
		p.tuples = append(p.tuples, values)
	}
	var conditions []string
	for _, p := range order {
		parts := p.nulls
		if len(p.columns) > 0 {
			parts = append([]string{d.RowsIn(p.columns, p.tuples, args)}, p.nulls...)
		}
		conditions = append(conditions, strings.Join(parts, " AND "))
	}
	if len(conditions) == 1 {
		return conditions[0]
	}
	return "(" + strings.Join(conditions, ") OR (") + ")"
}

// CellColumns returns the places of the columns of a key or a row. A cell that the table has no column for is an error.
func (b *MappedTable) CellColumns(cells []value.Cell) ([]int, error) {
	out := make([]int, len(cells))
	for n, cell := range cells {
		i, ok := b.ColumnOf(cell.Name)
		if !ok {
			return nil,
				fmt.Errorf("%s: the plan names column %q, which the table does not have; make the preview again",
					b.Address(), cell.Name)
		}
		out[n] = i
	}
	return out, nil
}

// BatchSize returns how many rows of so many columns one statement names.
func BatchSize(columns int) int { return min(BatchRows, max(1, 30_000/max(1, columns))) }
