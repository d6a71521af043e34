package dataset

import (
	"bytes"
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
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, &value.Error{Message: fmt.Sprintf("the dataset file %s cannot be opened: %s", path, value.FileReason(err)), Cause: err}
	}
	data, err := io.ReadAll(io.LimitReader(f, MaxFileBytes+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, nil, &value.Error{Message: fmt.Sprintf("the dataset file %s cannot be read: %s", path, value.FileReason(err)), Cause: err}
	}
	ds, ps := Parse(path, data)
	return ds, ps, nil
}

var yamlLine = pattern.New(`line (\d+): `)

// Parse reads the text of one dataset file. References between collections are not followed here; Link does that
// once every file is read.
func Parse(file string, data []byte) ([]*Dataset, Problems) {
	r := &nodeReader{file: file}
	whole := Position{File: file, Line: 1, Column: 1}
	if len(data) > MaxFileBytes {
		return nil, Problems{whole.Problem(Error, "too-large", "split the file", "the file is larger than %d MiB", MaxFileBytes>>20)}
	}
	var out []*Dataset
	named := false
	for dec := yaml.NewDecoder(bytes.NewReader(data)); ; {
		var doc yaml.Node
		err := dec.Decode(&doc)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			r.add(notYAML(file, data, err))
			return out, r.problems
		}
		if len(doc.Content) == 0 || isNull(doc.Content[0]) {
			continue
		}
		for _, p := range r.mapping(doc.Content[0], "the file") {
			if p.key != "dataset" {
				continue // a fideslang file may also carry systems, policies, organisations
			}
			named = true
			value := r.deref(p.value)
			if value != nil && value.Kind == yaml.MappingNode {
				out = append(out, r.dataset(value))
				continue
			}
			list := r.list(p.value, `"dataset"`)
			if len(list) == 0 && r.problems.Err() == nil {
				r.report(p.keyNode, Error, "no-dataset", "describe at least one dataset", `the list "dataset" is empty`)
			}
			for i, n := range list {
				if i == maxDatasets {
					r.report(n, Error, "too-large", "split the file", "the file has more than %d datasets", maxDatasets)
					break
				}
				out = append(out, r.dataset(n))
			}
		}
	}
	if !named && r.problems.Err() == nil {
		r.add(whole.Problem(Error, "no-dataset", `begin the file with "dataset:"`, `the file has no "dataset" list`))
	}
	return out, r.problems
}

// known keys are those of the published format; another key is kept out with a warning, since it is usually a
// spelling mistake that would silently change what is found.
var (
	datasetKeys = value.WordSet(`fides_key organization_fides_key tags name description meta data_categories data_qualifier
		fides_meta fidesops_meta collections joint_controller retention third_country_transfers data_purposes`)
	collectionKeys = value.WordSet(`name description data_categories data_qualifier fides_meta fidesops_meta fields retention data_purposes meta`)
	fieldKeys      = value.WordSet(`name description data_categories data_qualifier fides_meta fidesops_meta fields retention data_purposes meta tags`)
	datasetMeta    = value.WordSet(`after resource_id namespace database_schema title`)
	collectionMeta = value.WordSet(`after erase_after skip_processing masking_strategy_override partitioning blocker consent logins title where`)
	fieldMeta      = value.WordSet(`references identity primary_key data_type length return_all_elements read_only
		custom_request_field masking_strategy_override redact changed immutable stop disable completed guardian_consent title unit words`)
)

func (r *nodeReader) unknown(p pair, known map[string]bool, what string) {
	if !known[p.key] {
		r.report(p.keyNode, Warning, "unknown-key", "remove it, or check its spelling and indentation", "%q means nothing in %s and is ignored", p.key, what)
	}
}

// meta returns the entries of fides_meta and of its older spelling fidesops_meta together.
func (r *nodeReader) meta(pairs []pair, known map[string]bool, what string) []pair {
	var out []pair
	for _, p := range pairs {
		if p.key == "fides_meta" || p.key == "fidesops_meta" {
			for _, m := range r.mapping(p.value, p.key) {
				r.unknown(m, known, p.key+" of "+what)
				out = append(out, m)
			}
		}
	}
	return out
}

