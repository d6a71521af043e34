package trial

import (
	"errors"
	"fmt"
	"maps"
	"strings"

	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/httpapi"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
)

// dataMap is the data map of a trial: databases, and at most one system that answers over HTTP.
type dataMap struct {
	datasets  []*dataset.Dataset
	databases map[string]string // addresses by fides_key
	services  map[string]search.Service
	system    *httpapi.Source
}

func (m *dataMap) close() {
	if m.system != nil {
		m.system.Close()
	}
}

// addresses returns the addresses of all sources: those of databases as OpenAll settled them.
func (m *dataMap) addresses(given map[string]string) map[string]string {
	out := maps.Clone(given)
	maps.Copy(out, m.databases)
	return out
}

// overHTTP reports whether an address is that of a system that answers over HTTP.
func overHTTP(address string) bool {
	scheme, _, _ := strings.Cut(strings.ToLower(address), "://")
	return scheme == "http" || scheme == "https"
}

// loadMap reads the files of a trial and attaches the connector, if there is one, to its dataset.
func loadMap(datasets, connectors, params []string, dsns map[string]string) (*dataMap, dataset.Problems, error) {
	m := &dataMap{databases: map[string]string{}, services: map[string]search.Service{}}
	key := ""
	for k, dsn := range dsns {
		switch {
		case !overHTTP(dsn):
			m.databases[k] = dsn
		case key != "":
			return m, nil, errors.New("one source can answer over HTTP at a time")
		default:
			key = k
		}
	}
	switch {
	case key != "" && len(connectors) == 0:
		return m, nil, fmt.Errorf("the source %q answers over HTTP: name its connector file with --connector", key)
	case key == "" && len(connectors) > 0:
		return m, nil, errors.New("name the address of the connector's system with --source KEY=http://…")
	case key == "":
		loaded, problems, err := dataset.Load(datasets...)
		m.datasets = loaded
		return m, problems, err
	}
	data, err := dataset.ReadFile(connectors[0])
	if err != nil {
		return m, nil, err
	}
	c, problems := connector.Parse(connectors[0], connector.Keyed(data, key))
	if c == nil {
		return m, problems, nil
	}
	var own *dataset.Dataset
	for _, path := range datasets {
		data, err := dataset.ReadFile(path)
		if err != nil {
			return m, nil, err
		}
		found, wrong := dataset.ParseConnected(path, connector.Keyed(data, key))
		for _, d := range found {
			if d.Key == c.Key {
				own = d
			}
		}
		m.datasets, problems = append(m.datasets, found...), append(problems, wrong...)
	}
	if problems.Err() != nil {
		return m, problems, nil
	}
	if own == nil {
		return m, nil, fmt.Errorf("no dataset file has the fides_key %q of the connector", c.Key)
	}
	if c.Key != key {
		return m, nil,
			fmt.Errorf("the connector has the fides_key %q: write --source %s=…, since the key stands for both", c.Key,
				c.Key)
	}
	settings, external, err := parameters(c, params)
	if err != nil {
		return m, nil, err
	}
	attached, wrong := c.Attach(own, external)
	if problems = append(problems, wrong...); problems.Err() != nil {
		return m, problems, nil
	}
	problems = append(problems, dataset.Link(m.datasets)...)
	if m.system, err = httpapi.New(c, httpapi.Options{Settings: settings, Address: dsns[key]}); err != nil {
		return m, nil, err
	}
	m.services[key] = m.system.Begin(attached)
	return m, problems, nil
}

// parameters reads the --param of a command line: settings, and the fields that outside references name.
func parameters(c *connector.Connector, params []string) (httpapi.Settings, map[string]string, error) {
	settings, external, outside := httpapi.Settings{}, map[string]string{}, c.Externals()
	for _, given := range params {
		name, v, ok := strings.Cut(given, "=")
		if !ok || name == "" {
			return nil, nil, errors.New("a param is written NAME=VALUE")
		}
		if outside[name] {
			external[name] = v
			continue
		}
		switch held := settings[name].(type) {
		case nil:
			settings[name] = setting(c.Param(name), v)
		case []any:
			settings[name] = append(held, v)
		default:
			settings[name] = []any{held, v}
		}
	}
	for name, v := range settings {
		if p := c.Param(name); p != nil {
			if err := p.Check(v); err != nil {
				return nil, nil, err
			}
		}
	}
	return settings, external, nil
}

// setting returns the value of a setting as it is written: a list for one that takes several.
func setting(p *connector.Param, written string) any {
	if p == nil || !p.Multi {
		return written
	}
	if doc, ok := value.ParseDocument([]byte(written)); ok {
		if list, is := doc.([]any); is {
			return list
		}
	}
	return []any{written}
}
