package trial

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"sort"
	"strings"
	"sync"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/apply"
	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/shared"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Erasure is what erasing a person would do, by the format's semantics alone.
type Erasure struct {
	// Counts are rows by "dataset:collection": every declared collection, and tables that a foreign key brings in. A
	// row counts when it is deleted or when a column is written, be its value the same as before.
	Counts     map[string]int64 `json:"counts"`
	Statements []string         `json:"statements"` // the SQL, each kind once, with placeholders
	Shared     []Shared         `json:"shared"`     // rows that are also somebody else's, treated like any other
	Obstacles  []Obstacle       `json:"obstacles"`  // what cannot be written as it was wished
	Warnings   []string         `json:"warnings,omitempty"`
}

// Obstacle is an obstacle in the words of the command line.
type Obstacle struct {
	Collection string `json:"collection"`       // "dataset:collection"
	Column     string `json:"column,omitempty"` // empty when the whole collection is meant
	Trigger    string `json:"trigger,omitempty"`
	Constraint string `json:"constraint,omitempty"`
	Reason     string `json:"reason"` // code
	Text       string `json:"text"`
	Remedy     string `json:"remedy"`
	Rows       int64  `json:"rows"`
	Blocking   bool   `json:"blocking"` // nothing is written while it stands; otherwise the column is left as it is
}

// Shared is a row that is also somebody else's.
type Shared struct {
	Collection string    `json:"collection"` // "dataset:collection"
	Key        value.Row `json:"key"`
	Reasons    []Reason  `json:"reasons"`
}

// Reason is why a row is also somebody else's.
type Reason struct {
	Kind       shared.Kind `json:"kind"`
	Collection string      `json:"collection"` // where the other rows are
	Field      string      `json:"field"`
	OwnField   string      `json:"own_field"`
	Rows       int         `json:"rows"`
	People     int         `json:"people"`
}

// Erasing is one trial of an erasure under way.
type Erasing struct {
	opts     search.Options
	targets  []string
	strategy dataset.Masking
	dsns     map[string]string

	mu      sync.Mutex
	Result  Erasure
	Changes map[string][]change.RowChange // by address of the source
}

// NewErasing returns a trial that has read nothing yet. The categories of opts choose the fields to erase; none means
// all of a person. dsns are the addresses by fides_key.
func NewErasing(opts search.Options, dsns map[string]string, strategy dataset.Masking) *Erasing {
	t := &Erasing{opts: opts, targets: opts.Categories, strategy: strategy, dsns: dsns,
		Changes: map[string][]change.RowChange{},
		Result: Erasure{Counts: map[string]int64{}, Statements: []string{}, Shared: []Shared{},
			Obstacles: []Obstacle{}}}
	t.opts.Categories = nil // they choose fields to erase, not fields to read
	for _, d := range opts.Datasets {
		for _, c := range d.Collections {
			t.Result.Counts[c.Address().String()] = 0
		}
	}
	return t
}

// Preview fills the result and keeps the changes.
func (t *Erasing) Preview(ctx context.Context) (change.Report, error) {
	finder, err := shared.NewFinder(t.opts)
	if err != nil {
		return change.Report{}, err
	}
	byAddress := map[dataset.Address]*dataset.Collection{}
	for _, d := range t.opts.Datasets {
		for _, c := range d.Collections {
			byAddress[c.Address()] = c
		}
	}
	treatments := map[dataset.Address]dataset.Treatment{}
	report, err := change.Preview(ctx,
		change.Options{Options: t.opts, OnFormatWrite: t.noted,
			Decide: func(f search.Finding) (dataset.Treatment, error) {
				at := dataset.Address{Dataset: f.Dataset, Collection: f.Collection}
				treatment, known := treatments[at]
				if !known {
					treatment = t.treatment(byAddress[at])
					treatments[at] = treatment
				}
				return treatment, finder.Note(f)
			}}, func(c change.RowChange) error {
			dsn := t.dsns[c.Dataset]
			t.Changes[dsn] = append(t.Changes[dsn], c)
			return nil
		})
	if err == nil {
		err = report.Err()
	}
	if err != nil {
		return report, err
	}
	for _, o := range report.Obstacles {
		words := change.ObstacleTexts[o.Reason]
		t.Result.Obstacles = append(t.Result.Obstacles,
			Obstacle{o.Address.String(), o.Column, o.Trigger, o.Constraint, o.Reason, words[0], words[1], o.Rows,
				o.Blocking})
	}
	sort.Strings(t.Result.Statements) // sources are read side by side
	return report, finder.Look(ctx, func(s shared.Row) error {
		row := Shared{Collection: s.Address.String(), Key: s.Key}
		for _, r := range s.Reasons {
			row.Reasons = append(row.Reasons,
				Reason{r.Kind, r.Collection.String(), r.Field, r.OwnField, r.Rows, r.People})
		}
		t.Result.Shared = append(t.Result.Shared, row)
		return nil
	})
}

// treatment is what the format says of the rows of a collection. A request that names none of their fields is sent for
// every row, whatever is targeted.
func (t *Erasing) treatment(c *dataset.Collection) dataset.Treatment {
	if s := t.opts.Services[c.Dataset.Key]; s != nil && s.Whole(c) {
		return dataset.Treatment{Delete: true}
	}
	return dataset.FormatTreatment(c, t.targets, t.strategy)
}

