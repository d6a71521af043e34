// Package loopback tells whether what is sent to a host crosses a network.
package loopback

import (
	"net/netip"
	"strings"
)

// Is reports whether a host is this computer itself, or a socket in its file system: what goes there crosses no
// network, and need not be encrypted. What is no address but looks like one, as 127.1 does, is a name that somebody
// else may answer to.
func Is(host string) bool {
	host = strings.ToLower(strings.Trim(host, "[]"))
	ip, err := netip.ParseAddr(host)
	return host == "" || host == "localhost" || strings.HasPrefix(host, "/") || err == nil && ip.Unmap().IsLoopback()
}
