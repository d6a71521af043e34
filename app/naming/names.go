package naming

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// Names are what a person calls the systems, their collections and columns, in one language: the titles of the data
// map, else the technical names made readable. A column is never called by its data category: a recipient's name in a
// category of addresses would stand under "address".
type Names struct {
	Lang        string
	Register    model.Register
	systems     map[string]string // by key of the source
	collections map[[2]string]string
	columns     map[[3]string]packet.Column // by source, collection and column
	personal    map[[2]string][]personal    // by source and collection
}

// personal is a field of a collection that holds something about a person, with its categories as a scope counts them.
type personal struct {
	name       string
	categories []string
}

// NamesIn reads the names from the data map. A dataset file with errors gives the names that it has.
func NamesIn(v *store.View, reg model.Register, lang string) (Names, error) {
	n := Names{lang, reg, map[string]string{}, map[[2]string]string{}, map[[3]string]packet.Column{},
		map[[2]string][]personal{}}
	sources, err := setup.Sources(v)
	if err != nil {
		return n, err
	}
	for _, src := range sources {
		n.systems[src.Key] = src.Name
		datasets, _ := dataset.Parse(src.Key, []byte(src.Dataset))
		for _, d := range datasets {
			if t := d.Title.In(lang); t != "" {
				n.systems[src.Key] = t
			}
			for _, c := range d.Collections {
				if t := c.Title.In(lang); t != "" {
					n.collections[[2]string{src.Key, c.Name}] = t
				}
				for _, col := range columnsOf(c.Fields, lang) {
					n.columns[[3]string{src.Key, c.Name, col.Name}] = col
				}
				n.personal[[2]string{src.Key, c.Name}] = personalIn(c)
			}
		}
	}
	return n, nil
}

func personalIn(c *dataset.Collection) (list []personal) {
	c.Walk(func(f *dataset.Field) {
		p := personal{name: f.Dotted()}
		for _, category := range f.EffectiveCategories() {
			if isPersonal(category) {
				p.categories = append(p.categories, model.ScopeCategory(category))
			}
		}
		if len(p.categories) > 0 && len(f.Fields) == 0 {
			list = append(list, p)
		}
	})
	return list
}

// System is what a person calls a system.
func (n Names) System(key string) string {
	if name := n.systems[key]; name != "" {
		return name
	}
	return key
}

// Sources are what a person calls the sources, and the tables of a source, that keys and "key.table" name.
func (n Names) Sources(keys []string) []string {
	out := make([]string, len(keys))
	for i, key := range keys {
		source, table, _ := strings.Cut(key, ".")
		if out[i] = n.System(source); table != "" {
			out[i] = n.Place(source, table, "")
		}
	}
	return out
}

// Collection is what a person calls a collection.
func (n Names) Collection(key, name string) string {
	if t, ok := n.collections[[2]string{key, name}]; ok {
		return t
	}
	return headline(name)
}

// columnsOf are fields as a person reads them, no two of them called the same.
func columnsOf(fields []*dataset.Field, lang string) []packet.Column {
	columns := make([]packet.Column, len(fields))
	for i, f := range fields {
		c := packet.Column{Name: f.Name, Title: f.Title.In(lang), Unit: f.Unit.Title.In(lang),
			Currency: f.Unit.Currency, Per: f.Unit.Per, Digest: f.Digest,
			Fields: columnsOf(f.Fields, lang)}
		if c.Title == "" {
			c.Title = headline(f.Name)
		}
		for _, w := range f.Words {
			if t := w.Title.In(lang); t != "" {
				if c.Words == nil {
					c.Words = map[string]string{}
				}
				c.Words[w.Code] = t
			}
		}
		columns[i] = c
	}
	return Apart(columns, lang)
}

// Apart adds the name of the column to a title that several have.
func Apart(columns []packet.Column, lang string) []packet.Column {
	times := map[string]int{}
	for _, c := range columns {
		times[c.Title]++
	}
	taken := map[string]bool{}
	for i, c := range columns {
		named, title := Say(lang, " (", "（")+c.Name+Say(lang, ")", "）"), c.Title
		if times[title] > 1 {
			title += named
		}
		for taken[title] {
			title += named
		}
		taken[title], columns[i].Title = true, title
	}
	return columns
}

// Shown is a column of a collection as a person reads it.
func (n Names) Shown(key, collection, name string) packet.Column {
	if c, ok := n.columns[[3]string{key, collection, name}]; ok {
		return c
	}
	return packet.Column{Name: name, Title: headline(name)}
}

// Column is what a person calls a column of a collection, or a field inside it, like "preferences.display".
func (n Names) Column(key, collection, name string) string {
	if _, ok := n.columns[[3]string{key, collection, name}]; ok || !strings.Contains(name, ".") {
		return n.Shown(key, collection, name).Title
	}
	first, inner, _ := strings.Cut(name, ".")
	c := n.Shown(key, collection, first)
	titles := []string{c.Title}
	for _, part := range strings.Split(inner, ".") {
		at := slices.IndexFunc(c.Fields, func(f packet.Column) bool { return f.Name == part })
		if at < 0 {
			c = packet.Column{Title: headline(part)}
		} else {
			c = c.Fields[at]
		}
		titles = append(titles, c.Title)
	}
	return strings.Join(titles, " · ")
}

// Place names a collection of a system, and columns of it where there are any.
func (n Names) Place(key, collection string, columns ...string) string {
	text := n.System(key) + " · " + n.Collection(key, collection)
	var titles []string
	for _, c := range columns {
		if c != "" {
			titles = append(titles, n.Column(key, collection, c))
		}
	}
	if len(titles) > 0 {
		text += " · " + strings.Join(titles, Say(n.Lang, ", ", "、"))
	}
	return text
}

// Line names what a line of the scope speaks of: a collection of a system, with the columns that the line is about
// where it is not about all that the collection holds of a person.
func (n Names) Line(l model.ScopeLine) string {
	if l.Column != "" {
		return n.Place(l.Source, l.Collection, l.Column)
	}
	all := n.personal[[2]string{l.Source, l.Collection}]
	var own []string
	for _, f := range all {
		if slices.Contains(f.categories, l.Category) {
			own = append(own, f.name)
		}
	}
	switch len(own) {
	case len(all):
		return n.Place(l.Source, l.Collection)
	case 0:
		return n.Place(l.Source, l.Collection) + " · " + TitleOf(n.Register, l.Category, n.Lang)
	}
	return n.Place(l.Source, l.Collection, own...)
}
