package dataset

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/app/source/value"
)

var dataTypes = value.WordSet(`string integer float boolean object_id object`)

func (r *nodeReader) fields(c *Collection, parent *Field, n *yaml.Node, depth int) []*Field {
	if n != nil && depth > maxDepth {
		r.report(n, Error, "too-deep", "flatten the fields", "fields are nested deeper than %d", maxDepth)
		return nil
	}
	var out []*Field
	seen := map[string]bool{}
	for i, e := range r.list(n, `"fields"`) {
		if i == MaxFields {
			r.report(e, Error, "too-large", "split the collection", "collection %q has more than %d fields in one list", c.Name, MaxFields)
			break
		}
		f := r.field(c, parent, e, depth)
		if f.Name == "" {
			r.report(e, Error, "no-name", "give it the name of its column", "a field of collection %q has no name", c.Name)
			continue
		}
		if seen[f.Name] {
			r.add(f.Pos.Problem(Error, "duplicate-field", "remove one of the two", "collection %q has two fields named %q", c.Name, f.Dotted()))
			continue
		}
		seen[f.Name] = true
		out = append(out, f)
	}
	return out
}

func (r *nodeReader) field(c *Collection, parent *Field, n *yaml.Node, depth int) *Field {
	f := &Field{Collection: c, Parent: parent, Pos: r.at(n)}
	if parent != nil {
		f.ReturnAll = parent.ReturnAll
	}
	pairs := r.mapping(n, "a field")
	var nested *yaml.Node
	for _, p := range pairs {
		switch p.key {
		case "name":
			f.Name, f.Pos = r.text(p.value, "name"), r.at(p.value)
		case "data_categories":
			f.Categories = r.categories(p.value)
		case "fields":
			nested = p.value
		}
	}
	what := "field " + strconv.Quote(f.Name)
	for _, p := range pairs {
		r.unknown(p, fieldKeys, what)
	}
	for _, p := range r.meta(pairs, fieldMeta, what) {
		r.fieldMeta(f, p)
	}
	f.Fields = r.fields(c, f, nested, depth+1)
	r.identityFits(f)
	return f
}

func (r *nodeReader) fieldMeta(f *Field, p pair) {
	switch p.key {
	case "identity":
		f.Identity = r.identity(p.value)
	case "primary_key":
		f.PrimaryKey = r.flag(p.value, "primary_key")
	case "data_type":
		f.Type = r.dataType(p.value)
	case "length":
		f.Length = r.number(p.value, "length")
	case "read_only":
		f.ReadOnly = r.flag(p.value, "read_only")
	case "return_all_elements":
		// Nested fields inherit it, and a parent that returns all cannot be narrowed by a child.
		f.ReturnAll = r.flag(p.value, "return_all_elements") || f.ReturnAll
	case "custom_request_field":
		f.CustomRequestField = r.text(p.value, "custom_request_field")
	case "changed":
		f.Changed = r.text(p.value, "changed")
	case "immutable":
		f.Immutable = r.reason(p.value)
	case "stop":
		f.Stop = r.stops(p.value)
	case "disable":
		value := r.plain(p.value, 0)
		f.Disable = &value
	case "guardian_consent":
		f.GuardianConsent = r.flag(p.value, "guardian_consent")
	case "title":
		f.Title = r.title(p.value)
	case "unit":
		f.Unit = r.unit(p.value)
	case "words":
		f.Words = r.words(p.value)
	case "completed":
		f.Completed = r.flag(p.value, "completed")
	case "references":
		for _, e := range r.list(p.value, "references") {
			f.References = append(f.References, r.reference(f.Collection, e))
		}
	case "masking_strategy_override":
		f.Masking = r.masking(p.value, false)
	}
}

func (r *nodeReader) dataType(n *yaml.Node) value.DataType {
	written := r.text(n, "data_type")
	name, array := strings.CutSuffix(written, "[]")
	if written != "" && !dataTypes[name] {
		r.report(n, Error, "unknown-type", "use string, integer, float, boolean, object_id or object, with [] for an array", "%q is not a data_type", written)
		return value.DataType{}
	}
	return value.DataType{Name: name, Array: array}
}

func (r *nodeReader) reference(c *Collection, n *yaml.Node) Reference {
	ref := Reference{Pos: r.at(n)}
	for _, p := range r.mapping(n, "a reference") {
		switch p.key {
		case "dataset":
			ref.Dataset = r.text(p.value, "dataset")
		case "field":
			ref.Field, ref.Pos = r.text(p.value, "field"), r.at(p.value)
		case "direction":
			d := r.text(p.value, "direction")
			if d != "" && d != string(To) && d != string(From) {
				r.report(p.value, Error, "bad-direction", `write "to", "from", or leave it out for both ways`, "%q is not a direction", d)
				continue
			}
			ref.Direction = Direction(d)
		case "where":
			ref.Where = r.where(c, p.value)
		}
	}
	return ref
}

func (r *nodeReader) masking(n *yaml.Node, onCollection bool) *Masking {
	if isNull(r.deref(n)) {
		return nil
	}
	m := &Masking{Pos: r.at(n)}
	for _, p := range r.mapping(n, "masking_strategy_override") {
		switch p.key {
		case "strategy":
			m.Strategy, m.Pos = r.text(p.value, "strategy"), r.at(p.value)
		case "configuration":
			if cfg, ok := r.plain(p.value, 0).(map[string]any); ok {
				m.Configuration = cfg
			}
		}
	}
	switch {
	case !Strategies[m.Strategy]:
		r.add(m.Pos.Problem(Error, "unknown-strategy",
			"use null_rewrite, string_rewrite, random_string_rewrite, hash, hmac, aes_encrypt or preserve, or delete on a collection", "%q is not a masking strategy", m.Strategy))
	case m.Strategy == "delete" && !onCollection:
		r.add(m.Pos.Problem(Error, "delete-on-field", "move it to the collection's fides_meta", "strategy \"delete\" removes a whole row and cannot stand on a field"))
	}
	return m
}
