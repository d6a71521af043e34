package naming

import (
	"context"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// Titles are what people call the sources, their collections and columns, in one language: the titles of the data map,
// else the technical names made readable. The zero value has no titles.
type Titles struct {
	names   Names
	sources map[string]string // by fides_key
}

// ReadTitles reads the titles of the data map in a language.
func ReadTitles(ctx context.Context, s *desk.Session, lang string) (t Titles, err error) {
	err = s.Read(ctx, model.ActReadMap, func(v *store.View) (err error) {
		if t.names, err = NamesIn(v, nil, lang); err != nil {
			return err
		}
		sources, err := setup.Sources(v)
		if err != nil {
			return err
		}
		t.sources = map[string]string{}
		for _, src := range sources {
			datasets, _ := dataset.Parse(src.Key, []byte(src.Dataset))
			for _, d := range datasets {
				t.sources[d.Key] = src.Key
			}
		}
		return nil
	})
	return t, err
}

// Source is what people call a source of the desk.
func (t Titles) Source(key string) string { return t.names.System(key) }

// SourceOf is the key of the source that a dataset belongs to.
func (t Titles) SourceOf(dataset string) string {
	if key, ok := t.sources[dataset]; ok {
		return key
	}
	return dataset
}

// Collection is what people call a collection of a source. Where nothing says of which, it is the one that all sources
// with a collection of the name agree on.
func (t Titles) Collection(source, name string) string {
	if source != "" {
		return t.names.Collection(source, name)
	}
	titles := map[string]bool{}
	for key, title := range t.names.collections {
		if key[1] == name {
			titles[title], source = true, key[0]
		}
	}
	if len(titles) != 1 {
		source = ""
	}
	return t.names.Collection(source, name)
}

// Column is what people call a column of a collection, or a field inside it.
func (t Titles) Column(source, collection, name string) string {
	return t.names.Column(source, collection, name)
}
