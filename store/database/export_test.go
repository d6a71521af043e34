package database

import "time"

// WaitForServers sets how long a server may take to let us in, and returns what it was.
func WaitForServers(bound time.Duration) (before time.Duration) {
	before, connectTimeout = connectTimeout, bound
	return before
}
