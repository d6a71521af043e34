package source_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/apply"
	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/mask"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
	"orangelab.cn/rightsdesk/app/source/value"
)

// shelf is one random table. Its columns are, in this order: the key (none, one or two), who (the identity), pick
// (chooses the treatment and is never written), a text, a number, and the foreign keys.
type shelf struct {
	name    string
	keys    int  // columns of the key
	enforce bool // the table has the key as a constraint; else only the data map declares it
	declare bool // the data map declares the key
	refs    []shelfRef
	rows    []shelfRow
}

type shelfRef struct {
	to     int // table, with a key of one enforced column
	action string
}

// shelfRow holds NULL as nil, numbers as int and texts as string.
type shelfRow struct {
	key  []int
	who  any
	pick int
	text any
	num  any
	refs []any
	gone bool
}

// library is a random database with what is to happen by pick.
type library struct {
	shelves    []*shelf
	treatments []dataset.Treatment
	hashed     bool
}

const shelfSalt = "s"

func drawLibrary(t *rapid.T) *library {
	l := &library{}
	for i := range rapid.IntRange(1, 4).Draw(t, "tables") {
		s := &shelf{name: fmt.Sprintf("t%d", i), keys: rapid.IntRange(0, 2).Draw(t, "key columns")}
		s.enforce = s.keys > 0 && rapid.IntRange(0, 3).Draw(t, "constraint") > 0
		s.declare = s.keys > 0 && (!s.enforce || rapid.Bool().Draw(t, "declared"))
		l.shelves = append(l.shelves, s)
		for j, to := range l.shelves {
			if to.keys == 1 && to.enforce && rapid.IntRange(0, 2).Draw(t, "reference") == 0 {
				s.refs = append(s.refs, shelfRef{j, rapid.SampledFrom([]string{"CASCADE", "SET NULL", "NO ACTION"}).Draw(t, "on delete")})
			}
		}
		for n := range rapid.IntRange(0, 7).Draw(t, "rows") {
			row := shelfRow{pick: rapid.IntRange(0, 3).Draw(t, "pick"), who: rapid.SampledFrom([]any{"x", "x", "y", nil}).Draw(t, "who"),
				text: rapid.SampledFrom([]any{"a", "b", "", "gone", "ü'\"", nil}).Draw(t, "text"), num: rapid.SampledFrom([]any{0, 7, -1, nil}).Draw(t, "number")}
			for k := range s.keys {
				row.key = append(row.key, n/(k+1)+k*n%2)
			}
			if s.keys == 2 {
				row.key = []int{n / 2, n % 2}
			}
			for _, ref := range s.refs {
				var to any
				if there := len(l.shelves[ref.to].rows); there > 0 && rapid.IntRange(0, 2).Draw(t, "points") > 0 {
					to = l.shelves[ref.to].rows[rapid.IntRange(0, there-1).Draw(t, "at")].key[0]
				}
				row.refs = append(row.refs, to)
			}
			s.rows = append(s.rows, row)
		}
	}
	for range 4 {
		var treatment dataset.Treatment
		switch rapid.IntRange(0, 3).Draw(t, "treatment") {
		case 0:
			treatment.Delete = true
		case 1:
			treatment.Mask = map[string]dataset.Masking{}
			for _, f := range []string{"who", "text", "num"} {
				strategy := rapid.SampledFrom([]string{dataset.NullRewrite, dataset.StringRewrite, dataset.Hash, dataset.Preserve, ""}).Draw(t, "strategy")
				if strategy != "" {
					treatment.Mask[f] = dataset.Masking{Strategy: strategy, Configuration: map[string]any{"rewrite_value": "gone", "salt": shelfSalt}}
					l.hashed = l.hashed || strategy == dataset.Hash
				}
			}
		case 2:
			treatment.Set = map[string]any{"text": rapid.SampledFrom([]any{"new", nil, "a"}).Draw(t, "new text"), "num": rapid.SampledFrom([]any{5, nil, 7}).Draw(t, "new number")}
		}
		l.treatments = append(l.treatments, treatment)
	}
	return l
}

