package notice

import (
	"fmt"
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/pattern"
)

// Variable is a name in braces, {effective}, that stands in a text for a fact.
type Variable string

// The variables.
const (
	VarPerson    Variable = "person"    // the recipient's name
	VarOperator  Variable = "operator"  // the organisation
	VarProduct   Variable = "product"   // the products
	VarRegion    Variable = "region"    // the regions
	VarDate      Variable = "date"      // the day of the notice
	VarEffective Variable = "effective" // the day on which it takes effect
	VarStop      Variable = "stop"      // the day and hour on which the service stops
	VarOld       Variable = "old"       // the version in force
	VarNew       Variable = "new"       // the new version
	VarLink      Variable = "link"      // where all of it can be read
	VarContact   Variable = "contact"   // where people can ask
)

// Variables lists them.
var Variables = []Variable{VarPerson, VarOperator, VarProduct, VarRegion, VarDate, VarEffective, VarStop, VarOld,
	VarNew, VarLink, VarContact}

var braces = pattern.New(`\{([^{}\n]{0,40})\}`)

// anybody is how somebody is called whose name is not known.
var anybody = model.Text{"en": "customer", "zh-Hans": "用户"}

// longMonth is a date as letters write it.
func longDate(d calendar.Date, lang string) string {
	if d == (calendar.Date{}) {
		return ""
	}
	if lang == "zh-Hans" {
		return fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day)
	}
	return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year)
}

// moment is the day and hour on which a service stops.
func moment(c Content, lang string) string {
	day := longDate(c.Effective, lang)
	if day == "" {
		return ""
	}
	if lang == "zh-Hans" {
		return fmt.Sprintf("%s%d时", day, c.Hour)
	}
	return fmt.Sprintf("%s, %02d:00", day, c.Hour)
}

// joined lists names in a sentence.
func joined(names []string, lang string) string {
	if lang == "zh-Hans" {
		return strings.Join(names, "、")
	}
	return strings.Join(names, ", ")
}

// value is what a variable stands for in a language; empty where the fact is not known.
func (c Content) value(v Variable, org model.Organisation, lang, person string) string {
	switch v {
	case VarPerson:
		if person == "" {
			return anybody[lang]
		}
		return person
	case VarOperator:
		return org.Name[lang]
	case VarProduct:
		return joined(c.Products, lang)
	case VarRegion:
		return joined(c.Regions, lang)
	case VarDate:
		return longDate(c.On, lang)
	case VarEffective:
		return longDate(c.Effective, lang)
	case VarStop:
		if c.Kind != Cessation {
			return ""
		}
		return moment(c, lang)
	case VarOld:
		return c.Old
	case VarNew:
		return c.New
	case VarLink:
		return c.Link
	case VarContact:
		return org.Contact
	}
	return ""
}

// fill puts the facts into a text, and lists the variables that stand for none.
func (c Content) fill(text string, org model.Organisation, lang, person string) (filled string, unknown []string) {
	filled = braces.ReplaceAllStringFunc(text, func(found string) string {
		name := Variable(strings.TrimSpace(found[1 : len(found)-1]))
		if value := c.value(name, org, lang, person); value != "" {
			return value
		}
		unknown = append(unknown, found)
		return found
	})
	return filled, unknown
}
