package incident

import (
	"context"
	"slices"

	"orangelab.cn/rightsdesk/app/affected"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
)

// Data is what of a source can be counted.
type Data struct {
	Source string // its key
	Name   string // what staff call it
	Tables []DataTable
}

// DataTable is one collection of it.
type DataTable struct {
	Address string // dataset:collection
	Title   dataset.Title
	Columns []string // by which its rows can be told apart
}

// DataKind is something by which a log may name people, and where in the data map it stands.
type DataKind struct{ ID, Place string }

// Countable lists what of the data map can be counted, and by what a log may name people. Sources that the desk cannot
// read by itself are left out.
func Countable(ctx context.Context, s *desk.Session) (list []Data, kinds []DataKind, err error) {
	if err := s.Allow(ctx, model.ActCountIncident); err != nil {
		return nil, nil, err
	}
	sources, err := datamap.List(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	datasets, keys, err := datamap.Datasets(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range sources {
		if e.Source.Engine == model.EngineManual || e.Source.Engine == model.EngineHTTP {
			datasets = slices.DeleteFunc(datasets, func(d *dataset.Dataset) bool { return keys[d.Key] == e.Source.Key })
			continue
		}
		data := Data{Source: e.Source.Key, Name: e.Source.Name}
		for _, d := range datasets {
			if keys[d.Key] != e.Source.Key {
				continue
			}
			for _, c := range d.Collections {
				if !c.Skip {
					data.Tables = append(data.Tables, DataTable{c.Address().String(), c.Title, columnsOf(c)})
				}
			}
		}
		if len(data.Tables) > 0 {
			list = append(list, data)
		}
	}
	for _, k := range affected.Kinds(datasets) {
		kinds = append(kinds, DataKind{k.ID, k.Field.Collection.Address().String() + "." + k.Field.Dotted()})
	}
	return list, kinds, nil
}

func columnsOf(c *dataset.Collection) (list []string) {
	for _, f := range c.Fields {
		list = append(list, f.Name)
	}
	return list
}
