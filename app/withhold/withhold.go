package withhold

import (
	"context"
	"errors"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/runs"
)

// Errors of leaving something out by hand.
var (
	ErrNoColumn = errors.New("the findings have no such column")
	ErrNoReason = errors.New("say why: a trade secret, an investigation under way, or another person named in it")
)

// Column leaves a column of a collection out of a copy, or masks it, in every row, for a reason; the second person
// releases the copy with it. It replaces what was settled about the column before.
func Column(ctx context.Context, s *desk.Session, rev model.Revision, w model.Withholding) (model.Request, error) {
	if err := s.Allow(ctx, model.ActDecide); err != nil {
		return model.Request{}, err
	}
	if w.Note = strings.TrimSpace(w.Note); w.Note == "" || !slices.Contains(model.ByHand, w.Why) {
		return model.Request{}, ErrNoReason
	}
	return changeColumns(ctx, s, rev, w, func(list []model.Withholding) []model.Withholding {
		w.Rows = 0
		return append(list, w)
	})
}

// Give takes back that a column is left out or masked.
func Give(ctx context.Context, s *desk.Session, rev model.Revision, w model.Withholding) (model.Request, error) {
	return changeColumns(ctx, s, rev, w, func(list []model.Withholding) []model.Withholding { return list })
}

func changeColumns(ctx context.Context, s *desk.Session, rev model.Revision, w model.Withholding,
	put func([]model.Withholding) []model.Withholding) (model.Request, error) {
	return s.Change(ctx, model.ActDecide, rev, desk.ByHolder, func(c *desk.Change) error {
		if c.Request.Status != model.Working || !c.Request.Kind.Copies() {
			return &model.TransitionError{From: c.Request.Status, On: model.SentToReview}
		}
		run, err := runs.LatestRun(c.Tx.View, rev.Request)
		if err != nil {
			return collect.ErrNoRun
		}
		rows, err := runs.Findings(c.Tx.View, rev.Request, run.ID,
			model.FindingFilter{Source: w.Source, Collection: w.Collection}, 0, 1)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return ErrNoColumn
		}
		f, err := collect.OpenFinding(rows[0])
		if err != nil {
			return err
		}
		if !slices.Contains(f.Found.Columns, w.Column) {
			return ErrNoColumn
		}
		list, err := withheldColumns(c.Tx.View, rev.Request)
		if err != nil {
			return err
		}
		list = put(slices.DeleteFunc(list, func(o model.Withholding) bool { return SameColumn(o, w) }))
		c.Detail["source"], c.Detail["collection"], c.Detail["column"], c.Detail["why"], c.Detail["masked"] =
			w.Source, w.Collection, w.Column, string(w.Why), w.Masked
		return casefile.SavePart(c.Tx, rev.Request, casefile.PartWithheld, list)
	})
}

// ColumnsOut are the columns of which a copy gives no row: those that staff withhold, and those that are beyond its
// scope by now.
func ColumnsOut(v *store.View, r model.Request, res collect.Results) ([]model.Withholding, error) {
	list, err := withheldColumns(v, r.ID)
	if err != nil {
		return nil, err
	}
	beyond, err := movedBeyond(v, r, res)
	for _, w := range beyond {
		// Left out is more than masked, whatever was settled by hand before.
		list = append(slices.DeleteFunc(list, func(o model.Withholding) bool { return SameColumn(o, w) }), w)
	}
	return list, err
}

// withheldColumns are the columns that staff left out or masked by hand.
func withheldColumns(v *store.View, request int64) (list []model.Withholding, err error) {
	_, err = casefile.Part(v, request, casefile.PartWithheld, &list)
	return list, err
}

// SameColumn reports whether two leave the same column out.
func SameColumn(a, b model.Withholding) bool {
	return a.Source == b.Source && a.Collection == b.Collection && a.Column == b.Column
}
