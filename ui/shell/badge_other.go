//go:build !linux

package shell

import "context"

// badge is the number on the program's icon, which systems other than Linux do not get: docs/guide, the page on what is to be done.
type badge struct{}

func newBadge(context.Context) *badge { return nil }

func (*badge) show(int64) {}