func (r *nodeReader) dataset(n *yaml.Node) *Dataset {
	d := &Dataset{Pos: r.at(n)}
	pairs := r.mapping(n, "a dataset")
	var collections *yaml.Node
	for _, p := range pairs {
		r.unknown(p, datasetKeys, "a dataset")
		switch p.key {
		case "fides_key":
			d.Key, d.Pos = r.text(p.value, "fides_key"), r.at(p.value)
		case "name":
			d.Name = r.text(p.value, "name")
		case "description":
			d.Description = r.text(p.value, "description")
		case "data_categories":
			d.Categories = r.categories(p.value)
		case "collections":
			collections = p.value
		}
	}
	if d.Key == "" {
		r.report(n, Error, "no-key", "give it a fides_key", "a dataset has no fides_key")
	}
	for _, p := range r.meta(pairs, datasetMeta, "a dataset") {
		switch p.key {
		case "after":
			d.After = r.texts(p.value, "after")
		case "title":
			d.Title = r.title(p.value)
		case "database_schema":
			d.Schema = r.text(p.value, p.key)
		case "namespace":
			for _, ns := range r.mapping(p.value, "namespace") {
				switch ns.key {
				case "schema":
					d.Schema = r.text(ns.value, "schema")
				case "database_name", "database_id":
					d.Database = r.text(ns.value, ns.key)
				}
			}
		}
	}
	tables := r.list(collections, `"collections"`)
	if len(tables) == 0 && r.problems.Err() == nil {
		r.report(n, Error, "no-collection", "describe at least one collection", "dataset %q has no collections, and nothing is looked for in it", d.Key)
	}
	for i, c := range tables {
		if i == maxTables {
			r.report(c, Error, "too-large", "split the dataset", "dataset %q has more than %d collections", d.Key, maxTables)
			break
		}
		d.Collections = append(d.Collections, r.collection(d, c))
	}
	d.named = make(map[string]*Collection, len(d.Collections))
	for _, c := range d.Collections {
		if d.named[c.Name] != nil {
			r.add(c.Pos.Problem(Error, "duplicate-collection", "join the two, or rename one", "dataset %q has two collections named %q", d.Key, c.Name))
		}
		d.named[c.Name] = c
	}
	return d
}

func (r *nodeReader) collection(d *Dataset, n *yaml.Node) *Collection {
	c := &Collection{Dataset: d, Pos: r.at(n)}
	pairs := r.mapping(n, "a collection")
	var fields *yaml.Node
	for _, p := range pairs {
		r.unknown(p, collectionKeys, "a collection")
		switch p.key {
		case "name":
			c.Name, c.Pos = r.text(p.value, "name"), r.at(p.value)
		case "data_categories":
			c.Categories = r.categories(p.value)
		case "fields":
			fields = p.value
		}
	}
	if c.Name == "" {
		r.report(n, Error, "no-name", "give it the name of its table", "a collection of dataset %q has no name", d.Key)
	}
	for _, p := range r.meta(pairs, collectionMeta, "collection "+strconv.Quote(c.Name)) {
		switch p.key {
		case "after":
			c.After = r.mentions(p.value, "after")
		case "erase_after":
			c.EraseAfter = r.mentions(p.value, "erase_after")
		case "skip_processing":
			c.Skip = r.flag(p.value, "skip_processing")
		case "masking_strategy_override":
			c.Masking = r.masking(p.value, true)
		case "blocker":
			c.Blocker = r.blocker(p.value)
		case "consent":
			c.Consent = r.texts(p.value, "consent")
		case "logins":
			c.Logins = r.text(p.value, "logins")
		case "title":
			c.Title = r.title(p.value)
		case "where":
			c.Where = r.where(c, p.value)
		}
	}
	c.Fields = r.fields(c, nil, fields, 0)
	r.marked(c)
	r.conditions(c)
	return c
}

func (r *nodeReader) mentions(n *yaml.Node, what string) []Mention {
	if d := r.deref(n); d != nil && d.Kind == yaml.ScalarNode && !isNull(d) {
		return []Mention{{Text: r.text(d, what), Pos: r.at(n)}}
	}
	var out []Mention
	for _, e := range r.list(n, what) {
		out = append(out, Mention{Text: r.text(e, what), Pos: r.at(e)})
	}
	return out
}

func (r *nodeReader) categories(n *yaml.Node) []string {
	var out []string
	if d := r.deref(n); d != nil && d.Kind == yaml.ScalarNode && !isNull(d) {
		return r.category(d, out)
	}
	for _, e := range r.list(n, "data_categories") {
		out = r.category(e, out)
	}
	return out
}

func (r *nodeReader) category(n *yaml.Node, out []string) []string {
	name := r.text(n, "a data category")
	if name == "" {
		return out
	}
	if !Taxonomy[name] {
		r.report(n, Warning, "unknown-category", "check the spelling; it is kept as written", "%q is not a category of the published taxonomy", name)
	}
	return append(out, name)
}
