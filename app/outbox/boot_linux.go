package outbox

import (
	"os"
	"strings"
)

// boot names this start of the computer; empty where the system does not.
func boot() string {
	raw, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(raw))
}
