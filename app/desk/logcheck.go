package desk

import (
	"context"
	"errors"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// ErrNoHead says that the log has no signed head yet.
var ErrNoHead = errors.New("nobody has signed in yet, so no head is signed")

// ErrNotAHead says that a text is no head of an audit log.
var ErrNotAHead = errors.New("this is no head of an audit log")

// LogCheck is what came of looking through the whole audit log.
type LogCheck struct {
	At      time.Time
	Took    time.Duration
	Entries int64
	Signed  int64  // entries that the newest signature covers
	Root    string // of the tree over all entries, as its heads write it
	// Remembered is how many entries the newest head holds that this computer keeps outside the desk; 0 where it keeps
	// none yet.
	Remembered int64
	Problems   int // 0 where the log is sound
}

// CheckLog looks through the whole log, against what this computer remembers and against heads that were kept
// elsewhere. ErrNotAHead where one of them is none.
func (s *Session) CheckLog(ctx context.Context, earlier []string) (LogCheck, error) {
	if err := s.Allow(ctx, model.ActReadLog); err != nil {
		return LogCheck{}, err
	}
	for _, head := range earlier {
		if !IsHead(head) {
			return LogCheck{}, ErrNotAHead
		}
	}
	began := time.Now() // how long it took, on whatever clock
	m, err := s.desk.remembered(ctx)
	if err != nil {
		return LogCheck{}, err
	}
	v, err := s.desk.VerifyLog(ctx, earlier...)
	return LogCheck{At: s.Now(), Took: time.Since(began), Entries: v.Entries, Signed: v.Signed, Root: v.Root.String(),
		Remembered: headSize(m.head), Problems: len(v.Problems)}, err
}

// IsHead reports whether a text has the form of a signed head, as a file may hold one.
func IsHead(text string) bool { return strings.Contains(text, "\n\n— ") }

// headSize is how many entries a head vouches for; 0 where the text is none.
func headSize(head string) int64 {
	text, _, ok := strings.Cut(head, "\n\n— ")
	if !ok {
		return 0
	}
	tree, err := tlog.ParseTree([]byte(text + "\n"))
	if err != nil {
		return 0
	}
	return tree.N
}

// ExportHead hands the newest signed head to keep, which puts it outside the desk, and leaves an entry once it has.
func (s *Session) ExportHead(ctx context.Context, keep func(model.Head) error) (head model.Head, err error) {
	if err := s.Read(ctx, model.ActExportHead, func(v *store.View) (err error) {
		head, err = v.Head()
		return err
	}); err != nil {
		return head, err
	}
	if head.Note == "" {
		return head, ErrNoHead
	}
	if err := keep(head); err != nil {
		return head, err
	}
	return head, s.Write(ctx, model.ActExportHead, func(_ *store.Tx, entry *model.Entry) error {
		entry.Detail["entries"] = head.SignedSize
		return nil
	})
}

// LogDays is how the log grew on the last days.
type LogDays struct {
	Days  []time.Time // an instant of each, oldest first; the last is today
	Count []int64     // entries of each
	Total int64
	// Kept is the newest entry that tells of a head put outside the desk; its Seq is 0 where these days have none.
	// Newer counts the entries after it, or all of these days.
	Kept  model.Entry
	Newer int64
}

// ReadLogDays counts the entries of the last days, by the days of the desk's zone.
func (s *Session) ReadLogDays(ctx context.Context, days int) (d LogDays, err error) {
	if err := s.Allow(ctx, model.ActReadLog); err != nil {
		return d, err
	}
	zone := s.Rules().Location()
	y, m, day := s.Now().In(zone).Date()
	place := map[string]int{}
	date := func(t time.Time) string { return t.In(zone).Format(time.DateOnly) }
	for i := range days {
		noon := time.Date(y, m, day-days+1+i, 12, 0, 0, 0, zone)
		d.Days, place[date(noon)] = append(d.Days, noon), i
	}
	d.Count = make([]int64, days)
	err = s.Read(ctx, model.ActReadLog, func(v *store.View) error {
		return v.EntriesSince(time.Date(y, m, day-days+1, 0, 0, 0, 0, zone), func(e model.Entry) {
			if i, ok := place[date(e.At)]; ok {
				d.Count[i]++
				d.Total++
			}
			switch {
			case d.Kept.Seq != 0:
			case e.Action == model.ActExportHead:
				d.Kept = e
			default:
				d.Newer++
			}
		})
	})
	return d, err
}
