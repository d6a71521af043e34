// Package shared tells which of the rows that a search found may also be somebody else's, and why.
package shared
