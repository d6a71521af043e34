package notice

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/intake/sheet"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
	"orangelab.cn/rightsdesk/store/setup"
)

// Errors of lists that are given out.
var (
	ErrListOwn   = errors.New("nobody gives out the people of a notice that they wrote: a second person does")
	ErrListWay   = errors.New("by this channel the desk sends by itself, or it reaches nobody for themselves")
	ErrListEarly = errors.New("not everybody was tried yet: a list is given out after that")
	ErrListEmpty = errors.New("nobody is left who is to be reached by this channel")
	ErrNoLines   = errors.New("no column of the file names the lines of a list that was given out: it is called line")
	ErrNoResults = errors.New("no column of the file says what became of each: it is called result")
)

// lineOf names somebody in a list that is given out.
func lineOf(n notice.Notice, recipient int64) string {
	return n.Reference + "/" + strconv.FormatInt(recipient, 10)
}

// recipientOf reads what lineOf wrote; false where it names nobody of the notice.
func recipientOf(n notice.Notice, line string) (int64, bool) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(line), n.Reference+"/")
	recipient, err := strconv.ParseInt(rest, 10, 64)
	return recipient, ok && err == nil && recipient > 0 && recipient <= n.Audience.Count
}

// second checks that whoever gives people of a notice out wrote nothing of it.
func second(v *store.View, s *desk.Session, id int64) error {
	writers, err := notices.Writers(v, id)
	if err == nil && slices.ContainsFunc(writers, func(w string) bool { return !model.SecondPerson(s.Staff().ID, w) }) {
		err = ErrListOwn
	}
	return err
}

// GiveList writes the people of a notice who are to be reached by a channel by which the desk does not send itself,
// each once, with the text that they get, and returns how many. again writes those who stand in such a list already and
// of whom nothing is known: for a file that was lost. The log keeps who took it and the digest of its bytes; where this
// fails, the caller throws away what was written.
func GiveList(ctx context.Context, s *desk.Session, about notice.Seen, ch notice.Channel, again bool,
	out io.Writer) (people int64, err error) {
	if err := s.Allow(ctx, model.ActListNotice); err != nil {
		return 0, err
	}
	var n notice.Notice
	var org model.Organisation
	if err := s.Read(ctx, model.ActListNotice, func(v *store.View) error {
		if err := second(v, s, about.ID); err != nil {
			return err
		}
		if n, err = notices.Read(v, about.ID); err != nil {
			return err
		}
		settings, err := setup.MailSettings(v)
		if err != nil {
			return err
		}
		if org, err = setup.Organisation(v); err != nil {
			return err
		}
		run, err := notices.ReadRun(v, about.ID)
		switch {
		case n.State != notice.Sending && n.State != notice.Sent:
			return ErrState
		case !n.Content.Uses(ch) || !slices.Contains(notice.ByPerson, ch) ||
			slices.Contains(outbox.Sends(settings), ch):
			return ErrListWay
		case err != nil:
			return err
		case run.Round == 1 && run.Cursor < n.Audience.Count:
			return ErrListEarly
		}
		return nil
	}); err != nil {
		return 0, err
	}
	sum := sha256.New()
	table, err := packet.NewTable(io.MultiWriter(out, sum), packet.TableCSV,
		[]string{"line", "name", "email", "phone", "device", "language", "subject", "text", "result", "remark", "post"},
		org.Languages[0], s.Now())
	if err != nil {
		return 0, err
	}
	content := n.Content.Dated(calendar.DateOf(s.Now(), s.Rules().Location()))
	for first := int64(1); first <= n.Audience.Count; {
		var some []notice.Recipient
		var listed []int64
		if err := s.Progress(ctx, model.ActListNotice, func(tx *store.Tx) (err error) {
			listed = nil
			if some, _, err = notices.AudiencePart(tx.View, n.ID, first); err != nil {
				return err
			}
			last, err := notices.LastReceipts(tx.View, n.ID, first, first+int64(len(some))-1)
			if err != nil {
				return err
			}
			for i, r := range some {
				recipient := first + int64(i)
				x, tried := last[recipient]
				switch {
				case again && x.Result == notice.Listed && x.Channel == ch,
					!again && !tried && content.Way(r, "") == ch,
					!again && (x.Result == notice.Failed || x.Result == notice.Returned) &&
						content.Way(r, x.Channel) == ch:
					listed = append(listed, recipient)
				}
			}
			if again || len(listed) == 0 {
				return nil
			}
			return outbox.ListNotice(tx, n.ID, ch, listed, last, s.Now())
		}); err != nil {
			return people, err
		}
		for _, recipient := range listed {
			r := some[recipient-first]
			lang := r.Language(org.Languages)
			text := content.Render(ch, org, lang, r)
			if err := table.Row([]string{lineOf(n, recipient), r.Name, r.Email, r.Phone, r.Device, lang, text.Subject,
				text.Text, "", "", r.Post}); err != nil {
				return people, err
			}
		}
		people, first = people+int64(len(listed)), first+int64(len(some))
	}
	if people == 0 {
		return 0, ErrListEmpty
	}
	return people, s.Write(ctx, model.ActListNotice, func(_ *store.Tx, entry *model.Entry) error {
		entry.Detail["notice"], entry.Detail["channel"], entry.Detail["people"], entry.Detail["sha256"] =
			n.Reference, string(ch), people, hex.EncodeToString(sum.Sum(nil))
		return nil
	})
}

