package datamap

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/draft"
	"orangelab.cn/rightsdesk/app/source/draft/guess"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mapreview"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// Settling is what somebody says of a column in a review.
type Settling struct {
	Table, Column string
	// Said is what the file said of it as it was looked at, see ReviewedColumn.
	Said string
	// State is what becomes of it: accepted, changed, not personal; proposed undoes what was settled.
	State mapreview.State
	// Category, Identity and LeadsTo (table.column) are what it holds where it is changed; empty for none.
	Category, Identity, LeadsTo string
	// Text puts back what the file said before, where a settling is undone.
	Text string
}

// Errors of settling.
var (
	ErrCategory = errors.New("no category of the published taxonomy, and none that the data map names already")
	ErrLeadsTo  = errors.New("a reference leads to a column of a table of this source: table.column")
)

// UnsettledError says that a data map is not put into use, because columns of it wait for somebody to settle them.
type UnsettledError struct{ Columns, Tables int }

// Error counts them.
func (e *UnsettledError) Error() string {
	return fmt.Sprintf("%d columns of %d tables are not settled yet", e.Columns, e.Tables)
}

// Settle keeps what somebody says of columns of a source, in its review and in its dataset file, and returns what
// undoes it. store.ErrConflict where the file says something else of one by now. A file in use stays in use as it is:
// changes are a draft until PutInUse.
func Settle(ctx context.Context, s *desk.Session, key string, list []Settling) (undo []Settling, err error) {
	err = s.Write(ctx, model.ActSettleMap, func(tx *store.Tx, entry *model.Entry) error {
		undo = nil
		sources, err := setup.Sources(tx.View)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(sources, func(src model.Source) bool { return src.Key == key })
		if at < 0 {
			return store.ErrNotFound
		}
		src := sources[at]
		kept, err := setup.Reviews(tx.View, key)
		if err != nil {
			return err
		}
		text := Entry{Source: src}.Text()
		m := readMap(text)
		changed := map[int]bool{}
		for _, one := range list {
			i := slices.IndexFunc(kept, func(t mapreview.Table) bool { return t.Name == one.Table })
			if i < 0 || m.said(one.Table, one.Column) != one.Said {
				return store.ErrConflict
			}
			back, err := settleOne(s, m, &kept[i], one)
			if err != nil {
				return err
			}
			undo, changed[i] = append(undo, back), true
		}
		for i, t := range kept {
			if !changed[i] {
				continue
			}
			if err := keepReview(tx, s, t); err != nil {
				return err
			}
		}
		entry.Detail["source"], entry.Detail["columns"], entry.Detail["tables"] = key, len(list), len(changed)
		if len(list) > 0 {
			entry.Detail["state"], entry.Detail["table"] = string(list[0].State), list[0].Table
		}
		if m.text() == text {
			return nil
		}
		if _, problems := dataset.Parse(fileName(key), []byte(m.text())); problems.Err() != nil {
			return problems.Err()
		}
		src.Draft = m.text()
		return setup.SaveSource(tx, src)
	})
	return undo, err
}

// settleOne settles a column in the text and in its table, and returns what undoes it.
func settleOne(s *desk.Session, m *mapText, t *mapreview.Table, one Settling) (back Settling, err error) {
	at := slices.IndexFunc(t.Columns, func(c mapreview.Column) bool { return c.Name == one.Column })
	if at < 0 {
		return back, store.ErrConflict
	}
	back = Settling{Table: one.Table, Column: one.Column, State: mapreview.Proposed}
	if b := m.column(one.Table, one.Column); b != nil {
		back.Text = strings.Join(m.lines[b.from:b.to], "\n")
	}
	c := &t.Columns[at]
	state := one.State
	switch {
	case c.Difference == mapreview.Missing && (state == mapreview.Accepted || state == mapreview.NotPersonal):
		state, err = mapreview.Gone, m.drop(one.Table, one.Column)
	case state == mapreview.Accepted:
		m.confirm(one.Table, one.Column)
	case state == mapreview.NotPersonal:
		err = notPersonal(m, one)
	case state == mapreview.Changed:
		err = one.write(m, t.Source)
	case state == mapreview.Proposed:
		err = putBack(m, one)
	}
	if err != nil {
		return back, err
	}
	if state.Settled() && c.Difference != mapreview.Missing {
		c.Difference = "" // it is a part of the source that people know
	}
	back.Said = m.said(one.Table, one.Column)
	t.Settle(s.Staff().ID, mapreview.Mark{Column: one.Column, State: state, Said: back.Said, At: s.Now().UnixMilli()})
	return back, nil
}

// notPersonal takes from a column what the file says that it holds, and where it leads.
func notPersonal(m *mapText, one Settling) error {
	if m.column(one.Table, one.Column) == nil {
		return nil
	}
	return m.change(one.Table, one.Column, func(field *yaml.Node) {
		drop(field, "data_categories", "fields")
		meta := valueOf(field, "fides_meta")
		drop(meta, "identity", "references")
		if meta != nil && len(meta.Content) == 0 {
			drop(field, "fides_meta")
		}
	})
}

// names reports whether the file has the category already: an organisation's own is written as text first, so that no
// slip becomes one.
func (m *mapText) names(category string) bool {
	return slices.ContainsFunc(m.lines, func(line string) bool {
		said, _, _ := strings.Cut(line, "#")
		return slices.Contains(strings.FieldsFunc(said,
			func(c rune) bool { return strings.ContainsRune("[]{}, -:\"'", c) }), category)
	})
}

