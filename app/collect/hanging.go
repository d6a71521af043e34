package collect

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"slices"
	"sync"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/runs"
)

// hanging are the rows of a run, by number, to which nothing leads but rows that are left to somebody else. They are
// that one's too, and nobody is asked about them one by one: they go with the row that led to them.
type hanging map[int64]bool

// leads reports whether what hangs on a column of a row is the person's by it. A row that is nobody else's leads on.
// One that may be somebody else's does where it was decided that it is the person's; in a copy it does too by the
// columns that are given of it.
func leads(kind model.Kind, f Finding, column string) bool {
	switch {
	case f.Shared == 0 || f.Decision == model.Include:
		return true
	case f.Decision == model.MaskSome:
		return kind.Copies() && !slices.Contains(f.Choice.Columns, column)
	case f.Decision == model.Undecided:
		return kind.Copies() || kind.Erases() // nothing is given or written before it is decided
	}
	return false
}

// decided reports whether somebody said of the row itself that it is, or a part of it, the person's.
func decided(f Finding) bool {
	return f.Shared > 0 && (f.Decision == model.Include || f.Decision == model.MaskSome)
}

// lastHanging is what was worked out last: a page of findings after another asks for the same.
var lastHanging struct {
	sync.Mutex
	of   string
	rows hanging
}

// hangingIn works out which rows of a run hang on what is left to somebody else, as the kind of request treats it. It
// costs nothing where no row is left so.
func hangingIn(v *store.View, r model.Request, run string, kind model.Kind) (hanging, error) {
	counts, err := runs.FindingCounts(v, r.ID, run)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(counts,
		func(n model.FindingCount) bool { return n.Shared > 0 && n.LeftOut+n.Masked+n.Undecided > 0 }) {
		return nil, nil
	}
	// What is decided about a row moves the version of its request on and, within the transaction, the counts.
	of := fmt.Sprint(run, kind, r.Version, counts)
	lastHanging.Lock()
	defer lastHanging.Unlock()
	if lastHanging.of == of {
		return lastHanging.rows, nil
	}
	cuts := false
	if err := eachStored(v, r.ID, run, model.FindingFilter{SharedOnly: true}, func(f Finding) error {
		cuts = cuts || !leads(kind, f, "") || f.Decision == model.MaskSome
		return nil
	}); err != nil {
		return nil, err
	}
	if !cuts {
		lastHanging.of, lastHanging.rows = of, nil
		return nil, nil
	}
	datasets, err := datamap.In(v)
	if err != nil {
		return nil, err
	}
	h := newHanger(kind, datasets)
	for _, pass := range []func(Finding) error{h.note, h.lead} {
		if err := eachStored(v, r.ID, run, model.FindingFilter{}, pass); err != nil {
			return nil, err
		}
	}
	lastHanging.of, lastHanging.rows = of, h.result()
	return lastHanging.rows, nil
}

// EachHanging opens the rows of a run that hang on what is left to somebody else.
func EachHanging(v *store.View, request int64, run string, visit func(Finding) error) error {
	r, err := requests.Read(v, request)
	if err != nil {
		return err
	}
	if hangs, err := hangingIn(v, r, run, r.Kind); err != nil || len(hangs) == 0 {
		return err
	}
	return EachFinding(v, request, run, model.FindingFilter{}, func(f Finding) error {
		if !f.Hangs {
			return nil
		}
		return visit(f)
	})
}

// hanger works out what hangs on what. It keeps of each row only hashes.
type hanger struct {
	kind     model.Kind
	datasets []*dataset.Dataset
	where    map[tie][]*dataset.Where
	seed     maphash.Seed
	rows     []hangingRow
	outward  map[dataset.Address][]tie // the ties by which rows of a collection led on
	leaders  map[uint64]bool           // values of ties that a row holds
}

// tie is a field of a collection and the field of another that holds its values.
type tie struct {
	from    dataset.Address
	field   string
	to      dataset.Address
	toField string
}

type hangingRow struct {
	seq    int64
	at     dataset.Address
	stands bool // it is the person's, as far as is known yet
	asked  bool // it is left out, or stays undecided, by itself
	in     []reachedBy
	out    []uint64 // what it leads on with, where it stands
	whole  bool     // it leads on with all that it holds
}

// reachedBy is a value that led to a row, and the collection that held it.
type reachedBy struct {
	value uint64
	from  dataset.Address
}

