//go:build !linux && !windows

package system

import "context"

// hear hears nothing: no bus tells, and what the clock shows after sleep remains.
func hear(context.Context, func()) {}

// screenLocked is false: nobody can be asked without a library of the system's own.
func screenLocked() bool { return false }
