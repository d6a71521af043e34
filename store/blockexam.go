package store

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"

	"orangelab.cn/rightsdesk/store/covered"
	"orangelab.cn/rightsdesk/store/rowhash"
)

// blockExam compares all rows of a table with their blocks, in one reading of either.
type blockExam struct {
	*tallyExam
	table  string
	blocks map[string][]BlockRow // by run or plan, in order; those that were passed are taken out
	loose  map[int64]int64       // rows in no block, by request
	wrong  map[int64]bool        // requests
	now    BlockRow
	leaves [][sha256.Size]byte
}

// blocks examines the rows of a table that is covered in blocks. That the blocks are as they were written, the tallies
// tell.
func (e *tallyExam) blocks(table string) error {
	c := covered.Blocks[table]
	x := &blockExam{tallyExam: e, table: table, blocks: map[string][]BlockRow{}, loose: map[int64]int64{},
		wrong: map[int64]bool{}}
	var blocks []BlockRow
	if err := e.db.Raw("SELECT " + c.Parent + " AS parent, from_seq, to_seq, request_id, n, sum FROM " + c.Blocks +
		" ORDER BY " + c.Parent + ", from_seq").Scan(&blocks).Error; err != nil {
		return err
	}
	for _, b := range blocks {
		x.blocks[b.Parent] = append(x.blocks[b.Parent], b)
	}
	if err := rowhash.Each(e.db, table, "SELECT * FROM "+table+" ORDER BY "+c.Parent+", seq", nil,
		func(row rowhash.Row) error { x.row(row); return nil }); err != nil {
		return err
	}
	x.end()
	for _, left := range x.blocks { // no row of them is there any more
		for _, b := range left {
			x.wrong[b.RequestID] = true
		}
	}
	whole := e.chain.Last().Tallies >= TalliesRows
	for request, n := range x.loose {
		if e.loose += n; whole {
			x.wrong[request] = true
		}
	}
	for _, request := range slices.Sorted(maps.Keys(x.wrong)) {
		e.problem(request, fmt.Sprintf("its rows of %s are not those that were written", table))
	}
	return nil
}

func (x *blockExam) row(row rowhash.Row) {
	parent, _ := row.Value(covered.Blocks[x.table].Parent).(string)
	seq, _ := row.Value("seq").(int64)
	request, _ := row.Value("request_id").(int64)
	x.rows++
	if x.now.Parent != parent || x.now.ToSeq < seq {
		x.end()
		left := x.blocks[parent]
		for len(left) > 0 && left[0].ToSeq < seq {
			x.wrong[left[0].RequestID], left = true, left[1:]
		}
		if x.blocks[parent] = left; len(left) == 0 || left[0].FromSeq > seq {
			x.loose[request]++
			return
		}
		x.now, x.blocks[parent] = left[0], left[1:]
	}
	x.leaves = append(x.leaves, row.Leaf)
}

// end compares the block that was gathered.
func (x *blockExam) end() {
	if len(x.leaves) > 0 && rowhash.Sum(x.leaves) != x.now.Sum {
		x.wrong[x.now.RequestID] = true
	}
	x.now, x.leaves = BlockRow{}, nil
}
