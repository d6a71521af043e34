package frame

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"

	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
)

// titles are what people call the sources, collections and columns, in the window's language. Work off the UI goroutine
// reads them too.
var titles atomic.Pointer[naming.Titles]

// regimes are the rules of the pack by their ID, for lines of the log, which name them so.
var regimes atomic.Pointer[map[string]model.Text]

// regimeNames are what people call regimes that the log names by their IDs, with commas between; a calendar has the ID
// of its own.
func regimeNames(ids string) string {
	var names []string
	for id := range strings.SplitSeq(ids, ",") {
		name := id
		if known := regimes.Load(); known != nil && (*known)[id] != nil {
			name = (*known)[id].In(language)
		}
		names = append(names, name)
	}
	return strings.Join(names, L(", "))
}

// LoadTitles reads the titles of the data map in the window's language, and what the rules are called; whoever signs
// in, changes the language or the map does so again.
func (f *Frame) LoadTitles(ctx context.Context) error {
	t, err := naming.ReadTitles(ctx, f.Session, Language())
	if err != nil {
		return err
	}
	titles.Store(&t)
	names := map[string]model.Text{}
	for _, r := range f.Session.Rules().Regimes {
		names[r.ID] = r.Name
	}
	regimes.Store(&names)
	return nil
}

func titled() naming.Titles {
	if t := titles.Load(); t != nil {
		return *t
	}
	return naming.Titles{}
}

// SourceTitle is what people call a source.
func SourceTitle(key string) string { return titled().Source(key) }

// SourceTitles is what people call several sources, as a list.
func SourceTitles(keys []string) string {
	names := make([]string, len(keys))
	for i, key := range keys {
		names[i] = SourceTitle(key)
	}
	return strings.Join(names, L(", "))
}

// CollectionTitle is what people call a collection of a source.
func CollectionTitle(source, collection string) string {
	return titled().Collection(source, collection)
}

// CollectionOf is what people call a collection of a dataset.
func CollectionOf(dataset, collection string) string {
	return CollectionTitle(titled().SourceOf(dataset), collection)
}

// PlaceOf is what people call a collection of a dataset, after its source.
func PlaceOf(dataset, collection string) string {
	return PlaceTitle(titled().SourceOf(dataset), collection)
}

// ColumnOf is what people call a column of a collection of a dataset.
func ColumnOf(dataset, collection, column string) string {
	return ColumnTitle(titled().SourceOf(dataset), collection, column)
}

// CategoryTitle is what people call a data category.
func CategoryTitle(category string) string { return naming.TitleOf(nil, category, language) }

// CategoryTitles are what people call data categories, each title once. With their names in the data map beside them
// they can be found there and in the register of processing.
func CategoryTitles(categories []string, withNames bool) string {
	var list []string
	for _, c := range categories {
		title := CategoryTitle(c)
		if withNames {
			title = L("{{.A}} ({{.B}})", title, c)
		}
		if !slices.Contains(list, title) {
			list = append(list, title)
		}
	}
	return strings.Join(list, L(", "))
}

// ChooseCategory shows the data categories by what people call them, and hands over the one that is chosen.
func (f *Frame) ChooseCategory(chosen func(category string)) {
	var list []part.Command
	for _, c := range naming.Categories() {
		list = append(list, part.Command{ID: c, Title: CategoryTitle(c), Group: c, Also: c, Run: func() { chosen(c) }})
	}
	part.ShowCommandPalette(f.Window.Canvas(), L("What does it hold?"), L("No such category"), list)
}

// ColumnTitle is what people call a column of a collection.
func ColumnTitle(source, collection, column string) string {
	return titled().Column(source, collection, column)
}

// PlaceTitle is what people call a place: a source, a collection, and columns of it.
func PlaceTitle(source, collection string, columns ...string) string {
	text := SourceTitle(source) + " · " + CollectionTitle(source, collection)
	for _, c := range columns {
		text += " · " + ColumnTitle(source, collection, c)
	}
	return text
}
