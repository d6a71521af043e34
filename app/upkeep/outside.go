package upkeep

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/backup"
)

// Outside is a back-up that was made while nobody was signed in, as by a timer of the system: it takes no keys. An
// entry of the log does, and so does the ledger of who was erased.
type Outside struct {
	File     string // by its whole path
	At       time.Time
	Tables   int
	Problems int
	Failed   bool
	// Unproven says that it was not restored to prove it.
	Unproven bool
}

// OutsideOf is what became of a back-up that was written into a file.
func OutsideOf(file string, at time.Time, m backup.Moved, unproven bool, err error) Outside {
	return Outside{File: file, At: at, Tables: len(m.Tables), Problems: len(m.Problems), Failed: err != nil,
		Unproven: unproven}
}

// outsideNote is the name under which this computer keeps those that are not recorded yet, mostOutside how many of
// them.
const (
	outsideNote = "backups-outside"
	mostOutside = 500
)

// LedgerBeside is the file beside a back-up that holds the ledger of who was erased.
func LedgerBeside(file string) string { return strings.TrimSuffix(file, backupEnd) + ledgerEnd }

// KeepOutside keeps a back-up in mind until somebody of this computer opens the desk, who records it.
func KeepOutside(ctx context.Context, d *desk.Desk, o Outside) error {
	list, err := outsides(ctx, d)
	if err != nil {
		return err
	}
	list = append(list, o)
	return keepOutsides(ctx, d, list[max(0, len(list)-mostOutside):])
}

func outsides(ctx context.Context, d *desk.Desk) (list []Outside, err error) {
	text, err := d.Recall(ctx, outsideNote)
	if err == nil && text != "" {
		if err = json.Unmarshal([]byte(text), &list); err != nil {
			err = fmt.Errorf("what this computer keeps of back-ups that are not recorded: %w", err)
		}
	}
	return list, err
}

func keepOutsides(ctx context.Context, d *desk.Desk, list []Outside) error {
	text, err := json.Marshal(list)
	if err != nil {
		return err
	}
	return d.Note(ctx, outsideNote, string(text))
}

// Record writes into the log what became of a back-up that was made outside the window, and the ledger of who was
// erased beside its file where that is still there. The ledger is that of now: it knows of more erasures than the
// back-up, never of fewer. beside is why none could be written, which the entry says, too.
func Record(ctx context.Context, s *desk.Session, o Outside) (beside, err error) {
	if err := s.Allow(ctx, model.ActBackUp); err != nil {
		return nil, err
	}
	if _, err := os.Stat(o.File); err == nil && !o.Failed {
		beside = writeLedger(ctx, s, LedgerBeside(o.File))
	}
	return beside, s.Write(ctx, model.ActBackUp, func(_ *store.Tx, entry *model.Entry) error {
		entry.Detail["failed"], entry.Detail["outside"], entry.Detail["made"] = o.Failed, true, o.At.UnixMilli()
		if !o.Failed {
			entry.Detail["tables"], entry.Detail["problems"], entry.Detail["unproven"], entry.Detail["ledger"] =
				o.Tables, o.Problems, o.Unproven, beside == nil
		}
		return nil
	})
}

// RecordOutside records the back-ups that this computer keeps in mind.
func RecordOutside(ctx context.Context, s *desk.Session) error {
	if err := s.Allow(ctx, model.ActBackUp); err != nil {
		return err
	}
	list, err := outsides(ctx, s.Desk())
	for len(list) > 0 && err == nil {
		if _, err = Record(ctx, s, list[0]); err != nil {
			return err
		}
		if list, err = outsides(ctx, s.Desk()); err == nil && len(list) > 0 { // one may have been made meanwhile
			list = list[1:]
			err = keepOutsides(ctx, s.Desk(), list)
		}
	}
	return err
}
