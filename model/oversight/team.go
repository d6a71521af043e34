package oversight

import "orangelab.cn/rightsdesk/model"

// Load is how much one member of staff has to do.
type Load struct {
	Staff   model.Staff
	Open    int64 // requests that they hold
	Late    int64 // of those, whose nearest clock has run out; see LateLimit
	Waiting int64 // of those, that wait for the person
	// ForSecond is how many things that they prepared wait for a second person.
	ForSecond int64
	// Away is the zero model.Absence where they are here, or away only later.
	Away model.Absence
}

// LateLimit bounds how many late requests are counted for one person: more are as bad.
const LateLimit = 1000

// Team is what a lead sees of everybody's work.
type Team struct {
	Loads     []Load // of everybody who may hold a request, the most first
	Unclaimed int64
	Late      int64 // of all open requests, held or not
	// Longest are the requests that nobody has held, that came in first.
	Longest []model.QueueRow
}

// Heavy reports whether somebody has more than twice what the others have between them on average, and at least ten.
func (t Team) Heavy(l Load) bool {
	if len(t.Loads) < 2 || l.Open < 10 {
		return false
	}
	others := int64(0)
	for _, o := range t.Loads {
		if o.Staff.ID != l.Staff.ID {
			others += o.Open
		}
	}
	return l.Open*int64(len(t.Loads)-1) > 2*others
}
