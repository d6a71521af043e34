package source

import (
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
)

// TrialErasure is what erasing a person would do, by the format's semantics alone.
type TrialErasure struct {
	// Counts are rows by "dataset:collection": every declared collection, and tables that a foreign key brings in. A
	// row counts when it is deleted or when a column is written, be its value the same as before.
	Counts     map[string]int64 `json:"counts"`
	Statements []string         `json:"statements"` // the SQL, each kind once, with placeholders
	Shared     []TrialShared    `json:"shared"`     // rows that are also somebody else's, treated like any other
	Obstacles  []TrialObstacle  `json:"obstacles"`  // what cannot be written as it was wished
}

// TrialObstacle is an obstacle in the words of the command line.
type TrialObstacle struct {
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

// TrialShared is a row that is also somebody else's.
type TrialShared struct {
	Collection string        `json:"collection"` // "dataset:collection"
	Key        Row           `json:"key"`
	Reasons    []TrialReason `json:"reasons"`
}

// TrialReason says why a row is also somebody else's.
type TrialReason struct {
	Kind       SharedKind `json:"kind"`
	Collection string     `json:"collection"` // where the other rows are
	Field      string     `json:"field"`
	OwnField   string     `json:"own_field"`
	Rows       int        `json:"rows"`
	People     int        `json:"people"`
}

// trialErasing is one trial of an erasure under way.
type trialErasing struct {
	opts     Options
	targets  []string
	strategy Masking
	dsns     map[string]string

	mu      sync.Mutex
	result  TrialErasure
	changes map[string][]RowChange // by address of the source
}

func newTrialErasing(opts Options, dsns map[string]string, strategy Masking) *trialErasing {
	t := &trialErasing{opts: opts, targets: opts.Categories, strategy: strategy, dsns: dsns, changes: map[string][]RowChange{},
		result: TrialErasure{Counts: map[string]int64{}, Statements: []string{}, Shared: []TrialShared{}, Obstacles: []TrialObstacle{}}}
	t.opts.Categories = nil // they choose fields to erase, not fields to read
	for _, d := range opts.Datasets {
		for _, c := range d.Collections {
			t.result.Counts[c.Address().String()] = 0
		}
	}
	return t
}

// preview fills the result and keeps the changes.
func (t *trialErasing) preview(ctx context.Context) (PreviewReport, error) {
	finder, err := NewSharedFinder(t.opts)
	if err != nil {
		return PreviewReport{}, err
	}
	byAddress := map[Address]*Collection{}
	for _, d := range t.opts.Datasets {
		for _, c := range d.Collections {
			byAddress[c.Address()] = c
		}
	}
	treatments := map[Address]Treatment{}
	report, err := Preview(ctx, PreviewOptions{Options: t.opts, note: t.noted, Decide: func(f Finding) (Treatment, error) {
		at := Address{f.Dataset, f.Collection}
		treatment, known := treatments[at]
		if !known {
			treatment = FormatTreatment(byAddress[at], t.targets, t.strategy)
			treatments[at] = treatment
		}
		return treatment, finder.Note(f)
	}}, func(c RowChange) error {
		dsn := t.dsns[c.Dataset]
		t.changes[dsn] = append(t.changes[dsn], c)
		return nil
	})
	if err == nil {
		err = report.Err()
	}
	if err != nil {
		return report, err
	}
	for _, o := range report.Obstacles {
		words := obstacleTexts[o.Reason]
		t.result.Obstacles = append(t.result.Obstacles, TrialObstacle{o.Address.String(), o.Column, o.Trigger, o.Constraint, o.Reason, words[0], words[1], o.Rows, o.Blocking})
	}
	sort.Strings(t.result.Statements) // sources are read side by side
	return report, finder.Look(ctx, func(s SharedRow) error {
		row := TrialShared{Collection: s.Address.String(), Key: s.Key}
		for _, r := range s.Reasons {
			row.Reasons = append(row.Reasons, TrialReason{r.Kind, r.Collection.String(), r.Field, r.OwnField, r.Rows, r.People})
		}
		t.result.Shared = append(t.result.Shared, row)
		return nil
	})
}

// noted counts a row and remembers the statement that the format would write for it.
func (t *trialErasing) noted(n note) {
	statement := n.statement()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.result.Counts[n.at.Address().String()]++
	if !slices.Contains(t.result.Statements, statement) {
		t.result.Statements = append(t.result.Statements, statement)
	}
}

// statement is the SQL for one row.
func (n note) statement() string {
	d, t := n.at.dialect, n.at.table
	place := 0
	var sets, conditions []string
	for _, i := range n.written {
		place++
		sets = append(sets, d.quote(t.Columns[i].Name)+" = "+d.placeholder(place))
	}
	for _, i := range n.key {
		place++
		c := t.Columns[i]
		c.Nullable = c.Nullable && !n.at.inKey(i)
		conditions = append(conditions, d.equals(c, place))
	}
	head := "DELETE FROM " + tableSQL(d, t)
	if len(sets) > 0 {
		head = "UPDATE " + tableSQL(d, t) + " SET " + strings.Join(sets, ", ")
	}
	return head + " WHERE " + strings.Join(conditions, " AND ")
}

// write applies the changes, each source in one transaction. A source that fails does not keep the others back.
func (t *trialErasing) write(ctx context.Context) error {
	var with []*Dataset
	for _, d := range t.opts.Datasets {
		if t.dsns[d.Key] != "" {
			with = append(with, d)
		}
	}
	order, err := sourceOrder(with, func(key string) string { return t.dsns[key] })
	if err != nil {
		return err
	}
	var failed []error
	for _, key := range order {
		changes := t.changes[t.dsns[key]]
		if len(changes) == 0 {
			continue
		}
		sort.SliceStable(changes, func(i, j int) bool { return changes[i].Order < changes[j].Order })
		if err := t.apply(ctx, t.dsns[key], changes); err != nil {
			failed = append(failed, fmt.Errorf("source %q is left as it was: %w", key, err))
		}
	}
	return errors.Join(failed...)
}

func (t *trialErasing) apply(ctx context.Context, dsn string, changes []RowChange) (err error) {
	w, err := OpenWriter(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	_, err = Apply(ctx, w, t.opts.Datasets, each(changes), nil)
	return err
}

// each gives a list as the sequence that Apply takes.
func each(changes []RowChange) iter.Seq2[RowChange, error] {
	return func(yield func(RowChange, error) bool) {
		for _, c := range changes {
			if !yield(c, nil) {
				return
			}
		}
	}
}

// parseStrategy reads a strategy as the command line writes it: its name, or its name and a configuration in JSON.
func parseStrategy(given string) (Masking, error) {
	name, configuration, configured := strings.Cut(given, ":")
	m := Masking{Strategy: name}
	if configured {
		doc, ok := parseDocument([]byte(configuration))
		fields, isObject := doc.(map[string]any)
		if !ok || !isObject {
			return m, fmt.Errorf(`the configuration of strategy %q is no JSON object; write --strategy '%s:{"key": "value"}'`, name, name)
		}
		m.Configuration = fields
	}
	return m, m.Check()
}

// checkStrategies names the first override of the data map whose configuration cannot be used.
func checkStrategies(datasets []*Dataset) error {
	check := func(m *Masking) error {
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
			c.Walk(func(f *Field) { err = errors.Join(err, check(f.Masking)) })
		}
	}
	return err
}

// trialErase carries a trial out and prints it. It returns the exit status.
func trialErase(ctx context.Context, t *trialErasing, write, asJSON bool, stdout, stderr io.Writer) int {
	fail := func(err error) int {
		say(stderr, "rightsdesk: %s\n", err)
		return 1
	}
	if err := checkStrategies(t.opts.Datasets); err != nil {
		return fail(err)
	}
	report, err := t.preview(ctx)
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
			err = t.write(ctx)
		}
		if err != nil {
			status = fail(err)
		}
	}
	if err := t.print(stdout, asJSON); err != nil {
		return fail(fmt.Errorf("the result cannot be written: %w", err))
	}
	return status
}

func (t *trialErasing) print(w io.Writer, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(t.result)
	}
	var names []string
	for name := range t.result.Counts {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if _, err := fmt.Fprintf(w, "%8d  %s\n", t.result.Counts[name], name); err != nil {
			return err
		}
	}
	for _, s := range t.result.Shared {
		if _, err := fmt.Fprintf(w, "shared    %s %s\n", s.Collection, keyText(s.Key)); err != nil {
			return err
		}
	}
	return nil
}

func keyText(key Row) string {
	parts := make([]string, len(key))
	for i, c := range key {
		s, _ := text(c.Value)
		parts[i] = c.Name + "=" + s
	}
	return strings.Join(parts, " ")
}
