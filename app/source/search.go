package source

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"sync"

	"golang.org/x/sync/errgroup"
)

// SearchOptions say what to look for and where.
type SearchOptions struct {
	Datasets   []*Dataset
	Sources    map[string]*Source // by fides_key; several keys may share one source, which is then read once
	Identities Identities
	Names      []string
	Progress   func(SearchProgress)
	// Explain says why it is right that a column of a row still holds something of the person, empty where nothing says
	// so; hits are counted apart by it. The row is named by its collection of the data map and its primary key, as a
	// finding is. It is asked from one goroutine at a time.
	Explain func(row Address, key []Cell, column string) string
}

// SearchProgress is sent after each table, one call at a time.
type SearchProgress struct {
	Source      string // the source's first fides_key
	Done, Total int    // tables
	Texts       int64  // values read so far in this source
}

// Hit is a column in which an identity or a name still stands.
type Hit struct {
	Address            // Dataset is the source's first fides_key; Collection is the table's name, with its schema unless that is the connection's own
	Column      string // dotted where it lies inside a document
	Kind        string // email, phone_number, name, …
	Rows        int64
	Mapped      bool   // the data map names the column
	Categorised bool   // and gives it a category, so that a copy and an erasure touch it
	Why         string // what Explain said of these rows
}

// SearchFailure is a source or a table that could not be read to its end.
type SearchFailure struct {
	Address // Collection is empty when the whole source failed
	Err     error
}

// SearchReport is what a search found and what it could not look into.
type SearchReport struct {
	Tables int
	Texts  int64 // values read
	Hits   []Hit // the fullest first
	Failed []SearchFailure
}

// Search reads every text and JSON column of every table of every source, named in the data map or not, and says where
// identities or names still stand. It compares as ResidueScan does. Sources are read side by side, each in a snapshot
// of its own; memory does not grow with the rows. The error is for what stops the whole: a cancelled context or a
// dataset without a source. What cannot be read is named in Failed, and what the rest shows still counts.
func Search(ctx context.Context, opts SearchOptions) (SearchReport, error) {
	var report SearchReport
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	for _, s := range sourcesOf(opts.Datasets, opts.Sources) {
		group.Go(func() error {
			look := &searching{opts: opts, source: s.source, key: s.key, datasets: s.datasets, scan: NewResidueScan(opts.Identities, opts.Names), hits: map[Hit]int64{}, mu: &mu}
			err := look.all(ctx)
			mu.Lock()
			defer mu.Unlock()
			if err != nil && ctx.Err() == nil {
				look.failed = append(look.failed, SearchFailure{Address{Dataset: s.key}, err})
			}
			report.Tables += look.tables
			report.Texts += look.texts
			report.Failed = append(report.Failed, look.failed...)
			for hit, rows := range look.hits {
				hit.Rows = rows
				report.Hits = append(report.Hits, hit)
			}
			return ctx.Err()
		})
	}
	err := group.Wait()
	sort.Slice(report.Hits, func(i, j int) bool {
		a, b := report.Hits[i], report.Hits[j]
		if a.Rows != b.Rows {
			return a.Rows > b.Rows
		}
		return a.Address.String()+"."+a.Column+a.Kind < b.Address.String()+"."+b.Column+b.Kind
	})
	sort.Slice(report.Failed, func(i, j int) bool {
		return report.Failed[i].Address.String() < report.Failed[j].Address.String()
	})
	return report, err
}

// sharedSource is a source with the datasets that lie in it.
type sharedSource struct {
	source   *Source
	key      string
	datasets []*Dataset
}

func sourcesOf(datasets []*Dataset, sources map[string]*Source) []*sharedSource {
	var out []*sharedSource
	at := map[*Source]*sharedSource{}
	for _, d := range datasets {
		src := sources[d.Key]
		if src == nil {
			continue
		}
		if at[src] == nil {
			at[src] = &sharedSource{source: src, key: d.Key}
			out = append(out, at[src])
		}
		at[src].datasets = append(at[src].datasets, d)
	}
	return out
}

// searching is the search of one source.
type searching struct {
	opts     SearchOptions
	source   *Source
	key      string
	datasets []*Dataset
	scan     *ResidueScan
	hits     map[Hit]int64
	failed   []SearchFailure
	tables   int
	texts    int64
	mu       *sync.Mutex // Progress, Explain
}

func (s *searching) all(ctx context.Context) (err error) {
	session, err := s.source.begin(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if session != nil {
			err = errors.Join(err, session.end())
		}
	}()
	d := s.source.dialect
	names, err := d.list(ctx, session.tx)
	if err != nil {
		return s.source.wrap(err, "its tables cannot be listed")
	}
	copies, err := d.copies(ctx, session.tx)
	if err != nil {
		return s.source.wrap(err, "its materialised views cannot be listed")
	}
	names = append(names, copies...)
	tables, err := d.inspect(ctx, session.tx, names)
	if err != nil {
		return s.source.wrap(err, "its tables cannot be described")
	}
	var declared []*Collection
	for _, d := range s.datasets {
		declared = append(declared, d.Collections...)
	}
	mapped, err := s.source.resolve(ctx, session.tx, declared)
	if err != nil {
		return err
	}
	for n, name := range names {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		t := tables[name]
		if t == nil {
			continue
		}
		at := Address{s.key, name.name}
		if name.schema != "" {
			at.Collection = name.schema + "." + name.name
		}
		if err := s.table(ctx, session.tx, at, t, collectionsOn(d, t, declared, mapped)); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			s.failed = append(s.failed, SearchFailure{at, s.source.wrap(err, fmt.Sprintf("table %q cannot be searched", at.Collection))})
			// A failed statement may have ended the transaction: the tables after this one are read in a new snapshot.
			closing := session.discard()
			if session, err = s.source.begin(ctx); err != nil || closing != nil {
				return errors.Join(err, closing)
			}
			continue
		}
		s.tables++
		if s.opts.Progress != nil {
			s.mu.Lock()
			s.opts.Progress(SearchProgress{s.key, n + 1, len(names), s.texts})
			s.mu.Unlock()
		}
	}
	return nil
}

