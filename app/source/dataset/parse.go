package dataset

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/pattern"
)

// readFile reads one dataset file. The error is about the file itself (absent, not readable); everything about its
// content is in the problems.
func readFile(path string) ([]*Dataset, Problems, error) {
	data, err := ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	ds, ps := Parse(path, data)
	return ds, ps, nil
}

// ReadFile returns the bytes of a file of a data map, of one that is too large a little more than is taken.
func ReadFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil,
			&value.Error{Message: fmt.Sprintf("the dataset file %s cannot be opened: %s", path, value.FileReason(err)),
				Cause: err}
	}
	data, err := io.ReadAll(io.LimitReader(f, MaxFileBytes+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return nil,
			&value.Error{Message: fmt.Sprintf("the dataset file %s cannot be read: %s", path, value.FileReason(err)),
				Cause: err}
	}
	return data, nil
}

var yamlLine = pattern.New(`line (\d+): `)

// Parse reads the text of one dataset file. References between collections are not followed here; Link does that
// once every file is read.
func Parse(file string, data []byte) ([]*Dataset, Problems) {
	return NewNodeReader(file).datasets(data)
}

// ParseConnected reads the dataset file that belongs to a connector file: its lists of collections and fields may be
// empty, since the connector file has them too.
func ParseConnected(file string, data []byte) ([]*Dataset, Problems) {
	r := NewNodeReader(file)
	r.bare = true
	return r.datasets(data)
}

func (r *NodeReader) datasets(data []byte) (out []*Dataset, problems Problems) {
	named := false
	whole := r.Documents(data, func(root *yaml.Node) {
		for _, p := range r.Mapping(root, "the file") {
			if p.Key != "dataset" {
				continue // a fideslang file may also carry systems, policies, organisations
			}
			named = true
			out = append(out, r.listed(p)...)
		}
	})
	if whole && !named && r.problems.Err() == nil {
		r.Add(Position{File: r.file, Line: 1, Column: 1}.Problem(Error, "no-dataset", `begin the file with "dataset:"`,
			`the file has no "dataset" list`))
	}
	return out, r.problems
}

// listed returns the datasets below the key "dataset": one, or a list.
func (r *NodeReader) listed(p Pair) (out []*Dataset) {
	value := r.Deref(p.Value)
	if value != nil && value.Kind == yaml.MappingNode {
		return []*Dataset{r.dataset(value)}
	}
	list := r.List(p.Value, `"dataset"`)
	if len(list) == 0 && r.problems.Err() == nil {
		r.Report(p.KeyNode, Error, "no-dataset", "describe at least one dataset", `the list "dataset" is empty`)
	}
	for i, n := range list {
		if i == maxDatasets {
			r.Report(n, Error, "too-large", "split the file", "the file has more than %d datasets", maxDatasets)
			break
		}
		out = append(out, r.dataset(n))
	}
	return out
}

// known keys are those of the published format; another key is kept out with a warning, since it is usually a
// spelling mistake that would silently change what is found.
var (
	datasetKeys = value.WordSet(`fides_key organization_fides_key tags name description meta data_categories data_qualifier
		fides_meta fidesops_meta collections joint_controller retention third_country_transfers data_purposes`)
	collectionKeys = value.WordSet(
		`name description data_categories data_qualifier fides_meta fidesops_meta fields retention data_purposes meta`)
	fieldKeys      = value.WordSet(`name description data_categories data_qualifier fides_meta fidesops_meta fields retention data_purposes meta tags`)
	datasetMeta    = value.WordSet(`after resource_id namespace database_schema title`)
	collectionMeta = value.WordSet(
		`after erase_after skip_processing masking_strategy_override partitioning blocker consent logins title where`)
	fieldMeta = value.WordSet(`references identity primary_key data_type length return_all_elements read_only
		custom_request_field masking_strategy_override redact changed immutable stop disable completed guardian_consent digest title unit
		words`)
)

func (r *NodeReader) unknown(p Pair, known map[string]bool, what string) {
	if !known[p.Key] {
		r.Report(p.KeyNode, Warning, "unknown-key", "remove it, or check its spelling and indentation",
			"%q means nothing in %s and is ignored", p.Key, what)
	}
}

// meta returns the entries of fides_meta and of its older spelling fidesops_meta together.
func (r *NodeReader) meta(pairs []Pair, known map[string]bool, what string) []Pair {
	var out []Pair
	for _, p := range pairs {
		if p.Key == "fides_meta" || p.Key == "fidesops_meta" {
			for _, m := range r.Mapping(p.Value, p.Key) {
				r.unknown(m, known, p.Key+" of "+what)
				out = append(out, m)
			}
		}
	}
	return out
}

