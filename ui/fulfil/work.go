// Package fulfil shows what a person is handed: letters and their drafts, the copy and how it goes out, the result and
// its certificate, and the next step of a request on its way there; it holds none of the rules.
package fulfil

import (
	"orangelab.cn/rightsdesk/ui/change"
	"orangelab.cn/rightsdesk/ui/work"
)

// Work is an open request on its way to its answer; it knows what was collected and changed.
type Work struct{ change.Work }

// On is the work of this package on an open request.
func On(w work.Work) Work { return Work{change.On(w)} }
