package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/intake/sheet"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
)

// Shown is a file as it was shown to a member of staff before any of it was taken in. It is never changed: read in
// another way, or again, the file is shown anew.
type Shown struct {
	Contents
	// Rows are the records of the file, and those that cannot be read, in the order of their lines.
	Rows []Row
	// As is how it was said to be read.
	As record.As
	// Size is that of the file in bytes.
	Size int
	// Digest is that of the file, of how it was read, and of every record that came of it. What is taken in is what has
	// it.
	Digest   string
	path     string // empty where the desk keeps the file
	modified time.Time
	waiting  string // the ID of the file where the desk keeps it because records of it wait
	draft    string // the ID of the file where the desk keeps it because somebody looks at it
}

// Row is one record of a file that is shown, or what cannot be read of it.
type Row struct {
	Line int
	// Submission is what can be taken in, without what is wrong with it; nil where nothing can.
	Submission *record.Submission
	// Problem is why it cannot be taken in as it is; nil where it can.
	Problem error
	// Known is what the desk knows of it.
	Known record.Known
	// Earlier are the requests that carry its number and are still open, the newest first.
	Earlier []Earlier
	left    *record.Submission // what can be read of it, also where that is no request before somebody types the rest
	// place is its place among all that the file was read to hold.
	place int
	of    int // of the submissions of the file, where it is one
}

// Earlier is a request as it stood when a file was shown.
type Earlier struct {
	Reference string
	Revision  model.Revision
	// Said is the request itself, to be compared with the record that carries its number.
	Said model.Request
}

// Encodings are the encodings that a file can be said to be in.
func Encodings() []string { return charset.Encodings }

// ShowFile reads a file as it is said to be read, and tells what the desk knows of its records. Nothing is taken in.
func ShowFile(ctx context.Context, s *desk.Session, path string, as record.As) (Shown, error) {
	if err := s.Allow(ctx, model.ActTakeRequest); err != nil {
		return Shown{}, err
	}
	modified := modifiedAt(path) // before the reading: what is written meanwhile must show
	data, err := ReadPath(path)
	if err != nil {
		return Shown{}, err
	}
	v, err := showData(ctx, s, path, data, as)
	v.path, v.modified = path, modified
	return v, err
}

// readData reads a file that is at hand, and asks the desk nothing about its records.
func readData(ctx context.Context, s *desk.Session, name string, data []byte, as record.As) (Shown, error) {
	t, err := trust(ctx, s)
	if err != nil {
		return Shown{}, err
	}
	if as.Zone == "" {
		as.Zone = t.Location().String()
	}
	v := Shown{Contents: ReadAs(name, data, t, as), As: as, Size: len(data)}
	if err := ctx.Err(); err != nil {
		return Shown{}, err
	}
	if v.Digest, err = digest(data, v.Contents); err != nil {
		return Shown{}, err
	}
	v.Rows = v.rows()
	return v, nil
}

// showData is ShowFile for a file that was read.
func showData(ctx context.Context, s *desk.Session, name string, data []byte, as record.As) (Shown, error) {
	v, err := readData(ctx, s, name, data, as)
	if err != nil {
		return Shown{}, err
	}
	known, earlier, err := recognise(ctx, s, &v.Contents)
	if err != nil {
		return Shown{}, err
	}
	for i := range v.Submissions {
		v.Submissions[i].Known = known[i]
	}
	v.Rows = v.rows()
	for i, r := range v.Rows {
		if r.Problem == nil {
			v.Rows[i].Earlier = earlier[r.of]
		}
	}
	return v, settledBefore(ctx, s, v.Rows)
}

// rows are the records of a file and what cannot be read of it, in the order of their lines.
func (c Contents) rows() (rows []Row) {
	for i := range c.Submissions {
		rows = append(rows, Row{Line: c.Submissions[i].Line, Submission: &c.Submissions[i],
			Known: c.Submissions[i].Known, of: i})
	}
	for _, p := range c.Problems {
		rows = append(rows, Row{Line: p.Line, Submission: p.Rest, Problem: p.Err, left: p.Left})
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return a.Line - b.Line })
	for i := range rows {
		rows[i].place = i
	}
	return rows
}

// digest is over a file and all that was read of it.
func digest(data []byte, c Contents) (string, error) {
	sum := sha256.New()
	sum.Write(data)
	for i := range c.Submissions {
		record, err := c.Submissions[i].Record()
		if err != nil {
			return "", err
		}
		fmt.Fprintf(sum, "\x00%d\x00%s", c.Submissions[i].Line, record)
	}
	for _, p := range c.Problems {
		fmt.Fprintf(sum, "\x01%d\x00%s", p.Line, p.Err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Cell is one cell of a record as it stands in the file.
type Cell struct {
	Head string
	// As is what its column is read as.
	As    string
	Value string
}

// Cells returns the record of a row as it stands in the file; nil where the file is no table.
func (v Shown) Cells(row int) []Cell {
	r := v.Rows[row]
	if len(v.Columns) == 0 || r.Line == 0 {
		return nil
	}
	at, ok := v.starts[r.Line]
	if !ok {
		return nil
	}
	fields, _, err := sheet.SplitRecord(v.text[at:], v.Comma[0])
	if err != nil {
		return []Cell{{Value: sheet.FirstLine(v.text[at:])}}
	}
	cells := make([]Cell, len(fields))
	for i, f := range fields {
		cells[i] = Cell{Value: f}
		if i < len(v.Columns) {
			cells[i].Head, cells[i].As = v.Columns[i].Head, v.Columns[i].As
		}
	}
	return cells
}

// Preview is what is printed of a file, from the same reading.
func (v Shown) Preview(rules *rule.Pack, now time.Time) Preview {
	known := make([]record.Known, 0, len(v.Submissions))
	for _, r := range v.Rows {
		if r.Problem == nil {
			known = append(known, r.Known)
		}
	}
	return v.Show(rules, now, known)
}

// ErrFileChanged says that a file is no longer what was shown.
var ErrFileChanged = errors.New("the file has changed since it was shown")

// modifiedAt is when a file was written last; zero where that cannot be told.
func modifiedAt(path string) time.Time {
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// unchanged reports ErrFileChanged where a file, or what is read of it, is no longer what was shown. A table that
// nobody has written to since is not read again: it is taken in by parts.
func (v Shown) unchanged(t record.Trust) error {
	if v.path == "" {
		return nil // the desk keeps it, and it is authenticated
	}
	if info, err := os.Stat(v.path); err == nil && len(v.Columns) > 0 && info.Size() == int64(v.Size) &&
		info.ModTime().Equal(v.modified) {
		return nil
	}
	data, err := ReadPath(v.path)
	if err != nil {
		return err
	}
	now, err := digest(data, ReadAs(v.path, data, t, v.As))
	if err != nil {
		return err
	}
	if now != v.Digest {
		return ErrFileChanged
	}
	return nil
}
