package source_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/draft"
	"orangelab.cn/rightsdesk/assets"
)

// readyMap is a file of assets/maps, read apart from the program.
type readyMap struct {
	Name   string
	ToldBy map[string][]string          `yaml:"told_by"`
	Tables map[string]map[string]string `yaml:"tables"`
}

// readyColumn is what a file says of a column, as far as rows are made by it.
type readyColumn struct {
	category, identity string
	joins              [][2]string // table and column whose values it shares
	fed                bool        // some lead here
	where              [2]string
}

func readReadyColumn(text string) (c readyColumn) {
	for _, part := range strings.Split(text, ";") {
		w := strings.Fields(part)
		switch w[0] {
		case "identity":
			c.identity = w[1]
		case "from", "to":
			table, column, _ := strings.Cut(w[1], ".")
			c.joins, c.fed = append(c.joins, [2]string{table, column}), c.fed || w[0] == "from"
			if len(w) == 4 {
				c.where[0], c.where[1], _ = strings.Cut(w[3], "=")
			}
		default:
			c.category = w[0]
		}
	}
	return c
}

// Every map that is ready is tried on tables of its program: it is recognised behind a prefix, says of each column what
// its file says, and leads from an address or a number to all rows of the person in all its tables, and to nobody
// else's. A table that the program does not have is guessed as ever, and so is a column.
func TestReadyMapsFindThePersonInTheTablesOfTheirProgram(t *testing.T) {
	files, err := fs.Glob(assets.Maps, "maps/*.yaml")
	if err != nil || len(files) < 16 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			text, err := fs.ReadFile(assets.Maps, file)
			if err != nil {
				t.Fatal(err)
			}
			var m readyMap
			if err := yaml.Unmarshal(text, &m); err != nil {
				t.Fatal(err)
			}
			m.try(t)
		})
	}
}

func (m readyMap) try(t *testing.T) {
	const prefix = "zq_"
	db := sqliteDB(t)
	db.exec(t,
		m.script(t,
			prefix)+";\nCREATE TABLE zq_added_by_us (row_no INTEGER PRIMARY KEY, shoe_size TEXT, email TEXT);\nINSERT INTO zq_added_by_us VALUES (1, '44', 'a@x.example'), (2, '38', 'b@x.example')")
	text, err := draft.Propose(context.Background(), opened(t, db), "m")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text, "Recognised: "+m.Name+" ("+prefix+"…)") {
		t.Errorf("not recognised: %.300s", text)
	}
	all := linked(t, text)
	got := accessed(t, db, all, dataset.Identities{"email": {"a@x.example"}, "phone_number": {"13900130071"}})
	for name, columns := range m.Tables {
		c := all[0].Collection(prefix + name)
		led := false
		for column, said := range columns {
			want := readReadyColumn(said)
			i := slices.IndexFunc(c.Fields, func(f *dataset.Field) bool { return f.Name == column })
			if i < 0 {
				t.Fatalf("no %s.%s", name, column)
			}
			f := c.Fields[i]
			if want.category != "" && !slices.Equal(f.Categories, []string{want.category}) ||
				f.Identity != want.identity || len(f.References) != len(want.joins) {
				t.Errorf("%s.%s is %v, identity %q, %d references; its map says %q", name, column, f.Categories,
					f.Identity, len(f.References), said)
			}
			led = led || want.identity != "" || len(want.joins) > 0
		}
		led = led || m.fedBy(name)
		if keys := strings.Join(valuesOf(got["m:"+prefix+name], "row_no"), " "); led && keys != "1" {
			t.Errorf("of %s %q is reached, want the first row", name, keys)
		}
	}
	if keys := strings.Join(valuesOf(got["m:zq_added_by_us"], "row_no"), " "); keys != "1" {
		t.Errorf("of a table of our own %q is reached", keys)
	}
}

// fedBy reports whether another table leads to this one.
func (m readyMap) fedBy(name string) bool {
	for _, columns := range m.Tables {
		for _, said := range columns {
			if strings.Contains(said, "to "+name+".") {
				return true
			}
		}
	}
	return false
}

// script makes the tables with a row of one person, the first, and one of another.
func (m readyMap) script(t *testing.T, prefix string) string {
	tables := map[string]map[string]bool{}
	add := func(table, column string) {
		if tables[table] == nil {
			tables[table] = map[string]bool{}
		}
		tables[table][column] = true
	}
	group := map[[2]string][2]string{}
	var find func([2]string) [2]string
	find = func(at [2]string) [2]string {
		if up, is := group[at]; is && up != at {
			return find(up)
		}
		return at
	}
	kinds := map[[2]string]string{}
	for table, columns := range m.ToldBy {
		for _, c := range columns {
			add(table, c)
		}
	}
	for table, columns := range m.Tables {
		for column, text := range columns {
			add(table, column)
			c := readReadyColumn(text)
			for _, j := range c.joins {
				if m.Tables[j[0]] == nil {
					t.Errorf("%s.%s refers to a table that the map lacks: %v", table, column, j)
				}
				add(j[0], j[1])
				if a, b := find([2]string{table, column}), find(j); a != b {
					group[a] = b
				}
			}
			if c.where[0] != "" {
				add(table, c.where[0])
				kinds[[2]string{table, c.where[0]}] = c.where[1]
			}
		}
	}
	var b strings.Builder
	for _, table := range slices.Sorted(maps.Keys(tables)) {
		columns := slices.Sorted(maps.Keys(tables[table]))
		joined := slices.ContainsFunc(columns, func(c string) bool {
			return readReadyColumn(orNothing(m.Tables[table][c])).fed
		})
		fmt.Fprintf(&b, "CREATE TABLE %q (row_no INTEGER PRIMARY KEY, \"%s\" TEXT);\n", prefix+table,
			strings.Join(columns, "\" TEXT, \""))
		for n, who := range []string{"a", "b"} {
			values := []string{fmt.Sprint(n + 1)}
			for _, column := range columns {
				at, said := [2]string{table, column}, readReadyColumn(orNothing(m.Tables[table][column]))
				_, shares := group[at]
				root := find(at)
				for _, other := range group {
					shares = shares || other == at || find(other) == root && root == at
				}
				value := "of " + who
				switch {
				case kinds[at] != "":
					value = kinds[at]
				case said.identity == "email" && !joined:
					value = who + "@x.example"
				case said.identity == "phone_number" && !joined:
					value = "1390013007" + fmt.Sprint(n+1)
				case shares:
					value = fmt.Sprintf("%s of %s.%s", who, root[0], root[1])
				}
				values = append(values, "'"+value+"'")
			}
			fmt.Fprintf(&b, "INSERT INTO %q VALUES (%s);\n", prefix+table, strings.Join(values, ", "))
		}
	}
	return strings.TrimSuffix(b.String(), ";\n")
}

// orNothing is a text that can be read where nothing is said.
func orNothing(text string) string {
	if text == "" {
		return "none"
	}
	return text
}
