package sqldb

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/value"
)

// overlay asks a server by SELECT alone: each row stands in the query as it would be, and what the table demands of its
// rows is asked of it there.
type overlay struct {
	*Judgement
	said map[Refusal]int64
	keys map[string]map[string]bool // by unique key: what rows of the plan get
	once bool                       // all rows are in one statement
	lost int                        // statements that failed for one row alone
}

// Bounds of one question.
const (
	judgedArms = 100
	judgedLost = 20
)

func (o *overlay) judge(ctx context.Context, q Querier) ([]Refusal, error) {
	parts := o.parts()
	o.once = len(parts) == 1
	constraints := o.Concerned()
	for _, k := range constraints {
		if k.Condition == "" && k.Over == nil && !k.Document {
			o.said[Refusal{Constraint: k.Name, Unknown: true}] += int64(len(o.Rows))
		}
	}
	if err := o.spelled(ctx, q); err != nil {
		return nil, err
	}
	for _, part := range parts {
		if err := o.part(ctx, q, part, constraints); err != nil {
			return nil, err
		}
	}
	var out []Refusal
	for r, rows := range o.said {
		r.Rows = rows
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b Refusal) int {
		return strings.Compare(a.Column+"\x00"+a.Constraint, b.Column+"\x00"+b.Constraint)
	})
	return out, nil
}

// spelled asks how the engine would write a value of a type that has no class of ours: of $5, a day and [1,3) it makes
// texts of its own, and what it holds would not be what was signed.
func (o *overlay) spelled(ctx context.Context, q Querier) error {
	same := map[string]bool{}
	for _, r := range o.Rows {
		for n, i := range r.Columns {
			c := o.Table.Table.Columns[i]
			given, isText := r.Values[n].(string)
			if c.Class != value.ClassOther || c.Limited == "" || !isText {
				continue
			}
			id := c.Name + "\x00" + given
			if _, known := same[id]; !known && len(same) < judgedArms {
				var held string
				failed, err := o.guarded(ctx, q, func() error {
					asked := "SELECT (" + o.Table.Dialect.Placeholder(1) + "::text)::" + c.Limited + "::text"
					return EachRow(ctx, q, asked, []any{given}, []any{&held}, func() error { return nil })
				})
				if err != nil {
					return err
				}
				same[id] = failed != nil || held == given // what fails is told by the whole row
			}
			if equal, known := same[id]; known && !equal {
				o.said[Refusal{Column: c.Name}]++
			}
		}
	}
	return nil
}

// parts puts rows together that one statement asks about.
func (o *overlay) parts() [][]NewRow {
	var out [][]NewRow
	var part []NewRow
	arms := map[string]bool{}
	for _, r := range o.Rows {
		id := alike(r)
		if len(part) > 0 && (len(part) >= BatchSize(len(o.Key)) || !arms[id] && len(arms) >= judgedArms) {
			out, part = append(out, part), nil
			clear(arms)
		}
		arms[id] = true
		part = append(part, r)
	}
	return append(out, part)
}

// alike is equal for rows of which the same columns get the same values.
func alike(r NewRow) string {
	id := []byte(fmt.Sprint(r.Columns))
	for _, v := range r.Values {
		id = AppendEncoded(id, v)
	}
	return string(id)
}

// part asks about some rows. Where the engine fails on them it is asked about fewer.
func (o *overlay) part(ctx context.Context, q Querier, rows []NewRow, constraints []Constraint) error {
	failed, err := o.guarded(ctx, q, func() error { return o.conditions(ctx, q, rows, constraints) })
	switch {
	case err != nil:
		return err
	case failed == nil:
	case !o.Table.Dialect.FailureOf(failed).Value:
		o.unknown(constraints, len(rows))
		return nil
	case len(rows) > 1 && o.lost < judgedLost:
		half := len(rows) / 2
		if err := o.part(ctx, q, rows[:half], constraints); err != nil {
			return err
		}
		return o.part(ctx, q, rows[half:], constraints)
	default:
		o.lost++
		return o.blame(ctx, q, rows, constraints)
	}
	for _, k := range constraints {
		if k.Over == nil {
			continue
		}
		failed, err := o.guarded(ctx, q, func() error { return o.unique(ctx, q, rows, k) })
		if err != nil {
			return err
		}
		if failed != nil {
			o.unknown([]Constraint{k}, len(rows))
		}
	}
	return nil
}

func (o *overlay) unknown(constraints []Constraint, rows int) {
	for _, k := range constraints {
		o.said[Refusal{Constraint: k.Name, Unknown: true}] += int64(rows)
	}
}

// blame finds what of a row the engine fails on. Where many rows failed it is asked about the first of the rest alone.
func (o *overlay) blame(ctx context.Context, q Querier, rows []NewRow, constraints []Constraint) error {
	one := rows[0]
	for n, i := range one.Columns {
		single := one
		single.Columns, single.Values = []int{i}, []any{one.Values[n]}
		failed, err := o.guarded(ctx, q, func() error { return o.conditions(ctx, q, []NewRow{single}, nil) })
		if err != nil {
			return err
		}
		if failed != nil {
			o.said[Refusal{Column: o.Table.Table.Columns[i].Name}] += int64(len(rows))
			return nil
		}
	}
	for _, k := range constraints {
		if k.Condition == "" {
			continue
		}
		failed, err := o.guarded(ctx, q, func() error { return o.conditions(ctx, q, []NewRow{one}, []Constraint{k}) })
		if err != nil {
			return err
		}
		if failed != nil {
			o.said[Refusal{Constraint: k.Name}] += int64(len(rows))
			return nil
		}
	}
	o.unknown(constraints, len(rows))
	return nil
}

