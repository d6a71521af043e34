package source_test

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
	"orangelab.cn/rightsdesk/app/source/value"
)

// world is a small random data map with its rows; every value is a small number, null, or an identity.
type world struct {
	collections []worldCollection
	ids         dataset.Identities
}

type worldCollection struct {
	fields   []worldField
	after    []int // collections drawn before this one, so never a circle
	rows     [][]any
	identity map[int]string
}

type worldField struct {
	text bool
	refs []worldRef
}

type worldRef struct {
	collection, field int
	direction         dataset.Direction
}

func drawWorld(t *rapid.T) world {
	n := rapid.IntRange(1, 5).Draw(t, "collections")
	w := world{ids: dataset.Identities{}}
	widths := make([]int, n)
	for i := range widths {
		widths[i] = rapid.IntRange(1, 4).Draw(t, "fields")
	}
	for i := range n {
		c := worldCollection{identity: map[int]string{}}
		for j := range widths[i] {
			f := worldField{text: rapid.Bool().Draw(t, "text")}
			if rapid.IntRange(0, 3).Draw(t, "identity") == 0 {
				c.identity[j] = rapid.SampledFrom([]string{"email", "phone"}).Draw(t, "kind")
			}
			for range rapid.IntRange(0, 2).Draw(t, "references") {
				to := rapid.IntRange(0, n-1).Draw(t, "to")
				f.refs = append(f.refs, worldRef{to, rapid.IntRange(0, widths[to]-1).Draw(t, "field"),
					rapid.SampledFrom([]dataset.Direction{dataset.To, dataset.From, dataset.BothWays}).
						Draw(t, "direction")})
			}
			c.fields = append(c.fields, f)
		}
		if i > 0 && rapid.IntRange(0, 4).Draw(t, "ordered") == 0 {
			c.after = append(c.after, rapid.IntRange(0, i-1).Draw(t, "after"))
		}
		for range rapid.IntRange(0, 6).Draw(t, "rows") {
			row := []any{}
			for range c.fields {
				if v := rapid.IntRange(-1, 5).Draw(t, "value"); v < 0 {
					row = append(row, nil)
				} else {
					row = append(row, v)
				}
			}
			c.rows = append(c.rows, row)
		}
		w.collections = append(w.collections, c)
	}
	for _, kind := range []string{"email", "phone"} {
		for range rapid.IntRange(0, 2).Draw(t, kind) {
			w.ids[kind] = append(w.ids[kind], fmt.Sprint(rapid.IntRange(0, 5).Draw(t, "identity value")))
		}
	}
	return w
}

func (w world) yaml() string {
	var cs []string
	for i, col := range w.collections {
		var fields []string
		for j, fl := range col.fields {
			meta := []string{}
			if kind := col.identity[j]; kind != "" {
				meta = append(meta, "identity: "+kind)
			}
			var refs []string
			for _, r := range fl.refs {
				s := fmt.Sprintf("{dataset: m, field: c%d.f%d", r.collection, r.field)
				if r.direction != "" {
					s += ", direction: " + string(r.direction)
				}
				refs = append(refs, s+"}")
			}
			if len(refs) > 0 {
				meta = append(meta, "references: ["+strings.Join(refs, ", ")+"]")
			}
			fields = append(fields, f(fmt.Sprintf("f%d", j), strings.Join(meta, ", ")))
		}
		meta := ""
		for _, before := range col.after {
			meta = fmt.Sprintf("after: [m.c%d]", before)
		}
		cs = append(cs, c(fmt.Sprintf("c%d", i), meta, fields...))
	}
	return d("m", cs...)
}

func (w world) sql() string {
	var b strings.Builder
	for i, col := range w.collections {
		fmt.Fprintf(&b, "DROP TABLE IF EXISTS c%d;\nCREATE TABLE c%d (", i, i)
		for j, fl := range col.fields {
			typ := "INT"
			if fl.text {
				typ = "VARCHAR(10)"
			}
			fmt.Fprintf(&b, "f%d %s, ", j, typ)
		}
		b.WriteString("n INT);\n")
		for n, row := range col.rows {
			fmt.Fprintf(&b, "INSERT INTO c%d VALUES (", i)
			for j, v := range row {
				switch {
				case v == nil:
					b.WriteString("NULL, ")
				case col.fields[j].text:
					fmt.Fprintf(&b, "'%d', ", v)
				default:
					fmt.Fprintf(&b, "%d, ", v)
				}
			}
			fmt.Fprintf(&b, "%d);\n", n)
		}
	}
	return b.String()
}

type worldEdge struct{ fc, ff, tc, tf int }

