package sqldb

// Extent is how much there is to read in a source, as far as its engine tells without reading it.
type Extent struct {
	Tables int
	Rows   int64 // estimated by the engine's statistics; those of Unknown tables are not among them
	Bytes  int64
	// Unknown is how many tables the engine has no statistics of.
	Unknown int
}

// Add adds that of another.
func (e Extent) Add(o Extent) Extent {
	return Extent{e.Tables + o.Tables, e.Rows + o.Rows, e.Bytes + o.Bytes, e.Unknown + o.Unknown}
}
