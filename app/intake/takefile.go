package intake

import (
	"context"
	"errors"
	"fmt"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// Report says what became of a file's records.
type Report struct {
	Taken []model.Request
	// Aside is how many automatic mails were put into their own place.
	Aside      int
	Duplicates int
	// Waiting are the lines of the records that are kept with their file in Received, since a person has to decide
	// about them.
	Waiting []int
	// Numbers are the references of those taken in that carry the number of an earlier record and say something else.
	Numbers  []string
	Problems []record.Problem
}

// TakeFile takes every good record of a file in; the same file twice makes no second request.
func TakeFile(ctx context.Context, s *desk.Session, path string, as record.As) (Report, error) {
	if err := s.Allow(ctx, model.ActTakeRequest); err != nil {
		return Report{}, err
	}
	data, err := ReadPath(path)
	if err != nil {
		return Report{}, err
	}
	return TakeData(ctx, s, path, data, as)
}

// trust is what the desk of a session checks files against.
func trust(ctx context.Context, s *desk.Session) (record.Trust, error) {
	t := record.Trust{Now: s.Now(), Zone: s.Rules().Location(), Done: ctx.Done()}
	info, err := s.Desk().Info(ctx)
	if err != nil {
		return t, err
	}
	t.BusinessID = info.BusinessID
	err = s.Read(ctx, model.ActTakeRequest, func(v *store.View) (err error) {
		t.Agents, err = setup.Agents(v)
		return err
	})
	return t, err
}

// TakeData is TakeFile for a file already read.
func TakeData(ctx context.Context, s *desk.Session, name string, data []byte, as record.As) (Report, error) {
	if err := s.Allow(ctx, model.ActTakeRequest); err != nil {
		return Report{}, err
	}
	t, err := trust(ctx, s)
	if err != nil {
		return Report{}, err
	}
	if as.Zone == "" {
		as.Zone = t.Location().String()
	}
	c := ReadAs(name, data, t, as)
	if err := ctx.Err(); err != nil {
		return Report{}, err
	}
	return takeContents(ctx, s, c, as)
}

// takeContents takes in what was read of a file: requests as requests, automatic mail into its own place. What was
// taken in before is counted and left out; what cannot be read as it is waits with its file for a person, and that
// before anything else is taken in, so that nothing is lost where the program ends meanwhile.
func takeContents(ctx context.Context, s *desk.Session, c Contents, as record.As) (Report, error) {
	report := Report{Problems: c.Problems}
	v := Shown{Contents: c, As: as, Rows: c.rows()}
	var err error
	if v.Digest, err = digest(c.data, c); err != nil {
		return report, err
	}
	if err := settledBefore(ctx, s, v.Rows); err != nil {
		return report, err
	}
	var wait []int
	for i, r := range v.Rows {
		if r.Problem != nil && r.Line > 0 && r.Known != record.Same {
			wait, report.Waiting = append(wait, i), append(report.Waiting, r.Line)
		}
	}
	if _, err = Keep(ctx, s, v, wait); err != nil {
		report.Waiting = nil
		return report, err
	}
	for _, sub := range c.Submissions {
		var err error
		if sub.Automatic != "" {
			if err = setAside(ctx, s, c.File, sub); err == nil {
				report.Aside++
			}
		} else {
			var r model.Request
			if r, err = take(ctx, s, c.File, &sub); err == nil {
				report.Taken = append(report.Taken, r)
				if sub.Known == record.OtherContent {
					report.Numbers = append(report.Numbers, r.Reference)
				}
			}
		}
		switch {
		case errors.Is(err, record.ErrDuplicate):
			report.Duplicates++
		case err != nil:
			return report, fmt.Errorf("line %d: %w; the records before it are in", sub.Line, err)
		}
	}
	return report, nil
}
