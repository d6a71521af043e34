package change

import (
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// FormatWrite is one row that the format's semantics would write, whether or not a value changes.
type FormatWrite struct {
	dataset.Address
	Call    string             // the request, where the row lies in a service
	Table   *sqldb.MappedTable // nil for a request
	key     []int
	written []int // columns; none where the row is deleted
}

// Statement returns the SQL for one row, or the request.
func (n FormatWrite) Statement() string {
	if n.Table == nil {
		return n.Call
	}
	d, t := n.Table.Dialect, n.Table.Table
	place := 0
	var sets, conditions []string
	for _, i := range n.written {
		place++
		sets = append(sets, d.Quote(t.Columns[i].Name)+" = "+d.Placeholder(place))
	}
	for _, i := range n.key {
		place++
		c := t.Columns[i]
		c.Nullable = c.Nullable && !n.Table.InKey(i)
		conditions = append(conditions, d.Equals(c, place))
	}
	head := "DELETE FROM " + sqldb.TableSQL(d, t)
	if len(sets) > 0 {
		head = "UPDATE " + sqldb.TableSQL(d, t) + " SET " + strings.Join(sets, ", ")
	}
	return head + " WHERE " + strings.Join(conditions, " AND ")
}
