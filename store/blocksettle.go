package store

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"orangelab.cn/rightsdesk/store/covered"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/rowhash"
)

// touchSpan says that the transaction is about to write rows of a span.
func (v *View) touchSpan(request int64, s Span) error {
	if !v.KeepsTallies() {
		return nil
	}
	t, err := v.tally(request)
	if err != nil || slices.ContainsFunc(t.spans, func(d Span) bool { return d.holds(s) }) {
		return err
	}
	if err := v.ProveSpan(request, s); err != nil {
		return err
	}
	if err := v.touch(request, covered.Blocks[s.Table].Blocks); err != nil {
		return err
	}
	if t.begun && t.sums[covered.Blocks[s.Table].Blocks] == "" && v.chain.Last().Tallies < TalliesRows {
		return v.allSpans(t)
	}
	blocks, err := v.Blocks(request, s)
	if err != nil {
		return err
	}
	if len(blocks) > 0 { // whole blocks are hashed anew
		s.From, s.To = min(s.From, blocks[0].FromSeq), max(s.To, blocks[len(blocks)-1].ToSeq)
	}
	t.spans = append(t.spans, s)
	return nil
}

// allSpans lets every row of a request be hashed at the end of the transaction, which has no block yet.
func (v *View) allSpans(t *tally) error {
	for table, c := range covered.Blocks {
		var parents []string
		if err := v.db.Raw("SELECT id FROM "+c.Owner+" WHERE request_id = ?", t.row.RequestID).Scan(&parents).
			Error; err != nil {
			return database.MapError(err)
		}
		for _, parent := range parents {
			t.spans = append(t.spans, AllRows(table, parent))
		}
		if len(parents) > 0 {
			t.dirty[c.Blocks] = true
		}
	}
	return nil
}

// settleBlocks hashes the rows of a request that the transaction wrote, before its tally is.
func (tx *Tx) settleBlocks(t *tally) error {
	if !t.begun {
		if err := tx.allSpans(t); err != nil {
			return err
		}
	}
	spans := t.spans
	t.spans, t.compared, t.blocks = nil, nil, nil
	for i, s := range spans {
		if slices.ContainsFunc(spans[:i], func(d Span) bool { return d.holds(s) }) {
			continue
		}
		if err := tx.hashBlocks(t.row.RequestID, s); err != nil {
			return err
		}
	}
	return nil
}

// hashBlocks makes the blocks of a span from its rows as they are, without GORM: every step of a collect and of a plan
// does.
func (tx *Tx) hashBlocks(request int64, s Span) error {
	c := covered.Blocks[s.Table]
	st := tx.db.Statement
	if _, err := st.ConnPool.ExecContext(st.Context,
		"DELETE FROM "+c.Blocks+" WHERE "+c.Parent+" = "+tx.Bind(1)+" AND to_seq >= "+tx.Bind(
			2)+" AND from_seq <= "+tx.Bind(3),
		s.Parent, s.From, s.To); err != nil {
		return database.MapError(err)
	}
	var made []BlockRow
	if err := tx.eachBlock(s, nil, func(b BlockRow) error { made = append(made, b); return nil }); err != nil {
		return err
	}
	insert := "INSERT INTO " + c.Blocks + " (" + c.Parent + ", from_seq, to_seq, request_id, n, sum, counts) VALUES (" +
		tx.Bind(1) + ", " + tx.Bind(2) + ", " + tx.Bind(3) + ", " +
		tx.Bind(4) + ", " + tx.Bind(5) + ", " + tx.Bind(6) + ", " + tx.Bind(7) + ")"
	for _, b := range made {
		if _, err := st.ConnPool.ExecContext(st.Context, insert, s.Parent, b.FromSeq, b.ToSeq, request, b.N, b.Sum,
			b.Counts); err != nil {
			return database.MapError(err)
		}
	}
	return nil
}

// eachBlock hashes the rows of a span in blocks: in those that are given where there are any, or else in blocks of
// consecutive numbers. Rows outside every given block make blocks of their own.
func (v *View) eachBlock(s Span, given []BlockRow, found func(BlockRow) error) error {
	c := covered.Blocks[s.Table]
	h := &blockHasher{cover: c, given: given, found: found}
	return errorOr(rowhash.Each(v.db, s.Table,
		"SELECT * FROM "+s.Table+" WHERE "+c.Parent+" = "+v.Bind(1)+" AND seq >= "+v.Bind(2)+" AND seq <= "+v.Bind(
			3)+" ORDER BY seq",
		[]any{s.Parent, s.From, s.To}, func(row rowhash.Row) error {
			seq, _ := row.Value("seq").(int64)
			return h.add(seq, row)
		}), h.end)
}

func errorOr(err error, next func() error) error {
	if err != nil {
		return err
	}
	return next()
}

// blockHasher gathers rows in the order of their numbers into blocks.
type blockHasher struct {
	cover  covered.Block
	given  []BlockRow
	found  func(BlockRow) error
	now    *BlockRow
	leaves [][sha256.Size]byte
	counts []BlockCount
}

func (h *blockHasher) add(seq int64, row rowhash.Row) error {
	for len(h.given) > 0 && h.given[0].ToSeq < seq {
		h.given = h.given[1:]
	}
	inside := len(h.given) > 0 && h.given[0].FromSeq <= seq
	switch {
	case h.now == nil:
	case inside && h.now.FromSeq == h.given[0].FromSeq:
	case !inside && h.now.ToSeq == seq-1 && len(h.leaves) < blockRows && len(h.given) == 0:
	default:
		if err := h.end(); err != nil {
			return err
		}
	}
	if h.now == nil {
		h.now = &BlockRow{FromSeq: seq}
		if inside {
			h.now.FromSeq, h.now.ToSeq = h.given[0].FromSeq, h.given[0].ToSeq
		}
	}
	if !inside {
		h.now.ToSeq = seq
	}
	h.leaves = append(h.leaves, row.Leaf)
	if h.given == nil {
		h.count(row)
	}
	return nil
}

func (h *blockHasher) count(row rowhash.Row) {
	text := func(column string) string { t, _ := row.Value(column).(string); return t }
	c := BlockCount{text("source"), text("dataset"), text("collection"), h.cover.Counts(row.Value)}
	i := slices.IndexFunc(h.counts, func(o BlockCount) bool {
		return o.Source == c.Source && o.Dataset == c.Dataset && o.Collection == c.Collection
	})
	if i < 0 {
		h.counts = append(h.counts, c)
		return
	}
	for n := range c.N {
		h.counts[i].N[n] += c.N[n]
	}
}

func (h *blockHasher) end() error {
	if h.now == nil {
		return nil
	}
	counts, err := json.Marshal(h.counts)
	if err != nil {
		return fmt.Errorf("the counts of a block: %w", err)
	}
	b := *h.now
	b.N, b.Sum, b.Counts = int64(len(h.leaves)), rowhash.Sum(h.leaves), string(counts)
	h.now, h.leaves, h.counts = nil, nil, nil
	return h.found(b)
}
