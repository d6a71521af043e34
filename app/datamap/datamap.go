// Package datamap keeps the desk's sources and their dataset files, and opens them for whoever reads or compares.
package datamap

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/httpapi"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// Entry is a source with what its dataset file says and lacks.
type Entry struct {
	model.Source
	// Problems are those of the dataset file in use.
	Problems dataset.Problems
	// DraftProblems are those the map would have with the draft in its place: the draft's own, and what others would
	// lack.
	DraftProblems dataset.Problems
	Collections   int
	// Writable reports whether the desk has an address for writing.
	Writable bool
}

// Unused reports whether a source is not part of the data map yet: its only dataset file is a draft with errors.
func (e Entry) Unused() bool { return unused(e.Source) }

// Unowned reports whether nobody carries out there what the desk cannot: it has no address for writing, and no owner to
// be asked.
func (e Entry) Unowned() bool {
	return e.Engine != model.EngineManual && !e.Writable && strings.TrimSpace(e.Owner) == ""
}

// inUse are the sources that are part of the data map.
func inUse(sources []model.Source) []model.Source {
	return slices.DeleteFunc(slices.Clone(sources), unused)
}

func unused(src model.Source) bool {
	return src.Engine != model.EngineManual && strings.TrimSpace(src.Dataset) == "" && src.Draft != ""
}

// List reads the sources with the problems of the whole data map. Addresses, which carry credentials, are handed only
// to those who may edit them.
func List(ctx context.Context, s *desk.Session) ([]Entry, error) {
	sources, err := read(ctx, s)
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, len(sources))
	now := check(sources)
	for i, src := range sources {
		entries[i] = Entry{Source: src, Problems: now.problems[fileName(src.Key)],
			Collections: now.collections[src.Key]}
		if src.Draft != "" {
			src.Dataset = src.Draft
			entries[i].DraftProblems = check(with(sources, src)).whole(src.Key)
		}
		entries[i].Writable = src.WriteAddress != ""
		if !s.Staff().Role.May(model.ActEditMap) {
			entries[i].Address, entries[i].WriteAddress = "", ""
		}
	}
	return entries, nil
}

// checked is a data map as its dataset files say it is.
type checked struct {
	problems    map[string]dataset.Problems // by file
	collections map[string]int              // by source
}

// check reads and links the dataset files of all sources that are in use.
func check(sources []model.Source) checked {
	c := checked{map[string]dataset.Problems{}, map[string]int{}}
	var all []*dataset.Dataset
	for _, src := range inUse(sources) {
		datasets, problems := parse(src)
		c.problems[fileName(src.Key)] = problems
		for _, d := range datasets {
			c.collections[src.Key] += len(d.Collections)
		}
		all = append(all, datasets...)
	}
	for _, p := range dataset.Link(all) {
		c.problems[p.File] = append(c.problems[p.File], p)
	}
	return c
}

// whole are the problems of all files, those of one source first.
func (c checked) whole(key string) dataset.Problems {
	list := slices.Clone(c.problems[fileName(key)])
	for _, file := range slices.Sorted(maps.Keys(c.problems)) {
		for _, p := range c.problems[file] {
			if file != fileName(key) && p.Severity == dataset.Error {
				list = append(list, p)
			}
		}
	}
	return list
}

// with are the sources with one of them changed, or added.
func with(sources []model.Source, src model.Source) []model.Source {
	list := slices.DeleteFunc(slices.Clone(sources), func(s model.Source) bool { return s.Key == src.Key })
	return append(list, src)
}

// fileName is what problems name the dataset file of a source.
func fileName(key string) string { return key + ".yml" }

func parse(src model.Source) ([]*dataset.Dataset, dataset.Problems) {
	if src.Engine == model.EngineManual && strings.TrimSpace(src.Dataset) == "" {
		return nil, nil // its owner answers, there is nothing to read
	}
	if src.Engine == model.EngineHTTP {
		datasets, _, _, problems := connected(src, src.Address)
		return datasets, problems
	}
	return dataset.Parse(fileName(src.Key), []byte(src.Dataset))
}

func read(ctx context.Context, s *desk.Session) (sources []model.Source, err error) {
	err = s.Read(ctx, model.ActReadMap, func(v *store.View) (err error) {
		sources, err = setup.Sources(v)
		return err
	})
	return sources, err
}

// Errors of the data map.
var (
	ErrKey    = errors.New("a source needs a short key of letters, digits, - and _")
	ErrEngine = errors.New("the address of a source is " + source.AddressForms() + ", or " + httpapi.Form +
		" for a system with a connector file; a source without one is manual and needs an owner")
	ErrNone   = errors.New("the data map names no system yet that can be searched")
	ErrNobody = errors.New("nothing was given to look for")
	ErrOwner  = errors.New("a manual source needs an owner who answers")
	ErrWriter = errors.New("the address for writing leads to another kind of database than the one for reading: give the same database with the credential that may write")
)

// engineOf returns the key of a source's engine by its address; an empty address is a manual source.
func engineOf(address string) (string, error) {
	if address == "" {
		return model.EngineManual, nil
	}
	if httpapi.IsAddress(address) {
		return model.EngineHTTP, nil
	}
	engine, known := source.EngineOf(address)
	if !known {
		return "", ErrEngine
	}
	return engine.Key, nil
}

