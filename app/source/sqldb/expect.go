package sqldb

import (
	"bytes"
	"slices"

	"orangelab.cn/rightsdesk/app/source/value"
)

// ExpectedRow is a row as it was previewed, and what it is to become.
type ExpectedRow struct {
	Key   []byte    // see AppendEncoded
	Seen  []byte    // the fingerprint of the whole row
	After value.Row // what is written, in the order of the columns
}

// ExpectedRows are rows sorted by their keys.
type ExpectedRows struct {
	rows []ExpectedRow
	at   int // the first row whose key is not before the one that was looked up last
}

// Expected sorts the rows and returns them to be looked up.
func Expected(rows []ExpectedRow) ExpectedRows {
	before := func(a, b ExpectedRow) int { return bytes.Compare(a.Key, b.Key) }
	if !slices.IsSortedFunc(rows, before) {
		slices.SortFunc(rows, before)
	}
	return ExpectedRows{rows: rows}
}

// Look returns the row of a key, nil where there is none. Tables are most often read along their keys, so that it is
// the row that was found last or the one after it.
func (e *ExpectedRows) Look(key []byte) *ExpectedRow {
	if !e.begins(e.at, key) {
		if e.at++; !e.begins(e.at, key) {
			e.at, _ = slices.BinarySearchFunc(e.rows, key, func(row ExpectedRow, key []byte) int {
				return bytes.Compare(row.Key, key)
			})
		}
	}
	if e.at < len(e.rows) && bytes.Equal(e.rows[e.at].Key, key) {
		return &e.rows[e.at]
	}
	return nil
}

// begins reports whether the row is the first whose key is not before this one.
func (e *ExpectedRows) begins(at int, key []byte) bool {
	return at <= len(e.rows) && (at == len(e.rows) || bytes.Compare(e.rows[at].Key, key) >= 0) &&
		(at == 0 || bytes.Compare(e.rows[at-1].Key, key) < 0)
}

// Expectation is what a statement knows of the rows that it writes, by their keys. A row of any other key is never as
// expected.
type Expectation interface {
	// AsSeen returns the condition that a row is an expected one and whole as it was previewed.
	AsSeen(args *[]any) string
	// Planned returns the value that the n-th written column of an expected row is to get.
	Planned(n int, args *[]any) string
	// Done forgets what was expected; no statement may name it afterwards.
	Done()
}
