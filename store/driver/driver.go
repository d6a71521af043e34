// Package sqlite stands in for the engine that the GORM dialector github.com/glebarez/sqlite names by default, whose
// SQLite of 2023 has the WAL-reset corruption bug. It re-exports modernc.org/sqlite and holds nothing of its own.
package sqlite

import "modernc.org/sqlite"

// Error is the driver's error; the dialector translates its code.
type Error = sqlite.Error
