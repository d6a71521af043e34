// Package collect finds what the organisation's systems hold of a person who asks, and keeps it sealed with the
// request: runs, findings, what was decided about each row, the answers of sources that no program reads, and what else
// has to be opened because of what was found. It knows nothing of plans and of letters.
package collect
