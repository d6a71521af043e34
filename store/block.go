package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/store/covered"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/rowhash"
)

// blockRows is how many rows of consecutive numbers one block hashes: reading one row reads so many, and a reader of
// any reads a block for each.
const blockRows = 100

// Span are the rows of one run or plan with numbers from one to another, both included.
type Span struct {
	Table, Parent string
	From, To      int64
}

// NewSpan are the rows of a run or a plan from one number to another.
func NewSpan(table, parent string, from, to int64) Span { return Span{table, parent, from, to} }

// AllRows are all rows of a run or a plan.
func AllRows(table, parent string) Span { return Span{table, parent, math.MinInt64, math.MaxInt64} }

func (s Span) holds(other Span) bool {
	return s.Table == other.Table && s.Parent == other.Parent && s.From <= other.From && other.To <= s.To
}

func (s Span) meets(other Span) bool {
	return s.Table == other.Table && s.Parent == other.Parent && s.From <= other.To && other.From <= s.To
}

// BlockRow is a block as the database holds it.
type BlockRow struct {
	Parent    string
	FromSeq   int64
	ToSeq     int64
	RequestID int64
	N         int64 // rows in it
	Sum       string
	Counts    string
}

// BlockCount counts the rows of a block that lie in one collection.
type BlockCount struct {
	Source     string  `json:"s"`
	Dataset    string  `json:"d"`
	Collection string  `json:"c"`
	N          []int64 `json:"n"`
}

// spanOf is the key of the span a statement may use.
type spanOf struct{}

// RowsIn reads rows of a request in a table that is covered in blocks, once the blocks they lie in were compared.
func (v *View) RowsIn(request int64, s Span) (*gorm.DB, error) {
	if err := v.ProveSpan(request, s); err != nil {
		return nil, err
	}
	return v.UnprovenRows(request, s), nil
}

// ChangeRowsIn adds, changes and deletes rows of a request in a table that is covered in blocks; those blocks are
// hashed anew at the end of the transaction.
func (tx *Tx) ChangeRowsIn(request int64, s Span) (*gorm.DB, error) {
	if err := tx.touchSpan(request, s); err != nil {
		return nil, err
	}
	return tx.UnprovenRows(request, s), nil
}

// UnprovenRows reads rows that nobody has compared yet, to learn how far to compare them: their numbers, and nothing
// else.
func (v *View) UnprovenRows(request int64, s Span) *gorm.DB {
	c := context.WithValue(v.db.Statement.Context, spanOf{}, s)
	return v.db.WithContext(context.WithValue(c, rowsOf{}, request))
}

// CountsOf are the counts of all rows of a run or a plan, as its blocks say; false where it has none on a desk whose
// blocks are still being made.
func (v *View) CountsOf(request int64, s Span) (counts []BlockCount, kept bool, err error) {
	if kept, err = v.keepsBlocks(request, s.Table); !kept || err != nil {
		return nil, false, err
	}
	blocks, err := v.Blocks(request, s)
	if err != nil {
		return nil, false, err
	}
	at := map[[3]string]int{}
	for _, b := range blocks {
		list, err := b.Counted()
		if err != nil {
			return nil, false, err
		}
		for _, c := range list {
			key := [3]string{c.Source, c.Dataset, c.Collection}
			i, there := at[key]
			if !there {
				at[key], counts = len(counts), append(counts, c)
				continue
			}
			for n := range c.N {
				counts[i].N[n] += c.N[n]
			}
		}
	}
	slices.SortFunc(counts, func(a, b BlockCount) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Dataset, b.Dataset),
			cmp.Compare(a.Collection, b.Collection))
	})
	return counts, true, nil
}

// Counted reads the counts of a block; ErrTampered where they cannot be read.
func (b BlockRow) Counted() (list []BlockCount, err error) {
	if err := json.Unmarshal([]byte(b.Counts), &list); err != nil {
		return nil, fmt.Errorf("%w: the counts of a block cannot be read", ErrTampered)
	}
	return list, nil
}

