// Package value holds what a database cell can be: scalars, moments, documents and bytes that no text is, each with one
// way to compare it, to write it down and to read it back. It knows of no database.
package value
