//go:build !linux && !darwin

package outbox

// boot is not named here: Windows counts the seconds since its start by a clock that is set, and no number of it is
// promised to be another after the next. So each message is a transaction.
func boot() string { return "" }
