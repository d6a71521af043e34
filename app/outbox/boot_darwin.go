package outbox

import "golang.org/x/sys/unix"

// boot names this start of the computer; empty where the system does not.
func boot() string {
	id, err := unix.Sysctl("kern.bootsessionuuid")
	if err != nil {
		return ""
	}
	return id
}
