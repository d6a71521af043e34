package source

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// edge carries values from one field to another. A both-ways edge may be walked from either end.
type edge struct {
	from, to *Field
	both     bool
}

// graph is every collection and every reference of the loaded datasets, in file order.
type graph struct {
	nodes []*Collection
	edges []edge
	byKey map[string]*Dataset
	next  map[*Collection][]*Collection // where values of a collection can go
}

func newGraph(datasets []*Dataset) *graph {
	g := &graph{byKey: map[string]*Dataset{}, next: map[*Collection][]*Collection{}}
	for _, d := range datasets {
		g.byKey[d.Key] = d
		g.nodes = append(g.nodes, d.Collections...)
	}
	seen := map[edge]bool{}
	for _, c := range g.nodes {
		c.Walk(func(f *Field) {
			for _, ref := range f.References {
				e := edge{from: f, to: ref.Target, both: ref.Direction == BothWays}
				if ref.Direction == From {
					e.from, e.to = e.to, e.from
				}
				// A self reference would need a second reading of the collection, and a collection is read once.
				if ref.Target == nil || ref.Target.Collection == c || seen[e] || (e.both && seen[edge{e.to, e.from, true}]) {
					continue
				}
				seen[e] = true
				g.edges = append(g.edges, e)
			}
		})
	}
	for _, e := range g.edges {
		g.next[e.from.Collection] = append(g.next[e.from.Collection], e.to.Collection)
		if e.both {
			g.next[e.to.Collection] = append(g.next[e.to.Collection], e.from.Collection)
		}
	}
	return g
}

// seeded reports whether the field is a start of the search for the given identity kinds; nil means every kind.
func seeded(f *Field, kinds map[string]bool) bool {
	return slices.ContainsFunc(f.seeds(), func(kind string) bool { return kinds == nil || kinds[kind] })
}

// reach gives the collections that values can get to from the identities.
func (g *graph) reach(kinds map[string]bool, skip bool) map[*Collection]bool {
	reached := map[*Collection]bool{}
	var queue []*Collection
	push := func(c *Collection) {
		if !reached[c] && !(skip && c.Skip) {
			reached[c] = true
			queue = append(queue, c)
		}
	}
	for _, c := range g.nodes {
		c.Walk(func(f *Field) {
			if seeded(f, kinds) {
				push(c)
			}
		})
	}
	for len(queue) > 0 {
		c := queue[0]
		queue = queue[1:]
		for _, to := range g.next[c] {
			push(to)
		}
	}
	return reached
}

// skipped names the collections that values of these kinds reach only through collections that are left out.
func (g *graph) skipped(kinds map[string]bool) Problems {
	whole, without := g.reach(kinds, false), g.reach(kinds, true)
	var out Problems
	for _, c := range g.nodes {
		if !c.Skip && whole[c] && !without[c] {
			out = append(out, c.Pos.problem(Error, "skip-needed", "remove skip_processing there, or leave this collection out too",
				"collection %q is reached only through a collection that skip_processing leaves out: %s", c.Address(), g.skippedTowards(c, whole)))
		}
	}
	return out
}

// skippedTowards names the skipped collections that feed c, for the message.
func (g *graph) skippedTowards(c *Collection, whole map[*Collection]bool) string {
	var names []string
	for _, n := range g.nodes {
		if n.Skip && whole[n] {
			names = append(names, n.Address().String())
		}
	}
	return strings.Join(names, ", ")
}

// step is one collection of a run with everything that feeds it.
type step struct {
	collection *Collection
	seeds      []*Field // identity fields whose kind is given
	feeds      []edge   // from is in an earlier step, to is in this collection
	waits      []*step  // must be finished first: feeders and "after"
}

// orderError says that "after" contradicts the only way into a collection.
type orderError struct{ collection *Collection }

func (e *orderError) Error() string {
	return fmt.Sprintf(`collection %q must come after a collection that is reached only through it`, e.collection.Address())
}

