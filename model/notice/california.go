package notice

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/model"
)

// Guardians is what a notice of an incident says to guardians of children.
const Guardians Item = "guardians"

// California is the regime whose notices of a breach have a title and headings of their own.
const California = "us_ca"

// CaliforniaTitle is the title of a notice of a breach to people in California (Cal. Civ. Code 1798.82).
const CaliforniaTitle = "Notice of Data Breach"

// californiaLaw is where title and headings stand.
var californiaLaw = model.Text{"en": "Cal. Civ. Code 1798.82", "zh-Hans": "《加州民法典》第1798.82条"}

// californiaHeadings are the headings of the law in place of ours, for what each holds. The others stand below them.
var californiaHeadings = map[Item]string{"basic": "What Happened", "kinds": "What Information Was Involved",
	"measures": "What We Are Doing", "selfhelp": "What You Can Do", "contact": "For More Information"}

// Californian reports whether a notice of an incident goes to people in California.
func (c Content) Californian() bool {
	return c.Kind == Breach && slices.Contains(c.Regimes, California)
}

// headed is the heading of one of the contents in a language; empty where none stands over it.
func (c Content) headed(r Required, lang string) string {
	if heading := californiaHeadings[r.ID]; heading != "" && lang == "en" && c.Californian() {
		return heading
	}
	return r.Heading[lang]
}

// ordered are the contents in the order in which a notice says them: those that the law of California heads come first,
// in its order.
func (c Content) ordered() []Required {
	list := itemsOf(c)
	if !c.Californian() {
		return list
	}
	order := []Item{"operator", "basic", "cause", "kinds", "harm", "measures", "remedy", "selfhelp"}
	slices.SortStableFunc(list, func(a, b Required) int {
		place := func(r Required) int {
			if i := slices.Index(order, r.ID); i >= 0 {
				return i
			}
			return len(order)
		}
		return place(a) - place(b)
	})
	return list
}

// titled reports whether a notice has the title that the law asks for in a language.
func (c Content) titled(lang string) bool {
	return lang != "en" || !c.Californian() || strings.EqualFold(strings.TrimSpace(c.Title["en"]), CaliforniaTitle)
}
