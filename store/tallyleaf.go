package store

import (
	"cmp"
	"crypto/sha256"

	"orangelab.cn/rightsdesk/store/covered"
	"orangelab.cn/rightsdesk/store/rowhash"
)

// leaves hashes the rows of a covered table that a clause selects.
func (v *View) leaves(table, where string, args ...any) (out [][sha256.Size]byte, err error) {
	err = v.eachLeaf(table, where, args, func(_ int64, leaf [sha256.Size]byte) { out = append(out, leaf) })
	return out, err
}

// eachLeaf hands every row of a covered table that a clause selects over as a hash, with the request it belongs to.
func (v *View) eachLeaf(table, where string, args []any, found func(request int64, leaf [sha256.Size]byte)) error {
	c := covered.Tables[table]
	return rowhash.Each(v.db, table, "SELECT "+cmp.Or(c.Columns, "*")+" FROM "+table+" "+where, args,
		func(row rowhash.Row) error {
			request := int64(theDesk)
			if c.Request != "" {
				request, _ = row.Value(c.Request).(int64) // NULL where the request was purged
			}
			found(request, row.Leaf)
			return nil
		})
}
