package source

import (
	"fmt"
	"slices"
	"strings"
)

// SourceOrder gives the fides_keys in the order in which their sources are to be changed, so that erase_after between
// datasets is kept: each source is one transaction, and a later one begins when the earlier has been committed. It
// takes every dataset for a source of its own. Datasets that wait for one another in a circle are an error naming them.
func SourceOrder(datasets []*Dataset) ([]string, error) {
	return sourceOrder(datasets, func(key string) string { return key })
}

// sourceOrder is SourceOrder where several datasets may share a source: source names what they share. Each source is
// given once, by the first fides_key in it.
func sourceOrder(datasets []*Dataset, source func(key string) string) ([]string, error) {
	var nodes []string
	first := map[string]string{}
	before := map[string][]string{}
	for _, d := range datasets {
		at := source(d.Key)
		if first[at] == "" {
			first[at] = d.Key
			nodes = append(nodes, at)
		}
		for _, c := range d.Collections {
			for _, m := range c.EraseAfter {
				if m.Target != nil && source(m.Target.Dataset.Key) != at {
					before[at] = append(before[at], source(m.Target.Dataset.Key))
				}
			}
		}
	}
	order, circle := topological(nodes, before)
	if circle != nil {
		for i := range circle {
			circle[i] = first[circle[i]]
		}
		return nil, fmt.Errorf(`the erase_after of datasets %s leads back to itself, and each source is one transaction; `+
			`remove one "erase_after" of the circle`, strings.Join(circle, ", "))
	}
	for i := range order {
		order[i] = first[order[i]]
	}
	return order, nil
}

// topological puts every node after those before it, otherwise in the given order. The second answer is a circle that
// makes it impossible.
func topological[N comparable](nodes []N, before map[N][]N) (order, circle []N) {
	const visiting, done = 1, 2
	state := map[N]int{}
	var path []N
	var put func(n N) []N
	put = func(n N) []N {
		switch state[n] {
		case done:
			return nil
		case visiting:
			return slices.Clone(path[slices.Index(path, n):])
		}
		state[n] = visiting
		path = append(path, n)
		for _, b := range before[n] {
			if circle := put(b); circle != nil {
				return circle
			}
		}
		path = path[:len(path)-1]
		state[n] = done
		order = append(order, n)
		return nil
	}
	for _, n := range nodes {
		if circle := put(n); circle != nil {
			return nil, circle
		}
	}
	return order, nil
}

// levels is the room between the places of two tables, for rows of one table that must go one after another.
const levels = 1 << 16

// tableOrder says when the rows of each table are written: the tables that erase_after names first, and rows that
// point at others before those.
type tableOrder struct {
	place  map[tableName]int
	circle map[tableName]bool // the table lies on a circle of foreign keys, its own included: its rows are ordered singly
	names  map[tableName]Address
}

// newTableOrder orders the tables of one source. Collections give their tables by name; a circle of erase_after is an
// error. Where a foreign key contradicts erase_after, erase_after wins here, and contradicts tells once rows are known.
func newTableOrder(collections []*Collection, table func(*Collection) (tableName, bool), dependencies []dependency) (*tableOrder, error) {
	o := &tableOrder{place: map[tableName]int{}, circle: map[tableName]bool{}, names: map[tableName]Address{}}
	var nodes []tableName
	node := func(n tableName) {
		if !slices.Contains(nodes, n) {
			nodes = append(nodes, n)
		}
	}
	asked := map[tableName][]tableName{}
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
	if _, circle := topological(nodes, asked); circle != nil {
		names := make([]string, len(circle))
		for i, n := range circle {
			names[i] = o.names[n].String()
		}
		return nil, fmt.Errorf(`the erase_after of collections %s leads back to itself; remove one "erase_after" of the circle`, strings.Join(names, ", "))
	}
	all := map[tableName][]tableName{}
	for n, list := range asked {
		all[n] = slices.Clone(list)
	}
	for _, d := range dependencies {
		node(d.child)
		node(d.parent)
		all[d.parent] = append(all[d.parent], d.child)
	}
	part := circles(nodes, all)
	tied := map[int]bool{} // parts in which erase_after takes part
	for n, list := range asked {
		for _, b := range list {
			tied[part[n]] = tied[part[n]] || part[n] == part[b]
		}
	}
	before := map[tableName][]tableName{}
	for n, list := range asked {
		before[n] = slices.Clone(list)
	}
	for _, d := range dependencies {
		switch {
		case part[d.child] != part[d.parent]:
			before[d.parent] = append(before[d.parent], d.child)
		case !tied[part[d.child]] || d.child == d.parent:
			o.circle[d.child], o.circle[d.parent] = true, true
		}
	}
	// Tables on one circle of foreign keys share a place; the rows decide among themselves.
	together := map[tableName]tableName{}
	lead := map[int]tableName{}
	for _, n := range nodes {
		together[n] = n
		if o.circle[n] && !tied[part[n]] {
			if _, known := lead[part[n]]; !known {
				lead[part[n]] = n
			}
			together[n] = lead[part[n]]
		}
	}
	merged := map[tableName][]tableName{}
	for n, list := range before {
		for _, b := range list {
			if together[b] != together[n] {
				merged[together[n]] = append(merged[together[n]], together[b])
			}
		}
	}
	var leads []tableName
	for _, n := range nodes {
		if together[n] == n {
			leads = append(leads, n)
		}
	}
	order, circle := topological(leads, merged)
	if circle != nil {
		return nil, fmt.Errorf("the tables %v cannot be put in an order of erasing; remove an erase_after among them", circle)
	}
	for i, n := range order {
		o.place[n] = i * levels
	}
	for _, n := range nodes {
		o.place[n] = o.place[together[n]]
	}
	return o, nil
}
