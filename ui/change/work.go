// Package change shows what is settled about a change and its plan row by row: scope, corrections, purposes, blockers,
// refusals, tasks, and what the search after it finds; it holds none of the rules.
package change

import (
	"orangelab.cn/rightsdesk/ui/collect"
	"orangelab.cn/rightsdesk/ui/work"
)

// Work is an open request on its way to what is written into the sources; it knows what was collected.
type Work struct{ collect.Work }

// On is the work of this package on an open request.
func On(w work.Work) Work { return Work{collect.On(w)} }
