package database

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// NetworkDrive is the network drive that a folder lies on; "" where it lies on a disk of this computer.
func NetworkDrive(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		abs = dir
	}
	volume := strings.TrimPrefix(filepath.VolumeName(abs), `\\?\`)
	if rest, ok := strings.CutPrefix(volume, `UNC\`); ok {
		volume = `\\` + rest
	}
	if strings.HasPrefix(volume, `\\`) && !strings.HasPrefix(volume, `\\.\`) {
		return volume
	}
	root, err := windows.UTF16PtrFromString(volume + `\`)
	if err == nil && windows.GetDriveType(root) == windows.DRIVE_REMOTE {
		return volume
	}
	return ""
}
