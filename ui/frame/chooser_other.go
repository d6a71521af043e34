//go:build !linux

package frame

func portal(wanted) (string, error) { return "", errNoChooser }
