package identity

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/model"
)

// maxOnFile bounds how many values of a point are kept for comparing.
const maxOnFile = 200

// changes maps the columns by which the sources tell when an identity last changed to the data point it is.
func changes(datasets []*dataset.Dataset) map[dataset.Address]map[string]string {
	points := map[string]string{"email": "email", "phone_number": "phone"}
	out := map[dataset.Address]map[string]string{}
	for _, d := range datasets {
		for _, c := range d.Collections {
			for _, f := range c.Fields {
				if point := points[f.Changed]; point != "" {
					if out[c.Address()] == nil {
						out[c.Address()] = map[string]string{}
					}
					out[c.Address()][f.Name] = point
				}
			}
		}
	}
	return out
}

// OnFile reads from the sources what they hold of a request's subject, for comparing. A source that is down is named in
// Failed; what the others hold still serves.
func OnFile(ctx context.Context, s *desk.Session, request int64) (held Held, err error) {
	if err := s.Allow(ctx, model.ActCompare); err != nil {
		return held, err
	}
	r, err := s.Request(ctx, request)
	if err != nil {
		return held, err
	}
	m, err := datamap.Open(ctx, s)
	if err != nil {
		return held, err
	}
	defer func() { err = errors.Join(err, m.Close()) }()
	held = Held{Request: request, Values: map[string][]string{}, Changed: map[string]time.Time{}}
	people, changed := anchors(m.Datasets), changes(m.Datasets)
	var mu sync.Mutex
	report, err := search.Access(ctx, search.Options{Datasets: m.Datasets, Sources: m.Sources, Services: m.Services, Identities: r.Subject.Identities(), Spellings: true},
		func(f search.Finding) error {
			if !directly(f, people) {
				return nil
			}
			mu.Lock()
			defer mu.Unlock()
			held.add(f, changed[dataset.Address{Dataset: f.Dataset, Collection: f.Collection}])
			return nil
		})
	if err != nil {
		return held, err
	}
	failed := map[string]bool{}
	for _, c := range report.Collections {
		if key := m.Keys[c.Dataset]; c.State == search.Failed && !failed[key] {
			failed[key] = true
			held.Failed = append(held.Failed, key)
		}
	}
	return held, nil
}

// anchors are the collections that hold an identity: the people themselves.
func anchors(datasets []*dataset.Dataset) map[dataset.Address]bool {
	out := map[dataset.Address]bool{}
	for _, d := range datasets {
		for _, c := range d.Collections {
			if c.HoldsIdentity() {
				out[c.Address()] = true
			}
		}
	}
	return out
}

// directly reports whether a row was found by an identity or hangs on a row that holds one. What lies further off, as
// the address of an order, may be other people's and proves nothing.
func directly(f search.Finding, people map[dataset.Address]bool) bool {
	for _, r := range f.Reached {
		if r.Identity != "" || people[r.From] {
			return true
		}
	}
	return false
}

// add keeps a row's values by data point; changed names the columns that tell when a contact changed.
func (h *Held) add(f search.Finding, changed map[string]string) {
	for _, cell := range f.Row {
		value := plain(cell.Value)
		if value == "" {
			continue
		}
		if point, ok := changed[cell.Name]; ok {
			if at, err := parseInstant(value); err == nil && at.After(h.Changed[point]) {
				h.Changed[point] = at
			}
		}
		for _, category := range f.Categories[cell.Name] {
			for _, p := range Points {
				for _, target := range p.Categories {
					if dataset.Covers(target, category) && len(h.Values[p.Name]) < maxOnFile {
						h.Values[p.Name] = append(h.Values[p.Name], value)
					}
				}
			}
		}
	}
}

// plain is a value as text, empty for none and for documents.
func plain(v any) string {
	raw, err := json.Marshal(v)
	if err != nil || string(raw) == "null" || len(raw) == 0 || raw[0] == '{' || raw[0] == '[' {
		return ""
	}
	var text string
	if raw[0] == '"' && json.Unmarshal(raw, &text) == nil {
		return text
	}
	return strings.TrimSpace(string(raw))
}

func parseInstant(text string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339Nano, time.DateTime, time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no instant", text)
}
