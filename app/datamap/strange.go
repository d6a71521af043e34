package datamap

import (
	"cmp"
	"context"
	"slices"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/draft"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mapreview"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// Strange is a column that a source has, and that it had not, or had with another type, when stock was last taken of
// it: nobody has said what it holds.
type Strange struct {
	Source     string               `json:"source"`
	Table      string               `json:"table"`
	Column     string               `json:"column,omitempty"` // empty where the whole table is new
	Difference mapreview.Difference `json:"difference"`
}

// stock is what a source had when stock was last taken of it: the types of its columns, by table and column.
type stock map[string]map[string]string

// stocks reads what the sources had, by their keys; of those only of which stock was taken.
func stocks(ctx context.Context, s *desk.Session) (by map[string]stock, err error) {
	by = map[string]stock{}
	err = s.Read(ctx, model.ActReadMap, func(v *store.View) error {
		kept, err := setup.Reviews(v, "")
		if err != nil || len(kept) == 0 {
			return err
		}
		sources, err := setup.Sources(v)
		for _, src := range sources {
			if !slices.ContainsFunc(kept, func(t mapreview.Table) bool { return t.Source == src.Key }) {
				continue
			}
			used := readMap(src.Dataset)
			work := used
			if src.Draft != "" {
				work = readMap(src.Draft)
			}
			for _, t := range kept {
				if t.Source != src.Key {
					continue
				}
				if by[t.Source] == nil {
					by[t.Source] = stock{}
				}
				by[t.Source][t.Name] = map[string]string{}
				for _, c := range t.Columns {
					// What waits to be settled is known to nobody, and what waits in a draft to no request.
					if c.Difference == "" &&
						(used.column(t.Name, c.Name) != nil || work.column(t.Name, c.Name) == nil) {
						by[t.Source][t.Name][c.Name] = c.Type
					}
				}
			}
		}
		return err
	})
	return by, err
}

// Strange compares the sources with what they had when stock was last taken of them. A source of which none was taken
// is not compared, and neither is one that does not answer: its reading says so.
func (m *Map) Strange(ctx context.Context) (list []Strange) {
	compared := map[*sqldb.Source]bool{}
	for key, db := range m.Sources {
		known, taken := m.stocks[m.Keys[key]]
		if !taken || compared[db] {
			continue
		}
		compared[db] = true
		now, err := draft.Outline(ctx, db)
		if err != nil {
			continue
		}
		list = append(list, known.compare(m.Keys[key], now)...)
	}
	slices.SortFunc(list, func(a, b Strange) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Table, b.Table), cmp.Compare(a.Column, b.Column))
	})
	return list
}

func (k stock) compare(source string, now map[string]map[string]string) (list []Strange) {
	for table, columns := range now {
		before, known := k[table]
		if !known || len(before) == 0 {
			list = append(list, Strange{Source: source, Table: table, Difference: mapreview.New})
			continue
		}
		for column, kind := range columns {
			switch was, is := before[column]; {
			case !is:
				list = append(list, Strange{source, table, column, mapreview.New})
			case was != kind:
				list = append(list, Strange{source, table, column, mapreview.Retyped})
			}
		}
	}
	return list
}
