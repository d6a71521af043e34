// Package guard holds nothing but tests of what must stay true of the whole repository: the direction of imports, the
// UI goroutine, complete translations, equal schemas, no private paths. It is a package of its own because package main
// needs a display driver and these tests need none.
package guard