func (r *NodeReader) dataset(n *yaml.Node) *Dataset {
	d := &Dataset{Pos: r.At(n)}
	pairs := r.Mapping(n, "a dataset")
	var collections *yaml.Node
	for _, p := range pairs {
		r.unknown(p, datasetKeys, "a dataset")
		switch p.Key {
		case "fides_key":
			d.Key, d.Pos = r.Text(p.Value, "fides_key"), r.At(p.Value)
		case "name":
			d.Name = r.Text(p.Value, "name")
		case "description":
			d.Description = r.Text(p.Value, "description")
		case "data_categories":
			d.Categories = r.categories(p.Value)
		case "collections":
			collections = p.Value
		}
	}
	if d.Key == "" {
		r.Report(n, Error, "no-key", "give it a fides_key", "a dataset has no fides_key")
	}
	for _, p := range r.meta(pairs, datasetMeta, "a dataset") {
		switch p.Key {
		case "after":
			d.After = r.texts(p.Value, "after")
		case "title":
			d.Title = r.title(p.Value)
		case "database_schema":
			d.Schema = r.Text(p.Value, p.Key)
		case "namespace":
			for _, ns := range r.Mapping(p.Value, "namespace") {
				switch ns.Key {
				case "schema":
					d.Schema = r.Text(ns.Value, "schema")
				case "database_name", "database_id":
					d.Database = r.Text(ns.Value, ns.Key)
				}
			}
		}
	}
	tables := r.List(collections, `"collections"`)
	if len(tables) == 0 && !r.bare && r.problems.Err() == nil {
		r.Report(n, Error, "no-collection", "describe at least one collection",
			"dataset %q has no collections, and nothing is looked for in it", d.Key)
	}
	for i, c := range tables {
		if i == maxTables {
			r.Report(c, Error, "too-large", "split the dataset", "dataset %q has more than %d collections", d.Key,
				maxTables)
			break
		}
		d.Collections = append(d.Collections, r.collection(d, c))
	}
	d.named = make(map[string]*Collection, len(d.Collections))
	for _, c := range d.Collections {
		if d.named[c.Name] != nil {
			r.Add(c.Pos.Problem(Error, "duplicate-collection", "join the two, or rename one",
				"dataset %q has two collections named %q", d.Key, c.Name))
		}
		d.named[c.Name] = c
	}
	return d
}

func (r *NodeReader) collection(d *Dataset, n *yaml.Node) *Collection {
	c := &Collection{Dataset: d, Pos: r.At(n)}
	pairs := r.Mapping(n, "a collection")
	var fields *yaml.Node
	for _, p := range pairs {
		r.unknown(p, collectionKeys, "a collection")
		switch p.Key {
		case "name":
			c.Name, c.Pos = r.name(p.Value), r.At(p.Value)
		case "data_categories":
			c.Categories = r.categories(p.Value)
		case "fields":
			fields = p.Value
		}
	}
	if c.Name == "" {
		r.Report(n, Error, "no-name", "give it the name of its table", "a collection of dataset %q has no name", d.Key)
	}
	for _, p := range r.meta(pairs, collectionMeta, "collection "+strconv.Quote(c.Name)) {
		switch p.Key {
		case "after":
			c.After = r.mentions(p.Value, "after")
		case "erase_after":
			c.EraseAfter = r.mentions(p.Value, "erase_after")
		case "skip_processing":
			c.Skip = r.Flag(p.Value, "skip_processing")
		case "masking_strategy_override":
			c.Masking = r.masking(p.Value, true)
		case "blocker":
			c.Blocker = r.blocker(p.Value)
		case "consent":
			c.Consent = r.texts(p.Value, "consent")
		case "logins":
			c.Logins = r.Text(p.Value, "logins")
		case "title":
			c.Title = r.title(p.Value)
		case "where":
			c.Where = r.where(c, p.Value)
		}
	}
	c.Fields = r.fields(c, nil, fields, 0)
	r.marked(c)
	r.conditions(c)
	return c
}

func (r *NodeReader) mentions(n *yaml.Node, what string) []Mention {
	if d := r.Deref(n); d != nil && d.Kind == yaml.ScalarNode && !IsNull(d) {
		return []Mention{{Text: r.Text(d, what), Pos: r.At(n)}}
	}
	var out []Mention
	for _, e := range r.List(n, what) {
		out = append(out, Mention{Text: r.Text(e, what), Pos: r.At(e)})
	}
	return out
}

func (r *NodeReader) categories(n *yaml.Node) []string {
	var out []string
	if d := r.Deref(n); d != nil && d.Kind == yaml.ScalarNode && !IsNull(d) {
		return r.category(d, out)
	}
	for _, e := range r.List(n, "data_categories") {
		out = r.category(e, out)
	}
	return out
}

func (r *NodeReader) category(n *yaml.Node, out []string) []string {
	name := r.Text(n, "a data category")
	if name == "" {
		return out
	}
	if !Taxonomy[name] {
		r.Report(n, Warning, "unknown-category", "check the spelling; it is kept as written",
			"%q is not a category of the published taxonomy", name)
	}
	return append(out, name)
}
