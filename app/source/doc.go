// Package source opens the organisation's own databases, and what is read as one. The rooms of this wing lie below it,
// and imports between them run one way, from the last to the first: value, dataset, connector, mask, sqldb with an
// engine in each of its folders, mirror with another, search, httpapi, shared, change, apply, residue, draft, trial.
// None of them knows anything of requests, of the desk's own store or of any window.
package source
