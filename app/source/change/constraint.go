package change

import (
	"context"
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
func doubts(k sqldb.Constraint, table *sqldb.Table, r sqldb.NewRow) bool {
	if k.Document {
		return false // see fits
	}
	for n, i := range r.Columns {
		named := slices.ContainsFunc(k.Columns, func(c string) bool {
			return strings.EqualFold(c, table.Columns[i].Name)
		})
		if named && (r.Values[n] != nil || !k.Strict || k.Condition != "" || k.Over != nil) {
			return true
		}
	}
	return false
}

// judged remembers a row that the engine is to be asked about, where there is something to ask.
func (s *sourcePlan) judged(b *sqldb.MappedTable, key []int, r sqldb.NewRow) {
	if len(r.Columns) == 0 || whyUnfit(b, key) != "" {
		return
	}
	if !b.Traits.Judges(b.Table.Columns, r.Columns) &&
		!slices.ContainsFunc(b.Traits.Constraints, func(k sqldb.Constraint) bool { return doubts(k, b.Table, r) }) {
		return
	}
	j := s.judgements[b]
	if j == nil || !slices.Equal(j.Key, key) {
		j = &sqldb.Judgement{Table: b, Key: key}
		s.judgements[b] = j
		s.judging = append(s.judging, j)
	}
	r.Key = make([]any, len(key))
	for n, i := range key {
		r.Key[n] = b.Dialect.Exact(b.Table.Columns[i], r.Raw[i])
	}
	j.Rows = append(j.Rows, r)
}

// judge asks the engine what it would refuse of the rows, so that a plan is not signed which cannot be written.
func (s *sourcePlan) judge(ctx context.Context, q sqldb.Querier) error {
	for _, row := range s.held {
		if row.deleted || len(row.moved) == 0 {
			continue
		}
		r := sqldb.NewRow{Raw: row.raw}
		for i := range row.table.Table.Columns {
			if v, moved := row.moved[i]; moved {
				r.Columns, r.Values = append(r.Columns, i), append(r.Values, v)
			}
		}
		s.judged(row.table, row.key, r)
	}
	for _, j := range s.judging {
		refusals, err := j.Judge(ctx, q)
		if err != nil {
			return err
		}
		for _, r := range refusals {
			s.refused(j.Table, r)
		}
	}
	return nil
}

func (s *sourcePlan) refused(b *sqldb.MappedTable, r sqldb.Refusal) {
	o := Obstacle{Address: b.Address(), Constraint: r.Constraint, Reason: Refused, Blocking: true}
	switch {
	case r.Unknown:
		o.Reason, o.Blocking = MayRefuse, false
	case r.Column != "":
		o.Reason = BadValue
		if i := b.ColumnIndex(r.Column); i >= 0 {
			o.Column = b.FieldNames[i]
		}
	case r.Taken:
		o.Reason = UniqueValue
	}
	s.obstacles.countRows(o, r.Rows)
}
