package sqldb

import (
	"context"
	"errors"
)

// Readable tries every table of the source and returns the names of those that this credential may read and of those
// that it may not, in order.
func (s *Source) Readable(ctx context.Context) (may, mayNot []string, err error) {
	tables, err := s.describeAll(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, t := range tables {
		name := t.Name
		if t.Schema != "" && t.Asked.Schema != "" {
			name = t.Schema + "." + name
		}
		if t.Unreadable {
			mayNot = append(mayNot, name)
			continue
		}
		rows, err := s.DB.QueryContext(ctx, "SELECT 1 FROM "+TableSQL(s.Dialect, t)+" WHERE 1 = 0")
		if err == nil {
			err = errors.Join(rows.Err(), rows.Close())
		}
		switch {
		case err == nil:
			may = append(may, name)
		case s.Failure(err).Lost, ctx.Err() != nil:
			return nil, nil, s.Wrap(err, "its tables cannot be read")
		default:
			mayNot = append(mayNot, name)
		}
	}
	return may, mayNot, nil
}
