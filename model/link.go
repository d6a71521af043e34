package model

// Link is a request that another one led to.
type Link struct {
	Request   int64
	Reference string
	Kind      Kind
	Status    Status
	Version   int64
	Why       Cause
	// Opened reports that the other request was opened by this one, rather than this one by it.
	Opened bool
}

// Revision is the other request as the link shows it.
func (l Link) Revision() Revision { return Revision{l.Request, l.Version} }
