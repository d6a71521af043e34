package change

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/runs"
)

// Change is one row of a plan as the desk keeps it.
type Change struct {
	change.RowChange
	Categories map[string][]string `json:"categories,omitempty"` // of the columns that are written
	Shared     int                 `json:"shared,omitempty"`     // how many other people the row may be about
}

// UnmarshalJSON reads the row and what the desk adds to it.
func (c *Change) UnmarshalJSON(raw []byte) error {
	var beside struct {
		Row        json.RawMessage
		Categories map[string][]string
		Shared     int
	}
	if err := json.Unmarshal(raw, &beside); err != nil {
		return err
	}
	c.Categories, c.Shared = beside.Categories, beside.Shared
	return json.Unmarshal(beside.Row, &c.RowChange)
}

// MarshalJSON writes the row and what the desk adds to it.
func (c Change) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Row        change.RowChange
		Categories map[string][]string `json:",omitempty"`
		Shared     int                 `json:",omitempty"`
	}{c.RowChange, c.Categories, c.Shared})
}

// PlanRow is a row of a plan opened for the screen.
type PlanRow struct {
	model.PlanLine
	Change Change
}

// Key is the row's primary key for people: "5521".
func (r PlanRow) Key() string {
	text, err := collect.KeyText(r.Change.Key)
	if err != nil {
		return ""
	}
	return text
}

// PlanRows reads rows of the newest plan after the one read last.
func PlanRows(ctx context.Context, s *desk.Session, request int64, f model.PlanFilter,
	limit int) (rows []PlanRow, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		if err := collect.CheckProven(v, request); err != nil {
			return err
		}
		plan, err := runs.Plan(v, request)
		if err != nil {
			return ErrNoPlan
		}
		rows, err = planPage(v, request, plan.ID, f, limit)
		return err
	})
	return rows, err
}

