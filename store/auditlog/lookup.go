package auditlog

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/store/database"
)

// LookUpLimit is how long it is tried to find out what became of a commit whose answer was lost; tests shorten it.
var LookUpLimit = 25 * time.Second

// lookUpAgain is how soon the server is asked again.
const lookUpAgain = 250 * time.Millisecond

// LookUp finds out what became of a transaction whose newest entry is last and whose commit failed with lost: the
// server may have made it before the answer got lost. nil says that it stands; database.ErrNeedsRetry that it does not,
// and may be run again; database.ErrUncertain that the server did not come back in time.
func LookUp(ctx context.Context, writer func(context.Context) *gorm.DB, last EntryRow, lost error) error {
	if last.Action == "" { // a step of a job: who goes on with it reads how far it came
		return lost
	}
	asking, cancel := context.WithTimeout(context.WithoutCancel(ctx), LookUpLimit)
	defer cancel()
	for {
		stands, err := stands(writer(asking), last)
		switch {
		case err == nil && stands:
			return nil
		case err == nil && ctx.Err() != nil:
			return lost
		case err == nil:
			return database.ErrNeedsRetry
		}
		select {
		case <-asking.Done():
			return errors.Join(database.ErrUncertain, err)
		case <-time.After(lookUpAgain):
		}
	}
}

// stands reports whether an entry was committed. It waits for the lock of the log's head, which its transaction held
// until its end, so that one that still goes on is not taken for one that failed.
func stands(writer *gorm.DB, e EntryRow) (stands bool, err error) {
	err = writer.Transaction(func(db *gorm.DB) error {
		if _, err := LockHead(db, true); err != nil {
			return err
		}
		var rows []EntryRow
		err := db.Where("seq = ?", e.Seq).Find(&rows).Error
		stands = len(rows) == 1 && rows[0] == e
		return err
	})
	return stands, database.MapError(err)
}
