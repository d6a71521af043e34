package datamap

import (
	"context"
	"errors"
	"fmt"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/draft"
	"orangelab.cn/rightsdesk/app/source/httpapi"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// Tested is what a source lets the desk read.
type Tested struct {
	// Readable are the names of the tables that may be read, Denied of those that may not.
	Readable, Denied []string
}

// Test opens an address for reading and looks which tables may be read.
func Test(ctx context.Context, s *desk.Session, address string) (t Tested, err error) {
	if err := s.Allow(ctx, model.ActEditMap); err != nil {
		return t, err
	}
	if httpapi.IsAddress(address) {
		sources, err := read(ctx, s)
		return Tested{}, errors.Join(err, testService(ctx, sources, address, tokens(ctx, s)))
	}
	src, err := openSource(ctx, address)
	if err != nil {
		return Tested{}, err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	if err := src.Ping(ctx); err != nil {
		return Tested{}, err
	}
	t.Readable, t.Denied, err = src.Readable(ctx)
	return t, err
}

// openSource opens a database by an address that somebody typed.
func openSource(ctx context.Context, address string) (*sqldb.Source, error) {
	if httpapi.IsAddress(address) {
		return nil, ErrNoTables
	}
	if _, known := source.EngineOf(address); !known {
		return nil, ErrEngine
	}
	return source.Open(ctx, address)
}

// TestWriting opens an address for writing; nothing is written.
func TestWriting(ctx context.Context, s *desk.Session, address string) (err error) {
	if err := s.Allow(ctx, model.ActEditMap); err != nil {
		return err
	}
	if httpapi.IsAddress(address) {
		sources, err := read(ctx, s)
		return errors.Join(err, testService(ctx, sources, address, tokens(ctx, s)))
	}
	if _, known := source.EngineOf(address); !known {
		return ErrEngine
	}
	w, err := source.OpenWriter(ctx, address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	return w.Ping(ctx)
}

// Map is the data map of a desk with its sources opened.
type Map struct {
	Datasets []*dataset.Dataset
	// Sources are the opened databases by fides_key.
	Sources map[string]*sqldb.Source
	// Keys tells which of the desk's sources a dataset belongs to.
	Keys map[string]string
	// Manual are the sources whose owners answer.
	Manual []model.Source
	// All are the desk's sources.
	All []model.Source
	// Services are the systems that answer over HTTP by fides_key, each asked for one person.
	Services map[string]search.Service
	opened   []*sqldb.Source
	systems  []*httpapi.Source
	keep     keeper
	stocks   map[string]stock
}

// Open opens the sources of the data map; whoever has it closes it.
func Open(ctx context.Context, s *desk.Session) (*Map, error) {
	sources, err := read(ctx, s)
	if err != nil {
		return nil, err
	}
	sources = inUse(sources)
	m := &Map{Sources: map[string]*sqldb.Source{}, Services: map[string]search.Service{}, Keys: map[string]string{},
		All: sources, keep: tokens(ctx, s)}
	if m.stocks, err = stocks(ctx, s); err != nil {
		return nil, err
	}
	var problems dataset.Problems
	for _, src := range sources {
		if src.Engine == model.EngineManual {
			m.Manual = append(m.Manual, src)
			continue
		}
		if src.Engine == model.EngineHTTP {
			found, err := m.addService(src)
			if problems = append(problems, found...); err != nil {
				return nil, errors.Join(fmt.Errorf("source %s: %w", src.Key, err), m.Close())
			}
			continue
		}
		datasets, found := parse(src)
		problems = append(problems, found...)
		db, err := source.Open(ctx, src.Address)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("source %s: %w", src.Key, err), m.Close())
		}
		m.opened = append(m.opened, db)
		for _, d := range datasets {
			m.Sources[d.Key], m.Keys[d.Key] = db, src.Key
		}
		m.Datasets = append(m.Datasets, datasets...)
	}
	problems = append(problems, dataset.Link(m.Datasets)...)
	if err := problems.Err(); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	return m, nil
}

// addService adds a system that answers over HTTP.
func (m *Map) addService(src model.Source) (dataset.Problems, error) {
	s, a, datasets, problems, err := openService(src, src.Address, m.keep)
	m.Datasets = append(m.Datasets, datasets...)
	if s == nil {
		return problems, err
	}
	m.systems = append(m.systems, s)
	for _, d := range datasets {
		m.Keys[d.Key], m.Services[d.Key] = src.Key, s.Begin(a)
	}
	return problems, nil
}

// Searchable fails with ErrNone where no source can be searched: none was added yet, or all answer by hand.
func Searchable(v *store.View) error {
	sources, err := setup.Sources(v)
	if err != nil {
		return err
	}
	for _, src := range inUse(sources) {
		if src.Engine != model.EngineManual {
			return nil
		}
	}
	return ErrNone
}

// Datasets returns the dataset files of the sources, linked, and the keys of the sources by those of their datasets.
func Datasets(ctx context.Context, s *desk.Session) (datasets []*dataset.Dataset, keys map[string]string, err error) {
	sources, err := read(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	keys = map[string]string{}
	var problems dataset.Problems
	for _, src := range inUse(sources) {
		list, found := parse(src)
		problems = append(problems, found...)
		for _, d := range list {
			keys[d.Key] = src.Key
		}
		datasets = append(datasets, list...)
	}
	return datasets, keys, append(problems, dataset.Link(datasets)...).Err()
}

// In reads the dataset files in use within a reading of the store, as far as they can be read: for what was found by
// them before.
func In(v *store.View) (datasets []*dataset.Dataset, err error) {
	sources, err := setup.Sources(v)
	if err != nil {
		return nil, err
	}
	for _, src := range inUse(sources) {
		list, _ := parse(src)
		datasets = append(datasets, list...)
	}
	dataset.Link(datasets)
	return datasets, nil
}

// Close closes the sources.
func (m *Map) Close() error {
	var errs []error
	for _, db := range m.opened {
		errs = append(errs, db.Close())
	}
	for _, s := range m.systems {
		s.Close()
	}
	m.opened, m.systems = nil, nil
	return errors.Join(errs...)
}

// Draft proposes the dataset file of a database, its remarks in a language.
func Draft(ctx context.Context, s *desk.Session, key, address, lang string) (text string, err error) {
	if err := s.Allow(ctx, model.ActEditMap); err != nil {
		return text, err
	}
	src, err := openSource(ctx, address)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	p, err := draft.Study(ctx, src)
	if err != nil {
		return "", err
	}
	return p.Text(key, lang), nil
}

// Try searches the sources for a person and returns how many rows each collection has of them; nothing is kept.
func Try(ctx context.Context, s *desk.Session, subject model.Subject) (found map[string]int64, err error) {
	if err := s.Allow(ctx, model.ActEditMap); err != nil {
		return found, err
	}
	m, err := Open(ctx, s)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, m.Close()) }()
	if len(m.Datasets) == 0 {
		return nil, ErrNone
	}
	if len(subject.Identities()) == 0 {
		return nil, ErrNobody
	}
	report, err := search.Access(ctx,
		search.Options{Datasets: m.Datasets, Sources: m.Sources, Services: m.Services, Identities: subject.Identities(),
			Spellings: true},
		func(search.Finding) error { return nil })
	if err != nil {
		return nil, err
	}
	found = map[string]int64{}
	for _, c := range report.Collections {
		found[c.String()] = c.Rows
		if c.State != search.Read {
			found[c.String()] = -1
		}
	}
	return found, report.Err()
}
