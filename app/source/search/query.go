package search

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Reading is one collection of a run, ready to be asked.
type Reading struct {
	Collection *dataset.Collection
	Table      *sqldb.Table
	Dialect    sqldb.Dialect
	Columns    []sqldb.Column // the declared columns first, in file order, then the extra ones
	Declared   int
	Conditions []*FieldCondition
	limit      int  // values in one query
	Spellings  bool // identities are found in any spelling
	near       map[*FieldCondition]map[[sha256.Size]byte]bool
}

// NewReading binds the declared columns to the real ones. The error names every field that the table lacks.
func NewReading(c *dataset.Collection, t *sqldb.Table, d sqldb.Dialect, undeclared bool) (*Reading, error) {
	r := &Reading{Collection: c, Table: t, Dialect: d, limit: d.MaxValues()}
	var missing []string
	have := map[string]bool{}
	for _, f := range c.Fields {
		column, ok := t.Column(f.Name)
		if !ok {
			missing = append(missing, fmt.Sprintf("%q", f.Name))
		}
		have[column.Name] = true
		r.Columns = append(r.Columns, column)
	}
	if len(missing) > 0 {
		return nil, sqldb.NoColumnsError(d, c, t, missing)
	}
	if len(r.Columns) == 0 {
		return nil, fmt.Errorf("dataset %q, collection %q declares no fields; declare its columns", c.Dataset.Key,
			c.Name)
	}
	r.Declared = len(r.Columns)
	for _, column := range t.Columns {
		if !have[column.Name] && (undeclared || column.Primary > 0) {
			r.Columns = append(r.Columns, column)
		}
	}
	return r, nil
}

// ConditionOn returns the condition on a field in the rows that meet where, all if it is nil. Its values are identities
// of a kind or, where that is empty, of none.
func (r *Reading) ConditionOn(f *dataset.Field, kind string, where *dataset.Where) *FieldCondition {
	for _, t := range r.Conditions {
		if t.Field == f && t.where == where {
			return t
		}
	}
	top := f.Column()
	for i, c := range r.Collection.Fields {
		if c == top {
			t := newFieldCondition(f, where, r.Columns[i], i)
			if r.Spellings && kind != "" {
				t.spelled = newSpelling(kind)
				t.written = newFieldCondition(f, where, r.Columns[i], i)
			}
			r.Conditions = append(r.Conditions, t)
			return t
		}
	}
	panic("source: a field outside its own collection") // Link resolves fields within collections only
}

// Query is one statement; verify is set where the engine cannot decide the condition by itself, or only more loosely
// than the values are equal.
type Query struct {
	Text   string
	Args   []any
	verify []*FieldCondition
	// refers is the condition whose foreign key finds rows beyond those that are equal; nil in every other query.
	refers *FieldCondition
}

// undecided is a target that the engine cannot decide for some rows, with the condition for those.
type undecided struct {
	condition *FieldCondition
	rows      string
}

// Queries returns the statements whose rows together, without repeats, are the collection's answer: rows where any
// target equals any of its values. None means that there is nothing to ask.
func (r *Reading) Queries() []Query {
	var sure, loose, partly []*FieldCondition
	for _, t := range r.Conditions {
		if t.where != nil {
			partly = append(partly, t)
		} else if t.spelled != nil || (!t.document && r.Dialect.Collates(t.tableColumn)) {
			loose = append(loose, t)
		} else {
			sure = append(sure, t)
		}
	}
	out, ours := r.asked(sure, false)
	for _, t := range loose {
		if t.engineCompares() {
			asWritten, _ := r.asked([]*FieldCondition{t.written}, r.Dialect.Collates(t.tableColumn))
			out = append(out, asWritten...)
		}
	}
	verified, more := r.asked(loose, true)
	out, ours = append(out, verified...), append(ours, more...)
	for _, t := range partly { // each by itself: a row that another condition finds says nothing of this one
		if t.engineCompares() {
			asWritten, _ := r.asked([]*FieldCondition{t.written}, true)
			out = append(out, asWritten...)
		}
		verified, more := r.asked([]*FieldCondition{t}, true)
		out, ours = append(out, verified...), append(ours, more...)
	}
	for _, t := range r.Conditions {
		out = append(out, r.refer(t)...)
	}
	if len(ours) > 0 {
		last := Query{}
		var rows []string
		for _, l := range ours {
			last.verify, rows = append(last.verify, l.condition), append(rows, l.rows)
		}
		last.Text = r.SelectSQL() + strings.Join(rows, " OR ")
		out = append(out, last)
	}
	return out
}

