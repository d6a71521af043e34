package change

import (
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// levels is the room between the places of two tables, for rows of one table that must go one after another.
const levels = 1 << 16

// tableOrder is when the rows of each table are written: the tables that erase_after names first, and rows that
// point at others before those.
type tableOrder struct {
	place map[sqldb.TableName]int
	// the table lies on a circle of foreign keys, its own included: its rows are ordered singly
	circle map[sqldb.TableName]bool
	names  map[sqldb.TableName]dataset.Address
}

// newTableOrder orders the tables of one source. Collections give their tables by name; a circle of erase_after is an
// error. Where a foreign key contradicts erase_after, erase_after wins here, and contradicts tells once rows are known.
func newTableOrder(collections []*dataset.Collection, table func(*dataset.Collection) (sqldb.TableName, bool),
	dependencies []sqldb.Dependency) (*tableOrder, error) {
	o := &tableOrder{place: map[sqldb.TableName]int{}, circle: map[sqldb.TableName]bool{},
		names: map[sqldb.TableName]dataset.Address{}}
	var nodes []sqldb.TableName
	node := func(n sqldb.TableName) {
		if !slices.Contains(nodes, n) {
			nodes = append(nodes, n)
		}
	}
	asked := map[sqldb.TableName][]sqldb.TableName{}
	for _, c := range collections {
		here, ok := table(c)
		if !ok {
			continue
		}
		node(here)
		if _, named := o.names[here]; !named {
			o.names[here] = c.Address()
		}
		for _, m := range c.EraseAfter {
			if m.Target == nil {
				continue
			}
			if there, ok := table(m.Target); ok && there != here {
				node(there)
				asked[here] = append(asked[here], there)
			}
		}
	}
	if _, circle := dataset.TopologicalOrder(nodes, asked); circle != nil {
		names := make([]string, len(circle))
		for i, n := range circle {
			names[i] = o.names[n].String()
		}
		return nil,
			fmt.Errorf(`the erase_after of collections %s leads back to itself; remove one "erase_after" of the circle`,
				strings.Join(names, ", "))
	}
	all := map[sqldb.TableName][]sqldb.TableName{}
	for n, list := range asked {
		all[n] = slices.Clone(list)
	}
	for _, d := range dependencies {
		node(d.Child)
		node(d.Parent)
		all[d.Parent] = append(all[d.Parent], d.Child)
	}
	part := dataset.StronglyConnected(nodes, all)
	tied := map[int]bool{} // parts in which erase_after takes part
	for n, list := range asked {
		for _, b := range list {
			tied[part[n]] = tied[part[n]] || part[n] == part[b]
		}
	}
	before := map[sqldb.TableName][]sqldb.TableName{}
	for n, list := range asked {
		before[n] = slices.Clone(list)
	}
	for _, d := range dependencies {
		switch {
		case part[d.Child] != part[d.Parent]:
			before[d.Parent] = append(before[d.Parent], d.Child)
		case !tied[part[d.Child]] || d.Child == d.Parent:
			o.circle[d.Child], o.circle[d.Parent] = true, true
		}
	}
	// Tables on one circle of foreign keys share a place; the rows decide among themselves.
	together := map[sqldb.TableName]sqldb.TableName{}
	lead := map[int]sqldb.TableName{}
	for _, n := range nodes {
		together[n] = n
		if o.circle[n] && !tied[part[n]] {
			if _, known := lead[part[n]]; !known {
				lead[part[n]] = n
			}
			together[n] = lead[part[n]]
		}
	}
	merged := map[sqldb.TableName][]sqldb.TableName{}
	for n, list := range before {
		for _, b := range list {
			if together[b] != together[n] {
				merged[together[n]] = append(merged[together[n]], together[b])
			}
		}
	}
	var leads []sqldb.TableName
	for _, n := range nodes {
		if together[n] == n {
			leads = append(leads, n)
		}
	}
	order, circle := dataset.TopologicalOrder(leads, merged)
	if circle != nil {
		return nil, fmt.Errorf("the tables %v cannot be put in an order of erasing; remove an erase_after among them",
			circle)
	}
	for i, n := range order {
		o.place[n] = i * levels
	}
	for _, n := range nodes {
		o.place[n] = o.place[together[n]]
	}
	return o, nil
}
