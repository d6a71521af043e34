package draft

import (
	"context"
	"fmt"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

const (
	sampleRows       = 64  // of a table
	sampleCharacters = 200 // of a value; the engine cuts, so that no large value is ever carried here
)

// sample reads the filled values of each column in the first rows, as text. Columns of documents and bytes are not
// read: what they are is known from their type, and they may be large.
func sample(ctx context.Context, s *sqldb.Source, q sqldb.Querier, t *table) error {
	var columns []string
	var fields []*field
	for _, f := range t.fields {
		e := s.Dialect.Expression(f.Column)
		switch f.Class {
		case value.ClassBytes, value.ClassJSON, value.ClassArray, value.ClassOther, value.ClassPlace:
			continue
		case value.ClassText, value.ClassUntyped:
			e = fmt.Sprintf("SUBSTR(%s, 1, %d)", e, sampleCharacters)
		}
		columns, fields = append(columns, e), append(fields, f)
	}
	if len(columns) == 0 {
		return nil
	}
	raw, dest := make([]any, len(columns)), make([]any, len(columns))
	for i := range raw {
		dest[i] = &raw[i]
	}
	query := fmt.Sprintf("SELECT %s FROM %s LIMIT %d", strings.Join(columns, ", "), sqldb.TableSQL(s.Dialect, t.Table),
		sampleRows)
	err := sqldb.EachRow(ctx, q, query, nil, dest, func() error {
		t.rows++
		for i, v := range raw {
			if held, ok := value.Text(s.Dialect.Scan(fields[i].Column, v)); ok && strings.TrimSpace(held) != "" {
				fields[i].samples = append(fields[i].samples, strings.TrimSpace(held))
			}
		}
		return nil
	})
	return s.Wrap(err, fmt.Sprintf("table %q cannot be sampled", t.Name))
}

// distinct returns the different samples of a column without those that stand for nobody.
func (f *field) distinct() []string {
	seen := map[string]bool{"0": true, "": true, "-1": true}
	var out []string
	for _, s := range f.samples {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
