// Package sqldb is the organisation's databases as the rest of the wing sees them: connections for reading and for
// writing, tables and columns, collections bound to them, and the Dialect, which is all that differs between the
// engines. Each engine is a package below it; what only some engines can do is a capability by name.
package sqldb
