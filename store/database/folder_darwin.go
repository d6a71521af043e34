package database

import "golang.org/x/sys/unix"

// NetworkDrive is the kind of network drive that a folder lies on; "" where it lies on a disk of this computer.
func NetworkDrive(dir string) string {
	var at unix.Statfs_t
	if unix.Statfs(dir, &at) != nil || at.Flags&unix.MNT_LOCAL != 0 {
		return ""
	}
	return unix.ByteSliceToString(at.Fstypename[:])
}
