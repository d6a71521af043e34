// Package collect shows what the sources hold of a person: the findings row by row, what is decided about shared rows,
// what is left out, and what was not searched; it holds none of the rules.
package collect

import "orangelab.cn/rightsdesk/ui/work"

// Work is an open request on its way to what the sources hold.
type Work struct{ work.Work }

// On is the work of this package on an open request.
func On(w work.Work) Work { return Work{w} }
