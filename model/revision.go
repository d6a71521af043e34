package model

// Revision is a request as somebody saw it: which one, and how far it had come. Whoever acts on a request names the
// revision that was before their eyes, and a newer one is refused.
type Revision struct {
	Request int64
	Version int64
}

// Revision returns the request as it stands in r.
func (r Request) Revision() Revision { return Revision{r.ID, r.Version} }
