package residue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// SearchOptions say what to look for and where.
type SearchOptions struct {
	Datasets   []*dataset.Dataset
	Sources    map[string]*sqldb.Source // by fides_key; several keys may share one source, which is then read once
	Identities dataset.Identities
	Names      []string
	Progress   func(SearchProgress)
	// Pace holds the search back; where it is nil, that of the context.
	Pace *Pace
	// Explain returns why it is right that a column of a row still holds something of the person, empty where nothing
	// says so; hits are counted apart by it. The row is named by its collection of the data map and its primary key, as
	// a finding is. It is asked from one goroutine at a time.
	Explain func(row dataset.Address, key []value.Cell, column string) string
}

// SearchProgress is sent after each table, one call at a time.
type SearchProgress struct {
	Source      string // the source's first fides_key
	Done, Total int    // tables
	Texts       int64  // values read so far in this source
}

// Hit is a column in which an identity or a name still stands.
type Hit struct {
	// Dataset is the source's first fides_key; Collection is the table's name, with its schema unless that is the
	// connection's own
	dataset.Address
	Column      string // dotted where it lies inside a document
	Kind        string // email, phone_number, name, …
	Rows        int64
	Mapped      bool   // the data map names the column
	Categorised bool   // and gives it a category, so that a copy and an erasure touch it
	Why         string // what Explain said of these rows
}

// SearchFailure is a source or a table that could not be read to its end.
type SearchFailure struct {
	dataset.Address // Collection is empty when the whole source failed
	Err             error
}

// SearchReport is what a search found and what it could not look into.
type SearchReport struct {
	Tables int
	Texts  int64 // values read
	Hits   []Hit // the fullest first
	Failed []SearchFailure
}