// asked returns the statements that the engine answers for the targets, and what it leaves to us. With verify every row
// of the answer is compared again.
func (r *Reading) asked(targets []*FieldCondition, verify bool) (out []Query, ours []undecided) {
	head := r.SelectSQL()
	var conditions []string
	var args []any
	room := r.limit
	flush := func() {
		if len(conditions) > 0 {
			q := Query{Text: head + strings.Join(conditions, " OR "), Args: args}
			if verify {
				q.verify = targets
			}
			out = append(out, q)
		}
		conditions, args, room = nil, nil, r.limit
	}
	for _, t := range targets {
		all := undecided{t, r.Dialect.Quote(t.tableColumn.Name) + " IS NOT NULL"}
		if t.spelled != nil {
			condition, ok := t.condition(r.Dialect, &args)
			if !ok {
				ours = append(ours, all)
				continue
			}
			if condition != "" {
				conditions = append(conditions, within(condition, r.narrowed(t.where, &args)))
			}
		}
		if alien := r.Dialect.Unparsed(t.tableColumn); t.document && alien != "" && len(t.binds) > 0 {
			ours = append(ours, undecided{t, alien})
		}
		for binds := t.binds; len(binds) > 0; {
			n := min(room, len(binds))
			condition, ok := "", true
			if t.document {
				condition, ok = r.Dialect.InDocument(t.tableColumn, t.Path, binds[:n], &args)
			} else {
				condition = r.Dialect.In(t.tableColumn, binds[:n], &args)
			}
			if !ok {
				ours = append(ours, all)
				break
			}
			conditions = append(conditions, within(condition, r.narrowed(t.where, &args)))
			binds = binds[n:]
			if room -= n; room == 0 {
				flush()
			}
		}
	}
	flush()
	return out, ours
}

// within joins a condition with what narrows it.
func within(condition, narrowed string) string {
	if narrowed == "" {
		return condition
	}
	return "(" + condition + narrowed + ")"
}

// SelectSQL returns the SELECT of the columns up to and including the WHERE.
func (r *Reading) SelectSQL() string {
	var b strings.Builder
	b.WriteString("SELECT ")
	for i, c := range r.Columns {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(r.Dialect.Expression(c))
	}
	b.WriteString(" FROM ")
	b.WriteString(sqldb.TableSQL(r.Dialect, r.Table))
	b.WriteString(" WHERE ")
	return b.String()
}

