package connector

import (
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
)

// Input is a value that leads into a collection: the param of a request, as a field of the data map.
type Input struct {
	Param    string
	Identity string // the kind that the field takes; empty where only references lead into it
	Field    *dataset.Field
}

// Attached is a connector with its dataset in one: what leads into each collection.
type Attached struct {
	*Connector
	Dataset *dataset.Dataset
	Inputs  map[*dataset.Collection][]Input
}

// Attach adds to the dataset of a connector what only the connector file knows: the collections that it lacks, and the
// identities and references by which each is reached. external holds, by the name of an external reference, the field
// that it is, "dataset.collection.field". The datasets are to be linked afterwards.
func (c *Connector) Attach(d *dataset.Dataset, external map[string]string) (*Attached, dataset.Problems) {
	a := &attaching{Attached: &Attached{Connector: c, Dataset: d, Inputs: map[*dataset.Collection][]Input{}},
		external: external}
	if c.Key != d.Key {
		a.problem(d.Pos, "key-differs", "give both the same fides_key",
			"the dataset %q does not belong to the connector %q", d.Key, c.Key)
		return nil, a.problems
	}
	for _, e := range c.Endpoints {
		if d.Collection(e.Name) == nil {
			d.Add(&dataset.Collection{Dataset: d, Name: e.Name, Pos: e.Pos, Unlisted: true})
		}
	}
	for _, e := range c.Endpoints {
		a.endpoint(e)
	}
	return a.Attached, a.problems
}

type attaching struct {
	*Attached
	external map[string]string
	problems dataset.Problems
}

func (a *attaching) problem(at dataset.Position, code, remedy, format string, args ...any) {
	a.problems = append(a.problems, at.Problem(dataset.Error, code, remedy, format, args...))
}

func (a *attaching) endpoint(e *Endpoint) {
	c := a.Dataset.Collection(e.Name)
	c.After, c.EraseAfter = append(c.After, e.After...), append(c.EraseAfter, e.EraseAfter...)
	c.Skip = c.Skip || e.Skip
	if e.Skip {
		return
	}
	requests := e.Reads
	if len(requests) == 0 && e.Delete != nil {
		requests = []*Request{e.Delete}
	}
	for _, q := range requests {
		for _, v := range q.Values {
			a.value(c, v)
		}
	}
	if inputs := a.Inputs[c]; len(e.Reads) == 0 && len(inputs) > 0 && len(c.PrimaryKey()) == 0 {
		inputs[0].Field.PrimaryKey = true
	}
}

// value gives a collection the field of one param.
func (a *attaching) value(c *dataset.Collection, v ParamValue) {
	if v.Setting != "" {
		return
	}
	f := a.input(c, v)
	for _, ref := range v.References {
		if ref.External != "" {
			named, given := a.external[ref.External]
			if !given {
				a.problem(ref.Pos, "no-reference", "say which field it is, as dataset.collection.field",
					"the external reference %q is not given", ref.External)
				continue
			}
			key, field, dotted := strings.Cut(named, ".")
			if !dotted || !strings.Contains(field, ".") {
				a.problem(ref.Pos, "no-reference", "write it as dataset.collection.field",
					"the external reference %q names no field", ref.External)
				continue
			}
			ref.Dataset, ref.Field = key, field
		} else if ref.Dataset == a.Dataset.Key {
			a.declare(ref.Field, c.Pos)
		}
		f.References = append(f.References,
			dataset.Reference{Dataset: ref.Dataset, Field: ref.Field, Direction: dataset.From, Pos: ref.Pos})
	}
}

// input returns the field of a param: one of the collection's own where it has one of that name, else a new one that is
// no value of a row. A second kind of identity under one name has a field of its own.
func (a *attaching) input(c *dataset.Collection, v ParamValue) *dataset.Field {
	name := v.Name
	for i := range a.Inputs[c] {
		in := &a.Inputs[c][i]
		switch {
		case in.Param != v.Name:
			continue
		case v.Identity == "" || in.Identity == v.Identity:
			return in.Field
		case in.Identity == "":
			in.Identity, in.Field.Identity = v.Identity, v.Identity
			return in.Field
		}
		name = v.Name + " (" + v.Identity + ")"
	}
	f := ownField(c, name)
	if f == nil {
		f = &dataset.Field{Collection: c, Name: name, Unlisted: true, Pos: v.Pos}
		c.Fields = append(c.Fields, f)
	}
	if v.Identity != "" {
		f.Identity = v.Identity
	}
	a.Inputs[c] = append(a.Inputs[c], Input{Param: v.Name, Identity: v.Identity, Field: f})
	return f
}

// declare adds a field that a reference names and no dataset file lists: the rows of the system have it all the same.
func (a *attaching) declare(reference string, pos dataset.Position) {
	name, rest, _ := strings.Cut(reference, ".")
	c := a.Dataset.Collection(name)
	if c == nil || rest == "" || c.Field(rest) != nil || a.Endpoint(name) == nil {
		return
	}
	fields, parent := &c.Fields, (*dataset.Field)(nil)
	for _, step := range strings.Split(rest, ".") {
		var next *dataset.Field
		for _, f := range *fields {
			if f.Name == step {
				next = f
			}
		}
		if next == nil {
			next = &dataset.Field{Collection: c, Parent: parent, Name: step, Unlisted: true, Pos: pos}
			*fields = append(*fields, next)
		}
		fields, parent = &next.Fields, next
	}
}

// ownField returns the field of a row of this name; nil where there is none.
func ownField(c *dataset.Collection, name string) *dataset.Field {
	for _, f := range c.Fields {
		if f.Name == name && f.Parent == nil {
			return f
		}
	}
	return nil
}
