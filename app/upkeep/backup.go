package upkeep

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/backup"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/setup"
)

// Backups is where and how often this computer backs a desk up by itself, while anybody is signed in, and what became
// of the last one: a back-up is sealed to the keys of others and takes none. A folder is one of a computer, and so the
// whole is kept by the computer, beside what else it remembers of the desk.
type Backups struct {
	Folder string        // empty: this computer makes none
	Every  time.Duration // from one to the next
	Keep   int           // how many stay
	// Computer tells this one from others in the log; empty where it was settled by an older program.
	Computer string

	Last   time.Time // when the last one was tried
	Made   time.Time // when the last one was made and proved
	Failed bool      // the last one was not

	// Overdue says that none of the desk was made for more than twice the time that was last settled at a computer
	// which still makes them, and OverdueSince when the last one was made, or they were settled. The log tells it, and
	// it is kept nowhere else.
	Overdue      bool      `json:"-"`
	OverdueSince time.Time `json:"-"`
}

// The bounds of Backups.
const (
	shortest  = time.Hour
	longest   = 31 * 24 * time.Hour
	mostKept  = 1000
	fileStamp = "20060102-150405"
	backupEnd = ".backup"
	ledgerEnd = ".erased" // the ledger of who was erased, beside it
)

// Errors of backing up by itself.
var (
	ErrFolder = errors.New(
		"the folder of back-ups is not there, or is no folder; name one of this computer by its whole path")
	ErrEvery = errors.New("give 1 to 744 hours from one back-up to the next")
	ErrKeep  = errors.New("keep 1 to 1,000 back-ups")
)

const backupsNote = "backups"

// ReadBackups reads how this computer backs the desk up.
func ReadBackups(ctx context.Context, s *desk.Session) (b Backups, err error) {
	if err := s.Allow(ctx, model.ActBackUp); err != nil {
		return b, err
	}
	if err := s.Read(ctx, model.ActBackUp, func(v *store.View) error {
		told, err := setup.ReadBackedUp(v)
		b.OverdueSince = told.Made
		if told.Set.After(told.Made) {
			b.OverdueSince = told.Set
		}
		b.Overdue = told.Every > 0 && s.Now().Sub(b.OverdueSince) > 2*told.Every
		return err
	}); err != nil {
		return b, err
	}
	text, err := s.Desk().Recall(ctx, backupsNote)
	if err != nil || text == "" {
		return b, err
	}
	if err := json.Unmarshal([]byte(text), &b); err != nil {
		return b, fmt.Errorf("what this computer keeps of the back-ups of the desk: %w", err)
	}
	return b, nil
}

func note(ctx context.Context, s *desk.Session, b Backups) error {
	text, err := json.Marshal(b)
	if err != nil {
		return err
	}
	return s.Desk().Note(ctx, backupsNote, string(text))
}

// SaveBackups changes where and how often this computer backs the desk up; an empty folder ends it. The log says so.
func SaveBackups(ctx context.Context, s *desk.Session, folder string, every time.Duration, keep int) error {
	b, err := ReadBackups(ctx, s)
	if err != nil {
		return err
	}
	if b.Folder == "" && b.Computer == "" {
		b.Computer = uuid.NewString()[:8]
	}
	if b.Folder, b.Every, b.Keep = folder, every, keep; folder != "" {
		info, err := os.Stat(folder)
		switch {
		case err != nil || !info.IsDir() || !filepath.IsAbs(folder):
			return ErrFolder
		case every < shortest || every > longest:
			return ErrEvery
		case keep < 1 || keep > mostKept:
			return ErrKeep
		}
	}
	if err := s.Write(ctx, model.ActSetBackUps, func(_ *store.Tx, entry *model.Entry) error {
		entry.Detail["hours"], entry.Detail["keep"], entry.Detail["off"] = int(every.Hours()), keep, folder == ""
		if b.Computer != "" {
			entry.Detail["computer"] = b.Computer
		}
		return nil
	}); err != nil {
		return err
	}
	return note(ctx, s, b)
}

// BackUpWhenDue backs the desk up where it is time to, and returns what is known of the last back-up. One that fails is
// tried again when the next one is due, or an hour later where that is sooner.
func BackUpWhenDue(ctx context.Context, s *desk.Session) (Backups, error) {
	recorded := RecordOutside(ctx, s)
	b, err := ReadBackups(ctx, s)
	if err != nil || b.Folder == "" {
		return b, errors.Join(recorded, err)
	}
	wait := b.Every
	if b.Failed {
		wait = shortest
	}
	if since := s.Now().Sub(b.Last); since >= 0 && since < wait {
		return b, recorded
	}
	b, err = BackUp(ctx, s)
	return b, errors.Join(recorded, err)
}

// BackUp backs the desk up now, proves the file by restoring it beside itself, and takes the oldest files away where
// more are there than are to be kept. The log says what became of it.
func BackUp(ctx context.Context, s *desk.Session) (b Backups, err error) {
	if b, err = ReadBackups(ctx, s); err != nil {
		return b, err
	}
	info, err := s.Desk().Info(ctx)
	if err != nil {
		return b, err
	}
	begin := fmt.Sprintf("rightsdesk-%d-", info.CreatedAt.Unix()) // another desk may lie in the same folder
	file := filepath.Join(b.Folder, begin+s.Now().Format(fileStamp)+backupEnd)
	b.Last, b.Failed = s.Now(), true
	var moved backup.Moved
	if stat, statErr := os.Stat(b.Folder); statErr != nil || !stat.IsDir() {
		err = ErrFolder
	} else {
		moved, err = backup.Write(s.Desk().Store(), ctx, file, false)
	}
	if err == nil {
		err = writeLedger(ctx, s, LedgerBeside(file))
	}
	gone := 0
	if err == nil {
		b.Made, b.Failed, b.Overdue = b.Last, false, false
		gone, err = dropOlder(file, begin, b.Keep)
	}
	logged := s.Write(ctx, model.ActBackUp, func(_ *store.Tx, entry *model.Entry) error {
		entry.Detail["failed"] = b.Failed
		if !b.Failed {
			entry.Detail["tables"], entry.Detail["problems"], entry.Detail["dropped"] = len(moved.Tables), len(
				moved.Problems), gone
		}
		return nil
	})
	return b, errors.Join(err, logged, note(ctx, s, b))
}

// writeLedger keeps the ledger of who was erased beside a back-up.
func writeLedger(ctx context.Context, s *desk.Session, file string) error {
	var text string
	if err := s.Read(ctx, model.ActBackUp, func(v *store.View) (err error) {
		text, err = requests.LedgerText(v)
		return err
	}); err != nil {
		return err
	}
	return private.Write(file, []byte(text))
}
