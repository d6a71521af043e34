package change

import (
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
)

// RowChange is one row that a plan would write, exactly as it would be written. It survives encoding/json unchanged.
type RowChange struct {
	dataset.Address
	// Order is the place among the changes of its source: Apply must be given rows in ascending Order. It follows
	// erase_after and the foreign keys.
	Order int
	// Key is the condition of the write: the primary key as the data map declares it, else the fields of the query,
	// both made precise by the table's own primary key, or without one by its other columns. NULL equals NULL in it.
	Key    []value.Cell
	Delete bool
	Before value.Row // the columns it would write, as they are; every declared column where the row is deleted
	After  value.Row // the same columns in the same order; empty where the row is deleted
	// by column: the strategy's name, "set" or "cascade"; for a deleted row one entry: "delete" or "cascade"
	How  []string
	Seen []byte // fingerprint of the whole row as previewed: any change meanwhile shows
	Rows int    // rows alike that this change covers; 1 with a primary key
	// Calls are the requests that would be sent to a service, in order; empty where the row lies in a database. Nothing
	// keeps such a row from changing between the plan and the calls: see NotCompared.
	Calls []search.Call
}

const (
	howSet     = "set"
	howDelete  = "delete"
	howCascade = "cascade" // a foreign key brings it in
)

// RowKey names one row.
type RowKey struct {
	dataset.Address
	Key []value.Cell
}
