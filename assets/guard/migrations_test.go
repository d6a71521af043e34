package guard

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	tableBody = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \(\n(.*?)\n\)`)
	indexName = regexp.MustCompile(`CREATE (?:UNIQUE )?INDEX (\w+) ON (\w+)`)
	renamed   = regexp.MustCompile(`ALTER TABLE (\w+) RENAME COLUMN (\w+) TO (\w+)`)
	added     = regexp.MustCompile(`ALTER TABLE (\w+) ADD COLUMN (\w+)`)
)

// schema lists "table.column" and "index on table" of a dialect's migrations.
func schema(tb testing.TB, dialect string) (names, files []string) {
	tb.Helper()
	walk(tb, "store/migrations/"+dialect, func(p string) {
		files = append(files, path.Base(p))
		sql := text(tb, p)
		for _, t := range tableBody.FindAllStringSubmatch(sql, -1) {
			for _, line := range strings.Split(t[2], "\n") {
				word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
				switch word {
				case "", "--", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN":
				default:
					names = append(names, t[1]+"."+word)
				}
			}
		}
		for _, a := range added.FindAllStringSubmatch(sql, -1) {
			names = append(names, a[1]+"."+a[2])
		}
		for _, r := range renamed.FindAllStringSubmatch(sql, -1) {
			if at := slices.Index(names, r[1]+"."+r[2]); at >= 0 {
				names[at] = r[1] + "." + r[3]
			}
		}
		for _, i := range indexName.FindAllStringSubmatch(sql, -1) {
			names = append(names, "index "+i[1]+" on "+i[2])
		}
	})
	return names, files
}

func TestBothDialectsHaveTheSameTablesColumnsAndIndexes(t *testing.T) {
	lite, liteFiles := schema(t, "sqlite")
	post, postFiles := schema(t, "postgres")
	if !slices.Equal(liteFiles, postFiles) {
		t.Errorf("migrations are named %v and %v", liteFiles, postFiles)
	}
	if len(lite) < 100 {
		t.Errorf("only %d names were found: the search is broken", len(lite))
	}
	in := func(list []string) map[string]bool {
		m := map[string]bool{}
		for _, n := range list {
			m[n] = true
		}
		return m
	}
	a, b := in(lite), in(post)
	for _, n := range slices.Sorted(maps.Keys(a)) {
		if !b[n] {
			t.Errorf("only SQLite has %s", n)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(b)) {
		if !a[n] {
			t.Errorf("only PostgreSQL has %s", n)
		}
	}
}
