package search

import (
	"slices"
	"time"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Reach is one way by which a row was found: an identity, or a field of another collection.
type Reach struct {
	Identity  string          // kind of identity; empty when another collection led here
	From      dataset.Address // collection that led here
	FromField string          // its field, dotted
	Field     string          // field of this row that matched, dotted
	Value     string          // the value that matched
	// Sensitive means that what led here lies outside a copy without sensitive data: the field, or every row that holds
	// the value in it, because these were themselves reached so.
	Sensitive bool `json:",omitempty"`
}

// OnlySensitive reports whether a row was reached only by ways that lie outside a copy without sensitive data: it tells
// what they hold, so it lies outside too.
func OnlySensitive(ways []Reach) bool {
	return len(ways) > 0 && !slices.ContainsFunc(ways, func(r Reach) bool { return !r.Sensitive })
}

// Finding is one row found for a person.
type Finding struct {
	Source     string // fides_key of the dataset, which names its source
	Dataset    string
	Collection string
	Key        []value.Cell // primary key; empty when neither the data map nor the table names one
	Row        value.Row
	// the declared columns before Row was narrowed to what led to it; nil where Row is all of the row
	Held       value.Row
	Undeclared value.Row // columns the data map does not name; only with Options.Undeclared
	Reached    []Reach
	Categories map[string][]string // dotted field → categories; shared between findings, not to be changed
	Sensitive  bool                // a filled field has a category whose disclosure can harm

	plain value.Row // the numbers that Row shows filled with zeros
}

// Compared is Row with its numbers as links compare them.
func (f Finding) Compared() value.Row {
	if len(f.plain) == 0 {
		return f.Row
	}
	out := slices.Clone(f.Row)
	for i, cell := range out {
		if n, filled := f.plain.Get(cell.Name); filled {
			out[i].Value = n
		}
	}
	return out
}

// State is what became of a collection in a run.
type State string

const (
	// Read means that the collection was asked, whether or not rows came back.
	Read State = "read"
	// NoKeys means that nothing found so far has a value that leads here, so nothing was asked.
	NoKeys State = "no_keys"
	// NotReached means that none of the given identities leads here.
	NotReached State = "not_reached"
	// Skipped means that the data map leaves the collection out.
	Skipped State = "skipped"
	// Failed means that the source did not answer; Err says why.
	Failed State = "failed"
)

// CollectionReport is what became of one collection.
type CollectionReport struct {
	dataset.Address
	State      State
	Rows       int64             // delivered
	Incomplete []dataset.Address // failed collections that would have led to more rows here
	// with Options.Spellings: how the rows spell the identities that led to them, the first maxFoundAs
	As   []FoundAs
	Near []Near // with Options.Spellings: rows that were not taken, though a look at them is worth it
	// rows of a service that were not taken, since a field that they were asked for by holds another's value
	Others []Near
	// rows that were not taken, though a foreign key of the database has them refer to rows that were
	Referring []Near
	Err       error
	Took      time.Duration
}

// Near counts rows of which a field may hold a sought value, so that they are not the person's beyond doubt: "ring
// 13800000003 after six", a number with an extension, an account in full width, see identifier.Sought.Near.
type Near struct {
	Field string
	Rows  int64
}

// left counts a row of a service that was not taken.
func (c *CollectionReport) left(field string) {
	at := slices.IndexFunc(c.Others, func(n Near) bool { return n.Field == field })
	if at < 0 {
		at = len(c.Others)
		c.Others = append(c.Others, Near{Field: field})
	}
	c.Others[at].Rows++
}

// FoundAs is a spelling of an identity that led to rows.
type FoundAs struct {
	Field, Value string
	Rows         int64
}

// maxFoundAs bounds how many spellings of one collection are told apart.
const maxFoundAs = 50

func (c *CollectionReport) foundAs(reached []Reach) {
	for n, r := range reached {
		if r.Identity == "" ||
			slices.ContainsFunc(reached[:n], func(x Reach) bool { return x.Field == r.Field && x.Value == r.Value }) {
			continue
		}
		at := slices.IndexFunc(c.As, func(f FoundAs) bool { return f.Field == r.Field && f.Value == r.Value })
		switch {
		case at >= 0:
			c.As[at].Rows++
		case len(c.As) < maxFoundAs:
			c.As = append(c.As, FoundAs{r.Field, r.Value, 1})
		}
	}
}

// Report lists every declared collection: first those of the run in the order of reading, then the others in file
// order.
type Report struct {
	Collections []CollectionReport
}

// Err returns the first failure of the run, nil when every reached collection answered.
func (r Report) Err() error {
	for _, c := range r.Collections {
		if c.Err != nil {
			return c.Err
		}
	}
	return nil
}

// Complete reports whether every reached collection answered and nothing that leads to it failed.
func (r Report) Complete() bool {
	for _, c := range r.Collections {
		if c.State == Failed || len(c.Incomplete) > 0 {
			return false
		}
	}
	return true
}

// SourceProgress is sent after each collection.
type SourceProgress struct {
	Source      string // fides_key
	Done, Total int    // collections
	Rows        int64
	Err         error
}
