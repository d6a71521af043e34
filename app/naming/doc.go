// Package naming says what the papers of a request call things, in the person's language: systems, collections and
// columns by the data map, categories, purposes and recipients by the register, the organisation by its own facts, and
// how identity was proven.
package naming
