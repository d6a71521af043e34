package dataset

import (
	"fmt"
	"slices"
	"strings"
)

// SourceOrder returns the fides_keys in the order in which their sources are to be changed, so that erase_after between
// datasets is kept: each source is one transaction, and a later one begins when the earlier has been committed. It
// takes every dataset for a source of its own. Datasets that wait for one another in a circle are an error naming them.
func SourceOrder(datasets []*Dataset) ([]string, error) {
	return SourceOrderBy(datasets, func(key string) string { return key })
}

// SourceOrderBy is SourceOrder where several datasets may share a source: source names what they share. Each source is
// given once, by the first fides_key in it.
func SourceOrderBy(datasets []*Dataset, source func(key string) string) ([]string, error) {
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
	order, circle := TopologicalOrder(nodes, before)
	if circle != nil {
		for i := range circle {
			circle[i] = first[circle[i]]
		}
		return nil,
			fmt.Errorf(`the erase_after of datasets %s leads back to itself, and each source is one transaction; `+
				`remove one "erase_after" of the circle`, strings.Join(circle, ", "))
	}
	for i := range order {
		order[i] = first[order[i]]
	}
	return order, nil
}

// TopologicalOrder puts every node after those before it, otherwise in the given order. The second answer is a circle
// that makes it impossible.
func TopologicalOrder[N comparable](nodes []N, before map[N][]N) (order, circle []N) {
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