// Each runs the queries and delivers every row once. The row slice is reused; its values are not.
// What the driver gave comes along, in the same order.
func (r *Reading) Each(ctx context.Context, q sqldb.Querier, queries []Query, yield func(row, raw []any) error) error {
	raw, dest := make([]any, len(r.Columns)), make([]any, len(r.Columns))
	row := make([]any, len(r.Columns))
	for i := range raw {
		dest[i] = &raw[i]
	}
	// A row found by two queries is delivered by the first only. Rows alike in every column match the same
	// queries, so counting them per query keeps real duplicates of tables without a key.
	var first map[[sha256.Size]byte]int
	if len(queries) > 1 {
		first = map[[sha256.Size]byte]int{}
	}
	for n, query := range queries {
		err := sqldb.EachRow(ctx, q, query.Text, query.Args, dest, func() error {
			for i, v := range raw {
				row[i] = r.value(i, v)
			}
			if !r.Meets(r.Collection.Where, row) {
				return nil
			}
			if !r.verified(query.verify, row, raw) {
				return r.pass(query, row, first)
			}
			if first != nil {
				sum, err := fingerprint(row)
				if err != nil {
					return err
				}
				if at, seen := first[sum]; seen && at != n {
					return nil
				}
				first[sum] = n
				r.taken(sum)
			}
			return yield(row, raw)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// pass notes a row that is not the person's by the rule where it may hold a sought value all the same.
func (r *Reading) pass(query Query, row []any, taken map[[sha256.Size]byte]int) error {
	for _, t := range query.verify {
		if query.refers == nil && !t.near(row) || !r.Meets(t.where, row) {
			continue
		}
		sum, err := fingerprint(row)
		if err != nil {
			return err
		}
		if _, is := taken[sum]; is {
			continue
		}
		if query.refers != nil {
			t.referring[sum] = true
			continue
		}
		if r.near == nil {
			r.near = map[*FieldCondition]map[[sha256.Size]byte]bool{}
		}
		if r.near[t] == nil {
			r.near[t] = map[[sha256.Size]byte]bool{}
		}
		r.near[t][sum] = true
	}
	return nil
}

// taken forgets that a row only may hold a sought value: another query found it.
func (r *Reading) taken(sum [sha256.Size]byte) {
	for _, rows := range r.near {
		delete(rows, sum)
	}
	for _, t := range r.Conditions {
		delete(t.referring, sum)
	}
}

// Near lists the fields in which rows may hold a sought value and were not taken, with how many there are.
func (r *Reading) Near() (list []Near) {
	for _, t := range r.Conditions {
		if rows := len(r.near[t]); rows > 0 {
			list = append(list, Near{t.Field.Dotted(), int64(rows)})
		}
	}
	return list
}

// value turns what the driver gave into a row value. Where the data map says more than the column's type, it is
// followed: a text column that it calls an object or an array is decoded, a 0 or 1 that it calls boolean is one.
func (r *Reading) value(i int, raw any) any {
	var f *dataset.Field
	if i < r.Declared {
		f = r.Collection.Fields[i]
	}
	return sqldb.FieldValue(r.Dialect, r.Columns[i], f, raw)
}

func (r *Reading) verified(targets []*FieldCondition, row, raw []any) bool {
	for _, t := range targets {
		if t.accepts(row, raw) && r.Meets(t.where, row) {
			return true
		}
	}
	return len(targets) == 0
}

func fingerprint(row []any) (sum [sha256.Size]byte, err error) {
	b, err := json.Marshal(row)
	if err != nil {
		return sum, fmt.Errorf("a row cannot be compared with others: %w", err)
	}
	return sha256.Sum256(b), nil
}

// narrow keeps of every array that led to the row only the elements that match, unless the data map asks for all. It
// gives by column what was kept, and the row as it was; nil where it is as it was.
func (r *Reading) narrow(row []any) (marks map[int]*value.MatchTree, held []any) {
	mark := func(t *FieldCondition) *value.MatchTree {
		if marks == nil {
			marks = map[int]*value.MatchTree{}
		}
		if marks[t.Column] == nil {
			marks[t.Column] = &value.MatchTree{}
		}
		return marks[t.Column]
	}
	for _, t := range r.Conditions {
		if !r.Meets(t.where, row) {
			continue
		}
		doc, ok := row[t.Column].(value.JSON)
		if !ok {
			if t.spelled != nil && len(t.Path) == 0 {
				if parts := t.spelled.parts(row[t.Column]); parts != nil {
					mark(t).Parts = parts // the cell is shown as it is, and only the person's part of it rewritten
				}
			}
			continue
		}
		match := t.matchedIn
		if t.Field.ReturnAll {
			match = func(any, *value.MatchTree) bool { return true }
		}
		value.MarkMatches(doc.Value, t.Path, match, mark(t))
	}
	for i, k := range marks {
		doc, ok := row[i].(value.JSON)
		if !ok {
			continue
		}
		if held == nil {
			held = slices.Clone(row)
		}
		doc.Unmark(k)
		doc.Value = value.Narrow(doc.Value, k)
		row[i] = doc
	}
	return marks, held
}
