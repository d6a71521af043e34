package draft

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/draft/because"
	"orangelab.cn/rightsdesk/assets"
)

// program is what a file of assets/maps says of a program that many run: what its tables hold of people, and how they
// lead to each other. Names of tables stand without the prefix of an installation.
type program struct {
	Name   string
	ToldBy map[string][]string `yaml:"told_by"` // tables and columns that it is recognised by
	Tables map[string]map[string]string
}

// said is what a file says of one column.
type said struct {
	category, identity string
	refs               []saidRef
}

type saidRef struct {
	direction     dataset.Direction
	table, column string
	where, equals string
}

// programs are the maps that are ready, by the names of their files.
var programs = sync.OnceValue(func() []program {
	files, err := fs.Glob(assets.Maps, "maps/*.yaml")
	if err != nil {
		panic(err)
	}
	var list []program
	for _, file := range files {
		text, err := fs.ReadFile(assets.Maps, file)
		if err != nil {
			panic(err)
		}
		var p program
		if err := yaml.Unmarshal(text, &p); err != nil {
			panic(fmt.Sprintf("%s: %v", file, err))
		}
		list = append(list, p)
	}
	return list
})

// readSaid reads what is said of a column: "CATEGORY; identity KIND; from TABLE.COLUMN where COLUMN=VALUE".
func readSaid(text string) said {
	var s said
	for _, part := range strings.Split(text, ";") {
		words := strings.Fields(part)
		switch {
		case len(words) == 2 && words[0] == "identity":
			s.identity = words[1]
		case len(words) > 1 && (words[0] == "from" || words[0] == "to"):
			table, column, _ := strings.Cut(words[1], ".")
			r := saidRef{direction: dataset.Direction(words[0]), table: table, column: column}
			if len(words) == 4 && words[2] == "where" {
				r.where, r.equals, _ = strings.Cut(words[3], "=")
			}
			s.refs = append(s.refs, r)
		case len(words) == 1:
			s.category = words[0]
		}
	}
	return s
}

// ready lays the maps of programs that are recognised over what was guessed, and returns what they are called. A
// program may be installed several times, each behind a prefix of its own. What its map does not name keeps its guess,
// but for references: those of a table that is known are known too.
func ready(tables []*table) (recognised []string) {
	byName := map[string]*table{}
	for _, t := range tables {
		byName[strings.ToLower(t.name)] = t
	}
	for _, p := range programs() {
		for _, prefix := range p.prefixes(byName) {
			recognised = append(recognised, strings.TrimSuffix(fmt.Sprintf("%s (%s…)", p.Name, prefix), " (…)"))
			p.layOver(byName, strings.ToLower(prefix))
		}
	}
	return recognised
}

// prefixes returns what stands before the program's names of tables, for each installation of it.
func (p program) prefixes(byName map[string]*table) (list []string) {
	anchor := slices.MaxFunc(slices.Sorted(maps.Keys(p.ToldBy)), func(a, b string) int { return len(a) - len(b) })
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		prefix, is := strings.CutSuffix(name, strings.ToLower(anchor))
		for table, columns := range p.ToldBy {
			t := byName[prefix+strings.ToLower(table)]
			is = is && t != nil && !slices.ContainsFunc(columns, func(c string) bool { return t.field(c) == nil })
		}
		if is {
			list = append(list, byName[name].name[:len(prefix)])
		}
	}
	return list
}

func (p program) layOver(byName map[string]*table, prefix string) {
	for name, columns := range p.Tables {
		t := byName[prefix+strings.ToLower(name)]
		if t == nil {
			continue
		}
		t.program = p.Name
		for _, f := range t.fields {
			f.refs, f.identity = nil, ""
		}
		for column, text := range columns {
			f := t.field(column)
			if f == nil {
				continue
			}
			s, why := readSaid(text), because.Reason{Code: because.Program, About: p.Name}
			f.category, f.why, f.identity = s.category, why, s.identity
			for _, r := range s.refs {
				to := byName[prefix+strings.ToLower(r.table)]
				if to == nil || to.field(r.column) == nil {
					continue
				}
				found := ref{to: to.field(r.column), direction: r.direction, why: why, guessed: true}
				if r.where != "" {
					kind := t.field(r.where)
					if kind == nil {
						continue
					}
					found.where = &condition{kind, []string{r.equals}}
				}
				f.refs = append(f.refs, found)
			}
		}
	}
}
