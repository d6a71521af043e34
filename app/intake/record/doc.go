// Package record holds what a file said: the submission, what is doubtful or wrong about it, and how the values, days
// and words that people write are read. Every format reads into it.
package record
