package change

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// keepsDocuments reports whether the database lets a column hold JSON documents alone, though its type is text.
func keepsDocuments(b *sqldb.MappedTable, column string) bool {
	return slices.ContainsFunc(b.Traits.Constraints, func(k sqldb.Constraint) bool {
		return k.Document && strings.EqualFold(k.Columns[0], column)
	})
}

// doubts reports whether a constraint may refuse a change.
func doubts(k sqldb.Constraint, table *sqldb.Table, changed []rewritten) bool {
	if k.Document {
		return false // see fits
	}
	return slices.ContainsFunc(changed, func(w rewritten) bool {
		named := slices.ContainsFunc(k.Columns, func(c string) bool {
			return strings.EqualFold(c, table.Columns[w.column].Name)
		})
		return named && (w.after != nil || !k.Strict)
	})
}

// doubted names the constraints that may refuse a planned change, for whoever signs the plan.
func (s *sourcePlan) doubted(b *sqldb.MappedTable, changed []rewritten) {
	for _, k := range b.Traits.Constraints {
		if doubts(k, b.Table, changed) {
			s.obstacles.count(Obstacle{Address: b.Address(), Reason: MayRefuse, Constraint: k.Name})
		}
	}
}