// keepsBlocks reports whether the rows of a request in a table lie in blocks, by its tally: not so while those of a
// desk that is older than blocks are being made, nor in a transaction that writes some.
func (v *View) keepsBlocks(request int64, table string) (bool, error) {
	if !v.KeepsTallies() {
		return false, nil
	}
	t, err := v.tally(request)
	if err != nil || !t.begun || len(t.spans) > 0 {
		return false, err
	}
	return t.sums[covered.Blocks[table].Blocks] != "" || v.chain.Last().Tallies >= TalliesRows, nil
}

// Blocks returns the blocks of a request that a span meets, in order. All of the request's are read at once, and
// compared with its tally, once a transaction.
func (v *View) Blocks(request int64, s Span) (list []BlockRow, err error) {
	t, err := v.tally(request)
	if err != nil {
		return nil, err
	}
	if t.blocks[s.Table] == nil {
		if err := v.readBlocks(t, s.Table); err != nil {
			return nil, err
		}
	}
	all := t.blocks[s.Table][s.Parent]
	first, _ := slices.BinarySearchFunc(all, s.From, func(b BlockRow, from int64) int {
		return cmp.Compare(b.ToSeq, from)
	})
	last := first
	for last < len(all) && all[last].FromSeq <= s.To {
		last++
	}
	return all[first:last], nil
}

func (v *View) readBlocks(t *tally, table string) error {
	c := covered.Blocks[table]
	byParent := map[string][]BlockRow{}
	var leaves [][sha256.Size]byte
	if err := rowhash.Each(v.db, c.Blocks,
		"SELECT "+c.Parent+", from_seq, to_seq, n, request_id, sum, counts FROM "+c.Blocks+" WHERE request_id = "+v.Bind(1)+" ORDER BY "+c.Parent+", from_seq",
		[]any{t.row.RequestID}, func(row rowhash.Row) error {
			b := BlockRow{RequestID: t.row.RequestID}
			b.Parent, _ = row.Values[0].(string)
			b.FromSeq, _ = row.Values[1].(int64)
			b.ToSeq, _ = row.Values[2].(int64)
			b.N, _ = row.Values[3].(int64)
			b.Sum, _ = row.Values[5].(string)
			b.Counts, _ = row.Values[6].(string)
			byParent[b.Parent] = append(byParent[b.Parent], b)
			leaves = append(leaves, row.Leaf)
			return nil
		}); err != nil {
		return err
	}
	if sum := ""; !t.dirty[c.Blocks] {
		if len(leaves) > 0 {
			sum = rowhash.Sum(leaves)
		}
		if sum != t.sums[c.Blocks] {
			return v.differs(t, c.Blocks)
		}
		t.proved[c.Blocks] = true
	}
	if t.blocks == nil {
		t.blocks = map[string]map[string][]BlockRow{}
	}
	t.blocks[table] = byParent
	return nil
}

// ProveSpan compares the rows of a span with their blocks, and these with the tally. ErrTampered where a row was
// changed, added, taken away or moved.
func (v *View) ProveSpan(request int64, s Span) error {
	if !v.KeepsTallies() {
		return nil
	}
	t, err := v.tally(request)
	if err != nil || !t.begun {
		return err
	}
	blocks, err := v.Blocks(request, s)
	if err != nil {
		return err
	}
	if t.sums[covered.Blocks[s.Table].Blocks] == "" && v.chain.Last().Tallies < TalliesRows {
		return nil // they are made when somebody writes, or by MakeBlocks
	}
	if len(blocks) > 0 {
		s.From, s.To = min(s.From, blocks[0].FromSeq), max(s.To, blocks[len(blocks)-1].ToSeq)
	}
	if err := v.countSpan(t, s, blocks); err != nil {
		return err
	}
	for len(blocks) > 0 {
		n := 0
		for n < len(blocks) && !t.settled(s.Table, blocks[n]) {
			n++
		}
		if n > 0 {
			if err := v.compareBlocks(t, s, blocks[:n]); err != nil {
				return err
			}
		}
		blocks = blocks[max(n, 1):]
	}
	return nil
}

// settled reports whether a block needs no comparing: it was compared, or this transaction writes it.
func (t *tally) settled(table string, b BlockRow) bool {
	return t.compared[Span{table, b.Parent, b.FromSeq, b.ToSeq}] || t.writes(Span{table, b.Parent, b.FromSeq, b.ToSeq})
}

