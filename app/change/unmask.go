package change

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/runs"
)

// ErrMasked says that a plan is to be approved of which the values that are written were seen as stars alone.
var ErrMasked = errors.New(
	"the values that this plan writes are masked on the screen: reveal them, with a reason, before you approve it")

// How many rows are revealed before a plan is approved: all of a small one, else a sample spread over the plan, which
// has at least one of every column that is written.
const (
	unmaskAll    = 50
	unmaskSample = 20
)

// UnmaskedValue is a value that a plan writes, as it stands now and as it will.
type UnmaskedValue struct {
	Source, Collection, Key, Column, Before, After string
}

// ColumnRows counts the rows in which a plan writes a value into a column.
type ColumnRows struct {
	Source     string `json:"source"`
	Collection string `json:"collection"`
	Column     string `json:"column"`
	Rows       int    `json:"rows"`
}

// Unmasked is what a second person had before their eyes, in the clear, of the values that a plan writes. It is kept
// with the approval, without the values.
type Unmasked struct {
	Plan    string             `json:"plan"`
	Digest  string             `json:"digest"` // of the plan
	By      string             `json:"by"`
	At      time.Time          `json:"at"`
	Reason  model.RevealReason `json:"reason"`
	Rows    []int64            `json:"rows"` // of the plan, by their numbers
	Of      int                `json:"of"`   // rows in which a value is written
	Columns []ColumnRows       `json:"columns"`

	Values []UnmaskedValue `json:"-"`
}

// Sampled reports whether a part of the rows was shown.
func (u Unmasked) Sampled() bool { return len(u.Rows) < u.Of }

// hidden reports whether the i-th written column gets a value that the screen shows masked.
func (r PlanRow) hidden(i int) bool {
	return i < len(r.Change.After) && r.After(i) != "" && r.After(i) != cellText(r.Change.After[i])
}

// written lists the columns of a row that get a value which the screen shows masked.
func (r PlanRow) written() (columns []int) {
	if r.Deletes {
		return nil
	}
	for i := range r.Change.After {
		if r.hidden(i) {
			columns = append(columns, i)
		}
	}
	return columns
}

// eachPlanRow hands out the rows of a plan, page by page.
func eachPlanRow(v *store.View, request int64, plan string, do func(PlanRow)) error {
	for f := (model.PlanFilter{}); ; {
		rows, err := planPage(v, request, plan, f, pageSize)
		if err != nil {
			return err
		}
		for _, r := range rows {
			do(r)
		}
		if len(rows) < pageSize {
			return nil
		}
		last := rows[len(rows)-1]
		f = model.PlanFilter{AfterSource: last.Source, AfterPlace: last.Place, AfterSeq: last.Seq}
	}
}

// countWritten counts the values that a plan writes and that the screen masks, by column.
func countWritten(v *store.View, request int64, plan string) (u Unmasked, err error) {
	err = eachPlanRow(v, request, plan, func(r PlanRow) {
		columns := r.written()
		if len(columns) > 0 {
			u.Of++
		}
		for _, i := range columns {
			c := ColumnRows{r.Source, r.Collection, r.Change.After[i].Name, 1}
			at := slices.IndexFunc(u.Columns, func(o ColumnRows) bool { o.Rows = 1; return o == c })
			if at < 0 {
				u.Columns = append(u.Columns, c)
				continue
			}
			u.Columns[at].Rows++
		}
	})
	return u, err
}