func (l *library) sql() string {
	var b strings.Builder
	for i := len(l.shelves) - 1; i >= 0; i-- {
		// From the last drawing there may be more tables than now.
		fmt.Fprintf(&b, "DROP TABLE IF EXISTS t%d;\n", i)
	}
	for _, s := range l.shelves {
		var columns []string
		for k := range s.keys {
			null := ""
			if s.enforce {
				null = " NOT NULL"
			}
			columns = append(columns, fmt.Sprintf("k%d INT%s", k, null))
		}
		columns = append(columns, "who VARCHAR(100)", "pick INT", "text VARCHAR(100)", "num INT")
		for n := range s.refs {
			columns = append(columns, fmt.Sprintf("r%d INT", n))
		}
		if s.enforce {
			columns = append(columns, "PRIMARY KEY ("+strings.Join([]string{"k0", "k1"}[:s.keys], ", ")+")")
		}
		for n, ref := range s.refs {
			columns = append(columns, fmt.Sprintf("FOREIGN KEY (r%d) REFERENCES t%d (k0) ON DELETE %s", n, ref.to, ref.action))
		}
		fmt.Fprintf(&b, "CREATE TABLE %s (%s);\n", s.name, strings.Join(columns, ", "))
		for _, row := range s.rows {
			var values []string
			for _, v := range row.values() {
				switch v := v.(type) {
				case nil:
					values = append(values, "NULL")
				case int:
					values = append(values, fmt.Sprint(v))
				case string:
					values = append(values, "'"+strings.ReplaceAll(v, "'", "''")+"'")
				}
			}
			fmt.Fprintf(&b, "INSERT INTO %s VALUES (%s);\n", s.name, strings.Join(values, ", "))
		}
	}
	return b.String()
}

func (r shelfRow) values() []any {
	var out []any
	for _, k := range r.key {
		out = append(out, k)
	}
	return append(append(out, r.who, r.pick, r.text, r.num), r.refs...)
}

func (l *library) yaml() string {
	var all []string
	for _, s := range l.shelves {
		var fields []string
		for k := range s.keys {
			meta := ""
			if s.declare {
				meta = pk
			}
			fields = append(fields, f(fmt.Sprintf("k%d", k), meta))
		}
		fields = append(fields, f("who", "identity: who"), f("pick", ""), f("text", ""), f("num", ""))
		all = append(all, c(s.name, "", fields...))
	}
	return d("m", all...)
}

func (l *library) dump() string {
	var out []string
	for _, s := range l.shelves {
		var lines []string
		for _, row := range s.rows {
			if row.gone {
				continue
			}
			var parts []string
			for _, v := range row.values() {
				if v == nil {
					parts = append(parts, "-")
				} else {
					parts = append(parts, fmt.Sprint(v))
				}
			}
			lines = append(lines, strings.Join(parts, " "))
		}
		sort.Strings(lines)
		out = append(out, strings.Join(lines, "|"))
	}
	return strings.Join(out, "\n")
}

func (l *library) stored(tb testing.TB, db *testDB) string {
	var out []string
	for _, s := range l.shelves {
		// The tables are new each time, and PostgreSQL keeps plans by the text of the query.
		out = append(out, db.dump(tb, fmt.Sprintf("SELECT * FROM %s /* %d */", s.name, testNumber.Add(1))))
	}
	return strings.Join(out, "\n")
}

