package collect

import (
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/runs"
)

// EachFinding opens the findings of a run one after another, each with whether it hangs on what is left to somebody
// else.
func EachFinding(v *store.View, request int64, run string, filter model.FindingFilter,
	visit func(Finding) error) error {
	r, err := requests.Read(v, request)
	if err != nil {
		return err
	}
	return eachOf(v, r, run, r.Kind, filter, visit)
}

// eachOf is EachFinding as a kind of request treats what is not decided.
func eachOf(v *store.View, r model.Request, run string, kind model.Kind, filter model.FindingFilter,
	visit func(Finding) error) error {
	hangs, err := hangingIn(v, r, run, kind)
	if err != nil {
		return err
	}
	return eachStored(v, r.ID, run, filter, func(f Finding) error {
		f.Hangs = hangs[f.Seq]
		return visit(f)
	})
}

// FindingAt opens the finding with a number; store.ErrNotFound where the run has none.
func FindingAt(v *store.View, request int64, run string, seq int64) (found Finding, err error) {
	err = store.ErrNotFound
	if failed := EachFinding(v, request, run, model.FindingFilter{Seq: seq}, func(f Finding) error {
		found, err = f, nil
		return nil
	}); failed != nil {
		return found, failed
	}
	return found, err
}

// eachStored opens the findings as they are kept.
func eachStored(v *store.View, request int64, run string, filter model.FindingFilter, visit func(Finding) error) error {
	for after := int64(0); ; {
		rows, err := runs.Findings(v, request, run, filter, after, 1000)
		if err != nil {
			return err
		}
		for _, row := range rows {
			after = row.Seq
			f, err := OpenFinding(row)
			if err != nil {
				return err
			}
			if err := visit(f); err != nil {
				return err
			}
		}
		if len(rows) < 1000 {
			return nil
		}
	}
}
