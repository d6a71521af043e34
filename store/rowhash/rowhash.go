// Package rowhash hashes rows as the database holds them, for the tallies that say of every row that it is as it was
// written.
package rowhash

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"orangelab.cn/rightsdesk/store/database"
)

// Row is a row as the database holds it, with its hash. Its values are those of the next row afterwards.
type Row struct {
	columns []string
	Values  []any
	Leaf    [sha256.Size]byte
}

// Value is that of a column; nil where there is none.
func (r Row) Value(column string) any {
	if i := slices.Index(r.columns, column); i >= 0 {
		return r.Values[i]
	}
	return nil
}

// Each hands over every row that a query on a table selects, with its hash.
func Each(db *gorm.DB, table, query string, args []any, found func(Row) error) (err error) {
	s := db.Statement
	rows, err := s.ConnPool.QueryContext(s.Context, query, args...)
	if err != nil {
		return database.MapError(err)
	}
	defer func() { err = database.MapError(errors.Join(err, rows.Close())) }()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	l := newLeafWriter(table, columns)
	row, into := Row{columns: columns, Values: make([]any, len(columns))}, make([]any, len(columns))
	for i := range into {
		into[i] = &row.Values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if row.Leaf, err = l.leaf(row.Values); err != nil {
			return err
		}
		if err := found(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// leafWriter hashes rows of one table. A column that says nothing (NULL, nought, an empty text) is left out, so that a
// migration may add a column without changing what older rows say.
type leafWriter struct {
	table   string
	columns []string
	order   []int // of the columns, by name
	buf     []byte
}

func newLeafWriter(table string, columns []string) *leafWriter {
	l := &leafWriter{table: table, columns: columns, order: make([]int, len(columns))}
	for i := range columns {
		l.order[i] = i
	}
	slices.SortFunc(l.order, func(a, b int) int { return cmp.Compare(columns[a], columns[b]) })
	return l
}

func (l *leafWriter) leaf(values []any) ([sha256.Size]byte, error) {
	l.buf = appendText(l.buf[:0], l.table)
	for _, i := range l.order {
		switch value := values[i].(type) {
		case nil:
		case int64:
			if value != 0 {
				l.buf = append(appendText(l.buf, l.columns[i]), 'i')
				l.buf = binary.BigEndian.AppendUint64(l.buf, uint64(value))
			}
		case string:
			if value != "" {
				l.buf = appendText(append(appendText(l.buf, l.columns[i]), 't'), value)
			}
		case []byte:
			if len(value) > 0 {
				l.buf = append(appendText(l.buf, l.columns[i]), 'b')
				l.buf = append(binary.BigEndian.AppendUint32(l.buf, uint32(len(value))), value...)
			}
		default:
			return [sha256.Size]byte{}, fmt.Errorf("column %s of %s holds a %T", l.columns[i], l.table, value)
		}
	}
	return sha256.Sum256(l.buf), nil
}

// rowSchemas are the columns of rows as GORM reads them.
var rowSchemas sync.Map

// Of hashes a row that was read whole, or is about to be written, as Each does the same row in the database.
func Of(row schema.Tabler) (leaf [sha256.Size]byte, err error) {
	s, err := schema.Parse(row, &rowSchemas, schema.NamingStrategy{})
	if err != nil {
		return leaf, fmt.Errorf("the columns of %s: %w", row.TableName(), err)
	}
	of := reflect.Indirect(reflect.ValueOf(row))
	columns, values := make([]string, len(s.Fields)), make([]any, len(s.Fields))
	for i, field := range s.Fields {
		columns[i] = field.DBName
		switch v := field.ReflectValueOf(context.Background(), of); v.Kind() {
		case reflect.Int, reflect.Int64:
			values[i] = v.Int()
		case reflect.String:
			values[i] = v.String()
		default:
			values[i] = v.Bytes()
		}
	}
	return newLeafWriter(row.TableName(), columns).leaf(values)
}

func appendText(to []byte, text string) []byte {
	return append(binary.BigEndian.AppendUint32(to, uint32(len(text))), text...)
}

// Sum is the hash over the hashes of rows, in whatever order they come.
func Sum(leaves [][sha256.Size]byte) string {
	slices.SortFunc(leaves, func(a, b [sha256.Size]byte) int { return bytes.Compare(a[:], b[:]) })
	h := sha256.New()
	for _, leaf := range leaves {
		h.Write(leaf[:])
	}
	return base64.RawStdEncoding.EncodeToString(h.Sum(nil))
}

// Format writes the lines of a tally.
func Format(sums map[string]string) string {
	var b strings.Builder
	for _, table := range slices.Sorted(maps.Keys(sums)) {
		if sums[table] != "" {
			b.WriteString(table + " " + sums[table] + "\n")
		}
	}
	return b.String()
}

// HeadOf selects what tells one sealed value from every other in its place: its nonce and its length. The value itself
// is as large as a file.
func HeadOf(column string) string {
	name := strings.TrimSuffix(column, "_sealed")
	return "length(" + column + ") AS " + name + "_length, substr(" + column + ", 1, 29) AS " + name + "_head"
}
