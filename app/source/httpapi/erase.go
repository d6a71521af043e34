package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/mask"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Whole reports whether the request that erases rows of a collection names none of their fields.
func (s *Inquiry) Whole(c *dataset.Collection) bool {
	e := s.attached.Endpoint(c.Name)
	if e == nil {
		return false
	}
	q := s.c.Eraser(e)
	return q != nil && !q.Objects()
}

// Plan returns the requests that would do with a row what the treatment says.
func (s *Inquiry) Plan(c *dataset.Collection, a search.Answer, t dataset.Treatment,
	m *mask.Masker) (search.Planned, error) {
	out := search.Planned{}
	if t.Nothing() {
		return out, nil
	}
	e := s.attached.Endpoint(c.Name)
	q := (*connector.Request)(nil)
	if e != nil {
		q = s.c.Eraser(e)
	}
	switch {
	case q == nil:
		out.Reasons = []string{search.NoRequest}
	case !slices.ContainsFunc(c.Fields, func(f *dataset.Field) bool { return f.PrimaryKey }):
		out.Reasons = []string{search.NoOwnKey}
	case q.Program != "":
		out.Reasons = []string{search.OtherProgram}
	case q.Objects() && t.Delete:
		out.Reasons = []string{search.NoDeletion}
	case !q.Objects() && len(t.Set) > 0:
		out.Reasons = []string{search.NoCorrection}
	}
	if len(out.Reasons) > 0 {
		return out, nil
	}
	w := &writing{Inquiry: s, request: q, endpoint: e, collection: c, answer: a, treatment: t, masker: m,
		written: map[string]any{}}
	rows, err := w.targets()
	if err != nil {
		return out, err
	}
	for _, row := range rows {
		if err := w.call(row, &out); err != nil {
			return out, err
		}
	}
	if len(out.Calls) > 0 {
		if a.OnTrust {
			w.tellReason(&out, search.OnTrust)
		}
		w.tell(&out)
	}
	return out, nil
}

// writing is one row that is to be changed.
type writing struct {
	*Inquiry
	request    *connector.Request
	endpoint   *connector.Endpoint
	collection *dataset.Collection
	answer     search.Answer
	treatment  dataset.Treatment
	masker     *mask.Masker
	written    map[string]any // masked values by field and value: a random text that is shown is the one that is sent
}

// targets returns what a request is made for: the row, or where the request has a data_path each element of the lists
// there.
func (w *writing) targets() ([]map[string]any, error) {
	rows := []any{w.answer.Row}
	if len(w.request.DataPath) > 0 {
		found, _ := valueAt(w.answer.Row, w.request.DataPath)
		rows, _ = found.([]any)
		if one, is := found.(map[string]any); is {
			rows = []any{one}
		}
	}
	var data any = rows
	for _, p := range w.request.Posts {
		data = w.step(p, data)
	}
	list, is := data.([]any)
	if !is && data != nil {
		list = []any{data}
	}
	var out []map[string]any
	for _, e := range list {
		row, is := e.(map[string]any)
		if !is {
			return nil,
				sentence("%s: what it is made for is no list of objects; see its data_path in the connector file",
					w.request.What)
		}
		out = append(out, row)
	}
	return out, nil
}

// call adds the request for one row.
func (w *writing) call(row map[string]any, out *search.Planned) error {
	p := &portion{writing: w, out: out}
	masked := p.of(w.collection.Fields, row, false)
	if w.request.Objects() && len(masked) == 0 {
		return nil // there is nothing to send
	}
	all := p.of(w.collection.Fields, row, true)
	values := w.values(w.request, w.answer.Led, func(name string) (any, bool) {
		switch name {
		case connector.MaskedFields:
			return masked, true
		case connector.AllFields:
			return all, true
		}
		return w.value(name, row)
	})
	if !w.namesSomebody(values) {
		w.tellReason(out, search.NamesNobody)
		return nil
	}
	c, err := makeChange(w.request, values)
	var lack *lackError
	var unsafe *unsafeError
	switch {
	case errors.As(err, &unsafe):
		w.tellReason(out, search.UnsafeValue)
		return nil
	case errors.As(err, &lack):
		w.tellReason(out, search.NoValue)
		return nil
	case err != nil:
		return err
	}
	c.Endpoint, c.Kind = w.endpoint.Name, w.kind()
	if _, _, err := c.body(w.held(), nil); err != nil {
		return err
	}
	client := w.request.Client
	if client == nil {
		client = w.c.Client
	}
	base, err := w.base(client)
	if err != nil {
		return err
	}
	data, err := json.Marshal(c)
	if err != nil {
		return because(err, "%s cannot be kept in a plan", w.request.What)
	}
	made := search.Call{Text: c.text(base.String()), Data: data}
	if !slices.ContainsFunc(out.Calls, func(other search.Call) bool { return string(other.Data) == string(data) }) {
		out.Calls = append(out.Calls, made)
	}
	return nil
}

func (w *writing) tellReason(out *search.Planned, reason string) {
	if !slices.Contains(out.Reasons, reason) {
		out.Reasons = append(out.Reasons, reason)
	}
}

