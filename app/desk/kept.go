package desk

import (
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

// What can be wrong with the place where a desk is kept, or with what stands there. Each has a sentence in the window.
var (
	ErrAway                     = database.ErrAway
	ErrNotGranted               = database.ErrNotGranted
	ErrOlder                    = database.ErrOlder
	ErrUncertain                = database.ErrUncertain
	ErrCertificate              = database.ErrCertificate
	ErrConflict                 = store.ErrConflict
	ErrDamaged                  = database.ErrDamaged
	ErrDiskFull                 = store.ErrDiskFull
	ErrDuplicate                = store.ErrDuplicate
	ErrEngineOld                = database.ErrEngineOld
	ErrEngineParts              = database.ErrEngineParts
	ErrGivenPassword            = store.ErrGivenPassword
	ErrLogBroken                = store.ErrLogBroken
	ErrNewer                    = store.ErrNewer
	ErrNeverSigned              = store.ErrNeverSigned
	ErrNoDatabase               = database.ErrNoDatabase
	ErrNoDesk                   = store.ErrNoDesk
	ErrNoKey                    = store.ErrNoKey
	ErrNotApproved              = store.ErrNotApproved
	ErrPassword                 = database.ErrPassword
	ErrOneShare, ErrOtherShares = seal.ErrOneShare, seal.ErrOtherShares
	ErrRecoveryKey              = seal.ErrRecoveryKey
	ErrRoster                   = store.ErrRoster
	ErrRosterOld                = store.ErrRosterOld
	ErrSchema                   = database.ErrSchema
	ErrStaffRow                 = store.ErrStaffRow
	ErrTaken                    = store.ErrTaken
	ErrNoRoster                 = store.ErrNoRoster
	ErrTampered                 = store.ErrTampered
	ErrUnencrypted              = database.ErrUnencrypted
	ErrUnreachable              = database.ErrUnreachable
	ErrWeak                     = database.ErrWeak
)

// File is the name of the file that a desk on this computer is kept in.
const File = store.File

// IsShared reports whether an address names a shared desk on PostgreSQL rather than a folder.
func IsShared(address string) bool { return store.IsShared(address) }