func (t *tally) writes(s Span) bool {
	return slices.ContainsFunc(t.spans, func(d Span) bool { return d.meets(s) })
}

// countSpan compares how many rows there are with how many its blocks hold, so that none lies outside them.
func (v *View) countSpan(t *tally, s Span, blocks []BlockRow) error {
	if t.writes(s) {
		return nil // what is written is hashed as it is found at the end
	}
	want := int64(0)
	for _, b := range blocks {
		want += b.N
	}
	var n int64
	st := v.db.Statement
	if err := st.ConnPool.QueryRowContext(st.Context,
		"SELECT COUNT(*) FROM "+s.Table+" WHERE "+covered.Blocks[s.Table].Parent+" = "+v.Bind(1)+" AND seq >= "+v.Bind(
			2)+" AND seq <= "+v.Bind(3),
		s.Parent, s.From, s.To).Scan(&n); err != nil {
		return database.MapError(err)
	}
	if n != want {
		return v.differs(t, s.Table)
	}
	return nil
}

// compareBlocks compares blocks that follow one another with their rows.
func (v *View) compareBlocks(t *tally, s Span, blocks []BlockRow) error {
	s.From, s.To = blocks[0].FromSeq, blocks[len(blocks)-1].ToSeq
	n, same := 0, true
	if err := v.eachBlock(s, blocks, func(b BlockRow) error {
		same = same && n < len(blocks) && b.FromSeq == blocks[n].FromSeq && b.Sum == blocks[n].Sum
		n++
		return nil
	}); err != nil {
		return err
	}
	if !same || n < len(blocks) {
		return v.differs(t, s.Table)
	}
	for _, b := range blocks {
		if t.compared == nil {
			t.compared = map[Span]bool{}
		}
		t.compared[Span{s.Table, s.Parent, b.FromSeq, b.ToSeq}] = true
	}
	return nil
}

// AddRowsIn adds rows, in the order of their numbers, to a table that is covered in blocks.
func AddRowsIn[R any](tx *Tx, request int64, s Span, rows []R, seq func(R) int64) error {
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && seq(rows[n]) == seq(rows[n-1])+1 {
			n++
		}
		s.From, s.To = seq(rows[0]), seq(rows[n-1])
		db, err := tx.ChangeRowsIn(request, s)
		if err != nil {
			return err
		}
		if err := db.CreateInBatches(rows[:n], createAtOnce).Error; err != nil {
			return database.MapError(err)
		}
		rows = rows[n:]
	}
	return nil
}

// createAtOnce is how many rows one statement adds.
const createAtOnce = 100

// RowsInBlocksOf is RowsIn for rows that do not follow one another by number. whole says that nothing comes after
// them: then every other row is compared too, so that none is left out by what was changed in it.
func (v *View) RowsInBlocksOf(request int64, s Span, seqs []int64, whole bool) (*gorm.DB, error) {
	if whole {
		return v.RowsIn(request, s)
	}
	kept, err := v.keepsBlocks(request, s.Table)
	if err != nil || !kept {
		return v.UnprovenRows(request, s), err
	}
	blocks, err := v.Blocks(request, s)
	if err != nil {
		return nil, err
	}
	slices.Sort(seqs)
	for len(seqs) > 0 { // all that lie in blocks which follow one another at once
		one := Span{s.Table, s.Parent, seqs[0], seqs[0]}
		b, _ := slices.BinarySearchFunc(blocks, seqs[0], func(b BlockRow, seq int64) int {
			return cmp.Compare(b.ToSeq, seq)
		})
		for n := 0; n < len(seqs) && b < len(blocks) && blocks[b].FromSeq <= seqs[n]; b++ {
			one.To = blocks[b].ToSeq
			for n < len(seqs) && seqs[n] <= one.To {
				n++
			}
		}
		if err := v.ProveSpan(request, one); err != nil {
			return nil, err
		}
		n, _ := slices.BinarySearch(seqs, one.To+1)
		seqs = seqs[max(n, 1):]
	}
	return v.UnprovenRows(request, s), nil
}
