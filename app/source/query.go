package source

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
)

// reading is one collection of a run, ready to be asked.
type reading struct {
	collection *Collection
	table      *Table
	dialect    dialect
	columns    []Column // the declared columns first, in file order, then the extra ones
	declared   int
	targets    []*target
	limit      int  // values in one query
	spellings  bool // identities are found in any spelling
}

// newReading binds the declared columns to the real ones. The error names every field that the table lacks.
func newReading(c *Collection, t *Table, d dialect, undeclared bool) (*reading, error) {
	r := &reading{collection: c, table: t, dialect: d, limit: d.limit()}
	var missing []string
	have := map[string]bool{}
	for _, f := range c.Fields {
		column, ok := t.column(f.Name)
		if !ok {
			missing = append(missing, fmt.Sprintf("%q", f.Name))
		}
		have[column.Name] = true
		r.columns = append(r.columns, column)
	}
	if len(missing) > 0 {
		return nil, noColumns(d, c, t, missing)
	}
	if len(r.columns) == 0 {
		return nil, fmt.Errorf("dataset %q, collection %q declares no fields; declare its columns", c.Dataset.Key, c.Name)
	}
	r.declared = len(r.columns)
	for _, column := range t.Columns {
		if !have[column.Name] && (undeclared || column.Primary > 0) {
			r.columns = append(r.columns, column)
		}
	}
	return r, nil
}

// target gives the condition on a field, whose values are identities of a kind or, where it is empty, of none.
func (r *reading) target(f *Field, kind string) *target {
	for _, t := range r.targets {
		if t.field == f {
			return t
		}
	}
	top := f.Column()
	for i, c := range r.collection.Fields {
		if c == top {
			t := newTarget(f, r.columns[i], i)
			if r.spellings && kind != "" {
				t.spelled = newSpelling(kind)
			}
			r.targets = append(r.targets, t)
			return t
		}
	}
	panic("source: a field outside its own collection") // Link resolves fields within collections only
}

// query is one statement; verify is set where the engine cannot decide the condition by itself, or only more loosely than
// the values are equal.
type query struct {
	text   string
	args   []any
	verify []*target
}

// left is a target that the engine cannot decide for some rows, with the condition for those.
type left struct {
	target *target
	rows   string
}

// queries gives the statements whose rows together, without repeats, are the collection's answer: rows where any
// target equals any of its values. None means that there is nothing to ask.
func (r *reading) queries() []query {
	var sure, loose []*target
	for _, t := range r.targets {
		if t.spelled != nil || (!t.document && r.dialect.collates(t.column)) {
			loose = append(loose, t)
		} else {
			sure = append(sure, t)
		}
	}
	out, ours := r.asked(sure, false)
	verified, more := r.asked(loose, true)
	out = append(out, verified...)
	if ours = append(ours, more...); len(ours) > 0 {
		last := query{}
		var rows []string
		for _, l := range ours {
			last.verify, rows = append(last.verify, l.target), append(rows, l.rows)
		}
		last.text = r.head() + strings.Join(rows, " OR ")
		out = append(out, last)
	}
	return out
}

// asked gives the statements that the engine answers for the targets, and what it leaves to us. With verify every row of
// the answer is compared again.
func (r *reading) asked(targets []*target, verify bool) (out []query, ours []left) {
	head := r.head()
	var conditions []string
	var args []any
	room := r.limit
	flush := func() {
		if len(conditions) > 0 {
			q := query{text: head + strings.Join(conditions, " OR "), args: args}
			if verify {
				q.verify = targets
			}
			out = append(out, q)
		}
		conditions, args, room = nil, nil, r.limit
	}
	for _, t := range targets {
		all := left{t, r.dialect.quote(t.column.Name) + " IS NOT NULL"}
		if t.spelled != nil {
			condition, ok := t.condition(r.dialect, &args)
			if !ok {
				ours = append(ours, all)
				continue
			}
			if condition != "" {
				conditions = append(conditions, condition)
			}
		}
		if alien := r.dialect.unparsed(t.column); t.document && alien != "" && len(t.binds) > 0 {
			ours = append(ours, left{t, alien})
		}
		for binds := t.binds; len(binds) > 0; {
			n := min(room, len(binds))
			condition, ok := "", true
			if t.document {
				condition, ok = r.dialect.inDocument(t.column, t.path, binds[:n], &args)
			} else {
				condition = r.dialect.in(t.column, binds[:n], &args)
			}
			if !ok {
				ours = append(ours, all)
				break
			}
			conditions = append(conditions, condition)
			binds = binds[n:]
			if room -= n; room == 0 {
				flush()
			}
		}
	}
	flush()
	return out, ours
}

func (r *reading) head() string {
	var b strings.Builder
	b.WriteString("SELECT ")
	for i, c := range r.columns {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(r.dialect.expression(c))
	}
	b.WriteString(" FROM ")
	b.WriteString(tableSQL(r.dialect, r.table))
	b.WriteString(" WHERE ")
	return b.String()
}

// each runs the queries and delivers every row once. The row slice is reused; its values are not.
// What the driver gave comes along, in the same order.
func (r *reading) each(ctx context.Context, q querier, queries []query, yield func(row, raw []any) error) error {
	raw, dest := make([]any, len(r.columns)), make([]any, len(r.columns))
	row := make([]any, len(r.columns))
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
		err := eachRow(ctx, q, query.text, query.args, dest, func() error {
			for i, v := range raw {
				row[i] = r.value(i, v)
			}
			if !verified(query.verify, row, raw) {
				return nil
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
			}
			return yield(row, raw)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// value turns what the driver gave into a row value. Where the data map says more than the column's type, it is
// followed: a text column that it calls an object or an array is decoded, a 0 or 1 that it calls boolean is one.
func (r *reading) value(i int, raw any) any {
	var f *Field
	if i < r.declared {
		f = r.collection.Fields[i]
	}
	return fieldValue(r.dialect, r.columns[i], f, raw)
}

// fieldValue is value for any column; f is nil where the data map does not name it.
func fieldValue(d dialect, c Column, f *Field, raw any) any {
	v := Readable(d.scan(c, raw))
	if f == nil {
		return v
	}
	if n, ok := v.(int64); ok && (n == 0 || n == 1) && f.Type == (DataType{Name: "boolean"}) {
		return n == 1
	}
	if !holdsDocument(f) {
		return v
	}
	var doc any
	ok := false
	switch v := v.(type) {
	case string:
		doc, ok = parseDocument([]byte(v))
	case []byte:
		doc, ok = parseDocument(v)
	}
	if ok {
		return JSON{doc}
	}
	return v
}

func verified(targets []*target, row, raw []any) bool {
	for _, t := range targets {
		if t.accepts(row, raw) {
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
// gives by column what was kept.
func (r *reading) narrow(row []any) map[int]*keep {
	var marks map[int]*keep
	for _, t := range r.targets {
		doc, ok := row[t.at].(JSON)
		if !ok {
			continue
		}
		match := t.matched
		if t.field.ReturnAll {
			match = func(any) bool { return true }
		}
		if marks == nil {
			marks = map[int]*keep{}
		}
		if marks[t.at] == nil {
			marks[t.at] = &keep{}
		}
		matching(doc.Value, t.path, match, marks[t.at], 0)
	}
	for i, k := range marks {
		row[i] = JSON{narrowed(row[i].(JSON).Value, k)}
	}
	return marks
}
