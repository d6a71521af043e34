package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incoming"
)

// ErrNotWaiting says that colleagues decided about all records of a file meanwhile.
var ErrNotWaiting = errors.New("nothing of this file waits for a decision any more")

// settleWaiting ends the waiting of a record in the transaction that carries out what was decided about it.
func settleWaiting(tx *store.Tx, w record.WaitingRecord, now time.Time) error {
	if w.File == "" {
		return nil
	}
	return incoming.Decided(tx, w.File, w.Place, now)
}

// Kept reports whether the desk keeps the file because records of it wait for a decision.
func (v Shown) Kept() bool { return v.waiting != "" }

// ID is that of the file at the desk; empty where the desk does not keep it.
func (v Shown) ID() string { return v.waiting }

// Keep keeps a file that is shown, sealed, with those of its rows that wait for a decision, until each of them was
// decided about. It returns the file as it is kept.
func Keep(ctx context.Context, s *desk.Session, v Shown, rows []int) (Shown, error) {
	if err := s.Allow(ctx, model.ActKeepFile); err != nil {
		return v, err
	}
	var places []int
	for _, i := range rows {
		if i >= 0 && i < len(v.Rows) {
			places = append(places, v.Rows[i].place)
		}
	}
	if len(places) == 0 {
		return v, nil
	}
	as, err := json.Marshal(v.As)
	if err != nil {
		return v, fmt.Errorf("keep a file: %w", err)
	}
	err = s.Write(ctx, model.ActKeepFile, func(tx *store.Tx, entry *model.Entry) (err error) {
		entry.Detail["records"] = len(places)
		v.waiting, err = incoming.KeepFile(tx,
			model.WaitingFile{At: s.Now(), By: s.Staff().ID,
				Head: model.WaitingHead{File: v.File, As: as, Digest: v.Digest}}, v.data, places)
		return err
	})
	return v, err
}

// Draft keeps a file that is shown, sealed, until it is left or decided about: where the program ends or the desk is
// locked before, it is in Received again. What the desk knows wholly, or keeps already, needs none.
func Draft(ctx context.Context, s *desk.Session, v Shown) (Shown, error) {
	if err := s.Allow(ctx, model.ActKeepFile); err != nil {
		return v, err
	}
	if v.Size > MaxFile || !slices.ContainsFunc(v.Rows, func(r Row) bool { return r.Known != record.Same }) {
		return v, nil
	}
	as, err := json.Marshal(v.As)
	if err != nil {
		return v, fmt.Errorf("keep a draft of a file: %w", err)
	}
	err = s.Write(ctx, model.ActKeepFile, func(tx *store.Tx, entry *model.Entry) (err error) {
		entry.Detail["records"], entry.Detail["draft"] = len(v.Rows), true
		v.draft, err = incoming.DraftFile(tx,
			model.WaitingFile{At: s.Now(), By: s.Staff().ID, Head: model.WaitingHead{File: v.File, As: as}}, v.data)
		if err == nil && v.draft == "" {
			return errKept
		}
		return err
	})
	if errors.Is(err, errKept) {
		return v, nil
	}
	return v, err
}

// errKept ends a writing that would change nothing, so that no entry says it did.
var errKept = errors.New("the file is kept already")

// EndDraft forgets the draft of a file that its reader leaves; what waits of it by a decision goes on waiting.
func EndDraft(ctx context.Context, s *desk.Session, v Shown) error {
	if err := s.Allow(ctx, model.ActKeepFile); err != nil || v.draft == "" {
		return err
	}
	return s.Progress(ctx, model.ActKeepFile, func(tx *store.Tx) error {
		return incoming.EndDraft(tx, v.draft, s.Now())
	})
}

// Drafted reports whether the desk keeps a draft of the file.
func (v Shown) Drafted() bool { return v.draft != "" }

// WaitingFiles lists the files of which records wait for a decision, the oldest first.
func WaitingFiles(ctx context.Context, s *desk.Session) (list []model.WaitingFile, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
		list, err = incoming.WaitingFiles(v)
		return err
	})
	return list, err
}

// ShowWaiting shows what waits of a file that is kept, in the form in which it was shown first. ErrNotWaiting where
// nothing does.
func ShowWaiting(ctx context.Context, s *desk.Session, id string) (Shown, error) {
	if err := s.Allow(ctx, model.ActTakeRequest); err != nil {
		return Shown{}, err
	}
	var file model.WaitingFile
	var data []byte
	var places []int
	err := s.Read(ctx, model.ActTakeRequest, func(v *store.View) (err error) {
		file, data, places, err = incoming.WaitingFile(v, id)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return Shown{}, ErrNotWaiting
	}
	if err != nil {
		return Shown{}, err
	}
	var as record.As
	if err := json.Unmarshal(file.Head.As, &as); err != nil {
		return Shown{}, fmt.Errorf("read a waiting file: %w", err)
	}
	v, err := showData(ctx, s, file.Head.File, data, as)
	if err != nil {
		return Shown{}, err
	}
	v.waiting = id
	if v.Digest != file.Head.Digest {
		// This program, or this day, reads it in another way: whatever the desk does not know waits.
		var rows []int
		v.Rows = slices.DeleteFunc(v.Rows, func(r Row) bool { return r.Known == record.Same })
		for i := range v.Rows {
			rows = append(rows, i)
		}
		if len(rows) == 0 { // all of it was taken in before the program ended
			v.draft = id
			if err := EndDraft(ctx, s, v); err != nil {
				return Shown{}, err
			}
			return Shown{}, ErrNotWaiting
		}
		return Keep(ctx, s, v, rows)
	}
	v.Rows = slices.DeleteFunc(v.Rows, func(r Row) bool {
		_, waits := slices.BinarySearch(places, r.place)
		return !waits
	})
	return v, nil
}

// leaveOut writes down that rows are left out, by reason, and ends their waiting.
func leaveOut(ctx context.Context, s *desk.Session, v Shown, decided []Decided) (done []Became, err error) {
	for _, reason := range model.LeaveOutReasons {
		var lines []string
		var those []Became
		var places []record.WaitingRecord
		for _, d := range decided {
			if d.Do == LeaveOut && d.Reason == reason && d.Row >= 0 && d.Row < len(v.Rows) &&
				slices.Contains(v.Rows[d.Row].Choices(), LeaveOut) {
				row := v.Rows[d.Row]
				lines, those, places = append(lines, fmt.Sprint(row.Line)), append(those,
					Became{Decided: d}), append(places, record.WaitingRecord{File: v.waiting, Place: row.place})
			}
		}
		if len(those) == 0 {
			continue
		}
		err := s.Write(ctx, model.ActLeaveOut, func(tx *store.Tx, entry *model.Entry) error {
			entry.Detail["records"], entry.Detail["left_out"] = len(those), string(reason)
			entry.Detail["lines"] = strings.Join(lines[:min(len(lines), maxEntryLines)], " ")
			for _, w := range places {
				if err := settleWaiting(tx, w, s.Now()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return done, err
		}
		done = append(done, those...)
	}
	return done, nil
}

// maxEntryLines is how many lines of a file an entry names.
const maxEntryLines = 100
