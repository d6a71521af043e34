package desk

import "context"

// LoadNamesInParts is LoadNames in parts of a few IDs.
func (s *Session) LoadNamesInParts(ctx context.Context, size int64) error {
	return s.loadNames(ctx, size)
}

// CountedAs is the name under which guesses at a login that nobody has are counted.
func (d *Desk) CountedAs(ctx context.Context, login string) (string, error) {
	g, err := d.guesserOf(ctx, login, "")
	return g.who, err
}
