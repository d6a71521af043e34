// Package identifier is what a person is known by: e-mail addresses, telephone numbers, accounts, names, identity
// numbers and dates of birth. It says when two spellings are one value, which spellings a source may hold, what a text
// or a cell of several values holds, what merely comes near, and how a value is masked. It knows of no request and no
// source.
package identifier
