package desk

import "orangelab.cn/rightsdesk/store"

// What can be wrong with the place where a desk is kept, or with what stands there. Each has a sentence in the window.
var (
	ErrCertificate   = store.ErrCertificate
	ErrConflict      = store.ErrConflict
	ErrDamaged       = store.ErrDamaged
	ErrDiskFull      = store.ErrDiskFull
	ErrDuplicate     = store.ErrDuplicate
	ErrEngineOld     = store.ErrEngineOld
	ErrGivenPassword = store.ErrGivenPassword
	ErrLogBroken     = store.ErrLogBroken
	ErrNeverSigned   = store.ErrNeverSigned
	ErrNoDatabase    = store.ErrNoDatabase
	ErrNoDesk        = store.ErrNoDesk
	ErrNoKey         = store.ErrNoKey
	ErrNotApproved   = store.ErrNotApproved
	ErrPassword      = store.ErrPassword
	ErrRecoveryKey   = store.ErrRecoveryKey
	ErrRoster        = store.ErrRoster
	ErrRosterOld     = store.ErrRosterOld
	ErrSchema        = store.ErrSchema
	ErrStaffRow      = store.ErrStaffRow
	ErrTaken         = store.ErrTaken
	ErrNoRoster      = store.ErrNoRoster
	ErrTampered      = store.ErrTampered
	ErrUnencrypted   = store.ErrUnencrypted
	ErrUnreachable   = store.ErrUnreachable
)

// File is the name of the file that a desk on this computer is kept in.
const File = store.File

// IsShared reports whether an address names a shared desk on PostgreSQL rather than a folder.
func IsShared(address string) bool { return store.IsShared(address) }
