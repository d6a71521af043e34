package desk

import (
	"context"
	"testing"
)

// LoadNamesInParts is LoadNames in parts of a few IDs.
func (s *Session) LoadNamesInParts(ctx context.Context, size int64) error {
	return s.loadNames(ctx, size)
}

// CountedAs is the name under which guesses at a login that nobody has are counted.
func (d *Desk) CountedAs(ctx context.Context, login string) (string, error) {
	g, err := d.guesserOf(ctx, login, "")
	return g.who, err
}

// TalliesAStep makes so many tallies a step, and does something after each, until the end of a test.
func TalliesAStep(tb testing.TB, size int, after func()) {
	was := talliesAStep
	talliesAStep, stepped = size, after
	tb.Cleanup(func() { talliesAStep, stepped = was, func() {} })
}

// RecountStep counts so many requests in a transaction, until the end of a test.
func RecountStep(tb testing.TB, size int) {
	was := recountStep
	recountStep = size
	tb.Cleanup(func() { recountStep = was })
}
