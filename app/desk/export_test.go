package desk

import "context"

// LoadNamesInParts is LoadNames in parts of a few IDs.
func (s *Session) LoadNamesInParts(ctx context.Context, size int64) error {
	return s.loadNames(ctx, size)
}
