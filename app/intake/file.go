package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// MaxFile is the largest file that is read, in bytes.
const MaxFile = 32 << 20

// Problem is a record that could not be taken in, and why.
type Problem struct {
	File string
	Line int   // 1 for the first line; 0 where the whole file is meant
	Err  error // a Reason or *FieldError, or several joined
}

func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + oneLine(p.Err)
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, oneLine(p.Err))
}

// Report says what became of a file's records.
type Report struct {
	Taken      []model.Request
	Duplicates int
	Problems   []Problem
}

// Trust is what signed formats are checked against.
type Trust struct {
	BusinessID string
	Agents     []store.DRPAgent
	Now        time.Time
}

// reader reads one format: the submissions it holds and the records it cannot read.
type reader struct {
	name string
	// is reports whether a file looks like the format.
	is   func(name string, data []byte) bool
	read func(data []byte, t Trust) ([]Submission, []Problem)
}

// readers are the formats in the order they are tried; a new one is one line.
var readers = []reader{
	{"e-mail", isMail, readMail},
	{"CSV", isCSV, readCSV},
	{"OpenDSR", isOpenDSR, readOpenDSR},
	{"Data Rights Protocol", isDRP, readDRP},
}

// ReadFile reads every record of a file. Good records come back beside the problems of the broken ones.
func ReadFile(name string, data []byte, t Trust) ([]Submission, []Problem) {
	base := filepath.Base(name)
	whole := func(r Reason) ([]Submission, []Problem) { return nil, []Problem{{File: base, Err: r}} }
	if len(data) > MaxFile {
		return whole(because("is larger than {{.A}} MiB: split it", MaxFile>>20))
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(data)) == 0 {
		return whole(because("is empty"))
	}
	for _, r := range readers {
		if !r.is(base, data) {
			continue
		}
		subs, problems := r.read(data, t)
		var good []Submission
		for _, s := range subs {
			if err := s.Check(t.Now); err != nil {
				problems = append(problems, Problem{Line: s.Line, Err: err})
				continue
			}
			good = append(good, s)
		}
		if len(good)+len(problems) == 0 {
			return whole(because("is {{.A}} and holds no record", r.name))
		}
		for i := range problems {
			problems[i].File = base
		}
		return good, problems
	}
	return whole(because("is none of the formats read here: OpenDSR or Data Rights Protocol JSON, CSV by the template, or .eml"))
}

func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }

// TakeFile takes every good record of a file in; the same file twice makes no second request.
func TakeFile(ctx context.Context, s *desk.Session, path string) (Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return Report{}, fmt.Errorf("open the file: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err != nil {
		return Report{}, fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	return TakeData(ctx, s, path, data)
}

// TakeData is TakeFile for a file already read.
func TakeData(ctx context.Context, s *desk.Session, name string, data []byte) (Report, error) {
	t := Trust{Now: s.Now()}
	info, err := s.Desk().Info(ctx)
	if err != nil {
		return Report{}, err
	}
	t.BusinessID = info.BusinessID
	if err := s.Read(ctx, model.ActTakeRequest, func(v *store.View) (err error) {
		t.Agents, err = v.Agents()
		return err
	}); err != nil {
		return Report{}, err
	}
	subs, problems := ReadFile(name, data, t)
	report := Report{Problems: problems}
	for _, sub := range subs {
		r, err := Take(ctx, s, sub)
		switch {
		case errors.Is(err, ErrDuplicate):
			report.Duplicates++
		case err != nil:
			return report, fmt.Errorf("line %d: %w; the records before it are in", sub.Line, err)
		default:
			report.Taken = append(report.Taken, r)
		}
	}
	return report, nil
}
