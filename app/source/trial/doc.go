// Package trial is the command line's way to the wing: "rightsdesk datamap check" and "rightsdesk datamap trial" carry
// out the format's semantics alone, on a copy, without a desk.
package trial
