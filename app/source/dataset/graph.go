package dataset

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Edge carries values from one field to another. A both-ways edge may be walked from either end.
type Edge struct {
	From, To *Field
	Where    *Where // for which rows of one of its ends it holds; nil for all
	both     bool
}

// Graph is every collection and every reference of the loaded datasets, in file order.
type Graph struct {
	Nodes []*Collection
	Edges []Edge
	byKey map[string]*Dataset
	next  map[*Collection][]*Collection // where values of a collection can go
}

// NewGraph returns the graph of linked datasets; see Link.
func NewGraph(datasets []*Dataset) *Graph {
	g := &Graph{byKey: map[string]*Dataset{}, next: map[*Collection][]*Collection{}}
	for _, d := range datasets {
		g.byKey[d.Key] = d
		g.Nodes = append(g.Nodes, d.Collections...)
	}
	seen := map[Edge]bool{}
	for _, c := range g.Nodes {
		c.Walk(func(f *Field) {
			for _, ref := range f.References {
				e := Edge{From: f, To: ref.Target, Where: ref.Where, both: ref.Direction == BothWays}
				if ref.Direction == From {
					e.From, e.To = e.To, e.From
				}
				// A self reference would need a second reading of the collection, and a collection is read once.
				if ref.Target == nil || ref.Target.Collection == c || seen[e] ||
					(e.both && seen[Edge{e.To, e.From, e.Where, true}]) {
					continue
				}
				seen[e] = true
				g.Edges = append(g.Edges, e)
			}
		})
	}
	for _, e := range g.Edges {
		g.next[e.From.Collection] = append(g.next[e.From.Collection], e.To.Collection)
		if e.both {
			g.next[e.To.Collection] = append(g.next[e.To.Collection], e.From.Collection)
		}
	}
	return g
}

// Seeded reports whether the field is a start of the search for the given identity kinds; nil means every kind.
func Seeded(f *Field, kinds map[string]bool) bool {
	return slices.ContainsFunc(f.Seeds(), func(kind string) bool { return kinds == nil || kinds[kind] })
}

// reach returns the collections that values can get to from the identities.
func (g *Graph) reach(kinds map[string]bool, skip bool) map[*Collection]bool {
	var seeded []*Collection
	for _, c := range g.Nodes {
		c.Walk(func(f *Field) {
			if Seeded(f, kinds) {
				seeded = append(seeded, c)
			}
		})
	}
	return g.onwards(seeded, skip)
}

