// Package loopback tells whether what is sent to a host crosses a network.
package loopback

import (
	"strings"
)

// Is reports whether a host is this computer itself, or a socket in its file system: what goes there crosses no
// network, and need not be encrypted.
func Is(host string) bool {
	host = strings.ToLower(strings.Trim(host, "[]"))
	return host == "" || host == "localhost" || host == "::1" || strings.HasPrefix(host, "127.") && onlyAddress(host) ||
		strings.HasPrefix(host, "/")
}

// onlyAddress reports whether a host is digits and points: 127.example.org is another's computer.
func onlyAddress(host string) bool { return strings.Trim(host, "0123456789.") == "" }
