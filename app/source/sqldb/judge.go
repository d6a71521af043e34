package sqldb

import (
	"context"
	"slices"
	"strings"
)

// NewRow is a row as a plan would leave it.
type NewRow struct {
	Raw     []any // as the driver gave it, by column of the table
	Key     []any // what finds the row, by the key columns of its Judgement
	Columns []int // those that are written
	Values  []any
}

// Refusal is what the engine would refuse, as it says itself.
type Refusal struct {
	Column     string // of the table; empty where a constraint is meant
	Constraint string
	Taken      bool // another row has the value already, or gets it too
	Unknown    bool // the engine did not say whether it would
	Rows       int64
}

// Judgement is rows of one table that the engine is asked about before anybody signs that they be written.
type Judgement struct {
	Table *MappedTable
	Key   []int
	Rows  []NewRow
}

// UniqueOver is what makes rows exclude one another beyond equal values of columns: a unique index over expressions or
// over some rows, an exclusion.
type UniqueOver struct {
	Keys       []string // expressions over the columns of the table
	Operators  []string // by key; none means =
	Where      string   // which rows are meant; empty for all
	NullsAlike bool     // two nulls are one value
}

// operator returns by which two rows are compared in a key.
func (u *UniqueOver) operator(n int) string {
	if n < len(u.Operators) {
		return u.Operators[n]
	}
	return "="
}

// Judge asks the engine what it would refuse of the rows, and changes nothing in the source.
func (j *Judgement) Judge(ctx context.Context, q Querier) ([]Refusal, error) {
	if own := j.Table.Dialect.Capabilities().Judge; own != nil {
		return own(ctx, q, j)
	}
	return (&overlay{Judgement: j, said: map[Refusal]int64{}, keys: map[string]map[string]bool{}}).judge(ctx, q)
}

// Concerned returns the constraints that have a say in what is written: those of written columns, and of columns that
// the database computes.
func (j *Judgement) Concerned() []Constraint {
	written := map[string]bool{}
	for _, c := range j.Table.Table.Columns {
		if c.Generated {
			written[strings.ToLower(c.Name)] = true
		}
	}
	for _, r := range j.Rows {
		for _, i := range r.Columns {
			written[strings.ToLower(j.Table.Table.Columns[i].Name)] = true
		}
	}
	var out []Constraint
	for _, k := range j.Table.Traits.Constraints {
		if slices.ContainsFunc(k.Columns, func(c string) bool { return written[strings.ToLower(c)] }) {
			out = append(out, k)
		}
	}
	return append(out, j.computedKeys()...)
}

// computedKeys are the unique keys that hold a column which the database computes.
func (j *Judgement) computedKeys() (out []Constraint) {
	t := j.Table
	for _, names := range t.Traits.Unique {
		computed := ""
		over := &UniqueOver{}
		for _, name := range names {
			over.Keys = append(over.Keys, t.Dialect.Quote(name))
			if i := t.ColumnIndex(name); i >= 0 && t.Table.Columns[i].Generated && t.Table.Columns[i].Primary == 0 {
				computed = name
			}
		}
		if computed != "" {
			out = append(out, Constraint{Name: computed, Columns: names, Over: over})
		}
	}
	return out
}
