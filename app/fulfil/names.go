package fulfil

import (
	"strings"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// names are what a person calls the systems, their collections and columns, in one language: the titles of the data map,
// else those of the data categories, else the technical names made readable.
type names struct {
	lang        string
	register    model.Register
	systems     map[string]string // by key of the source
	collections map[[2]string]string
	columns     map[[3]string]string // by source, collection and column
	categories  map[[2]string]map[string][]string
}

// namesIn reads the names from the data map. A dataset file with errors gives the names that it has.
func namesIn(v *store.View, reg model.Register, lang string) (names, error) {
	n := names{lang, reg, map[string]string{}, map[[2]string]string{}, map[[3]string]string{}, map[[2]string]map[string][]string{}}
	sources, err := v.Sources()
	if err != nil {
		return n, err
	}
	for _, src := range sources {
		n.systems[src.Key] = src.Name
		datasets, _ := source.Parse(src.Key, []byte(src.Dataset))
		for _, d := range datasets {
			if t := d.Title.In(lang); t != "" {
				n.systems[src.Key] = t
			}
			for _, c := range d.Collections {
				if t := c.Title.In(lang); t != "" {
					n.collections[[2]string{src.Key, c.Name}] = t
				}
				categories := map[string][]string{}
				n.categories[[2]string{src.Key, c.Name}] = categories
				for _, f := range c.Fields {
					categories[f.Name] = f.EffectiveCategories()
					if t := f.Title.In(lang); t != "" {
						n.columns[[3]string{src.Key, c.Name, f.Name}] = t
					}
				}
			}
		}
	}
	return n, nil
}

// system is what a person calls a system.
func (n names) system(key string) string {
	if name := n.systems[key]; name != "" {
		return name
	}
	return key
}

// sources are what a person calls the sources, and the tables of a source, that keys and "key.table" name.
func (n names) sources(keys []string) []string {
	out := make([]string, len(keys))
	for i, key := range keys {
		source, table, _ := strings.Cut(key, ".")
		if out[i] = n.system(source); table != "" {
			out[i] = n.place(source, table, "")
		}
	}
	return out
}

// collection is what a person calls a collection.
func (n names) collection(key, name string) string {
	if t, ok := n.collections[[2]string{key, name}]; ok {
		return t
	}
	return headline(name)
}

// section is the title of a collection in a copy: its own, else with what it is about before its technical name.
func (n names) section(key, name string, entries []model.Processing, unrecorded []string) string {
	title, own := n.collections[[2]string{key, name}]
	switch {
	case own:
		return title
	case len(entries) > 0:
		return entries[0].Title.In(n.lang) + " · " + headline(name)
	case len(unrecorded) > 0:
		return titleOf(n.register, unrecorded[0], n.lang) + " · " + headline(name)
	}
	return headline(name)
}

// column is what a person calls a column of a collection whose columns have these categories.
func (n names) column(key, collection, name string, categories map[string][]string) string {
	if t, ok := n.columns[[3]string{key, collection, name}]; ok {
		return t
	}
	return columnTitle(n.register, name, categories, n.lang)
}

// place names a collection of a system, and columns of it where there are any.
func (n names) place(key, collection string, columns ...string) string {
	text := n.system(key) + " · " + n.collection(key, collection)
	var titles []string
	for _, c := range columns {
		if c != "" {
			titles = append(titles, n.column(key, collection, c, n.categories[[2]string{key, collection}]))
		}
	}
	if len(titles) > 0 {
		text += " · " + strings.Join(titles, say(n.lang, ", ", "、"))
	}
	return text
}

// about names what of a collection a line of the scope speaks of.
func (n names) about(reg model.Register, l model.ScopeLine) string {
	if l.Column != "" {
		return n.column(l.Source, l.Collection, l.Column, n.categories[[2]string{l.Source, l.Collection}])
	}
	return titleOf(reg, l.Category, n.lang)
}
