package dataset

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/app/source/value"
)

var dataTypes = value.WordSet(`string integer float boolean object_id object`)

func (r *NodeReader) fields(c *Collection, parent *Field, n *yaml.Node, depth int) []*Field {
	if n != nil && depth > maxDepth {
		r.Report(n, Error, "too-deep", "flatten the fields", "fields are nested deeper than %d", maxDepth)
		return nil
	}
	var out []*Field
	seen := map[string]bool{}
	for i, e := range r.List(n, `"fields"`) {
		if i == MaxFields {
			r.Report(e, Error, "too-large", "split the collection", "collection %q has more than %d fields in one list",
				c.Name, MaxFields)
			break
		}
		f := r.field(c, parent, e, depth)
		if f.Name == "" {
			r.Report(e, Error, "no-name", "give it the name of its column", "a field of collection %q has no name",
				c.Name)
			continue
		}
		if seen[f.Name] {
			r.Add(f.Pos.Problem(Error, "duplicate-field", "remove one of the two",
				"collection %q has two fields named %q", c.Name, f.Dotted()))
			continue
		}
		seen[f.Name] = true
		out = append(out, f)
	}
	return out
}

func (r *NodeReader) field(c *Collection, parent *Field, n *yaml.Node, depth int) *Field {
	f := &Field{Collection: c, Parent: parent, Pos: r.At(n)}
	if parent != nil {
		f.ReturnAll = parent.ReturnAll
	}
	pairs := r.Mapping(n, "a field")
	var nested *yaml.Node
	for _, p := range pairs {
		switch p.Key {
		case "name":
			f.Name, f.Pos = r.name(p.Value), r.At(p.Value)
		case "data_categories":
			f.Categories = r.categories(p.Value)
		case "fields":
			nested = p.Value
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

func (r *NodeReader) fieldMeta(f *Field, p Pair) {
	switch p.Key {
	case "identity":
		f.Identity = r.identity(p.Value)
	case "primary_key":
		f.PrimaryKey = r.Flag(p.Value, "primary_key")
	case "data_type":
		f.Type = r.dataType(p.Value)
	case "length":
		f.Length = r.number(p.Value, "length")
	case "read_only":
		f.ReadOnly = r.Flag(p.Value, "read_only")
	case "return_all_elements":
		// Nested fields inherit it, and a parent that returns all cannot be narrowed by a child.
		f.ReturnAll = r.Flag(p.Value, "return_all_elements") || f.ReturnAll
	case "custom_request_field":
		f.CustomRequestField = r.Text(p.Value, "custom_request_field")
	case "changed":
		f.Changed = r.Text(p.Value, "changed")
	case "immutable":
		f.Immutable = r.reason(p.Value)
	case "stop":
		f.Stop = r.stops(p.Value)
	case "disable":
		value := r.Plain(p.Value, 0)
		f.Disable = &value
	case "guardian_consent":
		f.GuardianConsent = r.Flag(p.Value, "guardian_consent")
	case "digest":
		f.Digest = r.Flag(p.Value, "digest")
	case "title":
		f.Title = r.title(p.Value)
	case "unit":
		f.Unit = r.unit(p.Value)
	case "words":
		f.Words = r.words(p.Value)
	case "completed":
		f.Completed = r.Flag(p.Value, "completed")
	case "references":
		for _, e := range r.List(p.Value, "references") {
			f.References = append(f.References, r.reference(f.Collection, e))
		}
	case "masking_strategy_override":
		f.Masking = r.masking(p.Value, false)
	}
}

func (r *NodeReader) dataType(n *yaml.Node) value.DataType {
	written := r.Text(n, "data_type")
	name, array := strings.CutSuffix(written, "[]")
	if written != "" && !dataTypes[name] {
		r.Report(n, Error, "unknown-type",
			"use string, integer, float, boolean, object_id or object, with [] for an array", "%q is not a data_type",
			written)
		return value.DataType{}
	}
	return value.DataType{Name: name, Array: array}
}

func (r *NodeReader) reference(c *Collection, n *yaml.Node) Reference {
	ref := Reference{Pos: r.At(n)}
	for _, p := range r.Mapping(n, "a reference") {
		switch p.Key {
		case "dataset":
			ref.Dataset = r.Text(p.Value, "dataset")
		case "field":
			ref.Field, ref.Pos = r.name(p.Value), r.At(p.Value)
		case "direction":
			d := r.Text(p.Value, "direction")
			if d != "" && d != string(To) && d != string(From) {
				r.Report(p.Value, Error, "bad-direction", `write "to", "from", or leave it out for both ways`,
					"%q is not a direction", d)
				continue
			}
			ref.Direction = Direction(d)
		case "where":
			ref.Where = r.where(c, p.Value)
		}
	}
	return ref
}

func (r *NodeReader) masking(n *yaml.Node, onCollection bool) *Masking {
	if IsNull(r.Deref(n)) {
		return nil
	}
	m := &Masking{Pos: r.At(n)}
	for _, p := range r.Mapping(n, "masking_strategy_override") {
		switch p.Key {
		case "strategy":
			m.Strategy, m.Pos = r.Text(p.Value, "strategy"), r.At(p.Value)
		case "configuration":
			if cfg, ok := r.Plain(p.Value, 0).(map[string]any); ok {
				m.Configuration = cfg
			}
		}
	}
	switch {
	case !Strategies[m.Strategy]:
		r.Add(m.Pos.Problem(Error, "unknown-strategy",
			"use null_rewrite, string_rewrite, random_string_rewrite, hash, hmac, aes_encrypt or preserve, or delete on a collection", "%q is not a masking strategy", m.Strategy))
	case m.Strategy == "delete" && !onCollection:
		r.Add(m.Pos.Problem(Error, "delete-on-field", "move it to the collection's fides_meta",
			"strategy \"delete\" removes a whole row and cannot stand on a field"))
	}
	return m
}