// guarded runs a question that may fail, and keeps the transaction sound. It returns what the engine answered, and an
// error where it did not answer.
func (o *overlay) guarded(ctx context.Context, q Querier, ask func() error) (failed, err error) {
	run := func(text string) error {
		return EachRow(ctx, q, text, nil, nil, func() error { return nil })
	}
	if err := run("SAVEPOINT judged"); err != nil {
		return nil, err
	}
	asked := ask()
	if asked == nil {
		return nil, run("RELEASE SAVEPOINT judged")
	}
	if ctx.Err() != nil || !o.Table.Dialect.FailureOf(asked).Answered {
		return nil, asked
	}
	return asked, run("ROLLBACK TO SAVEPOINT judged")
}

// conditions counts the rows that would break a condition, or whose values their columns would change.
func (o *overlay) conditions(ctx context.Context, q Querier, rows []NewRow, constraints []Constraint) error {
	var told []Refusal
	var args []any
	from := o.from(rows, &args)
	sums := []string{"count(*)"}
	ask := func(r Refusal, condition string) {
		told = append(told, r)
		sums = append(sums, "COALESCE(SUM(CASE WHEN NOT ("+condition+") THEN 1 ELSE 0 END), 0)")
	}
	written := map[int]bool{}
	for _, r := range rows {
		for _, i := range r.Columns {
			written[i] = true
		}
	}
	for i, c := range o.Table.Table.Columns {
		if c.Computed != "" {
			name := o.Table.Dialect.Quote(c.Name)
			// Counted, since a server does not work out what nobody asks for.
			told, sums = append(told, Refusal{}), append(sums, "0 * count("+name+")")
			if !c.Nullable {
				ask(Refusal{Column: c.Name}, name+" IS NOT NULL")
			}
			if c.Limit > 0 {
				ask(Refusal{Column: c.Name}, "CHAR_LENGTH("+name+") <= "+fmt.Sprint(c.Limit))
			}
		} else if written[i] && c.narrow() {
			name := o.Table.Dialect.Quote(c.Name)
			ask(Refusal{Column: c.Name}, name+"::"+c.Limited+"::text = "+name+"::text")
		}
	}
	for _, k := range constraints {
		if k.Condition != "" {
			ask(Refusal{Constraint: k.Name}, k.Condition)
		}
	}
	counts := make([]int64, len(sums))
	dest := make([]any, len(sums))
	for n := range counts {
		dest[n] = &counts[n]
	}
	err := EachRow(ctx, q, "SELECT "+strings.Join(sums, ", ")+" FROM "+from, args, dest, func() error { return nil })
	if err != nil {
		return err
	}
	for n, r := range told {
		if counts[n+1] > 0 {
			o.said[r] += counts[n+1]
		}
	}
	return nil
}

// from returns the rows as they would be, under the name of their table.
func (o *overlay) from(rows []NewRow, args *[]any) string {
	t, d := o.Table, o.Table.Dialect
	table := TableSQL(d, t.Table)
	arms := []string{}
	selected := func(r *NewRow) string {
		var names []string
		for n, c := range t.Traits.RowLocator {
			names = append(names, d.Quote(c.Name)+" AS "+locatorName(n))
		}
		for i, c := range t.Table.Columns {
			if c.Computed != "" {
				continue
			}
			expression := d.Quote(c.Name)
			if c.Limited == "name" {
				expression += "::text AS " + expression // as a name the texts that follow would be cut
			}
			if r != nil {
				if at := slices.Index(r.Columns, i); at >= 0 {
					if c.Under != "" {
						c.Base = c.Under
					}
					expression = d.Set(c, r.Values[at], args)
					if r.Values[at] == nil && c.Under != "" {
						expression += "::" + c.Under
					}
					expression += " AS " + d.Quote(c.Name)
				}
			}
			names = append(names, expression)
		}
		return "SELECT " + strings.Join(names, ", ") + " FROM " + table + " WHERE "
	}
	// The types of an empty part that the table itself gives hold for those that follow.
	arms = append(arms, selected(nil)+"1 = 0")
	columns := make([]Column, len(o.Key))
	for n, i := range o.Key {
		columns[n] = t.Table.Columns[i]
	}
	var order []string
	together := map[string][]NewRow{}
	for _, r := range rows {
		id := alike(r)
		if together[id] == nil {
			order = append(order, id)
		}
		together[id] = append(together[id], r)
	}
	for _, id := range order {
		group := together[id]
		tuples := make([][]any, len(group))
		for n, r := range group {
			tuples[n] = r.Key
		}
		text := selected(&group[0])
		arms = append(arms, text+"("+RowsWhere(d, columns, tuples, args)+")")
	}
	name := " AS " + d.Quote(t.Table.Name)
	out := "(" + strings.Join(arms, " UNION ALL ") + ")" + name
	for _, c := range t.Table.Columns {
		if c.Computed != "" {
			out = "(SELECT " + d.Quote(t.Table.Name) + ".*, (" + c.Computed + ") AS " + d.Quote(c.Name) +
				" FROM " + out + ")" + name
		}
	}
	return out
}

func locatorName(n int) string { return fmt.Sprintf("rightsdesk_l%d", n) }
