package identity

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/shared"
	"orangelab.cn/rightsdesk/app/source/value"
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
	if len(m.Datasets) == 0 {
		return held, datamap.ErrNone
	}
	held = Held{Request: request, Changed: map[string]time.Time{}}
	file := &onFile{who: r.Subject, datasets: m.Datasets, changed: changes(m.Datasets), zone: s.Rules().Location(),
		held: &held}
	var mu sync.Mutex
	report, err := search.Access(ctx,
		search.Options{Datasets: m.Datasets, Sources: m.Sources, Services: m.Services,
			Identities: r.Subject.Identities(), Spellings: true},
		func(f search.Finding) error {
			mu.Lock()
			defer mu.Unlock()
			return file.note(f)
		})
	if err != nil {
		return held, err
	}
	file.gather()
	failed := map[string]bool{}
	for _, c := range report.Collections {
		if key := m.Keys[c.Dataset]; c.State == search.Failed && !failed[key] {
			failed[key] = true
			held.Failed = append(held.Failed, key)
		}
	}
	return held, nil
}

// maxRecords bounds how many records are kept, and how many rows of them.
const maxRecords = 2000

// onFile gathers the records of a person from the rows that a search finds.
type onFile struct {
	who      model.Subject
	datasets []*dataset.Dataset
	changed  map[dataset.Address]map[string]string
	zone     *time.Location // of times that name none
	held     *Held
	rows     []fileRow
}

type fileRow struct {
	search.Finding
	of         *dataset.Collection
	identities map[string][]string // that stand in it, by kind
}

// note keeps a row that an identifier led to, or that hangs on a row with an identity. What lies further off, as the
// address of an order, may be other people's and proves nothing.
func (o *onFile) note(f search.Finding) error {
	row := fileRow{f, o.collection(dataset.Address{Dataset: f.Dataset, Collection: f.Collection}),
		map[string][]string{}}
	if row.of == nil || len(o.rows) >= maxRecords {
		return nil
	}
	if !row.direct() && !slices.ContainsFunc(f.Reached, func(r search.Reach) bool {
		from := o.collection(r.From)
		return from != nil && from.HoldsIdentity()
	}) {
		return nil
	}
	row.of.Walk(func(field *dataset.Field) {
		kind := dataset.IdentityKind(field)
		for _, v := range row.values(field) {
			if text, ok := value.Text(v); ok && kind != "" && !value.Blank(text) {
				row.identities[kind] = append(row.identities[kind], text)
			}
		}
	})
	if row.direct() && !o.asAsked(row) || !row.direct() && o.another(row) {
		return nil
	}
	o.rows = append(o.rows, row)
	return nil
}

func (o *onFile) collection(at dataset.Address) (found *dataset.Collection) {
	for _, d := range o.datasets {
		for _, c := range d.Collections {
			if c.Address() == at {
				return c
			}
		}
	}
	return nil
}

// direct reports whether an identifier of the request led to a row.
func (r fileRow) direct() bool {
	return slices.ContainsFunc(r.Reached, func(reach search.Reach) bool { return reach.Identity != "" })
}

func (r fileRow) values(field *dataset.Field) []any {
	held := make([]any, len(r.of.Fields))
	for i, f := range r.of.Fields {
		held[i], _ = r.Row.Get(f.Name)
	}
	return search.FieldValues(r.of, field, held)
}

// names reports whether a row holds an identifier of the request of a kind.
func (o *onFile) names(row fileRow, kind string) bool {
	return slices.ContainsFunc(proven.NamesOf(o.who), func(n proven.Named) bool {
		return n.Kind == kind && oneOf(n, row.identities[kind])
	})
}

// asAsked reports whether a row that came when a system was asked by an identifier is of who was asked about: one that
// has values of the kind, and none of the person's among them, is somebody else's, whatever the system says.
func (o *onFile) asAsked(row fileRow) bool {
	return slices.ContainsFunc(row.Reached, func(r search.Reach) bool {
		return r.Identity != "" && (len(row.identities[r.Identity]) == 0 || o.names(row, r.Identity))
	})
}

// another reports whether a row that only a reference led to names another person than the request does.
func (o *onFile) another(row fileRow) bool {
	if !row.of.HoldsIdentity() {
		return false
	}
	for kind, values := range row.identities {
		if len(values) > 0 && len(o.who.Identities()[kind]) > 0 && !o.names(row, kind) {
			return true
		}
	}
	return false
}

// gather makes a record of each row that an identifier led to, with what hangs on it.
func (o *onFile) gather() {
	for _, row := range o.rows {
		if !row.direct() {
			continue
		}
		record := FileRecord{ID: row.id(), Values: map[string][]string{}, Identities: map[string][]string{}}
		for kind, values := range row.identities {
			record.Identities[kind] = values
		}
		for _, r := range row.Reached {
			// A row of a service need not hold what it was asked by.
			if r.Identity != "" && len(row.identities[r.Identity]) == 0 {
				record.Identities[r.Identity] = append(record.Identities[r.Identity], r.Value)
			}
		}
		members := []fileRow{row}
		for i := 0; i < len(members); i++ {
			o.add(&record, members[i])
			if !members[i].of.HoldsIdentity() {
				continue
			}
			for _, other := range o.rows {
				if other.hangsOn(members[i]) &&
					!slices.ContainsFunc(members, func(m fileRow) bool { return m.id() == other.id() }) {
					members = append(members, other)
				}
			}
		}
		o.held.Records = append(o.held.Records, record)
	}
}

// id tells a row from all others, in every reading.
func (r fileRow) id() string {
	at := dataset.Address{Dataset: r.Dataset, Collection: r.Collection}
	sum := sha256.Sum256([]byte(at.String() + "\x00" + shared.RowID(r.Finding)))
	return hex.EncodeToString(sum[:])
}

// hangsOn reports whether a value of another row led to this one.
func (r fileRow) hangsOn(from fileRow) bool {
	at := dataset.Address{Dataset: from.Dataset, Collection: from.Collection}
	return slices.ContainsFunc(r.Reached, func(reach search.Reach) bool {
		field := from.of.Field(reach.FromField)
		return reach.From == at && field != nil && slices.ContainsFunc(from.values(field), func(v any) bool {
			text, ok := value.Canonical(v)
			return ok && text == reach.Value
		})
	})
}

// add keeps a row's values by data point, and when a contact changed.
func (o *onFile) add(record *FileRecord, row fileRow) {
	changed := o.changed[dataset.Address{Dataset: row.Dataset, Collection: row.Collection}]
	for _, cell := range row.Row {
		text := plain(cell.Value)
		if text == "" {
			continue
		}
		if point, ok := changed[cell.Name]; ok {
			if at, ok := value.Instant(text, o.zone); ok && at.After(o.held.Changed[point]) {
				o.held.Changed[point] = at
			}
		}
		for _, category := range row.Categories[cell.Name] {
			for _, p := range Points {
				for _, target := range p.Categories {
					if dataset.Covers(target, category) && len(record.Values[p.Name]) < maxOnFile {
						record.Values[p.Name] = append(record.Values[p.Name], text)
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
