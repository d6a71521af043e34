//go:build !linux && !windows && !darwin

package store

// networkDrive is not known here.
func networkDrive(string) string { return "" }