// write writes into the file what a column holds and where it leads.
func (one Settling) write(m *mapText, key string) error {
	if one.Category != "" && !dataset.Taxonomy[one.Category] && !m.names(one.Category) {
		return ErrCategory
	}
	table, column, ok := cutLast(one.LeadsTo)
	if one.LeadsTo != "" && (!ok || m.column(table, column) == nil || strings.EqualFold(table, one.Table)) {
		return ErrLeadsTo
	}
	return m.change(one.Table, one.Column, func(field *yaml.Node) {
		drop(field, "data_categories")
		if one.Category != "" {
			set(field, "data_categories",
				&yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle, Content: []*yaml.Node{word(one.Category)}})
		}
		meta := valueOf(field, "fides_meta")
		if meta == nil {
			meta = &yaml.Node{Kind: yaml.MappingNode}
		}
		drop(meta, "identity", "references")
		if one.Identity != "" {
			set(meta, "identity", word(one.Identity))
		}
		if one.LeadsTo != "" {
			ref := &yaml.Node{Kind: yaml.MappingNode}
			set(ref, "dataset", word(datasetKey(m, key)))
			set(ref, "field", word(one.LeadsTo))
			set(ref, "direction", word(string(dataset.From)))
			set(meta, "references", &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{ref}})
		}
		drop(field, "fides_meta")
		if len(meta.Content) > 0 {
			set(field, "fides_meta", meta)
		}
	})
}

// datasetKey is the fides_key of the file's first dataset.
func datasetKey(m *mapText, key string) string {
	var root yaml.Node
	if yaml.Unmarshal([]byte(m.text()), &root) == nil && len(root.Content) > 0 {
		for _, set := range items(valueOf(root.Content[0], "dataset")) {
			return scalar(valueOf(set, "fides_key"))
		}
	}
	return key
}

// putBack writes back what the file said of a column.
func putBack(m *mapText, one Settling) error {
	b := m.column(one.Table, one.Column)
	switch {
	case one.Text == "" && b == nil:
	case b == nil && m.addColumn(one.Table, draft.Outdent(one.Text)):
	case b != nil && one.Text != "" && b.laidOutByLine:
		m.put(b.from, b.to, strings.Split(one.Text, "\n")...)
	default:
		return ErrLayout
	}
	return nil
}

func cutLast(s string) (before, after string, found bool) {
	at := strings.LastIndexByte(s, '.')
	if at < 0 {
		return s, "", false
	}
	return s[:at], s[at+1:], true
}

func word(text string) *yaml.Node {
	n := &yaml.Node{}
	n.SetString(text)
	return n
}

func set(n *yaml.Node, key string, value *yaml.Node) { n.Content = append(n.Content, word(key), value) }

func drop(n *yaml.Node, keys ...string) {
	if n == nil {
		return
	}
	for i := len(n.Content) - 2; i >= 0; i -= 2 {
		if slices.Contains(keys, n.Content[i].Value) {
			n.Content = slices.Delete(n.Content, i, i+2)
		}
	}
}

// PutInUse puts the reviewed data map of a source into use; seen is what was looked at. *UnsettledError where columns
// wait, *DraftError where the map would have errors, store.ErrConflict where it was changed since.
func PutInUse(ctx context.Context, s *desk.Session, seen model.Source) error {
	return s.Write(ctx, model.ActSettleMap, func(tx *store.Tx, entry *model.Entry) error {
		r, err := reviewOf(tx.View, seen.Key)
		if err != nil {
			return err
		}
		if r.Source.Version != seen.Version {
			return store.ErrConflict
		}
		left := &UnsettledError{}
		for _, t := range r.Tables {
			if left.Columns += t.Open; t.Open > 0 {
				left.Tables++
			}
		}
		if left.Columns > 0 || !r.Begun {
			return left
		}
		text := Entry{Source: r.Source}.Text()
		src := r.Source
		src.Dataset, src.Draft = guess.Confirm(text, guess.Lines(text)...), ""
		sources, err := setup.Sources(tx.View)
		if err != nil {
			return err
		}
		if wrong := aside(sources, &src); wrong != nil {
			return wrong
		}
		entry.Detail["source"], entry.Detail["used"], entry.Detail["columns"] = src.Key, true, r.Coverage.Columns
		return setup.SaveSource(tx, src)
	})
}

// noteWritten settles in the review of a source what somebody wrote into its dataset file by hand, or confirmed there.
func noteWritten(tx *store.Tx, s *desk.Session, sources []model.Source, src model.Source) error {
	at := slices.IndexFunc(sources, func(old model.Source) bool { return old.Key == src.Key })
	if at < 0 {
		return nil
	}
	kept, err := setup.Reviews(tx.View, src.Key)
	if err != nil || len(kept) == 0 {
		return err
	}
	before, after := readMap(Entry{Source: sources[at]}.Text()), readMap(Entry{Source: src}.Text())
	for _, t := range kept {
		changed := false
		for i, c := range t.Columns {
			said := after.said(t.Name, c.Name)
			if said == "" || after.guessed(t.Name, c.Name) ||
				said == before.said(t.Name, c.Name) && !before.guessed(t.Name, c.Name) {
				continue
			}
			t.Settle(s.Staff().ID,
				mapreview.Mark{Column: c.Name, State: mapreview.Written, Said: said, At: s.Now().UnixMilli()})
			t.Columns[i].Difference, changed = "", true
		}
		if !changed {
			continue
		}
		if err := keepReview(tx, s, t); err != nil {
			return err
		}
	}
	return nil
}
