// Package affected reads who is affected by an incident: from the sources by the data map, from lists and from logs. It
// knows nothing of incidents' records, and keeps nothing.
package affected
