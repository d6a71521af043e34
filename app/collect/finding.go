package collect

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/residue"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/shared"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/runs"
)

// FieldOf returns the field of a column; nil where the collection has none, or is nil.
func FieldOf(c *dataset.Collection, column string) *dataset.Field {
	if c == nil {
		return nil
	}
	for _, f := range c.Fields {
		if f.Name == column {
			return f
		}
	}
	return nil
}

// Found is what is kept, sealed, of a row found in a source.
type Found struct {
	Key        string              `json:"key"` // primary key values, for people: "5521"
	Columns    []string            `json:"columns"`
	Values     []json.RawMessage   `json:"values"`
	Reached    []search.Reach      `json:"reached"`
	Categories map[string][]string `json:"categories"`
	// Whose says why the row may be somebody else's too.
	Whose []shared.Reason `json:"whose,omitempty"`
	// Attachment is set for a file that the owner of a manual source handed in.
	Attachment *Attachment `json:"attachment,omitempty"`
	// Outside are the columns that hold something and to which the copy does not reach.
	Outside []string `json:"outside,omitempty"`
}

// Choice is what was decided about a shared row, and why.
type Choice struct {
	Columns []string `json:"columns,omitempty"` // masked in the copy, or in the source
	// Why is set for a row that is nobody else's and is left out of a copy, or masked in it, all the same.
	Why model.WithholdReason `json:"why,omitempty"`
	// Detach lets an erasure empty the reference that ties the row to the person; the row stays for the others.
	Detach bool   `json:"detach,omitempty"`
	Reason string `json:"reason"`
}

// Finding is a finding opened for the screen.
type Finding struct {
	model.Finding
	Found  Found
	Choice Choice
	// Hangs tells that nothing led to the row but rows that are left to somebody else, so that it goes with them.
	Hangs bool
}

// Theirs reports whether a row is the person's as far as was decided: not left, whole or in part, to somebody else.
func (f Finding) Theirs() bool { return !f.Hangs && (f.Shared == 0 || f.Decision == model.Include) }

// Category is the data category of a column, the first where it has several.
func (f Finding) Category(column string) string {
	for name, categories := range f.Found.Categories {
		if name == column && len(categories) > 0 {
			return categories[0]
		}
	}
	return ""
}

// Text is a column's value as text.
func (f Finding) Text(column string) string {
	i := slices.Index(f.Found.Columns, column)
	if i < 0 {
		return ""
	}
	return ValueText(f.Found.Values[i])
}

// Masked is a column's value as the screen shows it at rest.
func (f Finding) Masked(column string) string {
	text := f.Text(column)
	category := f.Category(column)
	if category == "" {
		return identifier.MaskText(text)
	}
	return identifier.MaskCategory(category, text)
}

// ValueText returns a value of a finding as text: without the quotes of JSON, and empty for null.
func ValueText(raw json.RawMessage) string {
	var text string
	if len(raw) > 0 && raw[0] == '"' && json.Unmarshal(raw, &text) == nil {
		return text
	}
	if string(raw) == "null" {
		return ""
	}
	return string(raw)
}

// OpenFinding reads what a kept finding holds.
func OpenFinding(f model.Finding) (Finding, error) {
	out := Finding{Finding: f}
	if err := json.Unmarshal(f.Row, &out.Found); err != nil {
		return out, fmt.Errorf("finding %d: %w", f.Seq, err)
	}
	if len(f.Choice) > 0 {
		if err := json.Unmarshal(f.Choice, &out.Choice); err != nil {
			return out, fmt.Errorf("choice about finding %d: %w", f.Seq, err)
		}
	}
	return out, nil
}

// Results is what a collect came to.
type Results struct {
	Run    model.Run
	Counts []model.FindingCount
	Notes  Notes
	// Unsought are the identifiers that the rows carry and by which nothing is searched, with why; OpenCarried those
	// about which nobody has said anything.
	Unsought    []model.Unsought
	OpenCarried []model.Carried
	// Same are the numbers of other open requests that the same identifiers lead to, or those that the rows found
	// carry.
	Same []string
}

// Notes are what the scan of the sources pointed out.
type Notes struct {
	Uncategorised []residue.Residue `json:"uncategorised,omitempty"`
	// Outside is what the sources hold and the copy does not reach to: it was counted and not kept.
	Outside    []model.Withholding `json:"outside,omitempty"`
	NotReached []string            `json:"not_reached,omitempty"`
	// Maps are the versions of the sources by which it was collected, their dataset files among them.
	Maps map[string]int64 `json:"maps,omitempty"`
	// Unsearchable are the kinds of the person's identities by which no field of the data map is searched: what is held
	// under them alone was not found.
	Unsearchable []string `json:"unsearchable,omitempty"`
	// CompletedDays counts rows by the day on which what they are about was completed, by the field that tells it:
	// "shop:order.shipped_at", "2026-09-01".
	CompletedDays map[string]map[string]int64 `json:"completed_days,omitempty"`
	// Carried are identifiers of the rows found that the request lacks.
	Carried []model.Carried `json:"carried,omitempty"`
	// Near are rows that were not taken, though a field of theirs may hold a value of the person.
	Near []NearRows `json:"near,omitempty"`
	// Others are rows that a system answered with and that were not taken: the field they were asked for by holds
	// another's value.
	Others []NearRows `json:"others,omitempty"`
	// Strange are columns and tables that the sources have and about which nobody has said what they hold.
	Strange []datamap.Strange `json:"strange,omitempty"`
	// Referring are rows that were not taken, though a foreign key of the database has them refer to a row that was, in
	// another spelling.
	Referring []NearRows `json:"referring,omitempty"`
}