// Search reads every column of every table of every source that may hold an identity, named in the data map or not, and
// says where identities or names still stand: text, documents, bytes that are short enough to be text, and long
// numbers. It compares as Scan does. Sources are read side by side, each in a snapshot of its own, on a standby where
// its address names one; memory does not grow with the rows. The error is for what stops the whole: a cancelled context
// or a dataset without a source. What cannot be read is named in Failed, and what the rest shows still counts.
func Search(ctx context.Context, opts SearchOptions) (SearchReport, error) {
	if opts.Pace == nil {
		opts.Pace = paceOf(ctx)
	}
	var report SearchReport
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	for _, s := range search.DatasetsBySource(opts.Datasets, opts.Sources) {
		group.Go(func() error {
			look := &searching{opts: opts, source: s.Source, key: s.Key, datasets: s.Datasets,
				scan: NewScan(opts.Identities, opts.Names), hits: map[Hit]int64{}, mu: &mu,
				pace: paced{pace: opts.Pace}}
			err := look.all(ctx)
			mu.Lock()
			defer mu.Unlock()
			if err != nil && ctx.Err() == nil {
				look.failed = append(look.failed, SearchFailure{dataset.Address{Dataset: s.Key}, err})
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

// searching is the search of one source.
type searching struct {
	opts     SearchOptions
	source   *sqldb.Source
	key      string
	datasets []*dataset.Dataset
	scan     *Scan
	hits     map[Hit]int64
	failed   []SearchFailure
	tables   int
	texts    int64
	mu       *sync.Mutex // Progress, Explain
	pace     paced
}

func (s *searching) all(ctx context.Context) (err error) {
	session, aside, err := s.source.BeginLong(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if session != nil {
			err = errors.Join(err, session.End())
		}
	}()
	d := s.source.Dialect
	names, err := d.List(ctx, session.Tx)
	if err != nil {
		return s.source.Wrap(err, "its tables cannot be listed")
	}
	copies, err := d.Copies(ctx, session.Tx)
	if err != nil {
		return s.source.Wrap(err, "its materialised views cannot be listed")
	}
	names = append(names, copies...)
	tables, err := d.Inspect(ctx, session.Tx, names)
	if err != nil {
		return s.source.Wrap(err, "its tables cannot be described")
	}
	var declared []*dataset.Collection
	for _, d := range s.datasets {
		declared = append(declared, d.Collections...)
	}
	mapped, err := s.source.Resolve(ctx, session.Tx, declared)
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
		at := dataset.Address{Dataset: s.key, Collection: name.Name}
		if name.Schema != "" {
			at.Collection = name.Schema + "." + name.Name
		}
		collections, texts, hits := collectionsOn(d, t, declared, mapped), s.texts, maps.Clone(s.hits)
		err := s.table(ctx, session.Tx, at, t, collections)
		if err != nil && aside && ctx.Err() == nil {
			// What a standby reads for long it may break off, to follow its source: the table is read again, and the
			// rest, there.
			closing := session.Discard()
			if session, err = s.source.Begin(ctx); err != nil {
				return errors.Join(err, closing)
			}
			aside, s.texts, s.hits = false, texts, hits
			err = s.table(ctx, session.Tx, at, t, collections)
		}
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			s.failed = append(s.failed,
				SearchFailure{at, s.source.Wrap(err, fmt.Sprintf("table %q cannot be searched", at.Collection))})
			// A failed statement may have ended the transaction: the tables after this one are read in a new snapshot.
			closing := session.Discard()
			if session, err = s.source.Begin(ctx); err != nil || closing != nil {
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
func collectionsOn(d sqldb.Dialect, t *sqldb.Table, declared []*dataset.Collection,
	mapped map[*dataset.Collection]*sqldb.Table) (out []*dataset.Collection) {
	for _, c := range declared {
		if m := mapped[c]; m != nil &&
			d.Fold(sqldb.TableName{Schema: m.Schema, Name: m.Name}) ==
				d.Fold(sqldb.TableName{Schema: t.Schema, Name: t.Name}) {
			out = append(out, c)
		}
	}
	return out
}

// fieldsOf returns the declared fields of a table by the name of their column.
func fieldsOf(t *sqldb.Table, collections []*dataset.Collection) map[string][]*dataset.Field {
	out := map[string][]*dataset.Field{}
	for _, c := range collections {
		for _, f := range c.Fields {
			if column, ok := t.Column(f.Name); ok {
				out[column.Name] = append(out[column.Name], f)
			}
		}
	}
	return out
}

// rowKey is where the primary key of a collection's rows lies among the columns that are read.
type rowKey struct {
	collection *dataset.Collection
	columns    []int
	fields     []*dataset.Field // nil where the table names the key and the data map does not
}

// rowKeys finds the keys by which findings of the collections are named, adding to read the columns that are missing.
func rowKeys(t *sqldb.Table, collections []*dataset.Collection, read *[]sqldb.Column) (keys []rowKey) {
	place := func(c sqldb.Column) int {
		i := slices.IndexFunc(*read, func(r sqldb.Column) bool { return r.Name == c.Name })
		if i < 0 {
			i, *read = len(*read), append(*read, c)
		}
		return i
	}
	for _, c := range collections {
		k := rowKey{collection: c}
		for _, f := range c.PrimaryKey() {
			if column, ok := t.Column(f.Name); ok {
				k.columns, k.fields = append(k.columns, place(column)), append(k.fields, f)
			}
		}
		if len(k.columns) == 0 {
			for _, name := range t.PrimaryKey() {
				column, _ := t.Column(name)
				k.columns, k.fields = append(k.columns, place(column)), append(k.fields, nil)
			}
		}
		keys = append(keys, k)
	}
	return keys
}

func (s *searching) table(ctx context.Context, q sqldb.Querier, at dataset.Address, t *sqldb.Table,
	collections []*dataset.Collection) error {
	d := s.source.Dialect
	b := &sqldb.MappedTable{Table: &sqldb.Table{Schema: t.Schema, Name: t.Name}, Dialect: d}
	for _, c := range t.Columns {
		if searched(d, c) {
			b.Table.Columns = append(b.Table.Columns, c)
		}
	}
	texts := len(b.Table.Columns)
	if texts == 0 {
		return nil
	}
	fields := fieldsOf(t, collections)
	var keys []rowKey
	if s.opts.Explain != nil {
		keys = rowKeys(t, collections, &b.Table.Columns)
	}
	found := map[Hit]bool{}
	return b.Each(ctx, q, selectSQL(b, texts), nil, 0, func(raw []any) error {
		if err := s.pace.row(ctx); err != nil {
			return err
		}
		clear(found)
		for i, c := range b.Table.Columns[:texts] {
			v := d.Scan(c, raw[i])
			text, ok := value.Words(v)
			if ok {
				v = text
			}
			if ok && len(text) > 1 && (text[0] == '{' || text[0] == '[') {
				if doc, ok := value.ParseDocument([]byte(text)); ok {
					v = value.JSON{Value: doc}
				}
			}
			s.value(at, c.Name, v, fields[c.Name], found, 0)
		}
		for hit := range found {
			hit.Why = s.explain(b.Table.Columns, keys, raw, hit.Column)
			s.hits[hit]++
		}
		return nil
	})
}

// explain asks why a row still holds something, by the first collection of the data map that knows.
func (s *searching) explain(columns []sqldb.Column, keys []rowKey, raw []any, column string) string {
	for _, k := range keys {
		key := make([]value.Cell, len(k.columns))
		for i, at := range k.columns {
			key[i] = value.Cell{Name: columns[at].Name,
				Value: sqldb.FieldValue(s.source.Dialect, columns[at], k.fields[i], raw[at])}
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
func (s *searching) value(at dataset.Address, column string, v any, fields []*dataset.Field, found map[Hit]bool,
	depth int) {
	if depth > value.MaxDocumentDepth {
		return
	}
	switch v := v.(type) {
	case value.JSON:
		s.value(at, column, v.Value, fields, found, depth+1)
	case []any:
		for _, e := range v {
			s.value(at, column, e, fields, found, depth+1)
		}
	case map[string]any:
		for key, e := range v {
			var below []*dataset.Field
			for _, f := range fields {
				if inside := dataset.ResolveField(f.Fields, key); inside != nil {
					below = append(below, inside)
				} else if f.Categorised() {
					below = append(below, f) // a document with categories of its own is covered as one
				}
			}
			name := column + "." + key
			if s.text(at, column+".*", key, below, found) {
				name = column + ".*" // the name of an entry is the person's own, and no name of a column
			}
			s.value(at, name, e, below, found, depth+1)
		}
	case string:
		s.text(at, column, v, fields, found)
	case []byte:
		s.text(at, column, string(v), fields, found)
	case int64, float64, value.Decimal, json.Number:
		if text := wholeNumber(v); len(text) >= len("100000000") {
			s.text(at, column, text, fields, found)
		}
	}
}

// wholeNumber returns the digits of a whole number; empty for what is none.
func wholeNumber(v any) string {
	text, _ := value.Text(v)
	if whole, rest, ok := strings.Cut(text, "."); ok && strings.Trim(rest, "0") == "" {
		text = whole
	}
	if strings.Trim(text, "0123456789") != "" {
		return ""
	}
	return text
}

// text looks into one text and reports whether something of the person stands in it.
func (s *searching) text(at dataset.Address, column, text string, fields []*dataset.Field, found map[Hit]bool) bool {
	s.texts++
	kinds := s.scan.kinds(text)
	for _, kind := range kinds {
		hit := Hit{Address: at, Column: column, Kind: kind, Mapped: len(fields) > 0}
		for _, f := range fields {
			hit.Categorised = hit.Categorised || len(f.EffectiveCategories()) > 0
		}
		found[hit] = true
	}
	return len(kinds) > 0
}