// namesSomebody reports whether the file gives the request a place for anything of the row or of the person. What has
// none would go to everybody's rows.
func (w *writing) namesSomebody(values names) bool {
	if w.request.Uses(connector.AllFields) {
		return true
	}
	for _, v := range w.request.Values {
		if v.Setting == "" && w.request.Uses(v.Name) {
			if held, ok := values(v.Name); ok && !saysNothing(held) {
				return true
			}
			if !w.request.Optional(v.Name) {
				return true // it cannot be made then: see makeChange
			}
		}
	}
	return false
}

func (w *writing) kind() kind {
	switch w.request {
	case w.endpoint.Update:
		return update
	case w.endpoint.Delete:
		return remove
	}
	return protect
}

// value returns the value of a param for a row that is changed. A reference to this collection is what the row itself
// holds there, and nothing else: a number that led to the row under the same name is somebody else's number in this
// collection. Another reference is what led to the row by it; an identity is one that led to the row; a setting is that
// of the connection.
func (w *writing) value(name string, row map[string]any) (any, bool) {
	v := w.request.Value(name)
	if v == nil {
		return nil, false
	}
	led, isLed := w.answer.Led[name]
	switch {
	case len(v.References) > 0:
		collection, path, _ := strings.Cut(v.References[0].Field, ".")
		if v.References[0].Dataset == w.c.Key && collection == w.collection.Name {
			held, ok := valueAt(row, connector.Path(strings.Split(path, ".")))
			return held, ok && !saysNothing(held)
		}
		return led, isLed && w.ledBy(v)
	case v.Identity != "":
		if ids := w.answer.Identities[v.Identity]; len(ids) > 0 {
			return ids[0], true
		}
		return nil, false
	}
	if isLed && w.ledBy(v) {
		return led, true
	}
	if values := (&incoming{inquiry: w.Inquiry}).setting(v.Setting); len(values) == 1 {
		return values[0], true
	}
	return nil, false
}

// ledBy reports whether what led to the rows of the collection under the name of a param is what the param means.
func (w *writing) ledBy(v *connector.ParamValue) bool {
	reads := w.endpoint.Reads
	if len(reads) == 0 {
		reads = []*connector.Request{w.endpoint.Delete}
	}
	found := false
	for _, q := range reads {
		if q == nil {
			continue
		}
		other := q.Value(v.Name)
		if other == nil {
			continue
		}
		if found = true; other.Setting != v.Setting ||
			len(v.References) > 0 && !slices.ContainsFunc(other.References, func(r connector.Reference) bool {
				return r.External == v.References[0].External && r.Dataset == v.References[0].Dataset &&
					r.Field == v.References[0].Field
			}) {
			return false
		}
	}
	return found
}

// tell adds what people see of the change: the fields that are written, or the row that goes.
func (w *writing) tell(out *search.Planned) {
	p := &portion{writing: w, out: &search.Planned{}}
	out.Deleted = !w.request.Objects()
	for _, f := range w.collection.Fields {
		held, is := w.answer.Row[f.Name]
		if !is || f.Unlisted {
			continue
		}
		if out.Deleted {
			out.Before = append(out.Before, value.Cell{Name: f.Name, Value: cellOf(held)})
			continue
		}
		whole := p.of([]*dataset.Field{f}, w.answer.Row, true)
		if part := p.of([]*dataset.Field{f}, w.answer.Row, false); len(part) == 0 || len(whole) == 0 {
			continue
		}
		out.Before = append(out.Before, value.Cell{Name: f.Name, Value: cellOf(held)})
		out.After = append(out.After, value.Cell{Name: f.Name, Value: cellOf(whole[0].value)})
		out.How = append(out.How, w.how(f))
	}
}

// how returns the name of the strategy that a field, or the first inside it, is written by.
func (w *writing) how(f *dataset.Field) string {
	out := "set"
	dataset.WalkFields([]*dataset.Field{f}, func(x *dataset.Field) {
		if mk, is := w.treatment.Mask[x.Dotted()]; is && out == "set" {
			out = mk.Strategy
		}
	})
	return out
}

// cellOf returns a JSON value as a row holds it.
func cellOf(v any) any {
	switch v.(type) {
	case map[string]any, []any:
		return value.JSON{Value: v}
	}
	return value.ScalarOf(v)
}

// Make carries out one request of a plan.
func (s *Inquiry) Make(ctx context.Context, made search.Call) error {
	var c call
	if err := json.Unmarshal(made.Data, &c); err != nil {
		return because(err, "a request of the plan cannot be read; make the plan anew")
	}
	e := s.c.Endpoint(c.Endpoint)
	if e == nil {
		return sentence("the plan has a request of %q, which the connector file has no more; make the plan anew",
			c.Endpoint)
	}
	q := map[kind]*connector.Request{update: e.Update, remove: e.Delete, protect: s.c.Erasure}[c.Kind]
	if q == nil {
		return sentence("the plan has a request of %q that the connector file has no more; make the plan anew",
			c.Endpoint)
	}
	got, err := s.send(ctx, &c, q)
	if err == nil {
		if err = got.unfailed(q.What, s.attached.Dataset.Collection(c.Endpoint)); err != nil {
			return &search.UncertainError{Cause: err}
		}
		return nil
	}
	if uncertain(err) {
		return &search.UncertainError{Cause: err}
	}
	return err
}
