// Package rulebook brings the rule pack and the tables of holidays together, and answers what is due by them.
package rulebook

import (
	"fmt"
	"path"
	"strings"

	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/rule"
)

// Default reads the rule pack that the program carries, with its holidays.
func Default() (*rule.Pack, error) { return With(assets.RulePack) }

// With reads a rule pack and gives it the holidays that the program carries.
func With(pack []byte) (*rule.Pack, error) {
	p, err := rule.Read(pack)
	if err != nil {
		return nil, err
	}
	files, err := assets.Holidays.ReadDir("holidays")
	if err != nil {
		return nil, fmt.Errorf("the tables of holidays within the program: %w", err)
	}
	for _, f := range files {
		data, err := assets.Holidays.ReadFile(path.Join("holidays", f.Name()))
		if err != nil {
			return nil, fmt.Errorf("the tables of holidays within the program: %w", err)
		}
		table, err := calendar.ReadHolidayCN(data)
		if err != nil {
			return nil, fmt.Errorf("the table of holidays %s within the program: %w", f.Name(), err)
		}
		id, _, _ := strings.Cut(f.Name(), "-") // cn-2026.json
		p = p.WithHolidays(id, table)
	}
	return p, nil
}
