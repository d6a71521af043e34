// Package withhold keeps what of the findings a copy does not give: columns that staff leave out or mask for a reason,
// and columns and rows that are sensitive and outside of what was asked.
package withhold