// NearRows counts rows of a field that hold a sought value among words that nothing reads.
type NearRows struct {
	Dataset    string `json:"dataset"`
	Collection string `json:"collection"`
	search.Near
}

// Errors of fulfilling.
var (
	ErrLevel     = errors.New("the identity level this request needs is not reached: nothing can be seen before")
	ErrNoRun     = errors.New("nothing was collected yet")
	ErrReason    = errors.New("say why: the second person and the log need the reason")
	ErrShared    = errors.New("a row that may be somebody else's is not decided or not agreed yet")
	ErrMissing   = errors.New("a source has not answered: retry it, or have a second person accept that it is missing")
	ErrChanged   = errors.New("the findings changed since you looked at them: look again")
	ErrNotShared = errors.New(
		"a row that is nobody else's goes out, unless a reason of its own stands against it: choose one")
	ErrSameWay    = errors.New("the password must travel another way than the packet")
	ErrNoPacket   = errors.New("there is no packet yet")
	ErrBusy       = errors.New("another desktop is collecting this request")
	ErrNotManual  = errors.New("this source is not answered by hand")
	ErrNoDelivery = errors.New("record first how packet and password went out")
)

// Read reads what was collected; ErrLevel before identity stands, ErrNoRun before the first collect.
func Read(ctx context.Context, s *desk.Session, request int64) (res Results, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		if err := CheckProven(v, request); err != nil {
			return err
		}
		if res, err = ReadResults(v, request); err != nil {
			return err
		}
		res.Same, err = sameOpen(v, request, res.Notes.Carried)
		return err
	})
	return res, err
}

// CheckProven refuses to show findings before the identity level is reached.
func CheckProven(v *store.View, request int64) error {
	r, err := requests.Read(v, request)
	if err != nil {
		return err
	}
	if r.LevelReached < r.LevelNeeded {
		return ErrLevel
	}
	return nil
}

// ReadResults reads what the newest collect of a request came to; ErrNoRun where nothing was collected.
func ReadResults(v *store.View, request int64) (res Results, err error) {
	res.Run, err = runs.LatestRun(v, request)
	if errors.Is(err, store.ErrNotFound) {
		return res, ErrNoRun
	}
	if err != nil {
		return res, err
	}
	if len(res.Run.Notes) > 0 {
		if err := json.Unmarshal(res.Run.Notes, &res.Notes); err != nil {
			return res, fmt.Errorf("notes of the collect: %w", err)
		}
	}
	if res.Unsought, res.OpenCarried, err = desk.SettledCarried(v, request, res.Notes.Carried); err != nil {
		return res, err
	}
	unproven, err := notProven(v, request)
	if err != nil {
		return res, err
	}
	res.Unsought = append(unproven, res.Unsought...)
	res.Counts, err = runs.FindingCounts(v, request, res.Run.ID)
	return res, err
}

// List reads findings with a number above after.
func List(ctx context.Context, s *desk.Session, request int64, f model.FindingFilter, after int64,
	limit int) (list []Finding, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		if err := CheckProven(v, request); err != nil {
			return err
		}
		run, err := runs.LatestRun(v, request)
		if errors.Is(err, store.ErrNotFound) {
			return ErrNoRun
		}
		if err != nil {
			return err
		}
		r, err := requests.Read(v, request)
		if err != nil {
			return err
		}
		hangs, err := hangingIn(v, r, run.ID, r.Kind)
		if err != nil {
			return err
		}
		rows, err := runs.Findings(v, request, run.ID, f, after, limit)
		for _, row := range rows {
			opened, err := OpenFinding(row)
			if err != nil {
				return err
			}
			opened.Hangs = hangs[opened.Seq]
			list = append(list, opened)
		}
		return err
	})
	return list, err
}

// Reveal opens one value of a finding and leaves an entry with the reason.
func Reveal(ctx context.Context, s *desk.Session, rev model.Revision, row Row, column string,
	reason model.RevealReason) (text string, err error) {
	if err := s.Allow(ctx, model.ActReveal); err != nil {
		return text, err
	}
	if !slices.Contains(model.RevealReasons, reason) {
		return "", ErrReason
	}
	err = s.Disclose(ctx, model.ActReveal, rev, func(c *desk.Change) error {
		if err := CheckProven(c.Tx.View, rev.Request); err != nil {
			return err
		}
		run, err := runs.LatestRun(c.Tx.View, rev.Request)
		if err != nil {
			return err
		}
		f, err := ShownFinding(c, run.ID, row)
		if err != nil {
			return err
		}
		c.Detail["finding"], c.Detail["source"], c.Detail["collection"], c.Detail["column"], c.Detail["reason"] =
			f.Seq, f.Source, f.Collection, column, string(reason)
		text = f.Text(column)
		return nil
	})
	return text, err
}

// documentHas reports whether a JSON document holds something at a path; lists on the way are looked into.
func documentHas(raw json.RawMessage, path []string) bool {
	if len(path) == 0 {
		return string(raw) != "null"
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil {
		return slices.ContainsFunc(list, func(e json.RawMessage) bool { return documentHas(e, path) })
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(raw, &object) != nil {
		return false
	}
	below, ok := object[path[0]]
	return ok && documentHas(below, path[1:])
}

// CollectionOf returns a collection by the key of its dataset and its name; nil where there is none.
func CollectionOf(datasets []*dataset.Dataset, dataset, collection string) *dataset.Collection {
	for _, d := range datasets {
		if d.Key == dataset && d.Collection(collection) != nil {
			return d.Collection(collection)
		}
	}
	return nil
}

// GivesSensitive reports whether a copy holds sensitive data: the person asked for it and proved the level that it
// needs.
func GivesSensitive(r model.Request, rules *rule.Pack) bool {
	return r.Sensitive && r.LevelReached >= rules.Levels[r.Kind].Sensitive
}
