package search

import (
	"context"
	"crypto/sha256"
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// The rule of a link is that values are equal. A foreign key of the database may be looser: it compares as the key does
// that it refers to, so abc is ABC, and e is é. Such a row is erased along with the row it refers to, and no link finds
// it. It is not taken, since nothing but the collation says whose it is; it is counted and said.

// referring finds which of the step's conditions have such a foreign key.
func (w *Worker) referring(ctx context.Context, s *stepRun, rd *Reading) error {
	var declared []sqldb.ForeignKey
	asked := false
	for _, e := range s.Step.Feeds {
		parent := w.tables[e.From.Collection]
		t := rd.ConditionOn(e.To, "", e.Where.On(s.Collection))
		if parent == nil || e.From.Parent != nil || t.document || !rd.Dialect.Collates(t.tableColumn) {
			continue
		}
		if !asked {
			var err error
			if declared, err = rd.Dialect.ForeignKeys(ctx, w.Snapshot.Tx, rd.Table); err != nil {
				return err
			}
			asked = true
		}
		for _, key := range declared {
			if !refersTo(rd.Dialect, key, t.tableColumn, parent, e.From) {
				continue
			}
			column, err := w.comparedBy(ctx, t.tableColumn, parent, e.From)
			if err != nil {
				return err
			}
			if column != nil {
				t.refers, t.referring = column, map[[sha256.Size]byte]bool{}
			}
		}
	}
	return nil
}

// refersTo reports whether a foreign key of one column leads from the column to a field of the parent.
func refersTo(d sqldb.Dialect, key sqldb.ForeignKey, from sqldb.Column, parent *sqldb.Table, to *dataset.Field) bool {
	refs := key.RefColumns
	if len(refs) == 0 {
		refs = parent.PrimaryKey()
	}
	if len(key.Columns) != 1 || len(refs) != 1 {
		return false
	}
	there, okThere := parent.Column(refs[0])
	here, okHere := parent.Column(to.Name)
	named := sqldb.TableName{Schema: parent.Schema, Name: key.RefTable}
	return strings.EqualFold(key.Columns[0], from.Name) && okThere && okHere && there.Name == here.Name &&
		d.Fold(named) == d.Fold(sqldb.TableName{Schema: parent.Schema, Name: parent.Name}) &&
		(key.RefSchema == "" || parent.Schema == "" || key.RefSchema == parent.Schema)
}

// comparedBy returns the column as a foreign key to the parent's field compares it; nil where only what is equal is.
func (w *Worker) comparedBy(ctx context.Context, column sqldb.Column, parent *sqldb.Table,
	to *dataset.Field) (*sqldb.Column, error) {
	by := w.Source.Dialect.Capabilities().ReferencesCompareBy
	if by == "" {
		return &column, nil // the column's own collation, which may be loose
	}
	traits, err := w.Source.Dialect.Traits(ctx, w.Snapshot.Tx, parent)
	if err != nil {
		return nil, err
	}
	there, _ := parent.Column(to.Name)
	if column = traits.Referring(w.Source.Dialect, column, there.Name); column.Collation == by {
		return nil, nil
	}
	return &column, nil
}

// refer returns the statements that find what the condition's foreign key refers by, equal or not.
func (r *Reading) refer(t *FieldCondition) (out []Query) {
	if t.refers == nil {
		return nil
	}
	for binds := t.binds; len(binds) > 0; {
		n := min(r.limit, len(binds))
		q := Query{verify: []*FieldCondition{t}, refers: t}
		condition := r.Dialect.In(*t.refers, binds[:n], &q.Args)
		q.Text = r.SelectSQL() + within(condition, r.narrowed(t.where, &q.Args))
		out, binds = append(out, q), binds[n:]
	}
	return out
}

// Referring lists the fields by which rows refer to one that was found, by a foreign key that calls different values
// equal, and were not taken, with how many there are.
func (r *Reading) Referring() (list []Near) {
	for _, t := range r.Conditions {
		if rows := len(t.referring); rows > 0 {
			list = append(list, Near{t.Field.Dotted(), int64(rows)})
		}
	}
	return list
}
