// Package proving says whether rows are compared with the tallies of their requests. Only tests turn it off: to do what
// somebody does who has a password, and so can make a tally that fits the rows they forged.
package proving

import "sync/atomic"

var off atomic.Bool

// On reports whether rows are compared.
func On() bool { return !off.Load() }

// Set turns comparing on or off.
func Set(on bool) { off.Store(!on) }
