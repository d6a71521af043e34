// Package search finds one person's rows: it begins at the fields that hold an identity and follows the references of
// the data map, each source in a snapshot of its own. Whoever wants more than to read takes part as a Visitor.
package search
