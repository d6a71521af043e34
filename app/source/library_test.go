package source_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/app/source/dataset"
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
				s.refs = append(s.refs,
					shelfRef{j, rapid.SampledFrom([]string{"CASCADE", "SET NULL", "NO ACTION"}).Draw(t, "on delete")})
			}
		}
		for n := range rapid.IntRange(0, 7).Draw(t, "rows") {
			row := shelfRow{pick: rapid.IntRange(0, 3).Draw(t, "pick"),
				who:  rapid.SampledFrom([]any{"x", "x", "y", nil}).Draw(t, "who"),
				text: rapid.SampledFrom([]any{"a", "b", "", "gone", "ü'\"", nil}).Draw(t, "text"),
				num:  rapid.SampledFrom([]any{0, 7, -1, nil}).Draw(t, "number")}
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
				strategy := rapid.SampledFrom([]string{dataset.NullRewrite, dataset.StringRewrite, dataset.Hash,
					dataset.Preserve, ""}).Draw(t, "strategy")
				if strategy != "" {
					treatment.Mask[f] = dataset.Masking{Strategy: strategy,
						Configuration: map[string]any{"rewrite_value": "gone", "salt": shelfSalt}}
					l.hashed = l.hashed || strategy == dataset.Hash
				}
			}
		case 2:
			treatment.Set = map[string]any{"text": rapid.SampledFrom([]any{"new", nil, "a"}).Draw(t, "new text"),
				"num": rapid.SampledFrom([]any{5, nil, 7}).Draw(t, "new number")}
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
			columns = append(columns,
				fmt.Sprintf("FOREIGN KEY (r%d) REFERENCES t%d (k0) ON DELETE %s", n, ref.to, ref.action))
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