// EngineName returns the name of an engine for people by its key; false for "manual" and what is no engine.
func EngineName(key string) (string, bool) {
	if key == model.EngineHTTP {
		return "HTTP", true
	}
	engine, known := source.EngineNamed(key)
	return engine.Name, known
}

// DraftError says that a dataset file was kept as a draft, because with it the data map would have errors; what was in
// use stays in use.
type DraftError struct{ Errors dataset.Problems }

// Error lists the errors, one a line.
func (e *DraftError) Error() string {
	return fmt.Sprintf("the dataset file is kept as a draft, not in use: %v", e.Errors.Err())
}

// NeededError says that a source cannot be taken out, because dataset files of others refer to it.
type NeededError struct{ Errors dataset.Problems }

// Error lists what would be missing, one a line.
func (e *NeededError) Error() string {
	return fmt.Sprintf("others refer to this source: %v", e.Errors.Err())
}

// Save adds a source (Version 0) or changes it. A dataset file with which the data map would have errors is not put in
// the place of one that works: it is kept as a draft, everything else is saved, and *DraftError says so. So is one that
// holds guesses of a draft which nobody confirmed, by *GuessError.
func Save(ctx context.Context, s *desk.Session, src model.Source) error {
	if err := s.Allow(ctx, model.ActEditMap); err != nil {
		return err
	}
	if src.Key == "" || strings.Trim(src.Key,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "" {
		return ErrKey
	}
	engine, err := engineOf(src.Address)
	if err != nil {
		return err
	}
	if engine == model.EngineManual && strings.TrimSpace(src.Owner) == "" {
		return ErrOwner
	}
	if writes, err := engineOf(src.WriteAddress); src.WriteAddress != "" && (err != nil || writes != engine) {
		return ErrWriter
	}
	src.Engine = engine
	if src.Name == "" {
		src.Name = src.Key
	}
	if src.Days < 1 {
		src.Days = 5
	}
	var kept error
	if err := s.Write(ctx, model.ActEditMap, func(tx *store.Tx, entry *model.Entry) error {
		sources, err := setup.Sources(tx.View)
		if err != nil {
			return err
		}
		kept = aside(sources, &src)
		entry.Detail["source"], entry.Detail["engine"], entry.Detail["writable"], entry.Detail["draft"] =
			src.Key, engine, src.WriteAddress != "", kept != nil
		return errors.Join(noteWritten(tx, s, sources, src), setup.SaveSource(tx, src))
	}); err != nil {
		return err
	}
	return kept
}

// aside puts the dataset file of a source aside as its draft where it must not be in use as it is, and says why.
func aside(sources []model.Source, src *model.Source) error {
	if wrong := draftOf(sources, src); wrong != nil {
		return wrong
	}
	if guessed := guessedOf(sources, src); guessed != nil {
		return guessed
	}
	return nil
}

// draftOf puts the dataset file of a source aside as its draft where the map would have errors with it and has none, or
// fewer, without it.
func draftOf(sources []model.Source, src *model.Source) *DraftError {
	src.Draft = ""
	wrong := check(with(sources, *src)).errors()
	if len(wrong) == 0 {
		return nil
	}
	kept := keptAside(sources, *src)
	if kept.Draft == "" || len(check(with(sources, kept)).errors()) >= len(wrong) {
		return nil
	}
	*src = kept
	return &DraftError{wrong}
}

// keptAside is a source whose dataset file is its draft, while what was in use before stays so.
func keptAside(sources []model.Source, src model.Source) model.Source {
	src.Dataset, src.Draft = inForce(sources, src.Key), src.Dataset
	return src
}

// inForce is the dataset file that a source has in use; empty where it has none.
func inForce(sources []model.Source, key string) string {
	for _, s := range sources {
		if s.Key == key {
			return s.Dataset
		}
	}
	return ""
}

// errors are the errors of all files, warnings left out.
func (c checked) errors() (list dataset.Problems) {
	for _, p := range c.whole("") {
		if p.Severity == dataset.Error {
			list = append(list, p)
		}
	}
	return list
}

// Delete takes a source out of the data map; *NeededError where others refer to it.
func Delete(ctx context.Context, s *desk.Session, key string) error {
	return s.Write(ctx, model.ActEditMap, func(tx *store.Tx, entry *model.Entry) error {
		sources, err := setup.Sources(tx.View)
		if err != nil {
			return err
		}
		rest := slices.DeleteFunc(slices.Clone(sources), func(s model.Source) bool { return s.Key == key })
		if missing := check(rest).errors(); len(missing) > len(check(sources).errors()) {
			return &NeededError{missing}
		}
		entry.Detail["source"], entry.Detail["deleted"] = key, true
		return errors.Join(setup.DeleteSource(tx, key), setup.DropReview(tx, key, ""))
	})
}

// Tested is what an address leads to.
// Test connects to an address and tries which of its tables may be read; no row leaves the database.
// TestWriting connects with the address for writing and says whether it may write; nothing is written.
// Map is the data map opened for reading the sources.
// Open reads, links and opens the whole data map. A dataset file with errors stops it, naming every line. A database
// that is down does not: reading it fails later, by name.
// Datasets reads and links the dataset files without opening a database. A file with errors stops it, naming every
// line. Close closes every database.
// Draft proposes a dataset file for an address from its tables; a person confirms every guess.
// Try counts the rows of each collection that an identity reaches; -1 where none leads there. Rows are read and thrown
// away.
