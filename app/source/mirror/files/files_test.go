package files

import (
	"bytes"
	"fmt"
	"testing"

	"orangelab.cn/rightsdesk/app/source/mirror"
)

// FuzzAFileIsWrittenAsPlannedOrRefused changes and deletes rows of whatever can be read.
func FuzzAFileIsWrittenAsPlannedOrRefused(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n3,\"x\"\"y\"\n", "a\n\"\"\n1", "sep=;\r\na;b\r\n1\r\n", "a\tb\n\n1\t2",
		"[{\"a\": 1}, {\"b\": [null]}]", "{\"x\": [{\"a\": true}], \"y\": 1}", "{\"a\": \"\\u0041\"}\n{}\n",
		"\ufeff[{}]", "{\"\": [{\"a\": true}], \"y\": 1}"} {
		f.Add([]byte(s), uint8(0))
		f.Add([]byte(s), uint8(3))
	}
	f.Fuzz(func(t *testing.T, data []byte, which uint8) {
		for n, f := range forms[:3] {
			c, err := f.read(data)
			if err != nil {
				continue
			}
			writable := len(c.tables) > 0 && c.tables[0].closed == ""
			if same, err := c.anew(nil); writable && (err != nil || !bytes.Equal(same, data)) {
				t.Fatalf("%d: without a change %q is %q, %v", n, data, same, err)
			}
			names := map[string]bool{}
			for _, tab := range c.tables {
				if names[tab.name] {
					t.Fatalf("%q has two tables of one name", data)
				}
				names[tab.name] = true
				if tab.closed != "" || len(tab.rows) == 0 || tab.twice() {
					continue
				}
				row := int(which) % len(tab.rows)
				made := mirror.Change{Row: int64(row + 1), Old: tab.rows[row], Deleted: which%2 == 1}
				if !made.Deleted {
					made.New = make([]any, len(tab.columns))
					copy(made.New, made.Old)
					made.New[int(which)%len(made.New)] = "new, \"value\"\n"
				}
				anew, err := f.changed(data, map[string][]mirror.Change{tab.name: {made}})
				if err != nil {
					continue // refused
				}
				after, err := f.read(anew)
				if err != nil || !holds(after, tab, tab.after([]mirror.Change{made})) {
					t.Fatalf("%d: %q with %v is %q, %v", n, data, made, anew, err)
				}
			}
		}
	})
}

// twice reports whether two columns have one name, so that the table is named as unreadable.
func (t table) twice() bool {
	seen := map[string]bool{}
	for _, c := range t.columns {
		if seen[c.Name] {
			return true
		}
		seen[c.Name] = true
	}
	return len(t.columns) == 0
}

func TestATableIsCalledByItsPath(t *testing.T) {
	for given, want := range map[[2]string]string{{"a.csv"}: "a", {"x.y/b.c.json", "orders"}: "x_y/b_c/orders",
		{"noending"}: "noending"} {
		if got := tableName(given[0], given[1]); got != want {
			t.Errorf("%v is called %s", fmt.Sprint(given), got)
		}
	}
}
