// Package source reads the data map, opens the organisation's own databases read-only and finds one person's
// rows in them; it knows nothing of requests, of the desk's own store or of any window.
package source
