// Package residue looks for what of a person still stands anywhere in the sources, in the data map or not.
package residue
