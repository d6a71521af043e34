package draft

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/draft/because"
	"orangelab.cn/rightsdesk/app/source/draft/letters"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// byKind takes references to one of several tables, which another column of the row names: object_type and object_id.
// Each is proposed for the kinds of rows whose name fits the table and whose values are keys of it, and for no others.
func (r *referrer) byKind(ctx context.Context, f *field) error {
	words, explicit := stem(f.said)
	if !explicit {
		words, explicit = ofItsKind(f)
	}
	if !explicit || !typed(f, words) && !r.generic[strings.Join(words, " ")] && !r.generic[words[len(words)-1]] &&
		!(len(words) == 1 && r.has(r.discriminators, words[0])) {
		return nil
	}
	kind := r.discriminator(f, words)
	if kind == nil {
		return nil
	}
	const kinds = 12
	names := kind.distinct()
	if slices.Contains(kind.samples, "0") {
		names = append(names, "0")
	}
	for _, name := range names[:min(len(names), kinds)] {
		values, err := r.valuesWhere(ctx, f, kind, name)
		if err != nil {
			return err
		}
		if len(values) == 0 {
			continue
		}
		called := r.kindName(name)
		for _, t := range r.tables {
			k := t.key()
			if t == f.table || k == nil || !r.compatible(f, k) || !kindOf(called, t, k, r.prefix) {
				continue
			}
			n, err := r.ask.included(ctx, k, values)
			if err != nil {
				return err
			}
			if n == len(values) {
				f.refs = append(f.refs,
					ref{to: k, why: because.Reason{Code: because.KindNames, About: kind.Name}, guessed: true,
						where: &condition{kind, []string{name}}})
				break
			}
		}
	}
	return nil
}

// ofItsKind returns what a column is of that another names the kind of, though it is not called a key itself: parent
// beside parenttype, link_name beside link_doctype.
func ofItsKind(f *field) ([]string, bool) {
	words := f.said
	if last := len(words) - 1; last > 0 && words[last] == "name" {
		words = words[:last]
	}
	return words, len(words) > 0 && f.Primary == 0 && f.meaning.group() != "text" && typed(f, words)
}

// discriminator returns the column that says of which kind a generic reference is; nil where there is none.
func (r *referrer) discriminator(f *field, words []string) *field {
	var best *field
	for _, o := range f.table.fields {
		said := o.said
		n := len(said)
		if o == f || n == 0 || !slices.Contains([]string{"text", "number", "choice"}, o.kinds()[0]) ||
			!r.has(r.discriminators, said[n-1]) {
			continue
		}
		if n > 1 && said[0] == words[0] { // object_type beside object_id
			return o
		}
		if best == nil {
			best = o
		}
	}
	return best
}

// valuesWhere returns some values of a column in rows where another has a value.
func (r *referrer) valuesWhere(ctx context.Context, f, kind *field, name string) ([]string, error) {
	d := r.ask.source.Dialect
	binds := d.Bind(kind.Column, name)
	if len(binds) == 0 {
		return nil, nil
	}
	var args []any
	query := fmt.Sprintf("SELECT DISTINCT %s FROM %s WHERE %s LIMIT %d", d.Expression(f.Column),
		sqldb.TableSQL(d, f.table.Table), d.In(kind.Column, binds, &args), sampleRows)
	var out []string
	var raw any
	err := sqldb.EachRow(ctx, r.ask.q, query, args, []any{&raw}, func() error {
		if held, ok := value.Text(d.Scan(f.Column, raw)); ok && held != "" && held != "0" {
			out = append(out, held)
		}
		return nil
	})
	return out, r.ask.source.Wrap(err, fmt.Sprintf("table %q cannot be compared", f.table.Name))
}

// kindName is the name of a kind as tables are called: user of App\Models\User, ticket of RT::Ticket.
func (r *referrer) kindName(name string) string {
	name = name[strings.LastIndexAny(name, `\./:`)+1:]
	said := letters.Split(name, r.knows)
	for i := range said {
		said[i] = letters.Singular(said[i])
	}
	return strings.Join(said, " ")
}

// kindOf reports whether the name of a kind fits a table: its name, the beginning of a word of it or of its key, or an
// initial.
func kindOf(full string, t *table, k *field, prefix string) bool {
	if full == "" {
		return false
	}
	ends := t.ends
	if slices.Contains(ends, full) {
		return true
	}
	last := strings.Fields(ends[0])
	if len(full) == 1 {
		i := 0
		if len(last) > 1 && last[0] == prefix {
			i = 1
		}
		return strings.HasPrefix(last[i], full) && len(last) == i+1
	}
	const telling = 3
	keyed, _ := stem(k.said)
	return len(full) >= telling && (strings.HasPrefix(last[len(last)-1], full) || slices.Contains(keyed, full))
}
