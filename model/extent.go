package model

// Extent is how far a copy reaches, and who said so. A letter says "you asked for …" of nothing else.
type Extent string

// The extents of a copy. Of a kind of request that gives no copy there is nothing to say.
const (
	ExtentUnsaid  Extent = ""        // the person did not say; the copy holds what the proven identity allows
	ExtentAll     Extent = "all"     // everything: the person asked for it, or set no limit
	ExtentWithout Extent = "without" // the person asked for a copy without sensitive data
)

// Extents lists the extents in the order in which a form offers them.
var Extents = []Extent{ExtentAll, ExtentWithout, ExtentUnsaid}

// Extent returns how far the copy reaches.
func (r Request) Extent() Extent { return ExtentOf(r.Sensitive, r.AskedWithout) }

// SetExtent settles how far the copy reaches.
func (r *Request) SetExtent(e Extent) { r.Sensitive, r.AskedWithout = e.Kept() }

// ExtentOf returns the extent that is kept as two facts: sensitive data are meant, or the person asked for a copy
// without them.
func ExtentOf(sensitive, askedWithout bool) Extent {
	switch {
	case sensitive:
		return ExtentAll
	case askedWithout:
		return ExtentWithout
	}
	return ExtentUnsaid
}

// Kept returns an extent as the two facts that it is kept as, see ExtentOf.
func (e Extent) Kept() (sensitive, askedWithout bool) { return e == ExtentAll, e == ExtentWithout }

// LeavesOut returns why a copy that does not reach to sensitive data leaves them out: "you asked for a copy without
// them" only where the person did, else the desk's own reason.
func (e Extent) LeavesOut() WithholdReason {
	if e == ExtentWithout {
		return WithholdAsked
	}
	return WithholdLevel
}
