package store

import (
	"errors"

	"orangelab.cn/rightsdesk/store/database"
)

// Errors of the store, those of its database among them.
var (
	ErrNotFound  = database.ErrNotFound
	ErrConflict  = database.ErrConflict
	ErrDuplicate = database.ErrDuplicate
	ErrTaken     = database.ErrTaken
	ErrDiskFull  = database.ErrDiskFull
	ErrAway      = database.ErrAway
	ErrUncertain = database.ErrUncertain
	ErrLogBroken = database.ErrLogBroken
	ErrNoDesk    = errors.New("no desk here")
	ErrNoEntry   = errors.New("a write without an audit entry")
	ErrTampered  = errors.New("a request was changed outside the program")
)