// plan orders the reachable collections for one run.
//
// First a walk from the identities, first in first out, ties in file order, a collection waiting in the queue for
// the reachable ones its "after" names. That walk orients each both-ways reference from the end visited first to the
// other. Then every directed reference between reachable collections counts, so that a collection comes after all
// that feeds it even where the walk came to it sooner. References that would close a circle are cut where they lead
// from a collection visited later to one visited sooner: a collection is read once. The second answer is what was cut.
func (g *graph) plan(kinds map[string]bool) (order []*step, cut []edge, err error) {
	visit, err := g.walk(kinds)
	if err != nil {
		return nil, nil, err
	}
	steps := map[*Collection]*step{}
	for c := range visit {
		s := &step{collection: c}
		c.Walk(func(f *Field) {
			if seeded(f, kinds) {
				s.seeds = append(s.seeds, f)
			}
		})
		steps[c] = s
		order = append(order, s)
	}
	sort.Slice(order, func(i, j int) bool { return visit[order[i].collection] < visit[order[j].collection] })

	var arcs []edge
	have := map[edge]bool{}
	for _, e := range g.edges {
		a, okA := visit[e.from.Collection]
		b, okB := visit[e.to.Collection]
		if !okA || !okB {
			continue
		}
		if e.both && b < a {
			e.from, e.to = e.to, e.from
		}
		e.both = false
		if !have[e] {
			have[e] = true
			arcs = append(arcs, e)
		}
	}
	next := map[*step][]*step{}
	for _, e := range arcs {
		next[steps[e.from.Collection]] = append(next[steps[e.from.Collection]], steps[e.to.Collection])
	}
	afters := map[*step][]*step{}
	for _, s := range order {
		for _, before := range mustFollow(s.collection, g.byKey) {
			if b := steps[before]; b != nil && visit[before] < visit[s.collection] {
				afters[s] = append(afters[s], b)
				next[b] = append(next[b], s)
			}
		}
	}
	circle := circles(order, next)
	for _, e := range arcs {
		a, b := steps[e.from.Collection], steps[e.to.Collection]
		if circle[a] == circle[b] && visit[a.collection] > visit[b.collection] {
			cut = append(cut, e)
			continue
		}
		b.feeds = append(b.feeds, e)
	}
	for _, s := range order {
		once := map[*step]bool{}
		for _, e := range s.feeds {
			once[steps[e.from.Collection]] = true
		}
		for _, b := range afters[s] {
			once[b] = true
		}
		for b := range once {
			s.waits = append(s.waits, b)
		}
		sort.Slice(s.waits, func(i, j int) bool { return visit[s.waits[i].collection] < visit[s.waits[j].collection] })
	}
	return sortSteps(order), cut, nil
}

// walk gives each reachable collection its place in the first-in-first-out visit. With every kind of identity an
// "after" that cannot be kept is an error; where only some kinds are given it may be impossible to keep, and then
// it is let go rather than leaving the person without an answer.
func (g *graph) walk(kinds map[string]bool) (map[*Collection]int, error) {
	reachable := g.reach(kinds, true)
	visit := map[*Collection]int{}
	queued := map[*Collection]bool{}
	var queue []*Collection
	push := func(c *Collection) {
		if !queued[c] && reachable[c] {
			queued[c] = true
			queue = append(queue, c)
		}
	}
	for _, c := range g.nodes {
		c.Walk(func(f *Field) {
			if seeded(f, kinds) {
				push(c)
			}
		})
	}
	ready := func(c *Collection) bool {
		for _, before := range mustFollow(c, g.byKey) {
			if _, done := visit[before]; reachable[before] && !done && before != c {
				return false
			}
		}
		return true
	}
	for len(queue) > 0 {
		at := -1
		for i, c := range queue {
			if ready(c) {
				at = i
				break
			}
		}
		if at < 0 && kinds == nil {
			return nil, &orderError{queue[0]}
		}
		at = max(at, 0)
		c := queue[at]
		if at == 0 {
			queue = queue[1:]
		} else {
			queue = slices.Delete(queue, at, at+1)
		}
		visit[c] = len(visit)
		for _, to := range g.next[c] {
			push(to)
		}
	}
	return visit, nil
}

// circles numbers the strongly connected parts (Tarjan): two nodes lie on one circle when their numbers are equal.
func circles[N comparable](order []N, next map[N][]N) map[N]int {
	number, low, part := map[N]int{}, map[N]int{}, map[N]int{}
	var stack []N
	onStack := map[N]bool{}
	var connect func(s N)
	connect = func(s N) {
		number[s] = len(number) + 1
		low[s] = number[s]
		stack = append(stack, s)
		onStack[s] = true
		for _, n := range next[s] {
			if number[n] == 0 {
				connect(n)
				low[s] = min(low[s], low[n])
			} else if onStack[n] {
				low[s] = min(low[s], number[n])
			}
		}
		if low[s] != number[s] {
			return
		}
		for {
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			onStack[top] = false
			part[top] = number[s]
			if top == s {
				return
			}
		}
	}
	for _, s := range order {
		if number[s] == 0 {
			connect(s)
		}
	}
	return part
}

// sortSteps puts every step after those it waits for, otherwise in visiting order.
func sortSteps(order []*step) []*step {
	done := map[*step]bool{}
	out := make([]*step, 0, len(order))
	var put func(s *step)
	put = func(s *step) {
		if done[s] {
			return
		}
		done[s] = true
		for _, b := range s.waits {
			put(b)
		}
		out = append(out, s)
	}
	for _, s := range order {
		put(s)
	}
	return out
}
