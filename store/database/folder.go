package database

import (
	"fmt"

	"orangelab.cn/rightsdesk/private"
)

// deskFolder makes the folder of a desk, its owner's alone. A new desk is not made on a drive of another computer.
func deskFolder(dir string, fresh bool) error {
	if err := private.Folder(dir); err != nil {
		return AtPlace(err, "the desk's folder %s cannot be made", dir)
	}
	if !fresh {
		return nil
	}
	if drive := NetworkDrive(dir); drive != "" {
		return &placeError{fmt.Sprintf("no desk is made in %s: %s", dir, OnAnother(drive)), nil}
	}
	return AtPlace(private.Own(dir), "the desk's folder %s cannot be made its owner's alone", dir)
}

// OnAnother says why a drive of another computer is no place for a desk: the log that SQLite writes ahead is shared
// through the memory of one computer, and two that open the file damage it.
func OnAnother(drive string) string {
	return fmt.Sprintf("that is a network drive (%s), on which two computers damage the file; take a folder of this computer, or a shared desk on PostgreSQL", drive)
}
