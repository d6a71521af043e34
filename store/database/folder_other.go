//go:build !linux && !windows && !darwin

package database

// NetworkDrive is not known here.
func NetworkDrive(string) string { return "" }
