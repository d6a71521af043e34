package dataset

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/app/source/value"
)

// Where is our own key on a reference or a collection: what a row of the collection must hold for the reference to lead
// from it or to it, or for it to be of the collection at all. Every condition must hold.
type Where struct {
	Collection *Collection
	Conditions []Condition
}

// Condition is the values that a field of a row may have.
type Condition struct {
	Name   string
	Field  *Field // resolved when the collection is read; nil where it has no such field
	Values []string
	Pos    Position
}

// Holds reports whether a row meets every condition; held gives what it holds in a field. A nil Where is met by every
// row.
func (w *Where) Holds(held func(*Field) any) bool {
	return w == nil || !slices.ContainsFunc(w.Conditions, func(c Condition) bool { return !c.Meets(held(c.Field)) })
}

// Meets reports whether a value is one of the condition's. Numbers and truth values are compared as such, texts letter
// by letter.
func (c Condition) Meets(held any) bool {
	text, ok := value.Text(held)
	if !ok {
		return false
	}
	return slices.ContainsFunc(c.Values, func(want string) bool {
		if text == want || value.IsNumber(text) && value.IsNumber(want) &&
			value.PlainNumber(text) == value.PlainNumber(want) {
			return true
		}
		is, told := held.(bool)
		wanted, says := value.AsBoolean(want)
		return told && says && wanted == is
	})
}

// On returns the conditions if they are about rows of the collection, else nil.
func (w *Where) On(c *Collection) *Where {
	if w == nil || w.Collection != c {
		return nil
	}
	return w
}

// where reads the conditions of a reference or a collection: {field: value}, or {field: [value, …]}.
func (r *NodeReader) where(c *Collection, n *yaml.Node) *Where {
	if IsNull(r.Deref(n)) {
		return nil
	}
	w := &Where{Collection: c}
	for _, p := range r.Mapping(n, "where") {
		part := Condition{Name: p.Key, Pos: r.At(p.KeyNode)}
		nodes := []*yaml.Node{p.Value}
		if d := r.Deref(p.Value); d != nil && d.Kind == yaml.SequenceNode {
			nodes = r.List(p.Value, "where")
		}
		for _, v := range nodes {
			if d := r.Deref(v); d == nil || d.Kind != yaml.ScalarNode || IsNull(d) {
				r.Report(v, Error, "bad-where", "write {field: value} or {field: [value, value]}",
					"a condition needs the values that the field may have")
				continue
			}
			part.Values = append(part.Values, r.Deref(v).Value)
		}
		if len(part.Values) == 0 && len(nodes) == 0 {
			r.Report(p.Value, Error, "bad-where", "write {field: value} or {field: [value, value]}",
				"a condition needs the values that the field may have")
		}
		w.Conditions = append(w.Conditions, part)
	}
	if len(w.Conditions) == 0 {
		r.Report(n, Error, "bad-where", "name a field and its values, or remove the key", "a condition is empty")
		return nil
	}
	return w
}

// conditions resolves the fields of the collection's conditions. A condition on a field that is not there, or that is
// inside a document, would let every row through or none.
func (r *NodeReader) conditions(c *Collection) {
	resolve := func(w *Where) {
		if w == nil {
			return
		}
		for i := range w.Conditions {
			part := &w.Conditions[i]
			if part.Field = c.Field(part.Name); part.Field == nil || part.Field.Parent != nil {
				r.Add(part.Pos.Problem(Error, "no-such-field",
					"declare the column in the collection, or correct the name",
					"the condition on %q cannot be asked: collection %q has no column of this name", part.Name, c.Name))
			}
		}
	}
	resolve(c.Where)
	c.Walk(func(f *Field) {
		for i := range f.References {
			resolve(f.References[i].Where)
		}
	})
}
