package change

import (
	"crypto/sha256"
	"slices"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
)

// servicePlan is the part of a plan that lies in services.
type servicePlan struct {
	obstacles obstacles
	changes   []RowChange
	before    map[dataset.Address][]dataset.Address
	order     []dataset.Address
}

// Answered plans a row of a service.
func (p *planning) Answered(s search.Service, c *dataset.Collection, f search.Finding, a search.Answer) error {
	treatment, err := p.opts.Decide(f)
	if err != nil {
		return err
	}
	if len(a.Row) == 0 && treatment.Nothing() && s.Whole(c) {
		p.services.obstacles.add(c.Address(), "", search.Unread, false)
	}
	planned, err := s.Plan(c, a, treatment, p.opts.Masker)
	if err != nil {
		return err
	}
	for _, reason := range planned.Reasons {
		p.services.obstacles.add(c.Address(), "", reason, false)
	}
	if len(planned.Calls) == 0 {
		return nil
	}
	p.services.obstacles.add(c.Address(), "", NotCompared, false)
	if p.opts.OnFormatWrite != nil {
		for _, call := range planned.Calls {
			p.opts.OnFormatWrite(FormatWrite{Address: c.Address(), Call: call.Text})
		}
	}
	p.services.add(s, c,
		RowChange{Address: c.Address(), Key: serviceKey(f, a), Delete: planned.Deleted, Before: planned.Before,
			After: planned.After,
			How:   planned.How, Seen: seen(a.Row), Rows: 1, Calls: planned.Calls})
	return nil
}

// serviceKey names a row of a service: by its primary key, else by what led to it.
func serviceKey(f search.Finding, a search.Answer) []value.Cell {
	if len(f.Key) > 0 {
		return f.Key
	}
	var key []value.Cell
	for name, v := range a.Led {
		if text, ok := value.Text(v); ok {
			key = append(key, value.Cell{Name: name, Value: text})
		}
	}
	slices.SortFunc(key, func(x, y value.Cell) int {
		if x.Name < y.Name {
			return -1
		}
		return 1
	})
	return key
}

// seen is the fingerprint of a row of a service.
func seen(row map[string]any) []byte {
	sum := sha256.Sum256([]byte(value.DocumentText(row)))
	return sum[:]
}

func (p *servicePlan) add(s search.Service, c *dataset.Collection, change RowChange) {
	if p.before == nil {
		p.before = map[dataset.Address][]dataset.Address{}
	}
	if _, known := p.before[change.Address]; !known {
		p.before[change.Address] = s.Before(c)
		p.order = append(p.order, change.Address)
	}
	p.changes = append(p.changes, change)
}

// release hands over the changes, numbered in the order in which they are to be made: those of a collection after all
// that hangs on it.
func (p *servicePlan) release(deliver func(RowChange) error) error {
	slices.SortFunc(p.order, func(a, b dataset.Address) int {
		if a.String() < b.String() {
			return -1
		}
		return 1
	})
	order, circle := dataset.TopologicalOrder(p.order, p.before)
	if circle != nil {
		order = p.order // collections that hang on one another: any order is as good
	}
	for i := range p.changes {
		p.changes[i].Order = slices.Index(order, p.changes[i].Address)
	}
	slices.SortStableFunc(p.changes, func(a, b RowChange) int { return a.Order - b.Order })
	for i, change := range p.changes {
		change.Order = i
		if err := deliver(change); err != nil {
			return err
		}
	}
	return nil
}
