package portable

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Write copies every row of a database, one row in memory at a time. The transaction must see one moment of it.
func Write(ctx context.Context, from Database, head Head, w io.Writer) ([]Count, error) {
	tables, err := from.tables(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	head.Format, head.Tables = Format, nil
	for _, t := range tables {
		head.Tables = append(head.Tables, t.name)
	}
	e := &encoder{w: bufio.NewWriterSize(w, 64<<10)}
	if err := json.NewEncoder(e.w).Encode(head); err != nil {
		return nil, err
	}
	var counts []Count
	for _, t := range tables {
		count, err := e.table(ctx, from, t)
		if err != nil {
			return nil, fmt.Errorf("the table %s: %w", t.name, err)
		}
		counts = append(counts, count)
	}
	e.frame(frameDone)
	if err := e.end(); err != nil {
		return nil, err
	}
	return counts, e.w.Flush()
}

// Counts counts and digests every table, as Write does.
func Counts(ctx context.Context, of Database) ([]Count, error) {
	return Write(ctx, of, Head{}, io.Discard)
}

func (e *encoder) table(ctx context.Context, from Database, t table) (count Count, err error) {
	rows, err := from.QueryContext(ctx, from.reading(t))
	if err != nil {
		return count, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if err := e.tableFrame(t); err != nil {
		return count, err
	}
	values, into := make([]any, len(t.columns)), make([]any, len(t.columns))
	for i := range values {
		into[i] = &values[i]
	}
	n := int64(0)
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return count, err
		}
		e.frame(frameRow)
		for i, v := range values {
			if err := e.value(v); err != nil {
				return count, fmt.Errorf("the column %s holds %w", t.columns[i], err)
			}
		}
		if err := e.end(); err != nil {
			return count, err
		}
		n++
	}
	if err := rows.Err(); err != nil {
		return count, err
	}
	return e.endFrame(t.name, n)
}
