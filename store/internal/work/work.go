// Package work says what one guess of a password costs. Only the store's own folders can import it, and storetest alone
// lowers it: a desk that people work with has no way to.
package work

// Factor is the work of one Argon2id run. It is kept beside every key locked with it.
type Factor struct {
	Passes uint32
	KiB    uint32
}

// Lanes are the lanes of every run.
const Lanes = 4

// Full is the work of every desk that people work with, about 130 ms on a desktop.
var Full = Factor{Passes: 3, KiB: 64 << 10}

var current = Full

// Current is the work that keys are locked with from now on.
func Current() Factor { return current }

// Lower makes a guess nearly free, for tests, whose passwords protect nobody.
func Lower() { current = Factor{Passes: 1, KiB: 8 * Lanes} }

// Valid reports whether a factor that was read can be one of ours: one that asks for more memory than the full one was
// put there to stop the program.
func (f Factor) Valid() bool {
	return f.Passes >= 1 && f.Passes <= Full.Passes && f.KiB >= 1 && f.KiB <= Full.KiB
}