// show adds the values of the rows that are revealed.
func (u *Unmasked) show(v *store.View, request int64) error {
	every, n := 1, 0
	if u.Of > unmaskAll {
		every = (u.Of + unmaskSample - 1) / unmaskSample
	}
	seen := map[ColumnRows]bool{}
	return eachPlanRow(v, request, u.Plan, func(r PlanRow) {
		columns := r.written()
		if len(columns) == 0 {
			return
		}
		isNew := slices.ContainsFunc(columns, func(i int) bool {
			return !seen[ColumnRows{r.Source, r.Collection, r.Change.After[i].Name, 0}]
		})
		if n++; (n-1)%every != 0 && !isNew {
			return
		}
		u.Rows = append(u.Rows, r.Seq)
		for _, i := range columns {
			seen[ColumnRows{r.Source, r.Collection, r.Change.After[i].Name, 0}] = true
			value := UnmaskedValue{Source: r.Source, Collection: r.Collection, Key: r.Key(),
				Column: r.Change.After[i].Name, After: cellText(r.Change.After[i])}
			if i < len(r.Change.Before) {
				value.Before = cellText(r.Change.Before[i])
			}
			u.Values = append(u.Values, value)
		}
	})
}

// UnmaskPlan reveals the values that a plan writes, all of a small plan and a sample of a large one with counts by
// column, to a second person who is to approve it. It leaves an entry with the reason; what was shown is kept for the
// approval.
func UnmaskPlan(ctx context.Context, s *desk.Session, rev model.Revision,
	reason model.RevealReason) (u Unmasked, err error) {
	if err := s.Allow(ctx, model.ActReveal); err != nil {
		return u, err
	}
	if !slices.Contains(model.RevealReasons, reason) {
		return u, collect.ErrReason
	}
	err = s.Disclose(ctx, model.ActReveal, rev, func(c *desk.Change) error {
		if err := collect.CheckProven(c.Tx.View, rev.Request); err != nil {
			return err
		}
		plan, err := runs.Plan(c.Tx.View, rev.Request)
		if err != nil {
			return ErrNoPlan
		}
		if u, err = countWritten(c.Tx.View, rev.Request, plan.ID); err != nil {
			return err
		}
		u.Plan, u.Digest, u.By, u.At, u.Reason = plan.ID, plan.Digest, s.Staff().ID, s.Now(), reason
		if err := u.show(c.Tx.View, rev.Request); err != nil {
			return err
		}
		c.Detail["version"], c.Detail["rows"], c.Detail["of"], c.Detail["reason"] = plan.Version, len(
			u.Rows), u.Of, string(reason)
		return casefile.SavePart(c.Tx, rev.Request, casefile.PartUnmasked, u)
	})
	return u, err
}

// MasksPlan reports whether the values that the plan in review writes must be revealed before the signed-in member of
// staff approves it, see UnmaskPlan.
func MasksPlan(ctx context.Context, s *desk.Session, request int64) (due bool, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		plan, err := runs.Plan(v, request)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		_, err = unmasked(v, request, plan, s.Staff().ID)
		if due = errors.Is(err, ErrMasked); due {
			err = nil
		}
		return err
	})
	return due, err
}

// unmasked returns what somebody had before their eyes of the values that a plan writes; ErrMasked where there are any,
// and it was not shown to them as the plan stands.
func unmasked(v *store.View, request int64, plan model.Plan, who string) (u Unmasked, err error) {
	there, err := casefile.Part(v, request, casefile.PartUnmasked, &u)
	if err != nil {
		return u, err
	}
	if there && u.Plan == plan.ID && u.Digest == plan.Digest && u.By == who {
		return u, nil
	}
	if u, err = countWritten(v, request, plan.ID); err == nil && u.Of > 0 {
		err = ErrMasked
	}
	return u, err
}

// signUnmasked refuses to approve a plan of which the written values were seen as stars, and signs what was shown with
// the approval.
func signUnmasked(c *desk.Change, plan model.Plan) error {
	u, err := unmasked(c.Tx.View, c.Request.ID, plan, c.Session.Staff().ID)
	if err != nil || u.Of == 0 {
		return err
	}
	raw, err := json.Marshal(u)
	if err != nil {
		return fmt.Errorf("what was shown of the plan: %w", err)
	}
	h := c.Tx.Digest("unmasked")
	h.Write(raw)
	c.Detail["revealed"], c.Detail["revealed_of"] = len(u.Rows), u.Of
	return c.Sign(model.ActSignPlan, plan.ID+"/unmasked", hex.EncodeToString(h.Sum(nil)))
}
