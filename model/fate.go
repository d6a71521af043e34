package model

import "slices"

// Fate is what became of a row that was found for the person. Every row has exactly one, so that the fates of a
// system's rows add up to what was found in it.
type Fate string

// The fates. A row of which a part is rewritten and a part stays is rewritten, see [CollectionResult.Partly].
const (
	FateRewritten  Fate = "rewritten"  // by the desk
	FateDeleted    Fate = "deleted"    // by the desk
	FateByOwner    Fate = "by_owner"   // rewritten or deleted by the system's owner, as that one says
	FateHeld       Fate = "held"       // a law obliges the organisation to keep it
	FateStopped    Fate = "stopped"    // only stored and protected from now on
	FateRedirected Fate = "redirected" // somebody else's to do
	FateRefused    Fate = "refused"
	FateOthers     Fate = "others" // also another person's, and left for that one
	// FateFixed: what was to be erased stands in its key, or where the data map lets nothing be written
	FateFixed     Fate = "fixed"
	FateUnnamed   Fate = "unnamed"   // the data map calls nothing in it personal
	FateUnchanged Fate = "unchanged" // nothing in it was to be changed
	FateNotDone   Fate = "not_done"  // it was to be rewritten or deleted, and is not yet: the system's state says why
	FateGiven     Fate = "given"     // in the copy
	FateLeftOut   Fate = "left_out"  // left out of the copy
)

// Fates lists them in the order in which every paper and screen names them.
var Fates = []Fate{FateRewritten, FateDeleted, FateByOwner, FateHeld, FateStopped, FateRedirected, FateRefused,
	FateOthers, FateFixed, FateUnnamed,
	FateUnchanged, FateNotDone, FateGiven, FateLeftOut}

// FatesLeft lists those under which a row stays as it is, whatever is written.
var FatesLeft = []Fate{FateHeld, FateStopped, FateRedirected, FateRefused, FateOthers, FateFixed, FateUnnamed,
	FateUnchanged}

// fateOf is what each way to stay means for a row.
var fateOf = map[Way]Fate{WayHold: FateHeld, WayStop: FateStopped, WayRedirect: FateRedirected, WayRefuse: FateRefused}

// FateOf returns why rows stay under lines of the scope; the empty fate where none of the lines leaves anything. What a
// law keeps comes before what staff decided.
func FateOf(lines []ScopeLine) (fate Fate) {
	ways := map[Way]bool{}
	for _, l := range lines {
		ways[l.Way] = true
	}
	for _, w := range []Way{WayHold, WayStop, WayRedirect, WayRefuse} {
		if ways[w] {
			return fateOf[w]
		}
	}
	return ""
}

// CollectionResult is what became of the person's rows in one collection.
type CollectionResult struct {
	Source     string         `json:"source"`
	Collection string         `json:"collection"`
	Rows       map[Fate]int64 `json:"rows"` // none of them zero
	// Partly counts those of the rewritten rows of which a part stays under the scope.
	Partly int64 `json:"partly,omitempty"`
}

// Add counts n rows more, or fewer, under a fate.
func (c *CollectionResult) Add(fate Fate, n int64) {
	if c.Rows == nil {
		c.Rows = map[Fate]int64{}
	}
	if c.Rows[fate] += n; c.Rows[fate] == 0 {
		delete(c.Rows, fate)
	}
}

// Found counts all of its rows.
func (c CollectionResult) Found() (n int64) {
	for _, k := range c.Rows {
		n += k
	}
	return n
}

// Staying counts the rows of which a part or all stays under the scope.
func (c CollectionResult) Staying() int64 {
	return c.Rows[FateHeld] + c.Rows[FateStopped] + c.Rows[FateRedirected] + c.Rows[FateRefused] + c.Partly
}

// At returns what became of the rows in a collection of the system, which is added where there was none.
func (s *SystemResult) At(collection string) *CollectionResult {
	for i := range s.Collections {
		if s.Collections[i].Collection == collection {
			return &s.Collections[i]
		}
	}
	s.Collections = append(s.Collections, CollectionResult{Source: s.Source, Collection: collection})
	return &s.Collections[len(s.Collections)-1]
}

// Count counts the rows of a system under a fate.
func (s SystemResult) Count(fate Fate) (n int64) {
	for _, c := range s.Collections {
		n += c.Rows[fate]
	}
	return n
}

// Found counts all rows of a system.
func (s SystemResult) Found() (n int64) {
	for _, c := range s.Collections {
		n += c.Found()
	}
	return n
}

// Partly counts the rewritten rows of a system of which a part stays.
func (s SystemResult) Partly() (n int64) {
	for _, c := range s.Collections {
		n += c.Partly
	}
	return n
}

// Left counts the rows of a system that stay as they are, whatever is written.
func (s SystemResult) Left() (n int64) {
	for _, fate := range FatesLeft {
		n += s.Count(fate)
	}
	return n
}

// Count counts the rows of all systems under a fate.
func (r Result) Count(fate Fate) (n int64) {
	for _, s := range r.Systems {
		n += s.Count(fate)
	}
	return n
}

// Found counts the rows of all systems.
func (r Result) Found() (n int64) {
	for _, s := range r.Systems {
		n += s.Found()
	}
	return n
}

// Under lists the collections with rows under a fate.
func (r Result) Under(fate Fate) (list []CollectionResult) {
	for _, s := range r.Systems {
		list = append(list, slices.DeleteFunc(slices.Clone(s.Collections),
			func(c CollectionResult) bool { return c.Rows[fate] == 0 })...)
	}
	return list
}

// Fixed lists the collections in which a part of what was to be erased stands where it could not be written.
func (r Result) Fixed() (list []CollectionResult) {
	for _, s := range r.Systems {
		list = append(list, slices.DeleteFunc(slices.Clone(s.Collections), func(c CollectionResult) bool {
			settled := slices.ContainsFunc(r.Stays, func(l ScopeLine) bool {
				return l.Source == c.Source && l.Collection == c.Collection
			})
			return c.Rows[FateFixed] == 0 && (c.Partly == 0 || settled)
		})...)
	}
	return list
}
