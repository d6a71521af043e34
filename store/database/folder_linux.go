package database

import "golang.org/x/sys/unix"

var networkKinds = map[int64]string{
	unix.NFS_SUPER_MAGIC: "NFS", unix.SMB_SUPER_MAGIC: "SMB", unix.SMB2_SUPER_MAGIC: "SMB",
	unix.CIFS_SUPER_MAGIC: "SMB",
	unix.AFS_SUPER_MAGIC:  "AFS", unix.AFS_FS_MAGIC: "AFS", unix.CODA_SUPER_MAGIC: "Coda",
	unix.CEPH_SUPER_MAGIC: "Ceph",
}

// NetworkDrive is the kind of network drive that a folder lies on; "" where it lies on a disk of this computer.
func NetworkDrive(dir string) string {
	var at unix.Statfs_t
	if unix.Statfs(dir, &at) != nil {
		return ""
	}
	return networkKinds[int64(uint32(at.Type))]
}