// onwards returns the collections that values get to from some collections, themselves among them.
func (g *Graph) onwards(from []*Collection, skip bool) map[*Collection]bool {
	reached := map[*Collection]bool{}
	var queue []*Collection
	push := func(c *Collection) {
		if !reached[c] && !(skip && c.Skip) {
			reached[c] = true
			queue = append(queue, c)
		}
	}
	for _, c := range from {
		push(c)
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

// Skipped names the collections that values of these kinds reach only through collections that are left out.
func (g *Graph) Skipped(kinds map[string]bool) Problems {
	whole, without := g.reach(kinds, false), g.reach(kinds, true)
	var out Problems
	for _, c := range g.Nodes {
		if !c.Skip && whole[c] && !without[c] {
			out = append(out, c.Pos.Problem(Error, "skip-needed",
				"remove skip_processing there, or leave this collection out too",
				"collection %q is reached only through a collection that skip_processing leaves out: %s", c.Address(),
				g.skippedTowards(c, whole)))
		}
	}
	return out
}

// skippedTowards names the skipped collections among those reached that lead on to c, for the message.
func (g *Graph) skippedTowards(c *Collection, reached map[*Collection]bool) string {
	var names []string
	for _, n := range g.Nodes {
		if n.Skip && reached[n] && g.onwards([]*Collection{n}, false)[c] {
			names = append(names, n.Address().String())
		}
	}
	return strings.Join(names, ", ")
}

// Step is one collection of a run with everything that feeds it.
type Step struct {
	Collection *Collection
	Seeds      []*Field // identity fields whose kind is given
	Feeds      []Edge   // from is in an earlier step, to is in this collection
	Waits      []*Step  // must be finished first: feeders and "after"
}

// orderError reports that "after" contradicts the only way into a collection.
type orderError struct{ collection *Collection }

func (e *orderError) Error() string {
	return fmt.Sprintf(`collection %q must come after a collection that is reached only through it`,
		e.collection.Address())
}

// Steps orders the reachable collections for one run.
//
// First a walk from the identities, first in first out, ties in file order, a collection waiting in the queue for
// the reachable ones its "after" names. That walk orients each both-ways reference from the end visited first to the
// other. Then every directed reference between reachable collections counts, so that a collection comes after all
// that feeds it even where the walk came to it sooner. References that would close a circle are cut where they lead
// from a collection visited later to one visited sooner: a collection is read once. The second answer is what was cut.
func (g *Graph) Steps(kinds map[string]bool) (order []*Step, cut []Edge, err error) {
	visit, err := g.walk(kinds)
	if err != nil {
		return nil, nil, err
	}
	steps := map[*Collection]*Step{}
	for c := range visit {
		s := &Step{Collection: c}
		c.Walk(func(f *Field) {
			if Seeded(f, kinds) {
				s.Seeds = append(s.Seeds, f)
			}
		})
		steps[c] = s
		order = append(order, s)
	}
	sort.Slice(order, func(i, j int) bool { return visit[order[i].Collection] < visit[order[j].Collection] })

	var arcs []Edge
	have := map[Edge]bool{}
	for _, e := range g.Edges {
		a, okA := visit[e.From.Collection]
		b, okB := visit[e.To.Collection]
		if !okA || !okB {
			continue
		}
		if e.both && b < a {
			e.From, e.To = e.To, e.From
		}
		e.both = false
		if !have[e] {
			have[e] = true
			arcs = append(arcs, e)
		}
	}
	next := map[*Step][]*Step{}
	for _, e := range arcs {
		next[steps[e.From.Collection]] = append(next[steps[e.From.Collection]], steps[e.To.Collection])
	}
	afters := map[*Step][]*Step{}
	for _, s := range order {
		for _, before := range mustFollow(s.Collection, g.byKey) {
			if b := steps[before]; b != nil && visit[before] < visit[s.Collection] {
				afters[s] = append(afters[s], b)
				next[b] = append(next[b], s)
			}
		}
	}
	circle := StronglyConnected(order, next)
	for _, e := range arcs {
		a, b := steps[e.From.Collection], steps[e.To.Collection]
		if circle[a] == circle[b] && visit[a.Collection] > visit[b.Collection] {
			cut = append(cut, e)
			continue
		}
		b.Feeds = append(b.Feeds, e)
	}
	for _, s := range order {
		once := map[*Step]bool{}
		for _, e := range s.Feeds {
			once[steps[e.From.Collection]] = true
		}
		for _, b := range afters[s] {
			once[b] = true
		}
		for b := range once {
			s.Waits = append(s.Waits, b)
		}
		sort.Slice(s.Waits, func(i, j int) bool { return visit[s.Waits[i].Collection] < visit[s.Waits[j].Collection] })
	}
	return sortSteps(order), cut, nil
}

// walk returns each reachable collection its place in the first-in-first-out visit. With every kind of identity an
// "after" that cannot be kept is an error; where only some kinds are given it may be impossible to keep, and then
// it is let go rather than leaving the person without an answer.
func (g *Graph) walk(kinds map[string]bool) (map[*Collection]int, error) {
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
	for _, c := range g.Nodes {
		c.Walk(func(f *Field) {
			if Seeded(f, kinds) {
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

// StronglyConnected numbers the strongly connected parts (Tarjan): two nodes lie on one circle when their numbers are
// equal.
func StronglyConnected[N comparable](order []N, next map[N][]N) map[N]int {
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
func sortSteps(order []*Step) []*Step {
	done := map[*Step]bool{}
	out := make([]*Step, 0, len(order))
	var put func(s *Step)
	put = func(s *Step) {
		if done[s] {
			return
		}
		done[s] = true
		for _, b := range s.Waits {
			put(b)
		}
		out = append(out, s)
	}
	for _, s := range order {
		put(s)
	}
	return out
}