// noted counts a row and remembers the statement that the format would write for it.
func (t *Erasing) noted(n change.FormatWrite) {
	statement := n.Statement()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.Result.Counts[n.Address.String()]++
	if !slices.Contains(t.Result.Statements, statement) {
		t.Result.Statements = append(t.Result.Statements, statement)
	}
}

// Write applies the changes, each source in one transaction. A source that fails does not keep the others back.
func (t *Erasing) Write(ctx context.Context) error {
	var with []*dataset.Dataset
	for _, d := range t.opts.Datasets {
		if t.dsns[d.Key] != "" {
			with = append(with, d)
		}
	}
	order, err := dataset.SourceOrderBy(with, func(key string) string { return t.dsns[key] })
	if err != nil {
		return err
	}
	var failed []error
	for _, key := range order {
		changes := t.Changes[t.dsns[key]]
		if len(changes) == 0 {
			continue
		}
		sort.SliceStable(changes, func(i, j int) bool { return changes[i].Order < changes[j].Order })
		write := t.apply
		if s := t.opts.Services[key]; s != nil {
			write = func(ctx context.Context, _ string, changes []change.RowChange) error {
				_, err := apply.Calls(ctx, s, changes, 0, nil, nil)
				return err
			}
		}
		if err := write(ctx, t.dsns[key], changes); err != nil {
			failed = append(failed, t.leftAs(key, err))
		}
	}
	return errors.Join(failed...)
}

// leftAs says in what state a source is that failed.
func (t *Erasing) leftAs(key string, err error) error {
	if s := t.opts.Sources[key]; s == nil || s.Dialect.Capabilities().Piecewise {
		return fmt.Errorf("source %q: %w", key, err) // which says how much was done before
	}
	return fmt.Errorf("source %q is left as it was: %w", key, err)
}

func (t *Erasing) apply(ctx context.Context, dsn string, changes []change.RowChange) (err error) {
	w, err := source.OpenWriter(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	_, err = apply.Changes(ctx, w, t.opts.Datasets, each(changes), nil)
	return err
}

// each returns a list as the sequence that apply.Changes takes.
func each(changes []change.RowChange) iter.Seq2[change.RowChange, error] {
	return func(yield func(change.RowChange, error) bool) {
		for _, c := range changes {
			if !yield(c, nil) {
				return
			}
		}
	}
}

// ParseStrategy reads a strategy as the command line writes it: its name, or its name and a configuration in JSON.
func ParseStrategy(given string) (dataset.Masking, error) {
	name, configuration, configured := strings.Cut(given, ":")
	m := dataset.Masking{Strategy: name}
	if configured {
		doc, ok := value.ParseDocument([]byte(configuration))
		fields, isObject := doc.(map[string]any)
		if !ok || !isObject {
			return m,
				fmt.Errorf(`the configuration of strategy %q is no JSON object; write --strategy '%s:{"key": "value"}'`,
					name, name)
		}
		m.Configuration = fields
	}
	return m, m.Check()
}

// checkStrategies names the first override of the data map whose configuration cannot be used.
func checkStrategies(datasets []*dataset.Dataset) error {
	check := func(m *dataset.Masking) error {
		if m == nil {
			return nil
		}
		if err := m.Check(); err != nil {
			return fmt.Errorf("%s:%d: %w", m.Pos.File, m.Pos.Line, err)
		}
		return nil
	}
	var err error
	for _, d := range datasets {
		for _, c := range d.Collections {
			err = errors.Join(err, check(c.Masking))
			c.Walk(func(f *dataset.Field) { err = errors.Join(err, check(f.Masking)) })
		}
	}
	return err
}

// carryOut carries a trial out and prints it. It returns the exit status.
func carryOut(ctx context.Context, t *Erasing, write, asJSON bool, stdout, stderr io.Writer, said *bytes.Buffer) int {
	fail := func(err error) int {
		say(stderr, "rightsdesk: %s\n", err)
		return 1
	}
	if err := checkStrategies(t.opts.Datasets); err != nil {
		return fail(err)
	}
	report, err := t.Preview(ctx)
	if err != nil {
		return fail(err)
	}
	sayFoundAs(stderr, report.Report)
	for _, o := range report.Obstacles {
		say(stderr, "%s\n", o)
	}
	status := 0
	if write {
		if blocked := report.Blocked(); len(blocked) > 0 {
			err = fmt.Errorf("%d obstacle(s) stand in the way; nothing was written", len(blocked))
		} else {
			err = t.Write(ctx)
		}
		if err != nil {
			status = fail(err)
		}
	}
	t.Result.Warnings = sentences(said)
	if err := t.print(stdout, asJSON); err != nil {
		return fail(fmt.Errorf("the result cannot be written: %w", err))
	}
	return status
}

func (t *Erasing) print(w io.Writer, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(t.Result)
	}
	var names []string
	for name := range t.Result.Counts {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if _, err := fmt.Fprintf(w, "%8d  %s\n", t.Result.Counts[name], name); err != nil {
			return err
		}
	}
	for _, s := range t.Result.Shared {
		if _, err := fmt.Fprintf(w, "shared    %s %s\n", s.Collection, keyText(s.Key)); err != nil {
			return err
		}
	}
	return nil
}

func keyText(key value.Row) string {
	parts := make([]string, len(key))
	for i, c := range key {
		s, _ := value.Text(c.Value)
		parts[i] = c.Name + "=" + s
	}
	return strings.Join(parts, " ")
}
