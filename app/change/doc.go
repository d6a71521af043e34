// Package change carries a change out in the sources: what staff settle about it, the plan row by row, the second
// person's approval of exactly that, the writing, the tasks of owners, and the ledger of what was erased. What a kind
// of request settles is its settlement. It knows nothing of letters; what becomes of each row it tells in model.Fate.
package change