func planPage(v *store.View, request int64, plan string, f model.PlanFilter, limit int) ([]PlanRow, error) {
	list, err := runs.PlanLines(v, request, plan, f, limit)
	if err != nil {
		return nil, err
	}
	rows := make([]PlanRow, len(list))
	for i, l := range list {
		if rows[i], err = openLine(l); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// openLine reads the row that the desk keeps in a line of a plan.
func openLine(l model.PlanLine) (PlanRow, error) {
	row := PlanRow{PlanLine: l}
	if err := json.Unmarshal(l.Row, &row.Change); err != nil {
		return PlanRow{}, fmt.Errorf("row %d of the plan: %w", l.Seq, err)
	}
	return row, nil
}

// Before is the i-th written column's value now, masked as the screen shows it at rest.
func (r PlanRow) Before(i int) string { return r.masked(r.Change.Before, i) }

// After is the i-th written column's value after the run, empty where it is emptied. What masking leaves tells nothing
// of the person; a value that is set, and a document of which a part stays, are masked like any other.
func (r PlanRow) After(i int) string {
	if i >= len(r.Change.After) || i >= len(r.Change.How) || r.Change.How[i] == "set" {
		return r.masked(r.Change.After, i)
	}
	if document, ok := r.Change.After[i].Value.(value.JSON); ok {
		if holdsNothing(document.Value) {
			return ""
		}
		return r.masked(r.Change.After, i)
	}
	return cellText(r.Change.After[i])
}

// EmptiedInPart is how a value of a document comes about of which something is emptied and the rest stays.
const EmptiedInPart = "emptied_in_part"

// How is how the i-th written column's value comes about: a strategy of masking, "set", or [EmptiedInPart].
func (r PlanRow) How(i int) string {
	if i >= len(r.Change.How) {
		return ""
	}
	if r.Change.How[i] == dataset.NullRewrite && r.After(i) != "" {
		return EmptiedInPart
	}
	return r.Change.How[i]
}

// holdsNothing reports whether every value inside a part of a document is empty.
func holdsNothing(part any) bool {
	switch v := part.(type) {
	case map[string]any:
		for _, inner := range v {
			if !holdsNothing(inner) {
				return false
			}
		}
		return true
	case []any:
		return !slices.ContainsFunc(v, func(inner any) bool { return !holdsNothing(inner) })
	}
	return part == nil || part == ""
}

func (r PlanRow) masked(row value.Row, i int) string {
	if i >= len(row) {
		return ""
	}
	text := cellText(row[i])
	if categories := r.Change.Categories[row[i].Name]; len(categories) > 0 {
		return identifier.MaskCategory(categories[0], text)
	}
	return identifier.MaskText(text)
}

func cellText(c value.Cell) string {
	raw, err := json.Marshal(c.Value)
	if err != nil {
		return ""
	}
	return collect.ValueText(raw)
}

// Revealed is a column of a plan's row that was opened: its value now and after the run, each empty where there is
// none.
type Revealed struct{ Column, Before, After string }

// RequestColumn stands for the requests by which a row is changed, where they are shown like a column of it.
const RequestColumn = "(request)"

// requestsOf returns the requests of a change exactly as they would be sent, secrets named.
func requestsOf(ch change.RowChange) string {
	texts := make([]string, len(ch.Calls))
	for i, call := range ch.Calls {
		texts[i] = call.Text
	}
	return strings.Join(texts, "\n\n")
}

// RevealPlan opens columns of a row of the plan, what stands there now and what will, and leaves an entry with the
// reason. A row that is deleted has no value afterwards.
func RevealPlan(ctx context.Context, s *desk.Session, rev model.Revision, row collect.Row, columns []string,
	reason model.RevealReason) (values []Revealed, err error) {
	if err := s.Allow(ctx, model.ActReveal); err != nil {
		return nil, err
	}
	if !slices.Contains(model.RevealReasons, reason) {
		return nil, collect.ErrReason
	}
	if len(columns) == 0 {
		return nil, store.ErrNotFound
	}
	err = s.Disclose(ctx, model.ActReveal, rev, func(c *desk.Change) error {
		if err := collect.CheckProven(c.Tx.View, rev.Request); err != nil {
			return err
		}
		plan, err := runs.Plan(c.Tx.View, rev.Request)
		if err != nil {
			return ErrNoPlan
		}
		l, err := runs.PlanLine(c.Tx.View, rev.Request, plan.ID, row.Seq)
		if err != nil {
			return err
		}
		opened, err := openLine(l)
		if err != nil {
			return err
		}
		if opened.Seen() != row {
			return ErrPlanChanged
		}
		for _, column := range columns {
			if column == RequestColumn {
				values = append(values, Revealed{Column: column, After: requestsOf(opened.Change.RowChange)})
				continue
			}
			i := slices.IndexFunc(opened.Change.Before, func(cell value.Cell) bool { return cell.Name == column })
			if i < 0 {
				return store.ErrNotFound
			}
			v := Revealed{Column: column, Before: cellText(opened.Change.Before[i])}
			if i < len(opened.Change.After) {
				v.After = cellText(opened.Change.After[i])
			}
			values = append(values, v)
		}
		c.Detail["plan_row"], c.Detail["source"], c.Detail["collection"], c.Detail["column"], c.Detail["reason"] =
			l.Seq, l.Source, l.Collection, strings.Join(columns, " "), string(reason)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return values, nil
}

// eachLine reads the rows of a plan one after another, in the order in which they are written; of one source, or of
// all.
func eachLine(v *store.View, request int64, plan, key string, visit func(model.PlanLine) error) error {
	for f := (model.PlanFilter{Source: key}); ; {
		page, err := runs.PlanLines(v, request, plan, f, pageSize)
		if err != nil {
			return err
		}
		for _, l := range page {
			f.AfterSource, f.AfterPlace, f.AfterSeq = l.Source, l.Place, l.Seq
			if err := visit(l); err != nil {
				return err
			}
		}
		if len(page) < pageSize {
			return nil
		}
	}
}
