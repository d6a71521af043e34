package rulebook

import (
	"bytes"
	"fmt"
	"sync"

	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/rule"
)

// Kept is what a desk keeps of its rules: what it changed, oldest first, and the rule packs by their version.
type Kept struct {
	Changes []model.RuleChange
	Packs   map[string]string
}

// Edited returns the version of the rule pack that the desk edited last; empty where it goes by the one that the
// program carries.
func (k Kept) Edited() (version string) {
	for _, c := range k.Changes {
		if c.Kind == model.RulesEdited {
			version = c.Version
		}
	}
	return version
}

// Rules returns the rules in force: the pack as the desk edited it, or the one that the program carries, where the desk
// never did or the program can read its version no more; with the tables of holidays that came since, and what was
// opened under other versions.
func (k Kept) Rules() (*rule.Pack, error) {
	tables, err := k.Tables()
	if err != nil {
		return nil, err
	}
	read := func(text string) (*rule.Pack, error) {
		p, err := cited([]byte(text))
		for _, t := range tables {
			if err == nil {
				p = p.WithHolidays(t.Calendar, t.Table)
			}
		}
		return p, err
	}
	var p *rule.Pack
	if version := k.Edited(); version != "" {
		if p, err = read(k.Packs[version]); err != nil {
			p = nil
		}
	}
	if p == nil {
		if p, err = read(string(assets.RulePack)); err != nil {
			return nil, err
		}
	}
	return p.WithOlder(remembering(func(version string) *rule.Pack {
		text, there := k.Packs[version]
		if !there {
			return nil
		}
		old, err := read(text)
		if err != nil {
			return nil
		}
		return old
	})), nil
}

// cited reads a rule pack that the desk keeps. One from before packs said what letters cite takes that from the pack of
// the program.
func cited(text []byte) (*rule.Pack, error) {
	p, err := With(text)
	if err != nil || bytes.Equal(text, assets.RulePack) || !p.Uncited() {
		return p, err
	}
	carried, err := rule.Read(assets.RulePack)
	if err != nil {
		return nil, err
	}
	return p.CitingAs(carried), nil
}

// remembering finds every version once: a pack takes long to read, and most are never asked for.
func remembering(find func(version string) *rule.Pack) func(string) *rule.Pack {
	var mu sync.Mutex
	found := map[string]*rule.Pack{}
	return func(version string) *rule.Pack {
		mu.Lock()
		defer mu.Unlock()
		p, there := found[version]
		if !there {
			p = find(version)
			found[version] = p
		}
		return p
	}
}

// DeskTable is a table of holidays that the desk imported.
type DeskTable struct {
	Change   model.RuleChange
	Calendar string
	Table    calendar.Table
}

// Tables reads the tables of holidays that the desk imported, in that order: a later one of the same calendar and year
// stands in place of an earlier one.
func (k Kept) Tables() (list []DeskTable, err error) {
	for _, c := range k.Changes {
		if c.Kind != model.HolidaysImported {
			continue
		}
		t, err := calendar.ReadHolidayCN([]byte(c.Body))
		if err != nil {
			return nil, fmt.Errorf("the table of holidays in change %d of the rules: %w", c.Number, err)
		}
		list = append(list, DeskTable{c, c.Calendar, t})
	}
	return list, nil
}
