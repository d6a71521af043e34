// Package result computes what became of a request, once for all papers: the fate of every row, what stays and why,
// what the last search still finds and what was settled about it, and the certificate that says so.
package result
