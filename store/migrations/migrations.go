// Package migrations holds the schema of a desk as numbered steps, once for each dialect. A landed step is never
// changed.
package migrations

import "embed"

// Files are the steps, in a folder for each dialect.
//
//go:embed sqlite/*.sql postgres/*.sql
var Files embed.FS
