package shape

import (
	"slices"
	"strings"
)

// OfOnePiece reports whether values can be names of accounts: short and of one piece.
func OfOnePiece(values []string) bool {
	const longest = 64
	return !slices.ContainsFunc(values, func(v string) bool {
		return len(v) > longest || strings.ContainsAny(v, " \n\t{}<>=;/")
	})
}

// Identifiers reports whether values are long keys of one form, as programs make them: the 26 letters of a ULID, 32 of
// hexadecimal.
func Identifiers(values []string) bool {
	const several, shortest, longest = 2, 16, 40
	if len(values) < several || len(values[0]) < shortest || len(values[0]) > longest {
		return false
	}
	return !slices.ContainsFunc(values, func(v string) bool {
		return len(v) != len(values[0]) || strings.ContainsAny(v, " @./")
	})
}

// Numbers reports whether values are all whole numbers, and several.
func Numbers(values []string) bool {
	const several = 2
	return len(values) >= several && !slices.ContainsFunc(values, func(v string) bool { return Digits(v) != v })
}

// Large reports whether values are several numbers too large to be met by chance.
func Large(values []string) bool {
	const digits = 3
	return Numbers(values) && !slices.ContainsFunc(values, func(v string) bool { return len(v) < digits })
}

// Switches reports whether values only say whether something is so: Y and N.
func Switches(values []string) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(v string) bool {
		switch strings.ToLower(v) {
		case "y", "n", "yes", "no", "true", "false", "on", "off":
			return false
		}
		return true
	})
}
