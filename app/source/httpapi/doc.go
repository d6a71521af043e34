// Package httpapi reads and changes rows of systems that answer over HTTP, as their connector files say. Hosts are only
// those that a file names, over TLS but for this machine itself; no secret appears in an error, a log or a plan.
package httpapi