// carryOut is the independent model: it changes the rows in memory, one by one. It says how many rows change and
// whether the plan must be refused because a row would be left pointing at nothing.
func (l *library) carryOut() (changed int, refused bool) {
	touched := map[*shelfRow]bool{}
	var remove func(i int, row *shelfRow)
	remove = func(i int, row *shelfRow) {
		if row.gone {
			return
		}
		row.gone, touched[row] = true, true
		for _, s := range l.shelves {
			for n, ref := range s.refs {
				for j := range s.rows {
					child := &s.rows[j]
					if ref.to == i && !child.gone && child.refs[n] == any(row.key[0]) && ref.action == "CASCADE" {
						remove(slices.Index(l.shelves, s), child)
					}
				}
			}
		}
	}
	for i, s := range l.shelves {
		for j := range s.rows {
			if row := &s.rows[j]; row.who == "x" && l.treatments[row.pick].Delete {
				remove(i, row)
			}
		}
	}
	for _, s := range l.shelves {
		for j := range s.rows {
			row := &s.rows[j]
			if row.gone {
				continue
			}
			for n, ref := range s.refs {
				for _, parent := range l.shelves[ref.to].rows {
					if parent.gone && row.refs[n] == any(parent.key[0]) {
						refused = refused || ref.action == "NO ACTION"
						row.refs[n], touched[row] = nil, true
						break
					}
				}
			}
			before := fmt.Sprint(row.values())
			if row.who == "x" {
				row.treat(l.treatments[row.pick])
			}
			if fmt.Sprint(row.values()) != before {
				touched[row] = true
			}
		}
	}
	return len(touched), refused
}

func (r *shelfRow) treat(t dataset.Treatment) {
	for _, f := range []struct {
		name   string
		at     *any
		isText bool
	}{{"who", &r.who, true}, {"text", &r.text, true}, {"num", &r.num, false}} {
		if v, ok := t.Set[f.name]; ok {
			*f.at = v
		}
		m, ok := t.Mask[f.name]
		if !ok || *f.at == nil {
			continue
		}
		switch {
		case m.Strategy == dataset.NullRewrite:
			*f.at = nil
		case m.Strategy == dataset.StringRewrite && f.isText:
			*f.at = "gone"
		case m.Strategy == dataset.Hash && f.isText:
			sum := sha256.Sum256([]byte(fmt.Sprint(*f.at) + shelfSalt))
			*f.at = hex.EncodeToString(sum[:])
		}
	}
}

// previewed returns the plan, in the order of applying.
func (l *library) previewed(t *rapid.T, src *sqldb.Source, datasets []*dataset.Dataset, only map[dataset.Address][][]value.Cell) ([]change.RowChange, change.Report) {
	masker, err := mask.NewMasker()
	if err != nil {
		t.Fatal(err)
	}
	var changes []change.RowChange
	report, err := change.Preview(context.Background(), change.Options{Masker: masker, Only: only,
		Options: search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{"m": src}, Identities: dataset.Identities{"who": {"x"}}},
		Decide: func(f search.Finding) (dataset.Treatment, error) {
			pick, _ := f.Row.Get("pick")
			return l.treatments[pick.(int64)], nil
		}}, func(c change.RowChange) error {
		written, err := c.MarshalJSON()
		if err != nil {
			return err
		}
		var back change.RowChange
		if err := back.UnmarshalJSON(written); err != nil {
			return err
		}
		changes = append(changes, back) // a plan is kept before it is carried out
		return nil
	})
	if err != nil || report.Err() != nil {
		t.Fatal(err, report.Err())
	}
	sort.SliceStable(changes, func(i, j int) bool { return changes[i].Order < changes[j].Order })
	return changes, report
}

