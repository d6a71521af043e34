package portable

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// maxHead bounds the head of a copy, in bytes.
const maxHead = 1 << 20

// Copy is a copy of a desk that is read from its beginning.
type Copy struct {
	Head
	dec *decoder
}

// Open reads the head of a copy; ErrNewer where its form is newer than Format.
func Open(r io.Reader) (*Copy, error) {
	b := bufio.NewReaderSize(r, maxHead)
	line, err := b.ReadSlice('\n')
	if err != nil {
		return nil, headProblem(err)
	}
	var head Head
	if err := json.NewDecoder(bytes.NewReader(line)).Decode(&head); err != nil {
		return nil, fmt.Errorf("%w: its head cannot be read", ErrChanged)
	}
	if head.Format > Format {
		return nil, ErrNewer
	}
	return &Copy{head, &decoder{b}}, nil
}

func headProblem(err error) error {
	if errors.Is(err, bufio.ErrBufferFull) {
		return fmt.Errorf("%w: its head has no end", ErrChanged)
	}
	return cut(err)
}

// Check reads a copy to its end without keeping it, and says what it holds.
func (c *Copy) Check() ([]Count, error) {
	return c.read(func(t table) (func([]any) error, error) {
		return func([]any) error { return nil }, nil
	})
}

// read calls begin for every table and what begin returned for every row of it, and then with nil. It goes by the
// digests and counts that the copy ends its tables with.
func (c *Copy) read(begin func(table) (func(row []any) error, error)) (counts []Count, err error) {
	for {
		kind, err := c.dec.byte()
		if err != nil {
			return nil, err
		}
		if kind == frameDone {
			break
		}
		if kind != frameTable || len(counts) == len(c.Tables) {
			return nil, ErrChanged
		}
		count, err := c.table(begin)
		if err != nil {
			return nil, err
		}
		if count.Table != c.Tables[len(counts)] {
			return nil, ErrChanged
		}
		counts = append(counts, count)
	}
	if len(counts) != len(c.Tables) {
		return nil, ErrCut
	}
	switch _, err := c.dec.r.ReadByte(); {
	case err == nil:
		return nil, ErrChanged
	case !errors.Is(err, io.EOF):
		return nil, err
	}
	return counts, nil
}

// table reads one table. It is encoded again to be hashed, so that there is one way to write a row.
func (c *Copy) table(begin func(table) (func(row []any) error, error)) (count Count, err error) {
	var t table
	if t.name, err = c.dec.text(); err != nil {
		return count, err
	}
	n, err := c.dec.number()
	if err != nil {
		return count, err
	}
	for range n {
		column, err := c.dec.text()
		if err != nil {
			return count, err
		}
		t.columns = append(t.columns, column)
	}
	row, err := begin(t)
	if err != nil {
		return count, err
	}
	e := &encoder{w: bufio.NewWriter(io.Discard)}
	if err := e.tableFrame(t); err != nil {
		return count, err
	}
	for rows := int64(0); ; rows++ {
		kind, err := c.dec.byte()
		if err != nil {
			return count, err
		}
		if kind == frameEnd {
			return c.end(e, t.name, rows, row)
		}
		if kind != frameRow {
			return count, ErrChanged
		}
		values := make([]any, len(t.columns))
		e.frame(frameRow)
		for i := range values {
			if values[i], err = c.dec.value(); err != nil {
				return count, err
			}
			if err := e.value(values[i]); err != nil {
				return count, err
			}
		}
		if err := errors.Join(e.end(), row(values)); err != nil {
			return count, fmt.Errorf("the table %s: %w", t.name, err)
		}
	}
}

func (c *Copy) end(e *encoder, name string, rows int64, row func([]any) error) (count Count, err error) {
	if count, err = e.endFrame(name, rows); err != nil {
		return count, err
	}
	said, err := c.dec.number()
	if err != nil {
		return count, err
	}
	var digest [sha256.Size]byte
	if _, err := io.ReadFull(c.dec.r, digest[:]); err != nil {
		return count, cut(err)
	}
	if said != uint64(rows) || digest != count.Digest {
		return count, fmt.Errorf("%w: the rows of %s are not those that were counted", ErrChanged, name)
	}
	if err := row(nil); err != nil {
		return count, fmt.Errorf("the table %s: %w", name, err)
	}
	return count, nil
}

// Load puts a copy in the place of all that a database holds, whose schema is that of the copy, and compares what is
// there then with what was written. The rules of the tables rest meanwhile: each row was let in by them where it comes
// from.
func (c *Copy) Load(ctx context.Context, into Database) ([]Count, error) {
	tables, err := into.tables(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	wake, err := into.rest(ctx, tables)
	if err != nil {
		return nil, err
	}
	for _, t := range slices.Backward(tables) {
		if _, err := into.ExecContext(ctx, "DELETE FROM "+quoted(t.name)); err != nil {
			return nil, err
		}
	}
	counts, err := c.read(func(t table) (func([]any) error, error) {
		same := slices.ContainsFunc(tables, func(known table) bool {
			return known.name == t.name && slices.Equal(known.columns, t.columns)
		})
		if !same {
			return nil, fmt.Errorf("%w: it has another table %s", ErrNewer, t.name)
		}
		return into.inserts(ctx, t), nil
	})
	if err != nil {
		return nil, err
	}
	if len(counts) != len(tables) {
		return nil, fmt.Errorf("%w: it has other tables", ErrNewer)
	}
	there, err := Counts(ctx, into)
	if err != nil {
		return nil, err
	}
	if err := Equal(counts, there); err != nil {
		return nil, err
	}
	return counts, wake()
}

// Equal says, as an error, which table of two databases differs.
func Equal(a, b []Count) error {
	for _, x := range a {
		i := slices.IndexFunc(b, func(y Count) bool { return y.Table == x.Table })
		if i < 0 || b[i] != x {
			return fmt.Errorf("the table %s is not what it was", x.Table)
		}
	}
	if len(a) != len(b) {
		return errors.New("there are other tables")
	}
	return nil
}

// What one statement inserts at most: rows, and bytes of texts and values.
const (
	rowsAtOnce  = 100
	bytesAtOnce = 1 << 20
)

// inserts returns what takes the rows of a table, and at last nil.
func (d Database) inserts(ctx context.Context, t table) func(row []any) error {
	var args []any
	size := 0
	flush := func() error {
		if len(args) == 0 {
			return nil
		}
		_, err := d.ExecContext(ctx, d.inserting(t, len(args)/len(t.columns)), args...)
		args, size = nil, 0
		return err
	}
	return func(row []any) error {
		if row == nil {
			return flush()
		}
		args = append(args, row...)
		for _, v := range row {
			switch v := v.(type) {
			case string:
				size += len(v)
			case []byte:
				size += len(v)
			}
		}
		if len(args) >= rowsAtOnce*len(t.columns) || size >= bytesAtOnce {
			return flush()
		}
		return nil
	}
}

func (d Database) inserting(t table, rows int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + quoted(t.name) + " (" + quotedList(t.columns) + ") VALUES ")
	n := 0
	for i := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		for j := range t.columns {
			b.WriteByte("(,"[min(j, 1)])
			n++
			if d.Postgres {
				b.WriteString("$" + strconv.Itoa(n))
			} else {
				b.WriteByte('?')
			}
		}
		b.WriteByte(')')
	}
	return b.String()
}
