// Package mirror reads what is no database, such as a folder of files, as one: each reading begins with a copy in
// memory, in the embedded engine, and what a plan changes in the copy is handed back to where it came from. Each kind
// of source has a folder of its own below and knows nothing of queries.
package mirror
