package change

import (
	"fmt"
	"strings"

	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// revisit are rows to be read again by their keys.
type revisit struct {
	table *sqldb.MappedTable
	keys  [][]value.Cell
	at    []int // the columns of the keys
	open  map[string]int
	tuple [][]any
}

func newRevisit(b *sqldb.MappedTable, keys [][]value.Cell) (*revisit, error) {
	s := &revisit{table: b, open: map[string]int{}}
	for n, key := range keys {
		if n == 0 {
			for _, cell := range key {
				i, ok := b.ColumnOf(cell.Name)
				if !ok {
					return nil,
						sqldb.Mismatch(fmt.Errorf("%s: a key names %q, which the table does not have", b.Address(),
							cell.Name))
				}
				s.at = append(s.at, i)
			}
		}
		if len(key) == 0 || len(key) != len(s.at) {
			return nil, sqldb.Mismatch(fmt.Errorf("%s: a row cannot be read again without its whole key", b.Address()))
		}
		tuple := make([]any, len(key))
		for i, cell := range key {
			if b.FieldNames[s.at[i]] != cell.Name && b.Table.Columns[s.at[i]].Name != cell.Name {
				return nil,
					sqldb.Mismatch(fmt.Errorf("%s: the keys of the rows to read again name different columns",
						b.Address()))
			}
			tuple[i] = cell.Value
		}
		id := s.identity(tuple)
		if _, twice := s.open[id]; !twice {
			s.open[id] = 0
			s.keys, s.tuple = append(s.keys, key), append(s.tuple, tuple)
		}
	}
	return s, nil
}

func (s *revisit) columns() []int { return s.at }

// identity returns what tells a key from others, whichever way their values came: as a finding shows them or as the
// file holds them.
func (s *revisit) identity(tuple []any) string {
	var b strings.Builder
	for i, v := range tuple {
		c, ok := value.Canonical(s.table.Dialect.Scan(s.table.Table.Columns[s.at[i]], v))
		fmt.Fprintf(&b, "%t%d:%s;", ok, len(c), c)
	}
	return b.String()
}

// queries asks for the rows in batches that fit one statement.
func (s *revisit) queries(rd *search.Reading) []search.Query {
	columns := make([]sqldb.Column, len(s.at))
	for i, at := range s.at {
		columns[i] = s.table.Table.Columns[at]
	}
	var out []search.Query
	size := sqldb.BatchSize(len(columns))
	for from := 0; from < len(s.tuple); from += size {
		q := search.Query{}
		q.Text = rd.SelectSQL() + "(" + sqldb.RowsWhere(rd.Dialect, columns, s.tuple[from:min(from+size, len(s.tuple))],
			&q.Args) + ")"
		out = append(out, q)
	}
	return out
}

// found notes a row; false when it is none of those sought and the engine only compares more loosely.
func (s *revisit) found(raw []any) bool {
	tuple := make([]any, len(s.at))
	for i, at := range s.at {
		tuple[i] = raw[at]
	}
	id := s.identity(tuple)
	if _, asked := s.open[id]; !asked {
		return false
	}
	s.open[id]++
	return true
}

// gone returns the keys that led to no row.
func (s *revisit) gone() []RowKey {
	var out []RowKey
	for i, key := range s.keys {
		if s.open[s.identity(s.tuple[i])] == 0 {
			out = append(out, RowKey{s.table.Address(), key})
		}
	}
	return out
}
