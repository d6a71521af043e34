//go:build !linux

package system

import "context"

// Badge is the number on the program's icon, which systems other than Linux do not get: docs/guide, the page on what is
// to be done.
type Badge struct{}

// NewBadge returns a badge that shows nothing.
func NewBadge(context.Context) *Badge { return nil }

// Show shows nothing.
func (*Badge) Show(int64) {}