// collectionsOn are the declared collections that lie in a table.
func collectionsOn(d dialect, t *Table, declared []*Collection, mapped map[*Collection]*Table) (out []*Collection) {
	for _, c := range declared {
		if m := mapped[c]; m != nil && d.fold(tableName{m.Schema, m.Name}) == d.fold(tableName{t.Schema, t.Name}) {
			out = append(out, c)
		}
	}
	return out
}

// fieldsOf gives the declared fields of a table by the name of their column.
func fieldsOf(t *Table, collections []*Collection) map[string][]*Field {
	out := map[string][]*Field{}
	for _, c := range collections {
		for _, f := range c.Fields {
			if column, ok := t.column(f.Name); ok {
				out[column.Name] = append(out[column.Name], f)
			}
		}
	}
	return out
}

// rowKey is where the primary key of a collection's rows lies among the columns that are read.
type rowKey struct {
	collection *Collection
	columns    []int
	fields     []*Field // nil where the table names the key and the data map does not
}

// rowKeys finds the keys by which findings of the collections are named, adding to read the columns that are missing.
func rowKeys(t *Table, collections []*Collection, read *[]Column) (keys []rowKey) {
	place := func(c Column) int {
		i := slices.IndexFunc(*read, func(r Column) bool { return r.Name == c.Name })
		if i < 0 {
			i, *read = len(*read), append(*read, c)
		}
		return i
	}
	for _, c := range collections {
		k := rowKey{collection: c}
		for _, f := range c.Keys() {
			if column, ok := t.column(f.Name); ok {
				k.columns, k.fields = append(k.columns, place(column)), append(k.fields, f)
			}
		}
		if len(k.columns) == 0 {
			for _, name := range t.Keys() {
				column, _ := t.column(name)
				k.columns, k.fields = append(k.columns, place(column)), append(k.fields, nil)
			}
		}
		keys = append(keys, k)
	}
	return keys
}

// searched says whether a column may hold text. On SQLite any column may.
func searched(d dialect, c Column) bool {
	switch c.class {
	case classText, classOther, classJSON, classUntyped:
		return true
	case classArray:
		return c.elem == classText || c.elem == classJSON || c.elem == classOther
	}
	return d.capabilities().lenient
}

func (s *searching) table(ctx context.Context, q querier, at Address, t *Table, collections []*Collection) error {
	d := s.source.dialect
	b := &bound{table: &Table{Schema: t.Schema, Name: t.Name}, dialect: d}
	for _, c := range t.Columns {
		if searched(d, c) {
			b.table.Columns = append(b.table.Columns, c)
		}
	}
	texts := len(b.table.Columns)
	if texts == 0 {
		return nil
	}
	fields := fieldsOf(t, collections)
	var keys []rowKey
	if s.opts.Explain != nil {
		keys = rowKeys(t, collections, &b.table.Columns)
	}
	found := map[Hit]bool{}
	// Every row is wanted; the condition is there because selection ends in one.
	return b.each(ctx, q, b.selection()+"1 = 1", nil, 0, func(raw []any) error {
		clear(found)
		for i, c := range b.table.Columns[:texts] {
			v := d.scan(c, raw[i])
			if text, ok := v.(string); ok && len(text) > 1 && (text[0] == '{' || text[0] == '[') {
				if doc, ok := parseDocument([]byte(text)); ok {
					v = JSON{doc}
				}
			}
			s.value(at, c.Name, v, fields[c.Name], found, 0)
		}
		for hit := range found {
			hit.Why = s.explain(b.table.Columns, keys, raw, hit.Column)
			s.hits[hit]++
		}
		return nil
	})
}

// explain asks why a row still holds something, by the first collection of the data map that knows.
func (s *searching) explain(columns []Column, keys []rowKey, raw []any, column string) string {
	for _, k := range keys {
		key := make([]Cell, len(k.columns))
		for i, at := range k.columns {
			key[i] = Cell{columns[at].Name, fieldValue(s.source.dialect, columns[at], k.fields[i], raw[at])}
		}
		s.mu.Lock()
		why := s.opts.Explain(k.collection.Address(), key, column)
		s.mu.Unlock()
		if why != "" {
			return why
		}
	}
	return ""
}

// value looks into one value, and below it where it is a document.
func (s *searching) value(at Address, column string, v any, fields []*Field, found map[Hit]bool, depth int) {
	if depth > maxDocumentDepth {
		return
	}
	switch v := v.(type) {
	case JSON:
		s.value(at, column, v.Value, fields, found, depth+1)
	case []any:
		for _, e := range v {
			s.value(at, column, e, fields, found, depth+1)
		}
	case map[string]any:
		for key, e := range v {
			var below []*Field
			for _, f := range fields {
				if inside := resolveField(f.Fields, key); inside != nil {
					below = append(below, inside)
				} else if f.Categorised() {
					below = append(below, f) // a document with categories of its own is covered as one
				}
			}
			s.value(at, column+"."+key, e, below, found, depth+1)
		}
	case string:
		s.texts++
		for _, kind := range s.scan.kinds(v) {
			hit := Hit{Address: at, Column: column, Kind: kind, Mapped: len(fields) > 0}
			for _, f := range fields {
				hit.Categorised = hit.Categorised || len(f.EffectiveCategories()) > 0
			}
			found[hit] = true
		}
	}
}
