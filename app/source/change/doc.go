// Package change works out what an erasure, a correction or a stop would do, row by row, and what stands in its way. It
// writes nothing.
package change
