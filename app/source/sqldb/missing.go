package sqldb

import (
	"fmt"
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
)

// NoTableError reports that a collection has no table here, as far as this login is told.
func (s *Source) NoTableError(c *dataset.Collection) error {
	if s.Dialect.Capabilities().Discreet {
		return fmt.Errorf("dataset %q, collection %q: %s has no such table, or this login may not read it; correct the name in %s, or grant SELECT on the table",
			c.Dataset.Key, c.Name, s.Where(), c.Pos.File)
	}
	return fmt.Errorf("dataset %q, collection %q: %s has no such table; correct the name in %s", c.Dataset.Key, c.Name,
		s.Where(), c.Pos.File)
}

// NoColumnsError names the fields of a collection have no column, as far as this login is told. The fields come quoted.
func NoColumnsError(d Dialect, c *dataset.Collection, t *Table, fields []string) error {
	if t.Unreadable && t.Why != "" {
		return fmt.Errorf("dataset %q, collection %q: %q cannot be read: %s", c.Dataset.Key, c.Name, t.Name, t.Why)
	}
	if d.Capabilities().Discreet {
		return fmt.Errorf("dataset %q, collection %q: the table %q has no column for field %s, or this login may not read it; correct the name in %s, or grant SELECT on the column",
			c.Dataset.Key, c.Name, t.Name, strings.Join(fields, ", "), c.Pos.File)
	}
	return fmt.Errorf(
		"dataset %q, collection %q: the table %q has no column for field %s (%s); correct the data map or the name",
		c.Dataset.Key, c.Name, t.Name, strings.Join(fields, ", "), c.Pos.File)
}
