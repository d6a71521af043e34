package apply

import (
	"context"
	"fmt"
	"strings"
)

// UnplannedWritesError reports that the database wrote more rows than the plan names. Nothing was written.
type UnplannedWritesError struct {
	Where         string // the source
	Planned, Rows int64
	Emptied       []string // tables that would be emptied or remade as a whole
}

// Error names both numbers and what to look for.
func (e *UnplannedWritesError) Error() string {
	if len(e.Emptied) > 0 {
		return fmt.Sprintf(
			"%s: a trigger empties or alters the whole of %s, whose rows nobody has seen; nothing was written; "+
				"have the owner of the system look at its triggers, or carry the plan out", e.Where,
			strings.Join(e.Emptied, ", "))
	}
	return fmt.Sprintf("%s: the database would write %d row(s) where %d were planned: a trigger changes rows that nobody has seen; nothing was written; "+
		"have the owner of the system look at its triggers, or carry the plan out", e.Where, e.Rows, e.Planned)
}

// exact takes the writing back where the engine has counted more rows than were planned, or emptied a table: only what
// was signed happens. Fewer are no matter here; an engine may leave out what it does not count.
func (a *applying) exact(ctx context.Context) error {
	if text := a.source.Dialect.ImmediateSQL(); text != "" {
		if _, err := a.tx.ExecContext(ctx, text); err != nil {
			return a.source.Wrap(err, "what waits for the commit cannot be done")
		}
	}
	now, err := a.source.Dialect.CountWritten(ctx, a.tx)
	if err != nil {
		return a.source.Wrap(err, "what it has written cannot be counted")
	}
	emptied, err := a.source.Dialect.Emptied(ctx, a.tx)
	if err != nil {
		return a.source.Wrap(err, "what it has emptied cannot be told")
	}
	planned := a.applied.Updated + a.applied.Deleted
	if rows := now.Since(a.begun) - a.undone - a.recounted; rows > planned || len(emptied) > 0 {
		return &UnplannedWritesError{a.source.Where(), planned, rows, emptied}
	}
	return nil
}
