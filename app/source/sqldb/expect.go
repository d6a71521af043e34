package sqldb

import "orangelab.cn/rightsdesk/app/source/value"

// ExpectedRow is a row as it was previewed, and what it is to become.
type ExpectedRow struct {
	Key   []byte    // see AppendEncoded
	Seen  []byte    // the fingerprint of the whole row
	After value.Row // what is written, in the order of the columns
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