// LineProblem is a line of a file that nothing was written down of, and why.
type LineProblem struct {
	Row  int    // of the file, from 2: the first names the columns
	Line string // what names the person there
	Why  error
}

// Read errors of lines, see LineProblem.
var (
	ErrUnknownLine   = errors.New("it names nobody of this notice")
	ErrTwoInFile     = errors.New("it stands in the file more than once")
	ErrUnknownResult = errors.New("its result is none that is known: sent or failed")
)

// FileRead is what came of a file: how many lines were written down, and those that were not.
type FileRead struct {
	Taken    int64
	Problems []LineProblem
}

// results are the words of a result, as record.FoldName folds them, and whether they say that somebody was reached.
var results = map[string]bool{"sent": true, "delivered": true, "ok": true, "success": true, "reached": true,
	"handed": true, "成功": true, "已发送": true, "送达": true, "已送达": true,
	"failed": false, "refused": false, "error": false, "undelivered": false, "notreached": false, "rejected": false,
	"失败": false, "拒绝": false, "未送达": false}

// takenAtOnce is how many lines of a file are written down in a transaction.
const takenAtOnce = 500

// said is one line of a file: about whom, and what it says.
type said struct {
	recipient int64
	yes       bool
	remark    string
}

// ResultFile reads what became of the people of a list that was given out: each line becomes a receipt. Whom it did not
// reach is sent on to the next way. Lines that name nobody, or somebody twice, change nothing and are named.
func ResultFile(ctx context.Context, s *desk.Session, about notice.Seen, path string) (done FileRead, err error) {
	if err := s.Allow(ctx, model.ActSendNotice); err != nil {
		return done, err
	}
	n, err := Read(ctx, s, about.ID)
	if err != nil {
		return done, err
	}
	text, _, err := sheet.ReadFile(path)
	if err != nil {
		return done, err
	}
	lines := newFileLines(&done, func(some []said) error {
		return s.Progress(ctx, model.ActSendNotice, func(tx *store.Tx) error {
			for _, x := range some {
				err := outbox.ListResult(tx, about.ID, x.recipient, x.yes, x.remark, s.Now())
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
	known := func(recipient int64) error {
		return s.Read(ctx, model.ActReadNotice, func(v *store.View) error {
			last, err := notices.LastReceipt(v, about.ID, recipient)
			switch {
			case errors.Is(err, store.ErrNotFound):
				return outbox.ErrNotListed
			case err != nil:
				return err
			case last.Result != notice.Listed:
				return outbox.ErrDoubled
			}
			return nil
		})
	}
	err = sheet.EachRow(text, func(columns map[string]bool) error {
		switch {
		case !columns["line"]:
			return ErrNoLines
		case !columns["result"]:
			return ErrNoResults
		}
		return nil
	}, func(get func(string) string) error {
		lines.row++
		line := get("line")
		recipient, is := recipientOf(n.Notice, line)
		if !is {
			return lines.problem(line, ErrUnknownLine)
		}
		word := record.FoldName(get("result"))
		reached, is := results[word]
		if !is {
			return lines.problem(line, ErrUnknownResult)
		}
		if lines.seen[recipient] {
			return lines.problem(line, ErrTwoInFile)
		}
		if err := known(recipient); errors.Is(err, outbox.ErrNotListed) || errors.Is(err, outbox.ErrDoubled) {
			return lines.problem(line, err)
		} else if err != nil {
			return err
		}
		return lines.add(said{recipient, reached, get("remark")})
	})
	return done, lines.end(ctx, s, err, model.ActSendNotice, n.Notice, "results")
}

// fileLines gathers the lines of a file and writes some down at a time.
type fileLines struct {
	done *FileRead
	row  int
	seen map[int64]bool
	wait []said
	keep func([]said) error
}

func newFileLines(done *FileRead, keep func([]said) error) *fileLines {
	return &fileLines{done: done, row: 1, seen: map[int64]bool{}, keep: keep}
}

// problem names a line that nothing is written down of.
func (f *fileLines) problem(line string, why error) error {
	f.done.Problems = append(f.done.Problems, LineProblem{f.row, line, why})
	return nil
}

func (f *fileLines) add(x said) error {
	f.seen[x.recipient] = true
	if f.wait = append(f.wait, x); len(f.wait) < takenAtOnce {
		return nil
	}
	return f.flush()
}

func (f *fileLines) flush() error {
	if len(f.wait) == 0 {
		return nil
	}
	if err := f.keep(f.wait); err != nil {
		return fmt.Errorf("behind line %d: %w", f.row-len(f.wait), err)
	}
	f.done.Taken += int64(len(f.wait))
	f.wait = nil
	return nil
}

// end writes the last lines down, and the entry of the log.
func (f *fileLines) end(ctx context.Context, s *desk.Session, failure error, action model.Action, n notice.Notice,
	what string) error {
	if failure == nil {
		failure = f.flush()
	}
	if f.done.Taken == 0 {
		return failure
	}
	return errors.Join(failure, s.Write(ctx, action, func(_ *store.Tx, entry *model.Entry) error {
		entry.Detail["notice"], entry.Detail[what], entry.Detail["faulty"] = n.Reference, f.done.Taken, len(
			f.done.Problems)
		return nil
	}))
}