// found evaluates the semantics by brute force: it tries collections in every round until the order stands, decides
// each both-ways reference by the breadth-first visit, drops what closes a circle, and then matches rows in memory.
// It reports whether every "after" could be kept.
func (w world) found() (map[string][]string, bool) {
	n := len(w.collections)
	type link struct {
		worldEdge
		both bool
	}
	var links []link
	for i, col := range w.collections {
		for j, fl := range col.fields {
			for _, r := range fl.refs {
				if r.collection == i {
					continue
				}
				l := link{worldEdge{i, j, r.collection, r.field}, r.direction == dataset.BothWays}
				if r.direction == dataset.From {
					l.worldEdge = worldEdge{r.collection, r.field, i, j}
				}
				links = append(links, l)
			}
		}
	}
	reachable := map[int]bool{}
	starts := []int{}
	for i, col := range w.collections {
		for j := range col.fields {
			if len(w.ids[col.identity[j]]) > 0 && !reachable[i] {
				reachable[i] = true
				starts = append(starts, i)
			}
		}
	}
	for range n {
		for _, l := range links {
			reachable[l.tc] = reachable[l.tc] || reachable[l.fc]
			reachable[l.fc] = reachable[l.fc] || (l.both && reachable[l.tc])
		}
	}
	place := make([]int, n)
	for i := range place {
		place[i] = -1
	}
	visited, kept := 0, true
	queue := append([]int{}, starts...)
	queued := map[int]bool{}
	for _, i := range starts {
		queued[i] = true
	}
	for len(queue) > 0 {
		at := -1
		for q, i := range queue {
			ready := true
			for _, before := range w.collections[i].after {
				ready = ready && (!reachable[before] || place[before] >= 0)
			}
			if ready {
				at = q
				break
			}
		}
		if at < 0 {
			kept, at = false, 0
		}
		i := queue[at]
		queue = append(append([]int{}, queue[:at]...), queue[at+1:]...)
		place[i] = visited
		visited++
		for _, l := range links {
			for _, to := range []int{l.tc, l.fc} {
				if ((l.fc == i && to == l.tc) || (l.both && l.tc == i && to == l.fc)) && !queued[to] {
					queued[to] = true
					queue = append(queue, to)
				}
			}
		}
	}
	edges := map[worldEdge]bool{}
	path := make([][]bool, n)
	for i := range path {
		path[i] = make([]bool, n)
	}
	for _, l := range links {
		if place[l.fc] < 0 || place[l.tc] < 0 {
			continue
		}
		e := l.worldEdge
		if l.both && place[e.tc] < place[e.fc] {
			e = worldEdge{e.tc, e.tf, e.fc, e.ff}
		}
		edges[e] = true
		path[e.fc][e.tc] = true
	}
	waits := map[[2]int]bool{}
	for i, col := range w.collections {
		for _, before := range col.after {
			if place[before] >= 0 && place[before] < place[i] {
				path[before][i] = true
				waits[[2]int{before, i}] = true
			}
		}
	}
	for k := range n {
		for i := range n {
			for j := range n {
				path[i][j] = path[i][j] || (path[i][k] && path[k][j])
			}
		}
	}
	for e := range edges {
		if path[e.tc][e.fc] && place[e.fc] > place[e.tc] {
			delete(edges, e)
		}
	}
	rows := make([][][]any, n)
	done := make([]bool, n)
	for range n {
		for i, col := range w.collections {
			ready := !done[i]
			for e := range edges {
				ready = ready && (e.tc != i || done[e.fc])
			}
			for pair := range waits {
				ready = ready && (pair[1] != i || done[pair[0]])
			}
			if !ready {
				continue
			}
			done[i] = true
			for _, row := range col.rows {
				if w.matches(i, row, edges, rows) {
					rows[i] = append(rows[i], row)
				}
			}
		}
	}
	out := map[string][]string{}
	for i, rs := range rows {
		lines := []string{}
		for _, row := range rs {
			lines = append(lines, fmt.Sprint(row...))
		}
		sort.Strings(lines)
		out[fmt.Sprintf("m:c%d", i)] = lines
	}
	return out, kept
}

func (w world) matches(i int, row []any, edges map[worldEdge]bool, rows [][][]any) bool {
	for j, v := range row {
		if v == nil {
			continue
		}
		for _, id := range w.ids[w.collections[i].identity[j]] {
			if fmt.Sprint(v) == id {
				return true
			}
		}
		for e := range edges {
			if e.tc != i || e.tf != j {
				continue
			}
			for _, feeder := range rows[e.fc] {
				if feeder[e.ff] == v {
					return true
				}
			}
		}
	}
	return false
}

func TestAccessFindsExactlyWhatBruteForceFinds(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		rapid.Check(t, func(rt *rapid.T) {
			w := drawWorld(rt)
			want, _ := w.found()
			everyone := w
			everyone.ids = dataset.Identities{"email": {"0"}, "phone": {"0"}}
			if _, ok := everyone.found(); !ok {
				ds, ps := dataset.Parse("m.yml", []byte(w.yaml()))
				if ps.Err() != nil || dataset.Link(ds).Err() == nil {
					rt.Fatalf("an order that cannot be kept is accepted\n%s", w.yaml())
				}
				return
			}
			db.exec(t, w.sql())
			src, err := source.Open(context.Background(), db.dsn) // the tables are new each time
			if err != nil {
				rt.Fatal(err)
			}
			defer closed(t, src.DB)
			got := map[string][]string{}
			opts := search.Options{Datasets: linked(t, w.yaml()), Sources: map[string]*sqldb.Source{"m": src},
				Identities: w.ids,
				MaxValues:  rapid.SampledFrom([]int{0, 1, 2}).Draw(rt, "values in one query")}
			rows, _, err := trial.Access(context.Background(), opts)
			if err != nil {
				rt.Fatalf("%v\n%s", err, w.yaml())
			}
			for at, rs := range rows {
				lines := []string{}
				for _, r := range rs {
					values := []any{}
					for _, cell := range r {
						if s, ok := value.Text(cell.Value); ok {
							values = append(values, s+" ")
						} else {
							values = append(values, "<nil> ")
						}
					}
					lines = append(lines, strings.TrimSpace(fmt.Sprint(values...)))
				}
				sort.Strings(lines)
				got[at] = lines
			}
			for at := range got {
				if fmt.Sprint(got[at]) != fmt.Sprint(want[at]) {
					rt.Fatalf("%s: got %q, want %q\n%s\n%s%v", at, got[at], want[at], w.yaml(), w.sql(), w.ids)
				}
			}
		})
	})
}
