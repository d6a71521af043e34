package datamap

import (
	"context"
	"errors"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/httpapi"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// ErrUnsaved says that a system is tested by its connector file.
var ErrUnsaved = errors.New("a system that answers over HTTP is tested by its connector file: save the source first")

// connected reads the files of a source that answers over HTTP, which stand in one text: the connector and its dataset.
// The settings, and the fields that outside references name, are those of an address.
func connected(src model.Source,
	address string) (datasets []*dataset.Dataset, a *connector.Attached, options httpapi.Options,
	problems dataset.Problems) {
	file, text := fileName(src.Key), connector.Keyed([]byte(src.Dataset), src.Key)
	c, problems := connector.Parse(file, text)
	datasets, wrong := dataset.ParseConnected(file, text)
	if problems = append(problems, wrong...); problems.Err() != nil {
		return datasets, nil, options, problems
	}
	refuse := func(err error) {
		problems = append(problems,
			c.Pos.Problem(dataset.Error, "bad-setting", "correct the address of the source",
				"the address does not fit the connector file: %s", err.Error()))
	}
	at, settings, err := httpapi.ReadAddress(address)
	if err != nil {
		refuse(err)
		return datasets, nil, options, problems
	}
	settings, external := settings.Split(c)
	if err := settings.Check(c); err != nil && at == "" { // an address of its own needs no host
		refuse(err)
	}
	if len(datasets) != 1 {
		problems = append(problems,
			c.Pos.Problem(dataset.Error, "no-dataset", "write the dataset of the connector below it",
				"a connector has exactly one dataset"))
		return datasets, nil, options, problems
	}
	a, wrong = c.Attach(datasets[0], external)
	return datasets, a, httpapi.Options{Address: at, Settings: settings}, append(problems, wrong...)
}

// keeper keeps the new tokens of a source.
type keeper func(key string, before, tokens httpapi.Settings) error

// tokens returns what keeps new tokens at the desk, sealed in the addresses of the source that have those before. It is
// an inner step of whatever asks the system, which has its own entry.
func tokens(ctx context.Context, s *desk.Session) keeper {
	return func(key string, before, tokens httpapi.Settings) error {
		return s.Progress(context.WithoutCancel(ctx), model.ActReadMap, func(tx *store.Tx) error {
			sources, err := setup.Sources(tx.View)
			if err != nil {
				return err
			}
			for _, src := range sources {
				address, write := httpapi.Renewed(src.Address, before, tokens), httpapi.Renewed(src.WriteAddress,
					before, tokens)
				if src.Key == key && (address != src.Address || write != src.WriteAddress) {
					src.Address, src.WriteAddress = address, write
					return setup.RenewAddresses(tx, src)
				}
			}
			return nil
		})
	}
}

// openService opens a source that answers over HTTP; nil where its files have errors, which are said already.
func openService(src model.Source, address string,
	keep keeper) (*httpapi.Source, *connector.Attached, []*dataset.Dataset, dataset.Problems, error) {
	datasets, a, options, problems := connected(src, address)
	if problems.Err() != nil {
		return nil, nil, datasets, problems, nil
	}
	options.Tokens = func(before, tokens httpapi.Settings) error { return keep(src.Key, before, tokens) }
	s, err := httpapi.New(a.Connector, options)
	return s, a, datasets, problems, err
}

// testService sends the test request of the saved source that has an address.
func testService(ctx context.Context, sources []model.Source, address string, keep keeper) error {
	for _, src := range sources {
		if src.Engine != model.EngineHTTP || src.Address != address && src.WriteAddress != address {
			continue
		}
		s, _, _, problems, err := openService(src, address, keep)
		if err = errors.Join(err, problems.Err()); err != nil {
			return err
		}
		defer s.Close()
		return s.Test(ctx)
	}
	return ErrUnsaved
}

// Writer opens a source that answers over HTTP with its address for writing. The caller closes it.
func (m *Map) Writer(src model.Source) (*httpapi.Inquiry, error) {
	s, a, _, problems, err := openService(src, src.WriteAddress, m.keep)
	if err = errors.Join(err, problems.Err()); err != nil {
		return nil, err
	}
	return s.Begin(a), nil
}