func newHanger(kind model.Kind, datasets []*dataset.Dataset) *hanger {
	h := &hanger{kind: kind, datasets: datasets, where: map[tie][]*dataset.Where{}, seed: maphash.MakeSeed(),
		outward: map[dataset.Address][]tie{}, leaders: map[uint64]bool{}}
	for _, e := range dataset.NewGraph(datasets).Edges {
		at := tie{e.From.Collection.Address(), e.From.Dotted(), e.To.Collection.Address(), e.To.Dotted()}
		h.where[at] = append(h.where[at], e.Where.On(e.From.Collection))
	}
	return h
}

func (h *hanger) hash(t tie, text string) uint64 {
	return maphash.String(h.seed, t.from.String()+"\x00"+t.field+"\x00"+t.to.String()+"\x00"+t.toField+"\x00"+text)
}

// note takes a row down with what led to it.
func (h *hanger) note(f Finding) error {
	row := hangingRow{seq: f.Seq, at: dataset.Address{Dataset: f.Dataset, Collection: f.Collection},
		asked: f.Decision == model.LeaveOut, whole: leads(h.kind, f, "")}
	row.stands = len(f.Found.Reached) == 0 || decided(f) ||
		slices.ContainsFunc(f.Found.Reached, func(r search.Reach) bool { return r.Identity != "" })
	for _, r := range f.Found.Reached {
		if r.Identity != "" {
			continue
		}
		t := tie{r.From, r.FromField, row.at, r.Field}
		if !slices.Contains(h.outward[r.From], t) {
			h.outward[r.From] = append(h.outward[r.From], t)
		}
		if !row.stands {
			row.in = append(row.in, reachedBy{h.hash(t, r.Value), r.From})
		}
	}
	h.rows = append(h.rows, row)
	return nil
}

// lead takes down with what a row leads on. It comes for every row after all of them were noted, in the same order.
func (h *hanger) lead(f Finding) error {
	i, is := slices.BinarySearchFunc(h.rows, f.Seq, func(r hangingRow, seq int64) int { return int(r.seq - seq) })
	if !is {
		return ErrChanged
	}
	row := &h.rows[i]
	c := CollectionOf(h.datasets, f.Dataset, f.Collection)
	if len(h.outward[row.at]) == 0 || c == nil {
		return nil
	}
	held, err := heldIn(f)
	if err != nil {
		return err
	}
	for _, t := range h.outward[row.at] {
		field := c.Field(t.field)
		meets := func(w *dataset.Where) bool { return w.Holds(func(f *dataset.Field) any { return held[f.Name] }) }
		if where := h.where[t]; field == nil || len(where) > 0 && !slices.ContainsFunc(where, meets) {
			continue
		}
		leadsOn := leads(h.kind, f, field.Column().Name)
		value.EachScalar(held, field.Path(), func(v any) {
			text, ok := value.Canonical(v)
			if !ok {
				return
			}
			key := h.hash(t, text)
			h.leaders[key] = true
			if leadsOn {
				row.out = append(row.out, key)
			}
		})
		row.whole = row.whole && leadsOn
	}
	return nil
}

// heldIn decodes what a row holds, by column.
func heldIn(f Finding) (map[string]any, error) {
	held := map[string]any{}
	for i, column := range f.Found.Columns {
		decoder := json.NewDecoder(bytes.NewReader(f.Found.Values[i]))
		decoder.UseNumber()
		var v any
		if err := decoder.Decode(&v); err != nil {
			return nil, fmt.Errorf("%s.%s of finding %d: %w", f.Collection, column, f.Seq, err)
		}
		held[column] = v
	}
	return held, nil
}

// result goes outwards from the rows that an identifier of the person led to. Where the row that led on is not among
// those that hold the very value, in another spelling or a row that was not kept, every row of its collection must lead
// on: leaving too much out can be mended by another request, giving or erasing too much cannot.
func (h *hanger) result() hanging {
	led := map[uint64]bool{}
	for again := true; again; {
		again = false
		doubtful := map[dataset.Address]bool{}
		for i := range h.rows {
			row := &h.rows[i]
			if !row.stands && slices.ContainsFunc(row.in, func(in reachedBy) bool { return led[in.value] }) {
				row.stands, again = true, true
			}
			if !row.stands || !row.whole {
				doubtful[row.at] = true
			}
			if row.stands {
				for _, key := range row.out {
					again = again || !led[key]
					led[key] = true
				}
				row.out = nil
			}
		}
		for i := range h.rows {
			row := &h.rows[i]
			if !again && !row.stands && slices.ContainsFunc(row.in,
				func(in reachedBy) bool { return !h.leaders[in.value] && !doubtful[in.from] }) {
				row.stands, again = true, true
			}
		}
	}
	out := hanging{}
	for _, row := range h.rows {
		if !row.stands && !row.asked {
			out[row.seq] = true
		}
	}
	return out
}
