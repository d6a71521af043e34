package sqldb

// Remark is what those who made a database wrote beside a table or a column of it.
type Remark struct {
	Schema, Table string // as Inspect gives them
	Column        string // empty for the table's own
	Text          string
}