func TestApplyChangesExactlyWhatThePlanSays(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		runs := 0
		rapid.Check(t, func(rt *rapid.T) {
			if runs++; db.engine != "SQLite" && runs > 40 {
				return
			}
			l := drawLibrary(rt)
			db.exec(t, "DROP TABLE IF EXISTS t3;\nDROP TABLE IF EXISTS t2;\nDROP TABLE IF EXISTS t1;\nDROP TABLE IF EXISTS t0;\n"+l.sql())
			datasets := linked(t, l.yaml())
			src, w := opened1(rt, db)
			defer closed(t, src.DB)
			defer closed(t, w.Source.DB)
			before := l.stored(t, db)
			if before != l.dump() {
				rt.Fatalf("the model begins with\n%s\nand the database with\n%s", l.dump(), before)
			}
			changes, report := l.previewed(rt, src, datasets, nil)
			say := func() string { return l.sql() + l.yaml() + fmt.Sprintf("%+v\n%+v", l.treatments, changes) }
			if now := l.stored(t, db); now != before {
				rt.Fatalf("the preview wrote: %s", now)
			}
			number, refused := l.carryOut()
			if refused != (len(report.Blocked()) > 0) {
				rt.Fatalf("refused is %v and the obstacles are %v\n%s", refused, report.Obstacles, say())
			}
			if refused {
				return
			}
			covered := 0
			for _, c := range changes {
				covered += c.Rows
			}
			if covered != number {
				rt.Fatalf("the plan covers %d rows and the model changes %d\n%s", covered, number, say())
			}
			if rapid.Bool().Draw(rt, "somebody else writes first") && l.disturb(rt, db, changes) {
				disturbed := l.stored(t, db)
				var changed *apply.ChangedError
				if _, err := apply.Changes(context.Background(), w, datasets, trial.Each(changes), nil); !errors.As(err, &changed) {
					rt.Fatalf("a changed row gives %v\n%s", err, say())
				}
				if now := l.stored(t, db); now != disturbed {
					rt.Fatalf("a refused plan wrote\n%s\nwhere there was\n%s\n%s", now, disturbed, say())
				}
				return
			}
			applied, err := apply.Changes(context.Background(), w, datasets, trial.Each(changes), nil)
			if err != nil {
				rt.Fatalf("%v\n%s", err, say())
			}
			if applied.Updated+applied.Deleted != int64(covered) || applied.Already != 0 {
				rt.Fatalf("%+v of %d rows\n%s", applied, covered, say())
			}
			if now := l.stored(t, db); now != l.dump() {
				rt.Fatalf("got\n%s\nwant\n%s\n%s", now, l.dump(), say())
			}
			// Once more, as after a crash: nothing moves. A row deleted from a table without a key cannot be told
			// from one that was changed while others share its key, so that may be refused.
			again, err := apply.Changes(context.Background(), w, datasets, trial.Each(changes), nil)
			var changed *apply.ChangedError
			if err != nil && !(errors.As(err, &changed) && l.shelves[int(changed.Collection[1]-'0')].keys == 0) {
				rt.Fatalf("again: %v\n%s", err, say())
			}
			if err == nil && again.Already != int64(covered) {
				rt.Fatalf("again: %+v of %d rows\n%s", again, covered, say())
			}
			if more, _ := l.previewed(rt, src, datasets, nil); !l.hashed && len(more) > 0 {
				rt.Fatalf("a second preview finds %+v\n%s", more, say())
			}
			if now := l.stored(t, db); now != l.dump() {
				rt.Fatalf("the second time got\n%s\nwant\n%s\n%s", now, l.dump(), say())
			}
		})
	})
}

// disturb changes a planned row that has a key, behind the plan's back.
func (l *library) disturb(t *rapid.T, db *testDB, changes []change.RowChange) bool {
	var keyed []change.RowChange
	for _, c := range changes {
		if s := l.shelves[int(c.Collection[1]-'0')]; s.keys > 0 {
			keyed = append(keyed, c)
		}
	}
	if len(keyed) == 0 {
		return false
	}
	c := keyed[rapid.IntRange(0, len(keyed)-1).Draw(t, "which row")]
	var where []string
	for _, cell := range c.Key {
		if strings.HasPrefix(cell.Name, "k") {
			where = append(where, fmt.Sprintf("%s = %d", cell.Name, cell.Value))
		}
	}
	if len(where) == 0 {
		return false
	}
	if _, err := db.db.Exec("UPDATE " + c.Collection + " SET pick = pick + 10, text = 'other' WHERE " + strings.Join(where, " AND ")); err != nil {
		t.Fatal(err)
	}
	return true
}

func opened1(t *rapid.T, db *testDB) (*sqldb.Source, *sqldb.Writer) {
	src, err := source.Open(context.Background(), db.dsn)
	if err != nil {
		t.Fatal(err)
	}
	w, err := source.OpenWriter(context.Background(), db.dsn)
	if err != nil {
		t.Fatal(err)
	}
	return src, w
}
