// Package news is what the desktops of a shared desk tell one another at this moment; nothing of it is kept. See
// docs/decisions/shared-desk.md.
package news

import (
	"context"
	"time"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

// Changed is what every change of the desk tells with its commit.
const Changed = database.Changed

// limit is how long telling may take.
const limit = 5 * time.Second

// Tell tells the other desktops something. A desk in a folder has none.
func Tell(ctx context.Context, s *store.Store, message string) error {
	ctx, end := context.WithTimeout(ctx, limit)
	defer end()
	return s.Database().Tell(s.Writer(ctx), message)
}

// Listen hears what is told until ctx ends, and connects again by itself: connected is called each time. For a desk in
// a folder it returns at once.
func Listen(ctx context.Context, s *store.Store, connected func(), heard func(message string)) {
	s.Database().Listen(ctx, connected, heard)
}
