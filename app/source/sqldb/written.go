package sqldb

// TableWrites is how many rows of one table were written.
type TableWrites struct {
	Inserted, Updated, Deleted int64
	Partitioned                bool // a row that moves to another partition is deleted here and inserted there
}

func (t TableWrites) rows() int64 {
	if t.Partitioned {
		return t.Updated + max(t.Inserted, t.Deleted)
	}
	return t.Updated + t.Inserted + t.Deleted
}

// WrittenRows are what the engine itself has counted as written on a connection, by table, whoever asked for it: the
// rows that triggers write are in it. Nil where the engine keeps no such count.
type WrittenRows map[string]TableWrites

// Since returns the number of rows written after an earlier count of the same connection.
func (t WrittenRows) Since(earlier WrittenRows) int64 {
	n := int64(0)
	for table, now := range t {
		was := earlier[table]
		n += TableWrites{now.Inserted - was.Inserted, now.Updated - was.Updated, now.Deleted - was.Deleted,
			now.Partitioned}.rows()
	}
	return n
}
